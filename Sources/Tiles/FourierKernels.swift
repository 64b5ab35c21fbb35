// The table of Fourier kernels of one instruction set, and what a pass is told.
// Leaves to others: the passes (FourierTemplates), plans and threads (CPU.FourierPlan).

/// A pass of Stockham's algorithm over `length · stride` vectors of complex numbers: radix 16, 8, 4 or 2.
@frozen @usableFromInline
package struct FourierPass: Sendable {
    @usableFromInline package var radix: Int
    /// What is left to transform: the length before the pass.
    @usableFromInline package var length: Int
    /// The product of the radices before it.
    @usableFromInline package var stride: Int
    /// Where its factors begin: for each p below length / radix, ω^(p·u) for u = 1 ..< radix, real and imaginary parts.
    @usableFromInline package var factors: Int

    @usableFromInline package init(radix: Int, length: Int, stride: Int, factors: Int) {
        self.radix = radix
        self.length = length
        self.stride = stride
        self.factors = factors
    }
}

/// Transforms of n = lanes · m numbers: the lanes of a vector are transformed side by side (passes), then across (crossing).
@frozen @usableFromInline
package struct FourierKernels<Scalar: BinaryFloatingPoint>: Sendable {
    /// Numbers of a vector.
    @usableFromInline package let lanes: Int
    /// From interleaved complex numbers to vectors of real and imaginary parts, alternating. `swaps` exchanges the parts: the inverse transform is
    /// the forward one of exchanged numbers.
    @usableFromInline package typealias First =
        @Sendable (
            _ pass: FourierPass, _ factors: UnsafePointer<Scalar>, _ from: UnsafePointer<Scalar>, _ to: UnsafeMutablePointer<Scalar>,
            _ scratch: UnsafeMutablePointer<Scalar>, _ swaps: Bool
        ) -> Void
    @usableFromInline package typealias Next =
        @Sendable (
            _ pass: FourierPass, _ factors: UnsafePointer<Scalar>, _ from: UnsafePointer<Scalar>, _ to: UnsafeMutablePointer<Scalar>,
            _ scratch: UnsafeMutablePointer<Scalar>
        ) -> Void
    /// Multiplies vector k by factors [k][lane], transforms across lanes, and stores interleaved numbers. `count` is m, a multiple of the lanes.
    @usableFromInline package typealias Crossing =
        @Sendable (
            _ count: Int, _ factors: UnsafePointer<Scalar>, _ from: UnsafePointer<Scalar>, _ to: UnsafeMutablePointer<Scalar>,
            _ scratch: UnsafeMutablePointer<Scalar>, _ swaps: Bool
        ) -> Void

    @usableFromInline package let first: First
    @usableFromInline package let next: Next
    @usableFromInline package let cross: Crossing

    @usableFromInline package init(lanes: Int, first: @escaping First, next: @escaping Next, cross: @escaping Crossing) {
        self.lanes = lanes
        self.first = first
        self.next = next
        self.cross = cross
    }

    /// Numbers of scratch that a thread needs: two squares of vectors, real and imaginary, and the transform of 16.
    package var scratchCount: Int { 4 * lanes * lanes + 64 * lanes }
}
