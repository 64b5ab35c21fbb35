// The chunks of an array as threads take them: each its own part first, where it first touched the memory, then what slower ones have not come to.
// Leaves to others: what is done with a chunk, and the phases themselves (WorkerTeam).

import Synchronization

/// 0..<total in chunks, handed out once in every phase. A thread calls `begin` first in each phase and then `next` until nil.
///
/// Counters are kept twice: a phase uses those of its parity, while each thread clears its own of the other parity, which nobody reads before
/// the phase has ended. So no thread waits for another to start.
final class SharedChunks: @unchecked Sendable {
    let total: Int
    let chunk: Int
    private let threads: Int
    private let counters: CacheLines
    /// Changed between phases only.
    private var parity = 0

    /// `chunk` numbers at a time, at least eight chunks a thread where the least chunk allows it; bounds are multiples of `least`.
    init(total: Int, least: Int, threads: Int, most: Int = 1 << 16) {
        self.total = total
        self.threads = threads
        let fair = total / (8 * threads) / least * least
        chunk = max(least, min(fair, max(least, most / least * least)))
        counters = CacheLines(count: 2 * threads)
    }

    /// Chunks in all.
    var count: Int { (total + chunk - 1) / chunk }

    /// By the calling thread, before each phase.
    func turn() { parity ^= 1 }

    @inline(__always)
    func begin(thread: Int) { counters[(parity ^ 1) * threads + thread].store(0, ordering: .relaxed) }

    /// The next chunk that nobody has had: its index and its numbers.
    @inline(__always)
    func next(thread: Int, victim: inout Int) -> (index: Int, range: Range<Int>)? {
        while victim < threads {
            let owner = (thread + victim) % threads
            let part = WorkerTeam.split(count, among: threads, thread: owner)
            let index = part.lowerBound + counters[parity * threads + owner].wrappingAdd(1, ordering: .relaxed).oldValue
            if index < part.upperBound { return (index, index * chunk..<min((index + 1) * chunk, total)) }
            victim += 1
        }
        return nil
    }

    /// Calls `body` with each chunk that this thread gets in this phase.
    @inline(__always)
    func each(thread: Int, _ body: (_ index: Int, _ range: Range<Int>) -> Void) {
        begin(thread: thread)
        var victim = 0
        while let (index, range) = next(thread: thread, victim: &victim) { body(index, range) }
    }
}
