// `dispatch/fork-join`: what it costs to hand a phase without work to every thread and to take it back.
// The two ways that are compared are WorkerTeam's and Dispatch's own.

import Dispatch
package import Measurement
import Synchronization

/// Empty phases, one an iteration.
package final class ForkJoin {
    package enum Method: String, CaseIterable, Sendable {
        /// `WorkerTeam.run`: every thread takes part in every phase.
        case team
        /// `DispatchQueue.concurrentPerform`: as many calls as the team has threads, on as many threads as happen to come.
        case concurrentPerform
    }

    package let method: Method
    package let work = Work(items: 1)
    private let team: WorkerTeam
    private let empty = WorkerTeam.Phase { _, _ in }
    private let counts: Counts

    package init(_ method: Method, team: WorkerTeam) {
        self.method = method
        self.team = team
        counts = Counts(team.count)
    }

    package func run(iterations: Int) {
        switch method {
        case .team: for _ in 0..<iterations { team.run(empty) }
        case .concurrentPerform:
            for _ in 0..<iterations { DispatchQueue.concurrentPerform(iterations: team.count) { _ in } }
        }
    }

    /// Counts in a thousand phases: the deviation is the number of calls that a thread (or an index) had too few or too many.
    package func verify() -> Deviation {
        let phases = 1000
        counts.reset()
        for _ in 0..<phases {
            switch method {
            case .team: team.run { [counts] thread, _ in counts.add(thread) }
            case .concurrentPerform: DispatchQueue.concurrentPerform(iterations: team.count) { [counts] in counts.add($0) }
            }
        }
        let wrong = (0..<team.count).reduce(0) { $0 + abs(counts[$1] - phases) }
        return Deviation(largest: Double(wrong), allowed: 0)
    }
}

/// A counter for each thread.
private final class Counts: @unchecked Sendable {
    private let words: UnsafeMutablePointer<Atomic<Int>>
    private let count: Int

    init(_ count: Int) {
        self.count = count
        words = .allocate(capacity: count)
        for index in 0..<count { (words + index).initialize(to: Atomic(0)) }
    }

    deinit {
        words.deinitialize(count: count)
        words.deallocate()
    }

    func reset() { for index in 0..<count { words[index].store(0, ordering: .relaxed) } }
    func add(_ index: Int) { words[index].add(1, ordering: .relaxed) }
    subscript(index: Int) -> Int { words[index].load(ordering: .relaxed) }
}
