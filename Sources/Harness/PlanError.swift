// Why no plan can be made of a suite and options: what a person wrote means nothing here.
// Leaves to others: the exit code (65 for a suite, 64 for an option).

package enum PlanError: Error, Equatable {
    case unknownBenchmark(name: String, nearest: String?)
    case unknownParameter(benchmark: String, name: String, known: [String])
    case badValue(benchmark: String, axis: String, value: String, reason: String)
    case unknownEngine(name: String, known: [String])
    case unknownVariant(engine: String, variant: String, known: [String])
    /// A suite's entry names an engine whose description does not have the benchmark, or a description names a benchmark of Mettle's own kernels.
    case engineLacks(engine: String, benchmark: String)
    /// A description that no command can be made of.
    case badEngine(EngineProblem)
    /// `--precision` names one in which nothing computes.
    case unknownPrecision(name: String, known: [String])
    /// `--contended` with benchmarks alone of which instances say nothing.
    case nothingContends(benchmarks: [String])
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
        case .unknownEngine(let name, let known):
            "no engine \(name); there are \(known.joined(separator: ", ")), or give the file that describes one."
        case .unknownVariant(let engine, let variant, let known):
            known.isEmpty
                ? "\(engine) has no variants, so not \(variant) either. Write \(engine) alone."
                : "\(engine) has no variant \(variant); it has \(known.joined(separator: ", "))."
        case .engineLacks(let engine, let benchmark):
            "\(engine) does not run \(benchmark). mettle help engines says what an engine’s description needs for it."
        case .badEngine(let problem): problem.sentence
        case .unknownPrecision(let name, let known):
            "nothing computes in “\(name)”. There are \(known.joined(separator: ", "))."
        case .nothingContends(let benchmarks):
            "\(benchmarks.joined(separator: ", ")): instances beside each other say nothing of a team, a disk or a network. Run it without --contended, or name others with --only."
        case .nothingSelected(let patterns) where patterns.isEmpty:
            "nothing in the suite can be run by the engines or precisions that were asked for. mettle list says what each can do."
        case .nothingSelected(let patterns):
            "nothing in the suite matches \(patterns.joined(separator: ", ")). mettle run --dry-run shows what there is, and --suite full has every benchmark."
        }
    }
}
