// The meeting point of a worker team: one thread publishes a phase, the others run it and report. Spins first, then yields, then sleeps.
// Threads, their placement and their lifetime are WorkerTeam's.

import Dispatch
import Intrinsics
import Synchronization

/// Shared state of a team. Everything mutable is an atomic on a cache line of its own, or written before an atomic that publishes it.
final class Rendezvous: @unchecked Sendable {
    private let members: Int
    private let spins: Bool
    private let lines: CacheLines
    private let beds: [DispatchSemaphore]
    /// Written by the conductor before it raises the generation, read by the others after they saw it rise.
    nonisolated(unsafe) private var phase: UnsafePointer<WorkerTeam.Phase>?
    nonisolated(unsafe) private var generation = 1

    init(members: Int, spins: Bool) {
        self.members = members
        self.spins = spins
        lines = CacheLines(count: Line.members + 3 * members)
        beds = (0..<members).map { _ in DispatchSemaphore(value: 0) }
        lines[Line.generation].store(generation, ordering: .relaxed)
        lines[identifier(0)].store(Int(currentThreadIdentifier()), ordering: .relaxed)
    }

    // MARK: - The conductor's side

    /// Waits until every other member has entered.
    func awaitEntry() {
        for member in 1..<members { awaitLine(arrival(member), atLeast: generation) }
    }

    var identifiers: [UInt64] {
        (0..<members).map { UInt64(lines[identifier($0)].load(ordering: .relaxed)) }
    }

    /// Runs one phase on all members.
    func conduct(_ next: UnsafePointer<WorkerTeam.Phase>) {
        precondition(
            lines[Line.busy].exchange(1, ordering: .acquiring) == 0, "a phase was started while another runs on the same team")
        lines[Line.counter].store(0, ordering: .relaxed)
        phase = next
        publish()
        next.pointee.body(0, members)
        for member in 1..<members { awaitLine(arrival(member), atLeast: generation) }
        phase = nil
        lines[Line.busy].store(0, ordering: .releasing)
    }

    /// Sends everyone home.
    func dismiss() {
        phase = nil
        publish()
    }

    /// The dynamic counter of the phase that runs.
    @inline(__always)
    func advance(by block: Int) -> Int { lines[Line.counter].wrappingAdd(block, ordering: .relaxed).oldValue }

    private func publish() {
        generation += 1
        lines[Line.generation].store(generation, ordering: .sequentiallyConsistent)
        for member in 1..<members where lines[asleep(member)].load(ordering: .sequentiallyConsistent) == 1 {
            if lines[asleep(member)].exchange(0, ordering: .sequentiallyConsistent) == 1 { beds[member].signal() }
        }
    }

    private func awaitLine(_ line: Int, atLeast target: Int) {
        var patience = Patience(spins: spins)
        while lines[line].load(ordering: .acquiring) < target { _ = patience.wait() }
    }

    // MARK: - The other members' side

    /// Runs phases until dismissed.
    func serve(member: Int) {
        lines[identifier(member)].store(Int(currentThreadIdentifier()), ordering: .relaxed)
        lines[arrival(member)].store(1, ordering: .releasing)
        var seen = 1
        while true {
            seen = awaitGeneration(after: seen, member: member)
            guard let phase else { return }
            phase.pointee.body(member, members)
            lines[arrival(member)].store(seen, ordering: .releasing)
        }
    }

    private func awaitGeneration(after seen: Int, member: Int) -> Int {
        var patience = Patience(spins: spins)
        while true {
            let current = lines[Line.generation].load(ordering: .acquiring)
            if current > seen { return current }
            if !patience.wait() {
                sleep(member: member, while: seen)
                patience = Patience(spins: spins)
            }
        }
    }

    /// Sleeps unless the generation has risen. Either this member sees the new generation, or the conductor sees it asleep: both sides
    /// write their own word before they read the other's, sequentially consistent.
    private func sleep(member: Int, while seen: Int) {
        lines[asleep(member)].store(1, ordering: .sequentiallyConsistent)
        if lines[Line.generation].load(ordering: .sequentiallyConsistent) > seen,
            lines[asleep(member)].exchange(0, ordering: .sequentiallyConsistent) == 1
        {
            return
        }
        beds[member].wait()
    }

    // MARK: - Lines

    private enum Line {
        static let generation = 0
        static let counter = 1
        static let busy = 2
        static let members = 3
    }

    @inline(__always) private func arrival(_ member: Int) -> Int { Line.members + 3 * member }
    @inline(__always) private func asleep(_ member: Int) -> Int { Line.members + 3 * member + 1 }
    @inline(__always) private func identifier(_ member: Int) -> Int { Line.members + 3 * member + 2 }
}

/// How a thread waits: a spin of about 50 µs, then giving up its turn for about 2 ms, then it has no patience left.
private struct Patience {
    private var rounds = 0
    private var since: UInt64 = 0
    private let spins: Bool

    init(spins: Bool) { self.spins = spins }

    /// Waits a moment; false once the thread had better sleep.
    @inline(__always)
    mutating func wait() -> Bool {
        rounds &+= 1
        if spins && rounds < Self.uncheckedSpins {
            spinWaitHint()
            return true
        }
        return waitLonger()
    }

    @inline(never)
    private mutating func waitLonger() -> Bool {
        let now = monotonicRawNanoseconds()
        if since == 0 { since = now }
        let elapsed = now &- since
        if spins && elapsed < Self.spinNanoseconds {
            for _ in 0..<16 { spinWaitHint() }
            return true
        }
        yieldProcessor()
        return elapsed < Self.yieldNanoseconds
    }

    private static let uncheckedSpins = 64
    private static let spinNanoseconds: UInt64 = 50_000
    private static let yieldNanoseconds: UInt64 = 2_000_000
}
