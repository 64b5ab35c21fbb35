// `sparse/spmv`: the 5-point Laplacian of a square grid, in compressed sparse rows, times a vector.
// Leaves to others: the loop over rows (Tiles), timing.

package import Measurement
package import Tiles

/// y ← A · x with 32-bit indices. The matrix is 4 on the diagonal and −1 for each neighbour on a grid of side × side points, rows in the grid's order.
package final class SparseProduct<Scalar: SparseScalar> {
    package let side: Int
    package let work: Work
    package let workingSetBytes: Int
    /// Entries of the matrix.
    package let entries: Int

    private let team: WorkerTeam
    private let starts: AlignedBuffer<Int32>
    private let columns: AlignedBuffer<Int32>
    private let values: AlignedBuffer<Scalar>
    private let x: AlignedBuffer<Scalar>
    private let y: AlignedBuffer<Scalar>
    private let chunks: SharedChunks
    private let contents: Contents
    private let phase: WorkerTeam.Phase

    /// `side` at most `largestSide`, so that entries can be counted in 32 bits.
    package init(side: Int, team: WorkerTeam, instructionSet: InstructionSet = .best, seed: UInt64 = 1) throws(CPUError) {
        precondition((1...largestSparseSide).contains(side), "the entries of this grid exceed 32-bit indices")
        (self.side, self.team) = (side, team)
        let rows = side * side, entries = 5 * rows - 4 * side
        self.entries = entries
        starts = try AlignedBuffer(count: rows + 1)
        columns = try AlignedBuffer(count: entries)
        values = try AlignedBuffer(count: entries)
        x = try AlignedBuffer(count: rows)
        y = try AlignedBuffer(count: rows)
        contents = Contents(seed: seed, array: 0)
        let matrix = Double(starts.byteCount + columns.byteCount + values.byteCount), vector = Double(x.byteCount)
        work = Work(bytesRead: matrix + vector, bytesWritten: vector, operations: 2 * Double(entries))
        workingSetBytes = Int(matrix + 2 * vector)
        let chunks = SharedChunks(total: rows, least: 64, threads: team.count, most: 1 << 14)
        self.chunks = chunks
        let product = Scalar.sparseKernels(for: instructionSet).product
        let (s, c, v, from, to) = (starts.pointer, columns.pointer, values.pointer, x.pointer, y.pointer)
        phase = .init { thread, _ in
            chunks.each(thread: thread) { _, rows in product(s, c, v, from, to, rows.lowerBound, rows.upperBound) }
        }
        fill()
    }

    package func run(iterations: Int) {
        for _ in 0..<iterations {
            chunks.turn()
            team.run(phase)
        }
    }

    /// Entries before row i·side + j: five each, but for the neighbours that the rim lacks.
    private func entriesBefore(_ row: Int) -> Int {
        let i = row / side, j = row % side
        let above = min(row, side), below = max(0, row - (side - 1) * side)
        let left = i + (j > 0 ? 1 : 0), right = i
        return 5 * row - above - below - left - right
    }

    /// Each thread its own rows, which thereby lie near it.
    private func fill() {
        let side = side, rows = side * side
        team.run { thread, threads in
            for row in WorkerTeam.split(rows, among: threads, thread: thread, multiple: chunks.chunk) {
                var k = entriesBefore(row)
                starts.pointer[row] = Int32(k)
                for (neighbour, value) in Self.stencil(row, side) {
                    columns.pointer[k] = Int32(neighbour)
                    values.pointer[k] = Scalar(value)
                    k += 1
                }
                if row == rows - 1 { starts.pointer[rows] = Int32(k) }
                x.pointer[row] = Scalar(contents[row])
                y.pointer[row] = .nan
            }
        }
    }

    /// The entries of a row, columns in order.
    private static func stencil(_ row: Int, _ side: Int) -> [(column: Int, value: Int)] {
        let i = row / side, j = row % side
        var entries: [(Int, Int)] = []
        if i > 0 { entries.append((row - side, -1)) }
        if j > 0 { entries.append((row - 1, -1)) }
        entries.append((row, 4))
        if j < side - 1 { entries.append((row + 1, -1)) }
        if i < side - 1 { entries.append((row + side, -1)) }
        return entries
    }

    /// Fills y with rubbish, makes one pass, and compares rows with the stencil itself in float64, relative to Σ|a·x|.
    ///
    /// At most five products and sums a row, half a unit in the last place each.
    package func verify() -> Deviation {
        y.pointer.update(repeating: .nan, count: y.count)
        run(iterations: 1)
        var largest = 0.0
        for row in checkedPlaces(side * side, most: 100_000) {
            var right = 0.0, size = 1e-30
            for (column, value) in Self.stencil(row, side) {
                right += Double(value) * Double(contents[column])
                size += abs(Double(value) * Double(contents[column]))
            }
            let error = abs(Double(y.pointer[row]) - right) / size
            largest = error.isNaN ? .infinity : max(largest, error)
        }
        return Deviation(largest: largest, allowed: 5 * Double(Scalar.ulpOfOne))
    }
}

/// Beyond it the entries of the Laplacian exceed 2³¹.
package let largestSparseSide = 20_000

/// The numbers that the sparse product is compiled for.
package protocol SparseScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
    static func sparseKernels(for instructionSet: InstructionSet) -> SparseKernels<Self>
}
