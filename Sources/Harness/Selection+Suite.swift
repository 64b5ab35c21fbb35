// From a suite file's entries to selections.
// Leaves to others: the file's text (Records), and what the values mean (Plan).

package import Records
import Workloads

extension Selection {
    package init(_ entry: SuiteEntry) {
        self.init(
            benchmark: entry.benchmark,
            threads: (entry.threads ?? []).map {
                switch $0 {
                case .all: "all"
                case .scaling: "scaling"
                case .count(let count): String(count)
                }
            },
            precisions: entry.precisions ?? [], instructionSets: entry.instructionSets ?? [],
            parameters: Dictionary((entry.parameters?.axes ?? []).map { ($0.name, $0.values) }) { first, _ in first },
            engines: entry.engines ?? [], budgetSeconds: entry.budgetSeconds, mode: entry.training?.mode == .full ? .full : .project,
            epochs: entry.training?.epochs, seeds: entry.training?.seeds ?? [])
    }
}
