// A workload made of a kernel's own functions, for kernels that need nothing else.
// Leaves to others: the kernels (CPU).

import CPU
import Measurement

/// Wraps a prepared kernel. The kernel lives in the closures.
final class KernelWorkload: Workload {
    let work: Work
    let workingSetBytes: Int?
    private let team: WorkerTeam?
    private let check: () -> Deviation
    private let body: (Int) -> Void

    /// `team` is nil for sequential kernels.
    init(work: Work, workingSetBytes: Int? = nil, team: WorkerTeam?, verify: @escaping () -> Deviation, run: @escaping (Int) -> Void) {
        self.work = work
        self.workingSetBytes = workingSetBytes
        self.team = team
        check = verify
        body = run
    }

    func verify() -> Verification {
        let deviation = check()
        return Verification(relativeError: deviation.largest, tolerance: deviation.allowed)
    }

    func run(iterations: Int) { body(iterations) }

    var observedThreads: Int? { team?.distinctThreadCount }
}
