// The kernels that exist where the processor has dot products of short numbers: their roofs, and rounding to bf16.
// Products of matrices are in GemmKernels, whatever they multiply with.

/// Loops of dot-product instructions. A sum has 32 bits; a word of the operands holds as many short numbers as fit, the first in its lowest bits.
package struct DotProductKernels: Sendable {
    /// Takes `steps` times sum ← sum + a · b on each of `chains × lanes` sums (aligned to a vector), where a and b are one vector of words
    /// for all chains.
    package typealias Peak<Sum> =
        @Sendable (_ steps: Int, _ sums: UnsafeMutablePointer<Sum>, _ a: UnsafePointer<UInt32>, _ b: UnsafePointer<UInt32>) -> Void

    package let chains: Int
    package let lanes: Int
    /// Two bf16 numbers a word.
    package let bfloat16Peak: Peak<Float>
    /// Four a word: unsigned in a, signed in b. Sums wrap around.
    package let int8Peak: Peak<Int32>
    /// Rounds a multiple of `lanes` floats to the nearest, ties to even; subnormal ones become zero.
    package let round: @Sendable (_ count: Int, _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<BFloat16>) -> Void

    package init(
        chains: Int, lanes: Int, bfloat16Peak: @escaping Peak<Float>, int8Peak: @escaping Peak<Int32>,
        round: @escaping @Sendable (Int, UnsafePointer<Float>, UnsafeMutablePointer<BFloat16>) -> Void
    ) {
        self.chains = chains
        self.lanes = lanes
        self.bfloat16Peak = bfloat16Peak
        self.int8Peak = int8Peak
        self.round = round
    }
}
