// `softmax`: the rows of a matrix, numerically stable, shared out to the threads of a team.
// Leaves to others: the row itself (Tiles), timing.

package import Measurement
import Tiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// y ← softmax of each row of x, [rows][columns]. A row passes through the cache: it is read from memory once.
package final class Softmax {
    package let rows: Int
    package let columns: Int
    /// Whether results go around the caches.
    package let isStreamed: Bool
    package let work: Work
    package var workingSetBytes: Int { 2 * rows * columns * MemoryLayout<Float>.stride }

    private let team: WorkerTeam
    private let x: AlignedBuffer<Float>
    private let y: AlignedBuffer<Float>
    private let scratch: AlignedBuffer<Float>
    private let chunks: SharedChunks
    private let contents: Contents
    private let phase: WorkerTeam.Phase

    /// Streamed stores need whole vectors: with other widths `isStreamed` has no effect.
    package init(
        rows: Int, columns: Int, isStreamed: Bool, team: WorkerTeam, instructionSet: InstructionSet = .best, seed: UInt64 = 1,
        isGuarded: Bool = false
    ) throws(CPUError) {
        (self.rows, self.columns, self.team) = (rows, columns, team)
        self.isStreamed = isStreamed && columns % 16 == 0
        let numbers = rows * columns
        x = try AlignedBuffer(count: numbers, guarded: isGuarded)
        y = try AlignedBuffer(count: numbers, guarded: isGuarded)
        scratch = try AlignedBuffer(count: team.count * (columns + 64))
        contents = Contents(seed: seed, array: 0)
        let bytes = Double(numbers * MemoryLayout<Float>.stride)
        // The largest, a difference, an exponential, a sum, a product.
        work = Work(bytesRead: bytes, bytesWritten: bytes, operations: 5 * Double(numbers))
        let chunks = SharedChunks(total: rows, least: 1, threads: team.count, most: max(1, (1 << 14) / columns))
        self.chunks = chunks
        let kernels = instructionSet.softmaxKernels, kernel = self.isStreamed ? kernels.streamed : kernels.cached
        let (from, to, aside, stride) = (x.pointer, y.pointer, scratch.pointer, columns + 64)
        phase = .init { thread, _ in
            chunks.each(thread: thread) { _, range in
                for row in range { kernel(from + row * columns, columns, aside + thread * stride, to + row * columns) }
            }
        }
        x.fill(contents, by: team, count: numbers)
        y.fill(contents, by: team, count: numbers)
    }

    package func run(iterations: Int) {
        for _ in 0..<iterations {
            chunks.turn()
            team.run(phase)
        }
    }

    package var canariesAreIntact: Bool { x.canariesAreIntact && y.canariesAreIntact }

    /// Makes one pass over rubbish and compares rows with float64, relative to each row's largest answer.
    ///
    /// 4 units in the last place for exponential, product and quotient, and the rounding of a row's sum in chains of vectors.
    package func verify() -> Deviation {
        y.pointer.update(repeating: .nan, count: rows * columns)
        run(iterations: 1)
        var largest = 0.0
        for row in checkedPlaces(rows, most: max(4, 2_000_000 / columns)) {
            let right = Self.reference((0..<columns).map { Double(contents[row * columns + $0]) }), size = right.max() ?? 0
            for column in 0..<columns {
                let error = abs(Double(y.pointer[row * columns + column]) - right[column]) / size
                largest = error.isNaN ? .infinity : max(largest, error)
            }
        }
        return Deviation(largest: largest, allowed: Double(Float.ulpOfOne) * (4 + Double(columns) / 16))
    }

    static func reference(_ row: [Double]) -> [Double] {
        let top = row.max() ?? 0, powers = row.map { exp($0 - top) }, sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }
}
