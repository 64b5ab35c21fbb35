// The convolution kernels compiled for this module's instruction set: tiles of 12 rows × 32 outputs, 24 of 32 registers.

import Intrinsics
package import Tiles

private enum AVX512Unit: ConvolutionUnit {
    @inline(__always) static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { c.addingProduct(a, b) }
    @inline(__always) static func stream(_ value: Lanes, to pointer: LanePointer) { storeNontemporalFloat32x16(pointer, value) }
    @inline(__always) static func narrow(_ v: SIMD16<UInt32>) -> SIMD16<UInt8> { narrowUInt32x16(v) }
    @inline(__always) static func widen(_ v: SIMD16<UInt8>) -> SIMD16<UInt32> { widenUInt8x16(v) }
}

extension ConvolutionKernels {
    package static let avx512 = AVX512Unit.kernels(
        panel: 2, product: { multiply($0) }, gradientProduct: { accumulate($0) }, direct: { convolve($0) })
}

@inline(never) private func multiply(_ o: PanelProduct) {
    let a = UnsafeMutableRawPointer(o.a).assumingMemoryBound(to: Float.self), s = 16 * o.aStride
    var row = 0
    while row < o.rows {
        let left = o.rows - row, p = a + 16 * row, m = o.result + row
        if o.panelWidth == 2 {
            if left >= 12 && left != 16 {
                pair12(o.blocks, p, s, o.weights, m, o.resultStride)
                row += 12
            } else if left >= 8 {
                pair8(o.blocks, p, s, o.weights, m, o.resultStride)
                row += 8
            } else if left >= 4 {
                pair4(o.blocks, p, s, o.weights, m, o.resultStride)
                row += 4
            } else {
                for h in 0..<2 { single1(o.blocks, p, s, o.weights + h, 2, m + h * o.resultStride) }
                row += 1
            }
        } else if left >= 8 {
            single8(o.blocks, p, s, o.weights, m)
            row += 8
        } else {
            single1(o.blocks, p, s, o.weights, 1, m)
            row += 1
        }
    }
}

private typealias Floats = UnsafeMutablePointer<Float>

@inline(never) private func pair12(_ n: Int, _ a: Floats, _ s: Int, _ b: LanePointer, _ m: LanePointer, _ t: Int) {
    AVX512Unit.productPair(n, a, s, b, m, t, InlineArray<6, Int>.self)
}
@inline(never) private func pair8(_ n: Int, _ a: Floats, _ s: Int, _ b: LanePointer, _ m: LanePointer, _ t: Int) {
    AVX512Unit.productPair(n, a, s, b, m, t, InlineArray<4, Int>.self)
}
@inline(never) private func pair4(_ n: Int, _ a: Floats, _ s: Int, _ b: LanePointer, _ m: LanePointer, _ t: Int) {
    AVX512Unit.productPair(n, a, s, b, m, t, InlineArray<2, Int>.self)
}
@inline(never) private func single8(_ n: Int, _ a: Floats, _ s: Int, _ b: LanePointer, _ m: LanePointer) {
    AVX512Unit.productSingle(n, a, s, b, 1, m, InlineArray<8, Int>.self)
}
@inline(never) private func single1(_ n: Int, _ a: Floats, _ s: Int, _ b: LanePointer, _ bStride: Int, _ m: LanePointer) {
    AVX512Unit.productSingle(n, a, s, b, bStride, m, InlineArray<1, Int>.self)
}

@inline(never) private func accumulate(_ o: GradientProduct) {
    var channel = 0
    while channel < o.channels {
        let few = o.channels - channel <= 4
        switch (o.panelWidth, few) {
        case (2, false): gradientPair8(o, channel)
        case (2, true): gradientPair4(o, channel)
        default: gradientSingle8(o, channel)
        }
        channel += 8
    }
}

@inline(never) private func gradientPair8(_ o: GradientProduct, _ channel: Int) {
    AVX512Unit.gradientPair(o, channel, InlineArray<8, Int>.self)
}
@inline(never) private func gradientPair4(_ o: GradientProduct, _ channel: Int) {
    AVX512Unit.gradientPair(o, channel, InlineArray<4, Int>.self)
}
@inline(never) private func gradientSingle8(_ o: GradientProduct, _ channel: Int) {
    AVX512Unit.gradientSingle(o, channel, InlineArray<8, Int>.self)
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

@inline(never) private func direct12(_ o: DirectProduct, _ x: Int) { AVX512Unit.directPair(o, x, InlineArray<6, Int>.self) }
@inline(never) private func direct8(_ o: DirectProduct, _ x: Int) { AVX512Unit.directPair(o, x, InlineArray<4, Int>.self) }
@inline(never) private func direct4(_ o: DirectProduct, _ x: Int) { AVX512Unit.directPair(o, x, InlineArray<2, Int>.self) }
@inline(never) private func direct2(_ o: DirectProduct, _ x: Int) { AVX512Unit.directPair(o, x, InlineArray<1, Int>.self) }
@inline(never) private func directSingle8(_ o: DirectProduct, _ x: Int) { AVX512Unit.directSingle(o, x, 0, InlineArray<8, Int>.self) }
@inline(never) private func directSingle1(_ o: DirectProduct, _ x: Int, _ h: Int) {
    AVX512Unit.directSingle(o, x, h, InlineArray<1, Int>.self)
}
