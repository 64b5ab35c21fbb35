// How long a plan will take, before and while it runs.
// Leaves to others: showing it.

import Measurement
import Workloads

/// Seconds that a plan is expected to need, from what each kind of configuration usually takes of its budget.
package enum PlanEstimate {
    /// Allocation, verification and warm-up of a kernel.
    static let preparationSeconds = 0.4

    /// Starting an interpreter, loading libraries, building a network; compiling one takes longer.
    static let engineStartSeconds = 6.0

    /// A kernel on a quiet machine is content well before its budget ends, a guest among others rarely; a training uses it, since its steps are long.
    package static func seconds(of item: PlannedConfiguration) -> Double {
        guard item.skip == nil else { return 0 }
        if item.engine != nil { return engineStartSeconds + item.budgetSeconds }
        if item.configuration.course != nil { return 1 + item.budgetSeconds }
        switch item.training?.mode {
        case nil: return preparationSeconds + min(item.budgetSeconds, max(0.6, item.budgetSeconds * 0.85))
        case .project: return 1 + item.budgetSeconds
        // What a full training takes is known only when it runs; its budget is the suite's word.
        case .full: return item.budgetSeconds
        }
    }

    /// Whether the estimate is only a bound: a full training counts with its whole budget.
    package static func isBound(_ items: some Sequence<PlannedConfiguration>) -> Bool {
        items.contains { $0.skip == nil && $0.training?.mode == .full }
    }

    package static func seconds(of items: some Sequence<PlannedConfiguration>) -> Double {
        items.reduce(0) { $0 + seconds(of: $1) }
    }
}
