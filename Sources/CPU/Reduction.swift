// `reduce`: sums and maxima of a matrix, whole, by rows and by columns, shared out to the threads of a team.
// Leaves to others: the loops (Tiles), timing.

package import Measurement
import Tiles

/// One reduction of a matrix of Float. Long sums are made of blocks, whose sums are added in float64: rounding stays that of a block.
package final class Reduction {
    package enum Operation: String, CaseIterable, Sendable {
        /// One number of all.
        case sum
        /// A number a row: the mean of a layer normalisation.
        case rowSum = "row-sum"
        /// A number a column: the gradient of a bias.
        case columnSum = "column-sum"
        case rowMaximum = "row-max"
    }

    package let operation: Operation
    package let rows: Int
    package let columns: Int
    package let work: Work
    package var workingSetBytes: Int { rows * columns * MemoryLayout<Float>.stride }

    /// The width of the benchmark's matrices.
    package static let columns = 1024

    private let team: WorkerTeam
    private let kernels: ReduceKernels
    private let matrix: AlignedBuffer<Float>
    private let results: AlignedBuffer<Float>
    /// Sums of the chunks, for `sum`.
    private let partial: AlignedBuffer<Double>
    /// A row of sums a thread, for `columnSum`; the second half of each holds a chunk's.
    private let columnSums: AlignedBuffer<Float>
    private let chunks: SharedChunks
    private let contents: Contents
    private var phase = WorkerTeam.Phase { _, _ in }
    private var last = WorkerTeam.Phase { _, _ in }
    private(set) package var total = 0.0

    package init(
        _ operation: Operation, rows: Int, columns: Int, team: WorkerTeam, instructionSet: InstructionSet = .best, seed: UInt64 = 1
    ) throws(CPUError) {
        (self.operation, self.rows, self.columns, self.team) = (operation, rows, columns, team)
        let numbers = rows * columns, outputs = [.rowSum: rows, .rowMaximum: rows, .columnSum: columns][operation] ?? 0
        kernels = instructionSet.reduceKernels
        matrix = try AlignedBuffer(count: numbers)
        results = try AlignedBuffer(count: outputs)
        chunks = SharedChunks(total: rows, least: 1, threads: team.count, most: max(1, (1 << 14) / columns))
        partial = try AlignedBuffer(count: chunks.count)
        columnSums = try AlignedBuffer(count: team.count * 2 * (columns + 32))
        contents = Contents(seed: seed, array: 0)
        let bytes = Double(MemoryLayout<Float>.stride)
        work = Work(
            bytesRead: bytes * Double(numbers), bytesWritten: bytes * Double(operation == .sum ? 1 : outputs), operations: Double(numbers))
        makePhases()
        fill()
    }

    /// Sums have terms of one sign, so that what was left out of a sum shows as its share of it; a largest number needs no such thing.
    @inline(__always)
    private func value(_ index: Int) -> Float { operation == .rowMaximum ? contents[index] : contents[index] + 8 }

    private func fill() {
        let to = matrix.pointer
        team.run { thread, threads in
            for index in WorkerTeam.split(rows * columns, among: threads, thread: thread, multiple: 1024) { to[index] = value(index) }
        }
    }

    package func run(iterations: Int) {
        for _ in 0..<iterations {
            chunks.turn()
            team.run(phase)
            switch operation {
            case .sum:
                var sum = 0.0
                for chunk in 0..<chunks.count { sum += partial.pointer[chunk] }
                total = sum
            case .columnSum: team.run(last)
            case .rowSum, .rowMaximum: break
            }
        }
    }

    private func makePhases() {
        let (matrix, results, partial, kernels, chunks) = (matrix.pointer, results.pointer, partial.pointer, kernels, chunks)
        let columns = columns
        switch operation {
        case .sum:
            phase = .init { thread, _ in
                chunks.each(thread: thread) { index, rows in
                    partial[index] = Self.blockedSum(kernels, matrix + rows.lowerBound * columns, rows.count * columns)
                }
            }
        case .rowSum:
            phase = .init { thread, _ in
                chunks.each(thread: thread) { _, rows in
                    for row in rows { results[row] = Float(Self.blockedSum(kernels, matrix + row * columns, columns)) }
                }
            }
        case .rowMaximum:
            phase = .init { thread, _ in
                chunks.each(thread: thread) { _, rows in
                    for row in rows { results[row] = kernels.maximum(matrix + row * columns, columns) }
                }
            }
        case .columnSum: makeColumnPhases()
        }
    }

    /// Each thread adds its rows, chunk by chunk; then each adds all threads' sums of some columns.
    private func makeColumnPhases() {
        let (matrix, results, kernels, chunks, sums) = (matrix.pointer, results.pointer, kernels, chunks, columnSums.pointer)
        let columns = columns, stride = 2 * (columns + 32)
        phase = .init { thread, _ in
            let mine = sums + thread * stride, chunkSums = mine + columns + 32
            mine.update(repeating: 0, count: columns)
            chunks.each(thread: thread) { _, rows in
                chunkSums.update(repeating: 0, count: columns)
                kernels.addRows(matrix + rows.lowerBound * columns, columns, rows.count, columns, chunkSums)
                kernels.addRows(chunkSums, columns, 1, columns, mine)
            }
        }
        last = .init { thread, threads in
            let part = WorkerTeam.split(columns, among: threads, thread: thread, multiple: 16)
            if part.isEmpty { return }
            let target = results + part.lowerBound
            target.update(repeating: 0, count: part.count)
            kernels.addRows(sums + part.lowerBound, stride, threads, part.count, target)
        }
    }

    private static let block = 4096

    @inline(__always)
    private static func blockedSum(_ kernels: ReduceKernels, _ x: UnsafePointer<Float>, _ count: Int) -> Double {
        var sum = 0.0, start = 0
        while start < count {
            let length = min(block, count - start)
            sum += Double(kernels.sum(x + start, length))
            start += length
        }
        return sum
    }

    /// Makes one pass over rubbish and compares with float64: the largest error over Σ|x|. A number of `row-max` must be exact.
    ///
    /// Each addition errs by half a unit in the last place at most, of a partial sum that Σ|x| bounds. Sums of columns go through so many additions that
    /// this would hide a chunk left out; there the roundings, to either side, are taken to add up as their root: a unit in the last place times it
    /// is six standard deviations.
    package func verify() -> Deviation {
        results.pointer.update(repeating: .nan, count: results.count)
        total = .nan
        run(iterations: 1)
        let half = Double(Float.ulpOfOne) / 2
        switch operation {
        case .sum:
            let (right, size) = reference((0..<rows * columns).lazy)
            return Deviation(largest: error(total, right, size), allowed: half * Double(ReduceKernels.sumDepth(Self.block)))
        case .rowSum:
            return Deviation(
                largest: worst(checkedPlaces(rows, most: 1000)) { row in (row * columns..<(row + 1) * columns).lazy },
                allowed: half * Double(ReduceKernels.sumDepth(min(columns, Self.block)) + 1))
        case .columnSum:
            // Rows of a chunk in eights, chunks of a thread, threads.
            let depth = chunks.chunk / 8 + 8 + 3 + chunks.count + team.count
            return Deviation(
                largest: worst(checkedPlaces(columns, most: 600)) { column in
                    stride(from: column, to: rows * columns, by: columns).lazy
                }, allowed: 2 * half * Double(depth).squareRoot())
        case .rowMaximum:
            let wrong = checkedPlaces(rows, most: 1000).count { row in
                results.pointer[row] != (row * columns..<(row + 1) * columns).lazy.map { self.value($0) }.max()
            }
            return Deviation(largest: Double(wrong), allowed: 0)
        }
    }

    private func worst<Places: Sequence>(_ outputs: [Int], _ places: (Int) -> Places) -> Double where Places.Element == Int {
        outputs.map { output in
            let (right, size) = reference(places(output))
            return error(Double(results.pointer[output]), right, size)
        }.max() ?? .infinity
    }

    /// The sum and Σ|x| in float64.
    private func reference(_ places: some Sequence<Int>) -> (sum: Double, size: Double) {
        var sum = 0.0, size = 0.0
        for place in places {
            let value = Double(value(place))
            sum += value
            size += abs(value)
        }
        return (sum, size)
    }

    private func error(_ value: Double, _ right: Double, _ size: Double) -> Double {
        let error = abs(value - right) / max(size, 1e-300)
        return error.isNaN ? .infinity : error
    }
}
