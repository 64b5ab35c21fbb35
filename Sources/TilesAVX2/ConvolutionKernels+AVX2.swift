// The convolution kernels compiled for this module's instruction set: tiles of 6 rows × 16 outputs, 12 of 16 registers.

import Intrinsics
package import Tiles

private enum AVX2: LaneArithmetic {
    @inline(__always) static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { multiplyAddFloat32x16(a, b, c) }
    @inline(__always) static func stream(_ value: Lanes, to pointer: LanePointer) { storeNontemporalFloat32x16(pointer, value) }
    @inline(__always) static func prefetch(_ address: UnsafeRawPointer) { prefetchLine(address) }
    @inline(__always) static func narrow(_ v: SIMD16<UInt32>) -> SIMD16<UInt8> { narrowUInt32x16(v) }
    @inline(__always) static func widen(_ v: SIMD16<UInt8>) -> SIMD16<UInt32> { widenUInt8x16(v) }
    @inline(__always) static func widenBF16(_ v: SIMD16<UInt16>) -> Lanes { widenBF16x16(v) }
    @inline(__always) static func roundToBF16(_ v: Lanes) -> SIMD16<UInt16> { roundedBF16x16(v) }
    @inline(__always) static func pairBF16(_ first: Lanes, _ second: Lanes) -> SIMD16<UInt32> { roundedBF16Pairs(first, second) }
    @inline(__always) static func interleave(_ v: SIMD32<UInt16>) -> SIMD16<UInt32> { interleaveUInt16x32(v) }
    @inline(__always) static func zeroExtend(_ v: SIMD16<UInt16>) -> SIMD16<UInt32> { widenUInt16x16(v) }
    @inline(__always) static func dotBF16(_ sum: Lanes, _ a: SIMD16<UInt32>, _ b: SIMD16<UInt32>) -> Lanes {
        multiplyAdd(highBF16x16(a), highBF16x16(b), multiplyAdd(lowBF16x16(a), lowBF16x16(b), sum))
    }
}

private typealias Single = Float32Storage<AVX2>
private typealias Half = BFloat16Storage<AVX2>

private enum Unit<Activation: LaneStorage, Operand: OperandStorage>: ConvolutionUnit {
    typealias Arithmetic = AVX2
}

extension ConvolutionKernels {
    package static let avx2 = Unit<Single, Single>.kernels(Tile<Single>.products)
    /// Activations in bf16.
    package static let avx2HalfStorage = Unit<Half, Single>.kernels(Tile<Single>.products)
    /// Operands too, which are widened to be multiplied.
    package static let avx2Half = Unit<Half, Half>.kernels(Tile<Half>.products)
}

/// Register tiles of one form of operands: 6 rows × 16 outputs.
private enum Tile<Operand: OperandStorage> {
    typealias Form = Unit<Operand, Operand>

    static var products: ProductKernels {
        ProductKernels(
            panel: 1, vectorBytes: MemoryLayout<Operand.Stored>.stride, product: { multiply($0) }, gradientProduct: { accumulate($0) },
            direct: { convolve($0) })
    }

    @inline(never) static func multiply(_ o: PanelProduct) {
        var row = 0
        while row + 6 <= o.rows {
            single6(o, row)
            row += 6
        }
        while row < o.rows {
            single1(o, row)
            row += 1
        }
    }

    @inline(never) static func single6(_ o: PanelProduct, _ row: Int) { Form.productSingle(o, row, 0, InlineArray<6, Int>.self) }
    @inline(never) static func single1(_ o: PanelProduct, _ row: Int) { Form.productSingle(o, row, 0, InlineArray<1, Int>.self) }

    @inline(never) static func accumulate(_ o: GradientProduct) {
        Form.eachTile(of: o) { tile in
            for channel in stride(from: 0, to: tile.channels, by: 4) { gradient(tile, channel) }
        }
    }

    @inline(never) static func gradient(_ t: GradientTile, _ channel: Int) { Form.gradientSingle(t, channel, InlineArray<4, Int>.self) }

    @inline(never) static func convolve(_ o: DirectProduct) {
        var x = 0
        while x + 6 <= o.width {
            direct6(o, x)
            x += 6
        }
        while x < o.width {
            direct1(o, x)
            x += 1
        }
    }

    @inline(never) static func direct6(_ o: DirectProduct, _ x: Int) { Form.directSingle(o, x, 0, InlineArray<6, Int>.self) }
    @inline(never) static func direct1(_ o: DirectProduct, _ x: Int) { Form.directSingle(o, x, 0, InlineArray<1, Int>.self) }
}
