// One configuration's result: what was run, how it ended, every raw sample, and what they come to.
// Leaves to others: the end-to-end part (TrainingEntry), the comparability key (ComparabilityKey).

package import Measurement

package struct MeasuredConfiguration: Sendable, Equatable, Codable {
    package var configuration: Configuration
    /// `mettle`, or another engine with its version and variant (`pytorch 2.13.0, compiled`); for published rows, the framework that the
    /// source names.
    package var engine: String
    /// Rises when a change moves speed by more than 2 %: a faster Mettle must not look like a faster machine.
    package var engineRevision: Int
    /// How the engine computed where that is not its default: `reproducible`, `precise`, `algorithm direct`.
    package var engineMode: String?
    /// What another engine says that it is made of: `torch 2.13.0+cpu`; nil for Mettle itself.
    package var engineComponents: [String]?
    package var dataset: DatasetEntry?
    package var outcome: Outcome
    package var startedAt: String?
    package var metric: Metric
    package var work: Work?
    package var samples: [Sample]
    package var summary: Summary?
    /// Figure over the measured roof it is held against, with the roof's configuration: 0.94 of `peak/fma …`.
    package var roof: RoofEntry?
    package var verification: VerificationEntry?
    package var grade: Grade?
    package var caveats: [Caveat]
    package var watch: Watch?
    package var training: TrainingEntry?
    /// Of a sustained course.
    package var sustained: SustainedEntry?
    /// Of a contended course.
    package var contention: ContentionEntry?
    /// Algorithms that were tried at start, with their times; the chosen one first (of each layer).
    package var algorithms: [AlgorithmEntry]
    /// Of a kernel that is a step of training: its losses, the first and the last one. nil for all else; a whole training has its own.
    package var losses: [LossPoint]?

    package init(
        configuration: Configuration, engine: String = "mettle", engineRevision: Int, engineMode: String? = nil,
        engineComponents: [String]? = nil,
        dataset: DatasetEntry? = nil, outcome: Outcome,
        startedAt: String? = nil, metric: Metric, work: Work? = nil, samples: [Sample] = [], summary: Summary? = nil,
        roof: RoofEntry? = nil, verification: VerificationEntry? = nil, grade: Grade? = nil, caveats: [Caveat] = [],
        watch: Watch? = nil, training: TrainingEntry? = nil, algorithms: [AlgorithmEntry] = [],
        losses: [LossPoint]? = nil
    ) {
        self.configuration = configuration
        self.engine = engine
        self.engineRevision = engineRevision
        self.engineMode = engineMode
        self.engineComponents = engineComponents
        self.dataset = dataset
        self.outcome = outcome
        self.startedAt = startedAt
        self.metric = metric
        self.work = work
        self.samples = samples
        self.summary = summary
        self.roof = roof
        self.verification = verification
        self.grade = grade
        self.caveats = caveats
        self.watch = watch
        self.training = training
        self.algorithms = algorithms
        self.losses = losses
    }

    /// The median figure in the metric's SI unit, where there is one.
    package var value: Double? {
        guard let summary, let work else { return nil }
        return metric.value(seconds: summary.medianSeconds, work: work)
    }

    /// Share of the roof that the executed operations take; nil where they are the useful ones, or where there is no roof.
    package var executedRoofFraction: Double? {
        guard let roof, let work, let executed = work.executedOperations, work.operations > 0 else { return nil }
        return roof.fraction * executed / work.operations
    }
}

package struct RoofEntry: Sendable, Equatable, Codable {
    /// The configuration identifier of the roof that was measured in the same run.
    package var against: String
    package var fraction: Double
    package init(against: String, fraction: Double) {
        self.against = against
        self.fraction = fraction
    }
}

package struct VerificationEntry: Sendable, Equatable, Codable {
    /// Largest relative error against the float64 reference, and the bound that it had to stay under.
    package var relativeError: Double
    package var tolerance: Double
    package init(relativeError: Double, tolerance: Double) {
        self.relativeError = relativeError
        self.tolerance = tolerance
    }
}

package struct AlgorithmEntry: Sendable, Equatable, Codable {
    package var name: String
    /// Of one run; of a network's layer, of its passes over a batch.
    package var seconds: Double
    /// Of a network: which of its layers.
    package var layer: Int?
    package init(name: String, seconds: Double, layer: Int? = nil) {
        self.name = name
        self.seconds = seconds
        self.layer = layer
    }
}
