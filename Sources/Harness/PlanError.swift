// Why no plan can be made of a suite and options: what a person wrote means nothing here.
// Leaves to others: the exit code (65 for a suite, 64 for an option).

package enum PlanError: Error, Equatable {
    case unknownBenchmark(name: String, nearest: String?)
    case unknownParameter(benchmark: String, name: String, known: [String])
    case badValue(benchmark: String, axis: String, value: String, reason: String)
    /// `--only` and `--skip` leave nothing of the suite.
    case nothingSelected(patterns: [String])

    package var sentence: String {
        switch self {
        case .unknownBenchmark(let name, let nearest):
            "no benchmark \(name)." + (nearest.map { " Did you mean \($0)?" } ?? "") + " mettle list names them all."
        case .unknownParameter(let benchmark, let name, let known):
            known.isEmpty
                ? "\(benchmark) takes no parameter, so not \(name) either. Remove it from the suite."
                : "\(benchmark) has no parameter \(name); it has \(known.joined(separator: ", ")). Correct the suite."
        case .badValue(let benchmark, let axis, let value, let reason):
            "\(benchmark), \(axis): “\(value)” \(reason)"
        case .nothingSelected(let patterns):
            "nothing in the suite matches \(patterns.joined(separator: ", ")). mettle run --dry-run shows what there is."
        }
    }
}
