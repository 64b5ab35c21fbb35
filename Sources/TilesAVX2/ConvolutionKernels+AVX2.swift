// The convolution kernels compiled for this module's instruction set: tiles of 6 rows × 16 outputs, 12 of 16 registers.

import Intrinsics
package import Tiles

private enum AVX2Unit: ConvolutionUnit {
    @inline(__always) static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { c.addingProduct(a, b) }
    @inline(__always) static func stream(_ value: Lanes, to pointer: LanePointer) { storeNontemporalFloat32x16(pointer, value) }
    @inline(__always) static func narrow(_ v: SIMD16<UInt32>) -> SIMD16<UInt8> { narrowUInt32x16(v) }
    @inline(__always) static func widen(_ v: SIMD16<UInt8>) -> SIMD16<UInt32> { widenUInt8x16(v) }
}

extension ConvolutionKernels {
    package static let avx2 = AVX2Unit.kernels(
        panel: 1, product: { multiply($0) }, gradientProduct: { accumulate($0) }, direct: { convolve($0) })
}

@inline(never) private func multiply(_ o: PanelProduct) {
    let a = UnsafeMutableRawPointer(o.a).assumingMemoryBound(to: Float.self), s = 16 * o.aStride
    var row = 0
    while row + 6 <= o.rows {
        single6(o.blocks, a + 16 * row, s, o.weights, o.result + row)
        row += 6
    }
    while row < o.rows {
        single1(o.blocks, a + 16 * row, s, o.weights, o.result + row)
        row += 1
    }
}

private typealias Floats = UnsafeMutablePointer<Float>

@inline(never) private func single6(_ n: Int, _ a: Floats, _ s: Int, _ b: LanePointer, _ m: LanePointer) {
    AVX2Unit.productSingle(n, a, s, b, 1, m, InlineArray<6, Int>.self)
}
@inline(never) private func single1(_ n: Int, _ a: Floats, _ s: Int, _ b: LanePointer, _ m: LanePointer) {
    AVX2Unit.productSingle(n, a, s, b, 1, m, InlineArray<1, Int>.self)
}

@inline(never) private func accumulate(_ o: GradientProduct) {
    var channel = 0
    while channel < o.channels {
        AVX2Unit.gradientSingle(o, channel, InlineArray<4, Int>.self)
        channel += 4
    }
}

@inline(never) private func convolve(_ o: DirectProduct) {
    var x = 0
    while x + 6 <= o.width {
        AVX2Unit.directSingle(o, x, 0, InlineArray<6, Int>.self)
        x += 6
    }
    while x < o.width {
        AVX2Unit.directSingle(o, x, 0, InlineArray<1, Int>.self)
        x += 1
    }
}
