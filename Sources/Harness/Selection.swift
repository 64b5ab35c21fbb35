// Which points of one benchmark a suite asks for: lists of values, one an axis.
// Leaves to others: the suite file's text (Records.SuiteFile), and their product (Plan).

package import Workloads

/// One entry of a suite. An empty list means the benchmark's own default.
package struct Selection: Sendable, Equatable {
    package var benchmark: String
    /// Numbers, `all`, or `scaling`: 1, 2, 4, …, all cores, all processors.
    package var threads: [String]
    package var precisions: [String]
    /// Names, `best`, or `all`.
    package var instructionSets: [String]
    package var parameters: [String: [String]]
    /// `mettle`, `pytorch:compiled`; empty: Mettle alone.
    package var engines: [String]
    /// Seconds that one configuration may be sampled for.
    package var budgetSeconds: Double?
    package var mode: TrainingSettings.Mode
    package var epochs: Int?
    /// Seeds of full trainings; empty: the run's own.
    package var seeds: [UInt64]

    package init(
        benchmark: String, threads: [String] = [], precisions: [String] = [], instructionSets: [String] = [],
        parameters: [String: [String]] = [:], engines: [String] = [], budgetSeconds: Double? = nil,
        mode: TrainingSettings.Mode = .project, epochs: Int? = nil, seeds: [UInt64] = []
    ) {
        self.benchmark = benchmark
        self.threads = threads
        self.precisions = precisions
        self.instructionSets = instructionSets
        self.parameters = parameters
        self.engines = engines
        self.budgetSeconds = budgetSeconds
        self.mode = mode
        self.epochs = epochs
        self.seeds = seeds
    }
}
