// bf16 and dot products of short numbers: rounding, what the instructions compute, and which of them this process may use.
// Products of matrices are GemmTests'; speed is the benchmarks' business.

import CPU
import Machine
import Measurement
import Testing
import Tiles

private let kernels = DotProduct.kernels(for: .best)

@Suite struct DotProductTests {
    /// Every float of sixteen upper bits and a few lower ones: the nearest of the two neighbours, the even one of two equally near.
    @Test func roundingIsToTheNearestEven() {
        for upper in stride(from: UInt32(0), to: 0x1_0000, by: 7) {
            for lower in [0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF] as [UInt32] {
                let value = Float(bitPattern: upper << 16 | lower), rounded = BFloat16(value)
                if value.isNaN {
                    #expect(rounded.float.isNaN)
                    continue
                }
                let down = BFloat16(bitPattern: UInt16(upper)), up = BFloat16(bitPattern: UInt16(truncatingIfNeeded: upper + 1))
                let isTie = lower == 0x8000
                let right = lower < 0x8000 || isTie && upper % 2 == 0 ? down : up
                #expect(rounded == right, "\(upper) \(lower)")
            }
        }
        #expect(BFloat16(.greatestFiniteMagnitude).float == .infinity)
        #expect(BFloat16(nearest: 1 + 0x1p-8).double == 1 && BFloat16(nearest: 1 + 0x3p-8).double == 1 + 0x1p-6)
    }

    @Test(.enabled(if: DotProduct.bf16.isAvailable, "this processor has no AVX512_BF16"))
    func theInstructionRoundsTheSameWay() throws {
        let kernels = try #require(kernels)
        var values: [Float] = [.infinity, -.infinity, 0, -0.0, .greatestFiniteMagnitude, .nan, .leastNormalMagnitude, 1 + 0x1p-8]
        while values.count < 8 * kernels.lanes {
            let bits = UInt32(truncatingIfNeeded: values.count &* 0x9E37_79B9 &* (values.count | 1))
            values.append(Float(bitPattern: bits))
        }
        var rounded = Array(repeating: BFloat16(bitPattern: 0), count: values.count)
        kernels.round(values.count, values, &rounded)
        for (value, rounded) in zip(values, rounded) {
            let right = value.isSubnormal ? BFloat16(bitPattern: UInt16(value.bitPattern >> 31) << 15) : BFloat16(value)
            #expect(value.isNaN ? rounded.float.isNaN : rounded == right, "\(value)")
        }
    }

    /// The instruction's rounding is a fused multiply-add of the second product, then one of the first.
    @Test(.enabled(if: DotProduct.bf16.isAvailable, "this processor has no AVX512_BF16"))
    func aDotProductIsTwoFusedMultiplyAdds() throws {
        let kernels = try #require(kernels)
        let count = kernels.chains * kernels.lanes, sums = try AlignedBuffer<Float>(count: count)
        let a = try AlignedBuffer<UInt32>(count: kernels.lanes), b = try AlignedBuffer<UInt32>(count: kernels.lanes)
        var random = Generator()
        for _ in 0..<100 {
            for lane in 0..<kernels.lanes { (a[lane], b[lane]) = (random.pair(), random.pair()) }
            for index in 0..<count { sums[index] = random.float() }
            let before = Array(sums.elements)
            kernels.bfloat16Peak(1, sums.pointer, a.pointer, b.pointer)
            for index in 0..<count {
                let (x, y) = (a[index % kernels.lanes], b[index % kernels.lanes])
                let second = before[index].addingProduct(upper(x), upper(y))
                #expect(sums[index] == second.addingProduct(lower(x), lower(y)))
            }
        }
    }

    @Test(arguments: DotProduct.allCases)
    func thePeakIsExact(kind: DotProduct) throws {
        for threads in [1, 3] {
            let peak = try PeakDotProduct(kind, team: WorkerTeam(threads: threads))
            #expect((peak != nil) == (kind.isAvailable && kernels != nil))
            guard let peak else { continue }
            peak.run(iterations: 2)
            #expect(peak.verify() == Deviation(largest: 0, allowed: 0))
            let perThread = kind == .bf16 ? 4 : 8
            #expect(peak.work.operations == Double(perThread * 1000 * threads) * Double(kernels!.chains * kernels!.lanes))
        }
        #expect(try PeakDotProduct(kind, team: WorkerTeam(threads: 1), instructionSet: .portable) == nil)
    }

    /// Two readings of CPUID, the one that describes the processor and the one that chooses kernels, agree.
    @Test func availabilityIsWhatTheMachineSays() {
        let usable = Machine.InstructionSet.usable(on: LiveRegisters())
        let hasWide = usable.contains(.avx512bw) && usable.contains(.avx512dq) && usable.contains(.avx512vl) && usable.contains(.avx2)
        #expect(DotProduct.bf16.isAvailable == (hasWide && usable.contains(.avx512BF16)))
        #expect(DotProduct.int8.isAvailable == (hasWide && usable.contains(.avx512VNNI)))
    }
}

private func lower(_ pair: UInt32) -> Float { Float(bitPattern: pair << 16) }
private func upper(_ pair: UInt32) -> Float { Float(bitPattern: pair & 0xFFFF_0000) }

/// Numbers of either sign between 2⁻⁸ and 2⁸: their sums cancel and round in every way.
private struct Generator {
    private var state: UInt64 = 1

    mutating func bits() -> UInt32 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt32(truncatingIfNeeded: state >> 32)
    }

    mutating func float() -> Float {
        let bits = bits()
        return Float(bitPattern: bits & 0x807F_FFFF | (119 + (bits >> 23 & 15)) << 23)
    }

    mutating func pair() -> UInt32 {
        let (first, second) = (float(), float())
        return first.bitPattern >> 16 | second.bitPattern & 0xFFFF_0000
    }
}
