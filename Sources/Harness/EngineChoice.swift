// What a word of `--engine` or of a suite's `engines` chooses: Mettle itself, or an engine with its variants.
// Leaves to others: the plan's product (Plan+Points), descriptions (Records.EngineFile).

import Records
import Workloads

package enum EngineChoice: Sendable, Equatable {
    case mettle
    /// `variant` is nil for the plain command, else a pattern over the variants' names.
    case other(Engine, variant: String?)

    /// The parts of `pytorch:channels-*`; of a description's path with its variant likewise.
    package static func split(_ word: String) -> (name: String, variant: String?) {
        // A path may hold a colon itself; the variant stands behind its end.
        let start = word.firstRange(of: ".json")?.upperBound ?? word.startIndex
        guard let colon = word[start...].firstIndex(of: ":") else { return (word, nil) }
        return (String(word[..<colon]), String(word[word.index(after: colon)...]))
    }

    /// Names are those of the descriptions.
    static func choices(_ words: [String], among engines: [Engine]) throws(PlanError) -> [EngineChoice] {
        var choices: [EngineChoice] = []
        for word in words.isEmpty ? ["mettle"] : words {
            let (name, variant) = split(word)
            if name == "mettle", variant == nil {
                choices.append(.mettle)
            } else if let engine = engines.first(where: { $0.name == name }) {
                if let variant, variant != "*", !engine.variantNames.contains(where: Glob(variant).matches) {
                    throw .unknownVariant(engine: name, variant: variant, known: engine.variantNames)
                }
                choices.append(.other(engine, variant: variant))
            } else {
                throw .unknownEngine(name: name, known: ["mettle"] + engines.map(\.name))
            }
        }
        return choices
    }
}

extension Engine {
    var variantNames: [String] {
        file.runs.flatMap { $0.variants ?? [] }.map(\.name).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The run of a benchmark in a precision; nil where the description has none.
    func run(of benchmark: String, precision: String?) -> EngineRun? {
        file.runs.first { run in
            run.benchmarks.contains(benchmark) && (precision == nil || run.precisions?.contains(precision ?? "") ?? true)
        }
    }

    /// The ways of a run that a pattern chooses: without one the plain way, with `*` that one too.
    func variants(of run: EngineRun, matching pattern: String?) -> [EngineVariant?] {
        guard let pattern else { return [nil] }
        let plain: [EngineVariant?] = pattern == "*" ? [nil] : []
        return plain + (run.variants ?? []).filter { Glob(pattern).matches($0.name) }
    }
}
