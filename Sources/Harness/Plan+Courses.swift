// Plans of courses: one configuration for a long time, or single-threaded instances on all cores at once.
// Leaves to others: the product of the axes (Plan+Points), running them (Runner+Sustained, Runner+Contended).

package import Measurement
package import Workloads

extension Plan {
    /// Sustained where `--only` names nothing and the suite has it, or has no training: its input costs nothing.
    static let defaultTraining = "vgg16-bn/train"

    /// One configuration for `seconds`, with its largest team: of what `--only` names the first training, else the first; where it names nothing, vgg16-bn's
    /// training if the suite has it or has none, else the suite's first. `--only` may also name a benchmark that the suite has not.
    package static func sustained(
        _ seconds: Double, of selections: [Selection], options: PlanOptions, surroundings: Surroundings, catalogue: [any Benchmark]
    ) throws(PlanError) -> Plan {
        func make(_ selections: [Selection]) throws(PlanError) -> [PlannedConfiguration] {
            try own(selections, options, surroundings, catalogue)
        }
        var items = try make(selections)
        if options.only.isEmpty {
            items.removeAll { $0.training == nil }
            if items.contains(where: { $0.configuration.benchmark == defaultTraining }) {
                items.removeAll { $0.configuration.benchmark != defaultTraining }
            }
            if items.isEmpty { items = try make([Selection(benchmark: defaultTraining)]) }
        } else if items.isEmpty {
            items = try make(catalogue.map { Selection(benchmark: $0.id) })
        }
        if items.contains(where: { $0.training != nil && $0.skip == nil }) { items.removeAll { $0.training == nil } }
        // What cannot run here is the answer only where nothing else is asked for.
        guard let first = items.first(where: { $0.skip == nil }) ?? items.first else {
            throw .nothingSelected(patterns: options.only + options.skip)
        }
        // The same point with the largest team that was asked for.
        let teams = items.filter { $0.configuration.isSame(butForThreadsAs: first.configuration) }
        var item = teams.max { $0.configuration.threads < $1.configuration.threads } ?? first
        item.configuration.course = .sustained(seconds: seconds)
        item.budgetSeconds = seconds
        item.training?.mode = .project
        return Plan(items: [item])
    }

    /// Every configuration that the suite has for one thread, as one instance a core.
    package static func contended(
        _ selections: [Selection], options: PlanOptions, surroundings: Surroundings, catalogue: [any Benchmark]
    ) throws(PlanError) -> Plan {
        var options = options
        options.threads = ["1"]
        let contending = catalogue.filter(\.canContend)
        let known = selections.filter { selection in
            contending.contains { $0.id == selection.benchmark } || !catalogue.contains { $0.id == selection.benchmark }
        }
        var plan = Plan(items: try own(known, options, surroundings, catalogue))
        if plan.items.isEmpty {
            let found = try own(selections, options, surroundings, catalogue).map(\.configuration.benchmark)
            let others = found.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            throw others.isEmpty ? .nothingSelected(patterns: options.only + options.skip) : .nothingContends(benchmarks: others)
        }
        for index in plan.items.indices {
            plan.items[index].configuration.course = .contended(instances: surroundings.cores)
            plan.items[index].training?.mode = .project
        }
        return plan
    }

    /// What Mettle itself computes of the selections, none where `--only` and `--skip` leave nothing: another program's windows and instances are not
    /// to be had.
    private static func own(
        _ selections: [Selection], _ options: PlanOptions, _ surroundings: Surroundings, _ catalogue: [any Benchmark]
    ) throws(PlanError) -> [PlannedConfiguration] {
        do throws(PlanError) {
            return try make(selections, options: options, surroundings: surroundings, catalogue: catalogue).items.filter {
                $0.engine == nil
            }
        } catch .nothingSelected {
            return []
        }
    }

    /// The plan's items in the course that `configuration` names: what a run that is continued finds its own by.
    package func item(for configuration: Configuration) -> PlannedConfiguration? {
        var bare = configuration
        bare.course = nil
        guard var item = items.first(where: { $0.configuration == bare }) else { return nil }
        item.configuration.course = configuration.course
        switch configuration.course {
        case .sustained(let seconds):
            item.budgetSeconds = seconds
            item.training?.mode = .project
        case .contended: item.training?.mode = .project
        case nil: break
        }
        return item
    }
}

extension Configuration {
    fileprivate func isSame(butForThreadsAs other: Configuration) -> Bool {
        var copy = self
        copy.threads = other.threads
        return copy == other
    }
}
