// Counters that threads share, each on a line of its own.
// What they count is their owners' business: the rendezvous of a team, the items of a matrix product.

import Synchronization

/// Atomic integers, zero at first, each on a line of 128 bytes (two cache lines: neighbours are prefetched in pairs).
final class CacheLines: @unchecked Sendable {
    private let words: UnsafeMutablePointer<Atomic<Int>>
    private let count: Int

    init(count: Int) {
        self.count = count
        let memory = UnsafeMutableRawPointer.allocate(byteCount: count * Self.wordsPerLine * MemoryLayout<Int>.stride, alignment: 128)
        words = memory.bindMemory(to: Atomic<Int>.self, capacity: count * Self.wordsPerLine)
        for word in 0..<count * Self.wordsPerLine { (words + word).initialize(to: Atomic(0)) }
    }

    deinit {
        words.deinitialize(count: count * Self.wordsPerLine)
        words.deallocate()
    }

    subscript(line: Int) -> Atomic<Int> {
        @inline(__always)
        unsafeAddress { UnsafePointer(words + line * Self.wordsPerLine) }
    }

    private static let wordsPerLine = 16
}
