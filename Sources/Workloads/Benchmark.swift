// A benchmark: a family of points with an id, that can say which points there are and prepare one.
// Leaves to others: choosing points (a suite), timing them (Harness), the list of all benchmarks (Catalogue).

package import Measurement

/// A named size or choice that a benchmark takes.
package struct ParameterDeclaration: Sendable, Equatable {
    package var name: String
    package var help: String
    /// The values taken where a suite names none.
    package var defaults: [String]

    package init(_ name: String, help: String, defaults: [String]) {
        self.name = name
        self.help = help
        self.defaults = defaults
    }
}

package protocol Benchmark: Sendable {
    /// `gemm`, `memory/bandwidth`.
    var id: String { get }
    /// Rises when its definition changes.
    var revision: Int { get }
    /// One line for `mettle list`.
    var summary: String { get }
    func metric(of configuration: Configuration) -> Metric
    /// In the order in which they stand in a configuration's title.
    var parameters: [ParameterDeclaration] { get }
    /// Empty where the kernel computes nothing that has a precision.
    var precisions: [String] { get }
    /// Whether the same kernel exists for several instruction sets.
    var hasInstructionSets: Bool { get }
    /// 1 for kernels that are sequential by nature.
    var maximumThreads: Int? { get }
    /// The measured roof that its figure is held against, as a benchmark's id: `peak/fma`, or `memory/bandwidth` for what waits for memory;
    /// nil for roofs themselves.
    var roof: String? { get }
    /// All of them, where either may be the one that binds; the figure is held against the one of which it reaches more.
    var roofs: [String] { get }
    /// The precision of that roof: the configuration's own, but where the kernel computes in a wider one.
    func roofPrecision(of configuration: Configuration) -> String?
    /// Whether `prepare` gives a training.
    var isTraining: Bool { get }
    /// Whether it computes convolutions, so that the context's `engineMode` changes what it measures.
    var hasEngineModes: Bool { get }
    /// Whether instances of one thread beside each other say anything: not where the figure is about a team, a disk or a network.
    var canContend: Bool { get }

    /// The values that one written value means here: `sweep` becomes the sizes of this machine's hierarchy, `dram` one size.
    /// Throws `badConfiguration` with a sentence for a value that means nothing.
    func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String]
    /// Why this point cannot run here; nil where it can. Cheap: nothing is allocated.
    func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String?
    /// What another engine needs to run this point; nil where the point is about Mettle's own kernel.
    func engineTask(for configuration: Configuration, training: TrainingSettings?) -> EngineTask?
    /// Makes the point ready: allocates, fills from the seed, chooses algorithms.
    func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared
}

/// What `prepare` gives: a kernel that is sampled, or a training that has steps and epochs.
package enum Prepared {
    case kernel(any Workload)
    case training(Training)
}

extension Benchmark {
    package var revision: Int { 1 }
    package var parameters: [ParameterDeclaration] { [] }
    package var precisions: [String] { [] }
    package var hasInstructionSets: Bool { false }
    package var maximumThreads: Int? { nil }
    package var roof: String? { nil }
    package var roofs: [String] { roof.map { [$0] } ?? [] }
    package func roofPrecision(of configuration: Configuration) -> String? { configuration.arithmeticPrecision }
    package var isTraining: Bool { false }
    package var hasEngineModes: Bool { false }
    package var canContend: Bool { true }
    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] { [value] }
    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? { nil }
    package func engineTask(for configuration: Configuration, training: TrainingSettings?) -> EngineTask? { nil }
}
