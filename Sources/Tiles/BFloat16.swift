// bf16: the upper sixteen bits of a float, as a number in memory. Arithmetic on it is the kernels', which widen it or take dot products of pairs.

/// One sign bit, eight of exponent, seven of fraction.
@frozen @usableFromInline
package struct BFloat16: BitwiseCopyable, Hashable, Sendable {
    @usableFromInline package var bitPattern: UInt16

    @_alwaysEmitIntoClient @inline(__always)
    package init(bitPattern: UInt16) { self.bitPattern = bitPattern }

    /// The nearest one, ties to even; subnormal numbers too, which `vcvtneps2bf16` makes zero. NaN stays NaN.
    package init(_ value: Float) {
        let bits = value.bitPattern
        bitPattern = value.isNaN ? UInt16(bits >> 16) | 0x40 : UInt16((UInt64(bits) + 0x7FFF + UInt64(bits >> 16 & 1)) >> 16)
    }

    /// Exactly.
    package var float: Float { Float(bitPattern: UInt32(bitPattern) << 16) }

    /// The distance from 1 to the next number.
    package static let ulpOfOne: Float = 0x1p-7
}
