// The convolution kernels for processors that multiply bf16: tiles of 12 rows × 32 outputs, 24 of 32 registers.
// Products of floats are those of TilesAVX512.

import Intrinsics
package import Tiles

private enum AVX512BF16: LaneArithmetic {
    @inline(__always) static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { multiplyAddFloat32x16(a, b, c) }
    @inline(__always) static func stream(_ value: Lanes, to pointer: LanePointer) { storeNontemporalFloat32x16(pointer, value) }
    @inline(__always) static func prefetch(_ address: UnsafeRawPointer) { prefetchLine(address) }
    @inline(__always) static func narrow(_ v: SIMD16<UInt32>) -> SIMD16<UInt8> { narrowUInt32x16(v) }
    @inline(__always) static func widen(_ v: SIMD16<UInt8>) -> SIMD16<UInt32> { widenUInt8x16(v) }
    @inline(__always) static func widenBF16(_ v: SIMD16<UInt16>) -> Lanes { widenBF16x16(v) }
    @inline(__always) static func roundToBF16(_ v: Lanes) -> SIMD16<UInt16> { roundToBF16x16(v) }
    @inline(__always) static func pairBF16(_ first: Lanes, _ second: Lanes) -> SIMD16<UInt32> { roundToBF16Pairs(first, second) }
    @inline(__always) static func interleave(_ v: SIMD32<UInt16>) -> SIMD16<UInt32> { interleaveUInt16x32(v) }
    @inline(__always) static func zeroExtend(_ v: SIMD16<UInt16>) -> SIMD16<UInt32> { widenUInt16x16(v) }
    @inline(__always) static func dotBF16(_ sum: Lanes, _ a: SIMD16<UInt32>, _ b: SIMD16<UInt32>) -> Lanes { Intrinsics.dotBF16(sum, a, b) }
}

private typealias Single = Float32Storage<AVX512BF16>
private typealias Half = BFloat16Storage<AVX512BF16>

private enum Unit<Activation: LaneStorage, Operand: OperandStorage>: ConvolutionUnit {
    typealias Arithmetic = AVX512BF16
}

private typealias Halves = Unit<Half, Half>

extension ConvolutionKernels {
    /// Activations in bf16, products of floats, which the caller has.
    package static func avx512BF16Storage(_ products: ProductKernels) -> ConvolutionKernels { Unit<Half, Single>.kernels(products) }

    /// Activations and operands in bf16.
    package static let avx512BF16 = Halves.kernels(
        ProductKernels(
            panel: 2, vectorBytes: 32, product: { multiply($0) }, gradientProduct: { accumulate($0) }, direct: { convolve($0) }))
}

@inline(never) private func multiply(_ o: PanelProduct) {
    var row = 0
    while row < o.rows {
        let left = o.rows - row
        if o.panelWidth == 2 {
            if left >= 12 && left != 16 {
                pair12(o, row)
                row += 12
            } else if left >= 8 {
                pair8(o, row)
                row += 8
            } else if left >= 4 {
                pair4(o, row)
                row += 4
            } else {
                for h in 0..<2 { single1(o, row, h) }
                row += 1
            }
        } else if left >= 8 {
            single8(o, row)
            row += 8
        } else {
            single1(o, row, 0)
            row += 1
        }
    }
}

@inline(never) private func pair12(_ o: PanelProduct, _ row: Int) { Halves.productPair(o, row, InlineArray<6, Int>.self) }
@inline(never) private func pair8(_ o: PanelProduct, _ row: Int) { Halves.productPair(o, row, InlineArray<4, Int>.self) }
@inline(never) private func pair4(_ o: PanelProduct, _ row: Int) { Halves.productPair(o, row, InlineArray<2, Int>.self) }
@inline(never) private func single8(_ o: PanelProduct, _ row: Int) { Halves.productSingle(o, row, 0, InlineArray<8, Int>.self) }
@inline(never) private func single1(_ o: PanelProduct, _ row: Int, _ h: Int) { Halves.productSingle(o, row, h, InlineArray<1, Int>.self) }

@inline(never) private func accumulate(_ o: GradientProduct) {
    Halves.eachTile(of: o) { tile in
        var channel = 0
        while channel < tile.channels {
            let few = tile.channels - channel <= 4
            switch (tile.panelWidth, few) {
            case (2, false): gradientPair8(tile, channel)
            case (2, true): gradientPair4(tile, channel)
            default: gradientSingle8(tile, channel)
            }
            channel += 8
        }
    }
}

@inline(never) private func gradientPair8(_ t: GradientTile, _ channel: Int) { Halves.gradientPair(t, channel, InlineArray<8, Int>.self) }
@inline(never) private func gradientPair4(_ t: GradientTile, _ channel: Int) { Halves.gradientPair(t, channel, InlineArray<4, Int>.self) }
@inline(never) private func gradientSingle8(_ t: GradientTile, _ channel: Int) {
    Halves.gradientSingle(t, channel, InlineArray<8, Int>.self)
}

@inline(never) private func convolve(_ o: DirectProduct) {
    var x = 0
    while x < o.width {
        let left = o.width - x
        if o.panelWidth == 2 {
            if left >= 12 && left != 16 {
                direct12(o, x)
                x += 12
            } else if left >= 8 {
                direct8(o, x)
                x += 8
            } else if left >= 4 {
                direct4(o, x)
                x += 4
            } else if left >= 2 {
                direct2(o, x)
                x += 2
            } else {
                for h in 0..<2 { directSingle1(o, x, h) }
                x += 1
            }
        } else if left >= 8 {
            directSingle8(o, x)
            x += 8
        } else {
            directSingle1(o, x, 0)
            x += 1
        }
    }
}

@inline(never) private func direct12(_ o: DirectProduct, _ x: Int) { Halves.directPair(o, x, InlineArray<6, Int>.self) }
@inline(never) private func direct8(_ o: DirectProduct, _ x: Int) { Halves.directPair(o, x, InlineArray<4, Int>.self) }
@inline(never) private func direct4(_ o: DirectProduct, _ x: Int) { Halves.directPair(o, x, InlineArray<2, Int>.self) }
@inline(never) private func direct2(_ o: DirectProduct, _ x: Int) { Halves.directPair(o, x, InlineArray<1, Int>.self) }
@inline(never) private func directSingle8(_ o: DirectProduct, _ x: Int) { Halves.directSingle(o, x, 0, InlineArray<8, Int>.self) }
@inline(never) private func directSingle1(_ o: DirectProduct, _ x: Int, _ h: Int) {
    Halves.directSingle(o, x, h, InlineArray<1, Int>.self)
}
