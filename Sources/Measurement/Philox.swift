// Philox4x32-10, the one source of random numbers, keyed by (seed, stream, step, index).
// Leaves to others: normal numbers (Philox+Normal), and what is drawn for what (Networks, Datasets).

/// Counter-based random numbers: any number can be computed alone, so the reference, the CPU, CUDA and any thread count agree.
///
/// Source: Salmon, Moraes, Dror, Shaw, “Parallel random numbers: as easy as 1, 2, 3”, SC11. Key = the seed's low and high word;
/// counter = (index / 4 low, index / 4 high, step, stream); index mod 4 picks the word.
package struct Philox: Sendable {
    package let seed: UInt64
    package let stream: UInt32
    package let step: UInt32

    @inlinable package init(seed: UInt64, stream: UInt32, step: Int = 0) {
        self.seed = seed
        self.stream = stream
        self.step = UInt32(truncatingIfNeeded: step)
    }

    /// Four words for block `block` (indices 4·block … 4·block + 3).
    @inlinable package func words(_ block: UInt64) -> SIMD4<UInt32> {
        var c0 = UInt32(truncatingIfNeeded: block), c1 = UInt32(truncatingIfNeeded: block >> 32), c2 = step, c3 = stream
        var k0 = UInt32(truncatingIfNeeded: seed), k1 = UInt32(truncatingIfNeeded: seed >> 32)
        for _ in 0..<10 {
            let p0 = UInt64(0xD251_1F53) &* UInt64(c0), p1 = UInt64(0xCD9E_8D57) &* UInt64(c2)
            (c0, c1, c2, c3) = (
                UInt32(truncatingIfNeeded: p1 >> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: p1),
                UInt32(truncatingIfNeeded: p0 >> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: p0)
            )
            k0 &+= 0x9E37_79B9
            k1 &+= 0xBB67_AE85
        }
        return SIMD4(c0, c1, c2, c3)
    }

    @inlinable package func word(_ index: Int) -> UInt32 { words(UInt64(index) >> 2)[index & 3] }

    /// Uniform in [0, 1) with 24 bits.
    @inlinable package func uniform(_ index: Int) -> Float { Float(word(index) >> 8) * 0x1p-24 }

    /// Whether a value of a dropout layer lives: with probability 1 − rate.
    @inlinable package func survives(_ index: Int, rate: Double) -> Bool { uniform(index) >= Float(rate) }

    /// Uniform in 0..<bound by multiply-shift (bias below 2⁻³² · bound).
    @inlinable package func integer(_ index: Int, below bound: Int) -> Int { Int((UInt64(word(index)) &* UInt64(bound)) >> 32) }
}

/// Stream numbers: what a random number is for. A layer's own streams add the layer's index.
package enum RandomStream {
    package static let weights: UInt32 = 0x1000
    package static let dropout: UInt32 = 0x2000
    package static let shuffle: UInt32 = 0x3000
    package static let synthetic: UInt32 = 0x4000
    package static let augmentation: UInt32 = 0x5000
    package static let fill: UInt32 = 0x6000
    package static let bootstrap: UInt32 = 0x7000
    package static let sampling: UInt32 = 0x8000
    package static let text: UInt32 = 0x9000
}
