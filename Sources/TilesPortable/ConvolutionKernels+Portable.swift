// The convolution kernels compiled for this module's instruction set: tiles of 2 rows × 16 outputs, 8 of 16 narrow registers.

import Intrinsics
package import Tiles

private enum PortableUnit: ConvolutionUnit {
    #if arch(x86_64)
        /// Without FMA a fused product would be a call of the C library for each number.
        @inline(__always) static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { c + a * b }
    #else
        @inline(__always) static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { c.addingProduct(a, b) }
    #endif
    @inline(__always) static func stream(_ value: Lanes, to pointer: LanePointer) { storeNontemporalFloat32x16(pointer, value) }
    @inline(__always) static func narrow(_ v: SIMD16<UInt32>) -> SIMD16<UInt8> { narrowUInt32x16(v) }
    @inline(__always) static func widen(_ v: SIMD16<UInt8>) -> SIMD16<UInt32> { widenUInt8x16(v) }
}

extension ConvolutionKernels {
    package static let portable = PortableUnit.kernels(
        panel: 1, product: { multiply($0) }, gradientProduct: { accumulate($0) }, direct: { convolve($0) })
}

@inline(never) private func multiply(_ o: PanelProduct) {
    let a = UnsafeMutableRawPointer(o.a).assumingMemoryBound(to: Float.self), s = 16 * o.aStride
    var row = 0
    while row + 2 <= o.rows {
        single2(o.blocks, a + 16 * row, s, o.weights, o.result + row)
        row += 2
    }
    while row < o.rows {
        single1(o.blocks, a + 16 * row, s, o.weights, o.result + row)
        row += 1
    }
}

private typealias Floats = UnsafeMutablePointer<Float>

@inline(never) private func single2(_ n: Int, _ a: Floats, _ s: Int, _ b: LanePointer, _ m: LanePointer) {
    PortableUnit.productSingle(n, a, s, b, 1, m, InlineArray<2, Int>.self)
}
@inline(never) private func single1(_ n: Int, _ a: Floats, _ s: Int, _ b: LanePointer, _ m: LanePointer) {
    PortableUnit.productSingle(n, a, s, b, 1, m, InlineArray<1, Int>.self)
}

@inline(never) private func accumulate(_ o: GradientProduct) {
    var channel = 0
    while channel < o.channels {
        PortableUnit.gradientSingle(o, channel, InlineArray<2, Int>.self)
        channel += 2
    }
}

@inline(never) private func convolve(_ o: DirectProduct) {
    var x = 0
    while x + 2 <= o.width {
        PortableUnit.directSingle(o, x, 0, InlineArray<2, Int>.self)
        x += 2
    }
    while x < o.width {
        PortableUnit.directSingle(o, x, 0, InlineArray<1, Int>.self)
        x += 1
    }
}
