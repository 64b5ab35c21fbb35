// Threads for what is not the measured work itself: reading, decoding.
// Leaves to others: where they may run (Workloads, whose team pins threads).

import Dispatch

/// How many threads of Dispatch's share such work, and what surrounds the work on each of them.
package struct WorkThreads: Sendable {
    package var count: Int
    /// Runs the body it is given: a place to set a thread's mask and to set it back.
    package var around: @Sendable (() -> Void) -> Void

    package init(count: Int, around: @escaping @Sendable (() -> Void) -> Void = { $0() }) {
        self.count = max(1, count)
        self.around = around
    }

    /// Runs `body` on up to `count` threads at once, the caller's among them, and returns when all are done. How many take part is Dispatch's
    /// choice: the body takes its work from a common counter.
    package func perform(_ body: @Sendable () -> Void) {
        if count == 1 { return around(body) }
        DispatchQueue.concurrentPerform(iterations: count) { _ in around(body) }
    }
}
