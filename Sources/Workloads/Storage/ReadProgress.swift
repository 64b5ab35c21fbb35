// What the threads of one run of reads share.
// Leaves to others: the reads (StorageReader), the threads (ReadCrew).

import Synchronization

/// The reads that are left, and what went wrong.
final class ReadProgress: Sendable {
    private let next = Atomic<Int>(0)
    private let end = Atomic<Int>(0)
    private let wrong = Atomic<Int>(0)
    private let error = Atomic<Int32>(0)

    /// Before the threads are set to work.
    func begin(_ tickets: Range<Int>) {
        next.store(tickets.lowerBound, ordering: .releasing)
        end.store(tickets.upperBound, ordering: .releasing)
    }

    /// Nil where nothing is left, or nothing can be read.
    func take() -> Int? {
        guard error.load(ordering: .relaxed) == 0 else { return nil }
        let ticket = next.add(1, ordering: .relaxed).oldValue
        return ticket < end.load(ordering: .relaxed) ? ticket : nil
    }

    func fail(_ code: Int32) { error.store(code, ordering: .relaxed) }
    func countWrong() { wrong.add(1, ordering: .relaxed) }

    var wrongCount: Int { wrong.load(ordering: .relaxed) }
    var failure: Int32? {
        let code = error.load(ordering: .relaxed)
        return code == 0 ? nil : code
    }
}
