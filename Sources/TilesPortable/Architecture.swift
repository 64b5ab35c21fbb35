// What the architecture of this module's plain instructions means for its tiles: how they multiply and add, and how tall they are.

import Tiles

#if arch(arm64)
    // Thirty-two registers and a fused instruction.
    typealias Rounding = Fused
    typealias TileFloat = InlineArray<8, SIMD4<Float>>
    typealias TileDouble = InlineArray<8, SIMD2<Double>>
    typealias PanelFloat = InlineArray<8, Float>
    typealias PanelDouble = InlineArray<8, Double>

    /// One rounding, as vectors.h has it here.
    @inline(__always)
    func multiplyAddNumber<Number: FloatingPoint>(_ a: Number, _ b: Number, _ c: Number) -> Number { c.addingProduct(a, b) }
#else
    // Sixteen registers, one of which a separate product needs.
    typealias Rounding = Separate
    typealias TileFloat = InlineArray<4, SIMD4<Float>>
    typealias TileDouble = InlineArray<4, SIMD2<Double>>
    typealias PanelFloat = InlineArray<4, Float>
    typealias PanelDouble = InlineArray<4, Double>

    /// Two roundings, as vectors.h has it here.
    @inline(__always)
    func multiplyAddNumber<Number: FloatingPoint>(_ a: Number, _ b: Number, _ c: Number) -> Number { c + a * b }
#endif
