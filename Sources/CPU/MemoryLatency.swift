// `memory/latency`: loads that each wait for the one before, around a random cycle through every line of a working set.
// Which sizes make a curve is MemorySizes'.

package import Measurement

/// A pointer chase on the calling thread. One iteration is one load.
package final class MemoryLatency {
    package static let lineBytes = 64
    package let workingSetBytes: Int
    /// Of one load.
    package let work = Work(bytesRead: Double(lineBytes), items: 1)

    private let lines: Int
    private let memory: AlignedBuffer<UInt>
    private var place: UnsafeRawPointer

    /// Sattolo's algorithm gives one cycle through all lines, each order of them equally likely, so that no prefetcher can guess the next.
    package init(workingSetBytes: Int, seed: UInt64) throws(CPUError) {
        lines = max(workingSetBytes / Self.lineBytes, 2)
        self.workingSetBytes = lines * Self.lineBytes
        memory = try AlignedBuffer(count: lines * Self.wordsPerLine)
        place = UnsafeRawPointer(memory.pointer)
        let random = Philox(seed: seed, stream: RandomStream.fill)
        for line in 0..<lines { memory.pointer[line * Self.wordsPerLine] = UInt(line) }
        for line in stride(from: lines - 1, to: 0, by: -1) {
            let other = random.integer(line, below: line)
            let held = memory.pointer[line * Self.wordsPerLine]
            memory.pointer[line * Self.wordsPerLine] = memory.pointer[other * Self.wordsPerLine]
            memory.pointer[other * Self.wordsPerLine] = held
        }
        for line in 0..<lines {
            let next = Int(memory.pointer[line * Self.wordsPerLine])
            memory.pointer[line * Self.wordsPerLine] = UInt(bitPattern: memory.pointer + next * Self.wordsPerLine)
        }
    }

    /// Goes on from where the last run stopped.
    package func run(iterations: Int) {
        var place = place
        for _ in 0..<iterations / 8 {
            place = Self.next(Self.next(Self.next(Self.next(place))))
            place = Self.next(Self.next(Self.next(Self.next(place))))
        }
        for _ in 0..<iterations % 8 { place = Self.next(place) }
        self.place = place
    }

    /// Follows the cycle once: every line must be met before the first comes again. The deviation is the number of lines that were not.
    package func verify() -> Deviation {
        let start = UnsafeRawPointer(memory.pointer)
        var met = 1, place = Self.next(start)
        while place != start && met <= lines {
            place = Self.next(place)
            met += 1
        }
        return Deviation(largest: abs(Double(lines - met)), allowed: 0)
    }

    private static let wordsPerLine = lineBytes / MemoryLayout<UInt>.stride

    @inline(__always)
    private static func next(_ place: UnsafeRawPointer) -> UnsafeRawPointer { place.load(as: UnsafeRawPointer.self) }
}
