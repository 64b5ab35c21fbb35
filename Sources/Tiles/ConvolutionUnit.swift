// The vocabulary of the convolution templates: sixteen channels of one pixel, and what a module's instruction set does with them.
// Leaves to others: every template (Winograd…, Toeplitz…, Direct…, Product…), and the tables made of them (ConvolutionKernels).

/// Sixteen channels of one pixel, the unit of the NCHW16c layout.
@usableFromInline package typealias Lanes = SIMD16<Float>
@usableFromInline package typealias LanePointer = UnsafeMutablePointer<Lanes>
/// For each channel of a pooled pixel: which of the 2×2 window was chosen (row by row), 4 for none.
@usableFromInline package typealias ChoicePointer = UnsafeMutablePointer<SIMD16<UInt8>>

/// An instruction-set module's own tag. Templates are static functions of it, so that no two modules ever emit one symbol: the linker
/// would merge them, and an older processor might be handed the other's instructions.
@usableFromInline
package protocol ConvolutionUnit: SendableMetatype {
    /// a · b + c.
    static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes
    /// A store around the caches.
    static func stream(_ value: Lanes, to pointer: LanePointer)
    static func narrow(_ v: SIMD16<UInt32>) -> SIMD16<UInt8>
    static func widen(_ v: SIMD16<UInt8>) -> SIMD16<UInt32>
}

@usableFromInline package typealias Lanes3 = (Lanes, Lanes, Lanes)
@usableFromInline package typealias Lanes4 = (Lanes, Lanes, Lanes, Lanes)
@usableFromInline package typealias Lanes6 = (Lanes, Lanes, Lanes, Lanes, Lanes, Lanes)

extension ConvolutionUnit {
    @_alwaysEmitIntoClient @inline(__always)
    package static func repeated(_ x: Float) -> Lanes { Lanes(repeating: x) }

    @_alwaysEmitIntoClient @inline(__always)
    package static func atLeast(_ v: Lanes, _ floor: Lanes) -> Lanes { v.replacing(with: floor, where: v .< floor) }

    @_alwaysEmitIntoClient @inline(__always)
    package static func put6(_ p: LanePointer, _ stride: Int, _ v: Lanes6) {
        p[0] = v.0
        p[stride] = v.1
        p[2 * stride] = v.2
        p[3 * stride] = v.3
        p[4 * stride] = v.4
        p[5 * stride] = v.5
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func get6(_ p: LanePointer, _ stride: Int) -> Lanes6 {
        (p[0], p[stride], p[2 * stride], p[3 * stride], p[4 * stride], p[5 * stride])
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func get3(_ p: LanePointer, _ stride: Int) -> Lanes3 { (p[0], p[stride], p[2 * stride]) }

    @_alwaysEmitIntoClient @inline(__always)
    package static func sum(_ v: Lanes4) -> Lanes { (v.0 + v.1) + (v.2 + v.3) }
}
