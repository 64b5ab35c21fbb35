// The vocabulary of the convolution templates: sixteen channels of one pixel, what a module's instruction set does with them, and in which forms
// they are stored.
// Leaves to others: every template (Winograd…, Toeplitz…, Direct…, Product…), and the tables made of them (ConvolutionKernels).

/// Sixteen channels of one pixel, the unit of the NCHW16c layout.
@usableFromInline package typealias Lanes = SIMD16<Float>
@usableFromInline package typealias LanePointer = UnsafeMutablePointer<Lanes>
/// For each channel of a pooled pixel: which of the 2×2 window was chosen (row by row), 4 for none.
@usableFromInline package typealias ChoicePointer = UnsafeMutablePointer<SIMD16<UInt8>>

/// What an instruction-set module does with sixteen lanes: its own tag. Templates are functions of it, so that no two modules ever emit one
/// symbol: the linker would merge them, and an older processor might be handed the other's instructions.
@usableFromInline
package protocol LaneArithmetic: Prefetching, SendableMetatype {
    /// a · b + c.
    static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes
    /// A store around the caches.
    static func stream(_ value: Lanes, to pointer: LanePointer)
    static func narrow(_ v: SIMD16<UInt32>) -> SIMD16<UInt8>
    static func widen(_ v: SIMD16<UInt8>) -> SIMD16<UInt32>
    static func widenBF16(_ v: SIMD16<UInt16>) -> Lanes
    /// To the nearest, ties to even.
    static func roundToBF16(_ v: Lanes) -> SIMD16<UInt16>
    /// Lane i: `first[i]`, rounded, in the low half, `second[i]` in the high half.
    static func pairBF16(_ first: Lanes, _ second: Lanes) -> SIMD16<UInt32>
    /// Lane i: `v[i]` in the low half, `v[16 + i]` in the high half.
    static func interleave(_ v: SIMD32<UInt16>) -> SIMD16<UInt32>
    static func zeroExtend(_ v: SIMD16<UInt16>) -> SIMD16<UInt32>
    /// sum + a₀ · b₀ + a₁ · b₁ in each lane; a lane of `a` and `b` holds two bf16, the first in its low half.
    static func dotBF16(_ sum: Lanes, _ a: SIMD16<UInt32>, _ b: SIMD16<UInt32>) -> Lanes
}

/// An instruction set with the forms of storage of one precision. Arithmetic is in float32 but for the products of bf16 operands, which are summed
/// in float32.
@usableFromInline
package protocol ConvolutionUnit: SendableMetatype {
    associatedtype Arithmetic: LaneArithmetic
    /// Activations and gradients of them.
    associatedtype Activation: LaneStorage
    /// What is multiplied: tensors in the domain of products, copies of the direct algorithm, and weights.
    associatedtype Operand: OperandStorage
}

@usableFromInline package typealias Lanes3 = (Lanes, Lanes, Lanes)
@usableFromInline package typealias Lanes4 = (Lanes, Lanes, Lanes, Lanes)
@usableFromInline package typealias Lanes6 = (Lanes, Lanes, Lanes, Lanes, Lanes, Lanes)

extension ConvolutionUnit {
    @usableFromInline package typealias StoredActivations = UnsafeMutablePointer<Activation.Stored>
    @usableFromInline package typealias StoredOperands = UnsafeMutablePointer<Operand.Stored>

    @_alwaysEmitIntoClient @inline(__always)
    package static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { Arithmetic.multiplyAdd(a, b, c) }

    @_alwaysEmitIntoClient @inline(__always)
    package static func repeated(_ x: Float) -> Lanes { Lanes(repeating: x) }

    @_alwaysEmitIntoClient @inline(__always)
    package static func atLeast(_ v: Lanes, _ floor: Lanes) -> Lanes { v.replacing(with: floor, where: v .< floor) }

    @_alwaysEmitIntoClient @inline(__always)
    package static func put6(_ p: LanePointer, _ stride: Int, _ v: Lanes6) {
        p[0] = v.0
        p[stride] = v.1
        p[2 &* stride] = v.2
        p[3 &* stride] = v.3
        p[4 &* stride] = v.4
        p[5 &* stride] = v.5
    }

    /// The same as operands of products.
    @_alwaysEmitIntoClient @inline(__always)
    package static func putOperands(_ p: StoredOperands, _ stride: Int, _ v: Lanes6) {
        p[0] = Operand.narrow(v.0)
        p[stride] = Operand.narrow(v.1)
        p[2 &* stride] = Operand.narrow(v.2)
        p[3 &* stride] = Operand.narrow(v.3)
        p[4 &* stride] = Operand.narrow(v.4)
        p[5 &* stride] = Operand.narrow(v.5)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func get6(_ p: LanePointer, _ stride: Int) -> Lanes6 {
        (p[0], p[stride], p[2 &* stride], p[3 &* stride], p[4 &* stride], p[5 &* stride])
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func get3(_ p: LanePointer, _ stride: Int) -> Lanes3 { (p[0], p[stride], p[2 &* stride]) }

    @_alwaysEmitIntoClient @inline(__always)
    package static func sum(_ v: Lanes4) -> Lanes { (v.0 + v.1) + (v.2 + v.3) }
}
