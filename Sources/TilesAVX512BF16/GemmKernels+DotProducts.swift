// The matrix product of bf16 on dot products: a word is a pair of numbers that follow each other in depth.

import Intrinsics
package import Tiles

/// sum + a₀ · b₀ + a₁ · b₁.
private enum Pairs: TileArithmetic {
    typealias Sums = SIMD16<Float>
    typealias Words = SIMD16<UInt32>
    typealias Rounding = Fused

    @inline(__always)
    static func add(_ a: Words, times b: Words, to sums: Sums) -> Sums { dotBF16(sums, a, b) }
}

/// Two bf16, the first in the low half.
private enum Paired: PanelWord {
    @inline(__always) static var depth: Int { 2 }
    @inline(__always) static var zero: UInt32 { 0 }
    @inline(__always)
    static func word(_ source: UnsafePointer<BFloat16>, _ stride: Int) -> UInt32 {
        UInt32(source[0].bitPattern) | UInt32(source[stride].bitPattern) << 16
    }
    @inline(__always)
    static func lastWord(_ source: UnsafePointer<BFloat16>) -> UInt32 { UInt32(source[0].bitPattern) }
    @inline(__always)
    static func four(_ source: UnsafePointer<BFloat16>) -> SIMD4<UInt32> {
        UnsafeRawPointer(source).loadUnaligned(as: SIMD4<UInt32>.self)
    }
    @inline(__always)
    static func step<let W: Int>(
        _ source: UnsafePointer<BFloat16>, _ stride: Int, _ target: UnsafeMutablePointer<UInt32>, _: InlineArray<W, UInt32>.Type
    ) {
        let first = UnsafeRawPointer(source), second = UnsafeRawPointer(source + stride), to = UnsafeMutableRawPointer(target)
        for index in 0..<W / 16 {
            let low = first.loadUnaligned(fromByteOffset: 32 * index, as: SIMD16<UInt16>.self)
            let high = second.loadUnaligned(fromByteOffset: 32 * index, as: SIMD16<UInt16>.self)
            to.storeBytes(of: pairUInt16x16(low, high), toByteOffset: 64 * index, as: SIMD16<UInt32>.self)
        }
        for index in W / 16 * 4..<W / 4 {
            let low = first.loadUnaligned(fromByteOffset: 8 * index, as: SIMD4<UInt16>.self)
            let high = second.loadUnaligned(fromByteOffset: 8 * index, as: SIMD4<UInt16>.self)
            to.storeBytes(of: pairUInt16x4(low, high), toByteOffset: 16 * index, as: SIMD4<UInt32>.self)
        }
    }
}

extension GemmKernels<BFloat16, Float> {
    package static let avx512DotProducts = GemmKernels(
        rows: 12, columns: 32, wordBytes: 4, depthOfWord: 2, tile: { multiplyPairs($0) }, shortRows: 4,
        shortTile: { multiplyShortPairs($0) }, packRowsAlong: { packRowsAlongPairs($0, $1) },
        packColumnsAlong: { packColumnsAlongPairs($0, $1) }, packRowsAcross: { packRowsAcrossPairs($0, $1) },
        packColumnsAcross: { packColumnsAcrossPairs($0, $1) })
}

@inline(never) private func multiplyPairs(_ o: TileProduct<Float>) {
    multiplyTile(o, InlineArray<12, SIMD16<Float>>.self, InlineArray<12, UInt32>.self, Pairs.self, Prefetch.self)
}
@inline(never) private func multiplyShortPairs(_ o: TileProduct<Float>) {
    multiplyTile(o, InlineArray<4, SIMD16<Float>>.self, InlineArray<12, UInt32>.self, Pairs.self, Prefetch.self)
}
@inline(never) private func packRowsAlongPairs(_ s: PanelSource<BFloat16>, _ panel: UnsafeMutableRawPointer) {
    packAlong(s, panel, InlineArray<12, UInt32>.self, Paired.self, Prefetch.self)
}
@inline(never) private func packRowsAcrossPairs(_ s: PanelSource<BFloat16>, _ panel: UnsafeMutableRawPointer) {
    packAcross(s, panel, InlineArray<12, UInt32>.self, Paired.self, Prefetch.self)
}
@inline(never) private func packColumnsAlongPairs(_ s: PanelSource<BFloat16>, _ panel: UnsafeMutableRawPointer) {
    packAlong(s, panel, InlineArray<32, UInt32>.self, Paired.self, Prefetch.self)
}
@inline(never) private func packColumnsAcrossPairs(_ s: PanelSource<BFloat16>, _ panel: UnsafeMutableRawPointer) {
    packAcross(s, panel, InlineArray<32, UInt32>.self, Paired.self, Prefetch.self)
}
