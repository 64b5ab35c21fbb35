// The wish to stop, set from a signal handler and asked for between samples.
// Leaves to others: installing handlers, and what is printed (the command).

package import Synchronization

/// Why a run should stop. One per process, because a signal handler can reach only global state.
package final class Interruption: Sendable {
    package static let shared = Interruption()

    private let signal = Atomic<Int32>(0)
    private let count = Atomic<Int>(0)

    package init() {}

    /// Async-signal-safe: two atomic writes.
    package func request(signal number: Int32) {
        signal.store(number, ordering: .relaxed)
        count.add(1, ordering: .relaxed)
    }

    /// The signal that asked, or nil.
    package var requested: Int32? {
        let number = signal.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    /// How often it was asked: the second time means at once.
    package var requests: Int { count.load(ordering: .relaxed) }
}
