// What two figures must have in common to stand in one table.
// Leaves to others: refusing and crossing (compare), which figures a board shows beside each other (Leaderboard).

package import Measurement

/// The comparability key of a figure: named parts, each with the words that stand for it.
///
/// Threads, device and instruction set belong to the key of a kernel: its figure is about them. In an end-to-end run they are
/// the means of the machine that is being compared, and do not.
package struct ComparabilityKey: Sendable, Hashable {
    /// The raw values are what `--cross` takes.
    package enum Part: String, Sendable, Hashable, CaseIterable {
        case benchmark
        case benchmarkRevision = "benchmark-revision"
        case parameters
        case precision
        case device
        case threads
        case instructionSet = "instruction-set"
        case dataset
        case datasetDigest = "dataset-digest"
        case synthetic
        case recipe
        case engine
        case engineRevision = "engine-revision"
        case engineMode = "engine-mode"
        case projected
        case course
    }

    package struct Difference: Sendable, Equatable {
        package var part: Part
        /// The words of either side; nil where the side does not state it.
        package var one: String?
        package var other: String?
        package init(part: Part, one: String?, other: String?) {
            self.part = part
            self.one = one
            self.other = other
        }
    }

    private var words: [Part: String]

    package init(_ measurement: MeasuredConfiguration) {
        let configuration = measurement.configuration
        words = [
            .benchmark: configuration.benchmark,
            .benchmarkRevision: String(configuration.revision),
            .engine: measurement.engine,
        ]
        if measurement.engineRevision > 0 { words[.engineRevision] = String(measurement.engineRevision) }
        words[.engineMode] = measurement.engineMode
        if !configuration.parameters.isEmpty {
            words[.parameters] = configuration.parameters.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
        }
        words[.precision] = configuration.precision
        words[.course] = configuration.course?.title
        if !Self.isEndToEnd(configuration) {
            words[.device] = String(configuration.device.prefix { $0 != ":" })
            words[.threads] = String(configuration.threads)
            words[.instructionSet] = configuration.instructionSet
        }
        if let dataset = measurement.dataset {
            words[.dataset] = dataset.name
            words[.synthetic] = dataset.synthetic ? "yes" : "no"
            if let train = dataset.trainSha256 { words[.datasetDigest] = "\(train) \(dataset.testSha256 ?? "")" }
        }
        if let training = measurement.training {
            words[.recipe] = training.recipe.keyText
            words[.projected] = training.projected ? "yes" : "no"
        }
    }

    /// The words of a part; nil where the figure does not state it.
    package subscript(part: Part) -> String? { words[part] }

    /// Whole trainings and inference of whole networks, where the machine chooses its means.
    package static func isEndToEnd(_ configuration: Configuration) -> Bool {
        ["/train", "/train-head", "/infer", "/predict", "/generate"].contains { configuration.benchmark.hasSuffix($0) }
    }

    /// The parts in which two keys differ, in the order of `Part`.
    package func differences(to other: ComparabilityKey) -> [Difference] {
        Part.allCases.compactMap { part in
            words[part] == other.words[part] ? nil : Difference(part: part, one: words[part], other: other.words[part])
        }
    }

    /// The key without some parts: what may stand together when those are crossed.
    package func crossing(_ parts: Set<Part>) -> ComparabilityKey {
        var key = self
        for part in parts { key.words[part] = nil }
        return key
    }

    /// What a published figure does not state or cannot share with a run of ours: another engine, and no digests.
    package static let unstatedByPublications: Set<Part> = [.engine, .engineRevision, .datasetDigest]
}

extension RecipeEntry {
    /// The recipe without its seed, which is chance and no recipe.
    fileprivate var keyText: String {
        let method = optimizer.map { "\($0), " } ?? ""
        let smoothed = labelSmoothing.map { ", label smoothing \($0)" } ?? ""
        let varied = smoothed + (augmentation.map { ", \($0)" } ?? "") + (testViews.map { ", \($0) test views" } ?? "")
        return "\(method)batch \(batch), epochs \(epochs), rate \(rate), momentum \(momentum), weight decay \(weightDecay)\(varied)"
    }
}
