// `fft`: many complex Fourier transforms of one length, shared out to the threads of a team, one transform a thread at a time.
// Leaves to others: the transform (FourierPlan), timing.

package import Measurement

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// y[b] ← transform of x[b], `batch` of them, each `length` complex numbers, parts alternating; out of place, as numpy and PyTorch do it.
package final class FourierTransform<Scalar: FourierScalar> {
    package let length: Int
    package let batch: Int
    package let isInverse: Bool
    /// Operations by the count that all published figures use, 5 n log₂ n a transform, whatever the algorithm needs.
    package let work: Work
    package var workingSetBytes: Int { 4 * length * batch * MemoryLayout<Scalar>.stride }

    private let team: WorkerTeam
    private let x: AlignedBuffer<Scalar>
    private let y: AlignedBuffer<Scalar>
    private let scratch: AlignedBuffer<Scalar>
    private let chunks: SharedChunks
    private let contents: Contents
    private let phase: WorkerTeam.Phase

    package init(
        length: Int, batch: Int, isInverse: Bool, team: WorkerTeam, instructionSet: InstructionSet = .best, seed: UInt64 = 1,
        isGuarded: Bool = false
    ) throws(CPUError) {
        (self.length, self.batch, self.isInverse, self.team) = (length, batch, isInverse, team)
        let plan = try FourierPlan<Scalar>(length: length, isInverse: isInverse, instructionSet: instructionSet)
        let numbers = 2 * length * batch, scratchStride = (plan.scratchCount + 1087) / 64 * 64
        x = try AlignedBuffer(count: numbers)
        y = try AlignedBuffer(count: numbers, guarded: isGuarded)
        scratch = try AlignedBuffer(count: scratchStride * team.count)
        contents = Contents(seed: seed, array: 0)
        let bytes = Double(numbers * MemoryLayout<Scalar>.stride)
        work = Work(
            bytesRead: bytes, bytesWritten: bytes, operations: 5 * Double(length * batch) * Double(max(1, length.trailingZeroBitCount)),
            items: 0)
        let chunks = SharedChunks(total: batch, least: 1, threads: team.count, most: max(1, (1 << 15) / length))
        self.chunks = chunks
        let (from, to, aside) = (x.pointer, y.pointer, scratch.pointer)
        phase = .init { thread, _ in
            chunks.each(thread: thread) { _, range in
                for index in range {
                    plan.transform(from + 2 * length * index, to + 2 * length * index, scratch: aside + thread * scratchStride)
                }
            }
        }
        let contents = contents
        team.run { thread, threads in
            for index in WorkerTeam.split(numbers, among: threads, thread: thread, multiple: 2 * length * chunks.chunk) {
                from[index] = Scalar(contents[index])
                to[index] = .nan
            }
        }
    }

    package func run(iterations: Int) {
        for _ in 0..<iterations {
            chunks.turn()
            team.run(phase)
        }
    }

    package var canariesAreIntact: Bool { y.canariesAreIntact }

    /// Makes one pass over rubbish and compares with the sum of the definition in float64, some numbers of the first, a middle and the last transform;
    /// and Parseval's sum of all numbers of these. Relative to the root mean square of a transform's answers.
    ///
    /// Rounding grows with the logarithm of the length: half a unit in the last place a pass on average, 4 units at the worst of some numbers.
    package func verify() -> Deviation {
        y.pointer.update(repeating: .nan, count: y.count)
        run(iterations: 1)
        let transforms = Set([0, batch / 2, batch - 1]), perTransform = max(5, (1 << 21) / length)
        let roots = Roots(length, isInverse: isInverse)
        var largest = 0.0
        for transform in transforms {
            let first = 2 * length * transform
            var sums = (inputs: CompensatedSum(), outputs: CompensatedSum())
            for index in first..<first + 2 * length {
                sums.inputs.add(Double(contents[index]), times: Double(contents[index]))
                sums.outputs.add(Double(y.pointer[index]), times: Double(y.pointer[index]))
            }
            let inputs = sums.inputs.value, outputs = sums.outputs.value
            let scale = isInverse ? 1 / Double(length) : 1
            let size = max((inputs * scale * scale).squareRoot(), 1e-30)
            let parseval = abs(outputs / (inputs * Double(length) * scale * scale) - 1)
            largest = max(largest, parseval.isNaN ? .infinity : parseval)
            for k in checkedPlaces(length, most: perTransform) {
                let right = definition(transform, k, roots), at = first + 2 * k
                let error = max(abs(Double(y.pointer[at]) - right.re * scale), abs(Double(y.pointer[at + 1]) - right.im * scale)) / size
                largest = error.isNaN ? .infinity : max(largest, error)
            }
        }
        return Deviation(largest: largest, allowed: 4 * Double(Scalar.ulpOfOne) * Double(max(1, length.trailingZeroBitCount)))
    }

    /// Σ_j x[j] · e^(∓2πi·jk/n), unscaled.
    private func definition(_ transform: Int, _ k: Int, _ roots: Roots) -> (re: Double, im: Double) {
        var re = CompensatedSum(), im = CompensatedSum()
        for j in 0..<length {
            let (c, s) = roots[j * k & (length - 1)], at = 2 * (length * transform + j)
            let (a, b) = (Double(contents[at]), Double(contents[at + 1]))
            re.add(a, times: c)
            re.add(-b, times: s)
            im.add(a, times: s)
            im.add(b, times: c)
        }
        return (re.value, im.value)
    }
}

/// The powers of e^(∓2πi/n), each good to two units in the last place, from two tables of some √n: a cosine and a sine for every term of a long sum would
/// take seconds.
private struct Roots {
    private let shift: Int
    private let coarse: [(c: Double, s: Double)]
    private let fine: [(c: Double, s: Double)]

    init(_ n: Int, isInverse: Bool) {
        let shift = n.trailingZeroBitCount / 2
        func table(_ count: Int, step: Int) -> [(c: Double, s: Double)] {
            (0..<count).map { index in
                let angle = (isInverse ? 2 : -2) * Double.pi * Double(index * step) / Double(n)
                return (cos(angle), sin(angle))
            }
        }
        self.shift = shift
        coarse = table(n >> shift, step: 1 << shift)
        fine = table(1 << shift, step: 1)
    }

    @inline(__always)
    subscript(power: Int) -> (c: Double, s: Double) {
        let a = coarse[power >> shift], b = fine[power & (1 << shift - 1)]
        return (a.c * b.c - a.s * b.s, a.c * b.s + a.s * b.c)
    }
}
