// `all-reduce`: each thread of a team owns a vector, and each gets the sum of all: what gradients of copies of a model go through.
// Leaves to others: the loop over a part (Tiles), timing.

package import Measurement
import Tiles

/// Out of place, as NCCL's: send buffers keep their contents. Each thread sums its part of all vectors and delivers it to all, which is the reduction
/// scattered and the result gathered in one phase, since every thread can write everywhere.
package final class AllReduce {
    /// Numbers of a vector.
    package let count: Int
    package let isStreamed: Bool
    package let work: Work
    package var workingSetBytes: Int { 2 * team.count * count * MemoryLayout<Float>.stride }

    private let team: WorkerTeam
    private let stride: Int
    private let send: AlignedBuffer<Float>
    private let receive: AlignedBuffer<Float>
    private let scratch: AlignedBuffer<Float>
    private let chunks: SharedChunks
    private let contents: [Contents]
    private let phase: WorkerTeam.Phase

    package init(
        count: Int, isStreamed: Bool, team: WorkerTeam, instructionSet: InstructionSet = .best, seed: UInt64 = 1
    ) throws(CPUError) {
        (self.count, self.isStreamed, self.team) = (count, isStreamed, team)
        let granule = AllReduceKernels.granule, padded = (count + granule - 1) / granule * granule
        // Vectors do not begin at equal offsets within a page.
        stride = (padded + 1023) / 1024 * 1024 + 17 * 16 + (128 - 17 * 16 % 128)
        send = try AlignedBuffer(count: stride * team.count)
        receive = try AlignedBuffer(count: stride * team.count)
        scratch = try AlignedBuffer(count: team.count * (AllReduceKernels.block + 64))
        let chunks = SharedChunks(total: padded, least: granule, threads: team.count, most: 1 << 14)
        self.chunks = chunks
        contents = (0..<team.count).map { Contents(seed: seed, array: $0) }
        let bytes = Double(count * MemoryLayout<Float>.stride), n = Double(team.count)
        // Bus bytes as NCCL-tests count them: what each rank must send and receive at least, whatever the algorithm.
        work = Work(
            bytesRead: n * bytes, bytesWritten: n * bytes, busBytes: 2 * bytes * (n - 1) / n, operations: (n - 1) * Double(count))
        let kernels = instructionSet.allReduceKernels, kernel = isStreamed ? kernels.streamed : kernels.cached
        let (from, to, aside, stride) = (send.pointer, receive.pointer, scratch.pointer, stride)
        phase = .init { thread, threads in
            chunks.each(thread: thread) { _, part in
                kernel(
                    from + part.lowerBound, to + part.lowerBound, stride, threads, part.count,
                    aside + thread * (AllReduceKernels.block + 64))
            }
        }
        fill()
    }

    package func run(iterations: Int) {
        for _ in 0..<iterations {
            chunks.turn()
            team.run(phase)
        }
    }

    /// Each thread fills its own vectors, which thereby lie near it.
    private func fill() {
        let (from, to, stride, count, contents) = (send.pointer, receive.pointer, stride, count, contents)
        team.run { thread, _ in
            let mine = contents[thread]
            for index in 0..<stride {
                from[thread * stride + index] = index < count ? mine[index] : 0
                to[thread * stride + index] = .nan
            }
        }
    }

    /// Fills what is received with rubbish, makes one pass, and compares every thread's sum with float64, relative to the sum of magnitudes.
    ///
    /// n − 1 additions err by half a unit in the last place each.
    package func verify() -> Deviation {
        fill()
        run(iterations: 1)
        var largest = 0.0
        for index in checkedPlaces(count) {
            let terms = contents.map { Double($0[index]) }
            let right = terms.reduce(0, +), size = max(terms.reduce(0) { $0 + abs($1) }, 1e-30)
            for thread in 0..<team.count {
                let error = abs(Double(receive.pointer[thread * stride + index]) - right) / size
                largest = error.isNaN ? .infinity : max(largest, error)
            }
        }
        return Deviation(largest: largest, allowed: Double(Float.ulpOfOne) / 2 * Double(max(1, team.count - 1)))
    }
}
