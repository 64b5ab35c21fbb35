// The Fourier transform against the sum of the definition in float64: every length's way through the passes, both directions and precisions, every
// instruction set. Its speed is the benchmarks' business.

import CPU
import Measurement
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct FourierTests {
    /// All numbers of each length up to 2048: short lengths, and plans that end with radix 2, 4, 8 and 16.
    @Test(arguments: InstructionSet.available, [false, true])
    func everyNumberOfEveryLength(instructionSet: InstructionSet, isInverse: Bool) throws {
        for exponent in 0...11 {
            try expectRight(Float.self, 1 << exponent, isInverse, instructionSet)
            try expectRight(Double.self, 1 << exponent, isInverse, instructionSet)
        }
    }

    /// Lengths of several passes, checked as the benchmark checks itself; batches that threads share unevenly.
    @Test(arguments: InstructionSet.available)
    func longTransforms(instructionSet: InstructionSet) throws {
        let team = WorkerTeam(threads: 2, placement: .unpinned)
        for (length, batch) in [(4096, 5), (1 << 13, 2), (1 << 14, 3), (1 << 15, 1), (1 << 17, 1)] {
            for isInverse in [false, true] {
                let single = try FourierTransform<Float>(
                    length: length, batch: batch, isInverse: isInverse, team: team, instructionSet: instructionSet, isGuarded: true)
                #expect(single.verify().isAcceptable, "fp32 \(length) \(single.verify())")
                #expect(single.canariesAreIntact)
                let double = try FourierTransform<Double>(
                    length: length, batch: batch, isInverse: isInverse, team: team, instructionSet: instructionSet, isGuarded: true)
                #expect(double.verify().isAcceptable, "fp64 \(length) \(double.verify())")
                #expect(double.canariesAreIntact)
            }
        }
    }

    /// So long that few numbers are looked at one by one; the last one and odd ones must be among them.
    @Test func aLongTransformAndTheNumbersThatAreLookedAt() throws {
        let team = WorkerTeam(threads: 1, placement: .unpinned)
        let long = try FourierTransform<Float>(length: 1 << 21, batch: 1, isInverse: false, team: team)
        #expect(long.verify().isAcceptable, "\(long.verify())")
        for count in [1, 2, 3, 4, 5, 7, 600, 1000, 1 << 21] {
            for most in [1, 2, 3, 5, 8, 600, 2000] {
                let places = checkedPlaces(count, most: most)
                #expect(places.first == 0 && places.last == count - 1 && places.count >= min(3, count), "\(count), \(most)")
                #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 } && places.count <= 2 * most + 3, "\(count), \(most)")
            }
        }
        #expect(checkedPlaces(1 << 21, most: 5).count { $0 % 2 == 1 } >= 2)
    }

    @Test func thereAndBackAgain() throws {
        let n = 1 << 12
        let there = try FourierPlan<Double>(length: n, isInverse: false), back = try FourierPlan<Double>(length: n, isInverse: true)
        let x = (0..<2 * n).map { Double($0 * $0 % 101) - 50 }
        var y = [Double](repeating: .nan, count: 2 * n), z = y
        let scratch = try AlignedBuffer<Double>(count: max(there.scratchCount, back.scratchCount))
        there.transform(x, &y, scratch: scratch.pointer)
        back.transform(y, &z, scratch: scratch.pointer)
        #expect(zip(x, z).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(y[0] == stride(from: 0, to: 2 * n, by: 2).reduce(0) { $0 + x[$1] })
    }

    @Test func workIsTheCountThatEveryoneUses() throws {
        let kernel = try FourierTransform<Float>(length: 1024, batch: 3, isInverse: false, team: WorkerTeam(threads: 1))
        #expect(kernel.work.operations == 3 * 5 * 1024 * 10)
        #expect(kernel.work.bytesRead == 3 * 1024 * 8 && kernel.work.bytesWritten == kernel.work.bytesRead)
    }

    private func expectRight<Scalar: FourierScalar>(_: Scalar.Type, _ n: Int, _ isInverse: Bool, _ set: InstructionSet) throws {
        let plan = try FourierPlan<Scalar>(length: n, isInverse: isInverse, instructionSet: set)
        let scratch = try AlignedBuffer<Scalar>(count: plan.scratchCount, guarded: true)
        let x = (0..<2 * n).map { index -> Scalar in
            let mixed: Int = ((index &* 2_654_435_761) >> 7) % 2001 - 1000
            return Scalar(mixed) / 500
        }
        var y = [Scalar](repeating: .nan, count: 2 * n)
        plan.transform(x, &y, scratch: scratch.pointer)
        let size = x.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot(), scale = isInverse ? 1 / Double(n) : 1
        let roots = (0..<n).map { index -> (c: Double, s: Double) in
            let angle = 2 * Double.pi * Double(index) / Double(n)
            return (cos(angle), isInverse ? sin(angle) : -sin(angle))
        }
        var largest = 0.0
        for k in 0..<n {
            var re = CompensatedSum(), im = CompensatedSum()
            for j in 0..<n {
                let (c, s) = roots[j * k & (n - 1)], a = Double(x[2 * j]), b = Double(x[2 * j + 1])
                re.add(a, times: c)
                re.add(-b, times: s)
                im.add(a, times: s)
                im.add(b, times: c)
            }
            let error = max(abs(Double(y[2 * k]) - re.value * scale), abs(Double(y[2 * k + 1]) - im.value * scale)) / (size * scale)
            largest = error.isNaN ? .infinity : max(largest, error)
        }
        let allowed = 4 * Double(Scalar.ulpOfOne) * Double(max(1, n.trailingZeroBitCount))
        #expect(largest < allowed, "\(Scalar.self) \(set) \(n): \(largest) of \(allowed)")
        #expect(scratch.canariesAreIntact)
    }
}
