// A team of threads that stays inside one long Dispatch block each and is handed phases by a spinning rendezvous: a fork-join in about a
// microsecond, on a known number of distinct threads. What a phase computes, and how its work is divided, is the caller's business.

import Dispatch
import Intrinsics

/// `count` threads, the caller's among them, that run phases together.
///
/// `concurrentPerform` is as quick but does not prove how many threads took part (its workers pull from one counter and are capped at the active
/// processors). One phase at a time, and not from within a phase: both are preconditions. While a team lives, the thread that made it is pinned; threads which
/// that thread starts inherit its mask and may want `Affinity.initial.applyToCallingThread()`.
package final class WorkerTeam: @unchecked Sendable {
    /// Where the threads may run.
    package enum Placement: Equatable, Sendable {
        /// Thread i on the i-th CPU of the process's mask when there are enough of them, else wherever the kernel likes.
        case automatic
        case unpinned
        /// Thread i on the i-th of these CPUs; at least as many as threads.
        case cpus([Int])
    }

    /// Threads of the team, the caller's included.
    package let count: Int
    /// The kernel's number of each thread, the maker's first.
    package let threadIdentifiers: [UInt64]
    /// CPU of each thread, empty when they are not pinned.
    package let cpus: [Int]

    private let rendezvous: Rendezvous
    private let workers = DispatchGroup()
    private let makerMask: Affinity

    package init(threads: Int, placement: Placement = .automatic) {
        precondition(threads >= 1, "a team needs a thread")
        let available = Affinity.initial.cpus
        count = threads
        makerMask = Affinity.ofCallingThread
        cpus = Self.assignment(threads: threads, placement: placement, available: available)
        rendezvous = Rendezvous(members: threads, spins: threads <= available.count)
        for member in 1..<threads {
            // A serial queue of its own is a thread of its own, as long as the block lasts. A root queue feeds at most 255 threads, hence the classes.
            let service = Self.services[min(member / 200, Self.services.count - 1)]
            let queue = DispatchQueue(label: "mettle.team.\(member)", qos: service)
            queue.async(group: workers) { [rendezvous, cpus] in
                let mask = Affinity.ofCallingThread
                if !cpus.isEmpty { Affinity(cpus: [cpus[member]]).applyToCallingThread() }
                rendezvous.serve(member: member)
                mask.applyToCallingThread()
            }
        }
        if !cpus.isEmpty { Affinity(cpus: [cpus[0]]).applyToCallingThread() }
        rendezvous.awaitEntry()
        threadIdentifiers = rendezvous.identifiers
    }

    deinit {
        rendezvous.dismiss()
        workers.wait()
        if currentThreadIdentifier() == threadIdentifiers[0] { makerMask.applyToCallingThread() }
    }

    /// Different threads among the members: `count`, or the measurement is not what it says.
    package var distinctThreadCount: Int { Set(threadIdentifiers).count }

    /// Work of one phase, prepared once and run often. A struct, since a bare closure behind a pointer would be wrapped anew each time.
    package struct Phase {
        let body: (_ thread: Int, _ count: Int) -> Void

        package init(_ body: @escaping (_ thread: Int, _ count: Int) -> Void) { self.body = body }
    }

    /// Runs the phase once on every thread and returns when all are done. Allocates nothing.
    package func run(_ phase: Phase) {
        withUnsafePointer(to: phase) { rendezvous.conduct($0) }
    }

    /// Runs `body(thread, count)` once on every thread and returns when all are done.
    ///
    /// The language wraps a closure that outlives no call but crosses threads in a box of 32 bytes: one trip to the allocator's own cache, tens of
    /// nanoseconds. Where even that is too much, prepare a `Phase`.
    package func run(_ body: (_ thread: Int, _ count: Int) -> Void) {
        withoutActuallyEscaping(body) { run(Phase($0)) }
    }

    /// The next block of 0..<total that no thread has had in this phase, or nil when all is handed out.
    ///
    /// For cores of unequal speed. A phase has one such counter: `total` and `block` are the same in all its calls.
    @inline(__always)
    package func claim(_ total: Int, block: Int = 1) -> Range<Int>? {
        let start = rendezvous.advance(by: block)
        guard start < total else { return nil }
        return start..<min(start + block, total)
    }

    /// The part of 0..<total that belongs to `thread`: contiguous, in order, bounds at multiples of `multiple`, sizes as equal as that allows.
    @inline(__always)
    package static func split(_ total: Int, among count: Int, thread: Int, multiple: Int = 1) -> Range<Int> {
        let units = (total + multiple - 1) / multiple
        return min(units * thread / count * multiple, total)..<min(units * (thread + 1) / count * multiple, total)
    }

    private static let services: [DispatchQoS] = [.default, .userInitiated, .utility, .userInteractive, .background]

    private static func assignment(threads: Int, placement: Placement, available: [Int]) -> [Int] {
        switch placement {
        case .automatic: return threads <= available.count ? Array(available.prefix(threads)) : []
        case .unpinned: return []
        case .cpus(let cpus):
            precondition(cpus.count >= threads, "\(threads) threads placed on \(cpus.count) CPUs")
            return Array(cpus.prefix(threads))
        }
    }
}
