// The plan of a run: the product of a suite's axes, in order, with what cannot run here kept as a skip with its reason.
// Leaves to others: running it (Runner), reading suites (Records), the list of benchmarks (Workloads.Catalogue).

package import Measurement
import Records
package import Workloads

package struct PlannedConfiguration: Sendable, Equatable {
    package var configuration: Configuration
    package var budgetSeconds: Double
    package var training: TrainingSettings?
    /// The program of others that computes it; nil where Mettle does.
    package var engine: PlannedEngine?
    /// Why it will not run here; nil when it will.
    package var skip: String?

    package init(
        configuration: Configuration, budgetSeconds: Double, training: TrainingSettings? = nil, engine: PlannedEngine? = nil,
        skip: String? = nil
    ) {
        self.configuration = configuration
        self.budgetSeconds = budgetSeconds
        self.training = training
        self.engine = engine
        self.skip = skip
    }
}

/// What the command line lays over a suite.
package struct PlanOptions: Sendable, Equatable {
    package var only: [String] = []
    package var skip: [String] = []
    package var devices: [String] = ["cpu"]
    package var threads: [String] = []
    package var precisions: [String] = []
    package var seed: UInt64 = 1
    /// `mettle`, `pytorch`, `pytorch:compiled`, instead of the suite's; empty: the suite's.
    package var engines: [String] = []
    /// The engines that the words may name.
    package var knownEngines: [Engine] = []
    /// Seconds for the whole run: shared out over the configurations when their own budgets come to more.
    package var totalBudgetSeconds: Double?

    package init() {}
}

package struct Plan: Sendable, Equatable {
    package var items: [PlannedConfiguration]

    package init(items: [PlannedConfiguration]) { self.items = items }

    /// Seconds that one kernel's configuration may be sampled for where a suite does not say.
    package static let defaultBudgetSeconds = 5.0

    /// Throws for names and values that mean nothing; what this machine cannot do becomes a skip.
    package static func make(
        _ selections: [Selection], options: PlanOptions, surroundings: Surroundings, catalogue: [any Benchmark]
    ) throws(PlanError) -> Plan {
        // A benchmark without the precision is left out, so that a mistyped one would leave all of them out without a word.
        let precisions = catalogue.flatMap(\.precisions) + options.knownEngines.flatMap { $0.file.runs.flatMap { $0.precisions ?? [] } }
        if let stranger = options.precisions.first(where: { !precisions.contains($0) }) {
            throw .unknownPrecision(name: stranger, known: precisions.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
        }
        var items: [PlannedConfiguration] = []
        var seen: Set<String> = []
        for selection in selections {
            guard let benchmark = catalogue.first(where: { $0.id == selection.benchmark }) else {
                throw .unknownBenchmark(name: selection.benchmark, nearest: nearest(to: selection.benchmark, among: catalogue.map(\.id)))
            }
            for item in try points(of: benchmark, selection: selection, options: options, surroundings: surroundings)
            where seen.insert(item.configuration.identifier).inserted && options.includes(item.configuration) {
                items.append(item)
            }
        }
        if items.isEmpty { throw .nothingSelected(patterns: options.only + options.skip) }
        return Plan(items: items).sharing(options.totalBudgetSeconds)
    }

    package var runnable: [PlannedConfiguration] { items.filter { $0.skip == nil } }

    /// Scales the budgets down, in proportion, so that they come to `total` at most.
    package func sharing(_ total: Double?) -> Plan {
        let sum = runnable.reduce(0) { $0 + $1.budgetSeconds }
        guard let total, sum > total else { return self }
        var plan = self
        for i in plan.items.indices { plan.items[i].budgetSeconds *= total / sum }
        return plan
    }

    private static func nearest(to name: String, among names: [String]) -> String? {
        let wanted = Set(name)
        let scored = names.map { ($0, Double(wanted.intersection($0).count) / Double(wanted.union($0).count)) }
        return scored.max { $0.1 < $1.1 }.flatMap { $0.1 >= 0.5 ? $0.0 : nil }
    }
}

extension PlanOptions {
    /// `--only` keeps what any of its patterns matches, `--skip` removes; both see the benchmark's id and the whole identifier.
    func includes(_ configuration: Configuration) -> Bool {
        func any(_ patterns: [String]) -> Bool {
            patterns.contains { Glob($0).matches(configuration.benchmark) || Glob($0).matches(configuration.identifier) }
        }
        return (only.isEmpty || any(only)) && !any(skip)
    }
}
