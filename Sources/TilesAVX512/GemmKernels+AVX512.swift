// The matrix-product kernels compiled for this module's instruction set: of floats, of doubles, and of bf16 that packing widens to floats.

package import Tiles

extension GemmKernels<Float, Float> {
    package static let avx512 = GemmKernels(
        rows: 12, columns: 32, wordBytes: 4, tile: { multiplyFloat($0) }, shortRows: 4,
        shortTile: { multiplyShortFloat($0) }, packRowsAlong: { packRowsAlongFloat($0, $1) },
        packColumnsAlong: { packColumnsAlongFloat($0, $1) }, packRowsAcross: { packRowsAcrossFloat($0, $1) },
        packColumnsAcross: { packColumnsAcrossFloat($0, $1) })
}

@inline(never) private func multiplyFloat(_ o: TileProduct<Float>) {
    multiplyTile(o, InlineArray<12, SIMD16<Float>>.self, InlineArray<12, Float>.self, Numbers<SIMD16<Float>, Fused>.self, Prefetch.self)
}
@inline(never) private func multiplyShortFloat(_ o: TileProduct<Float>) {
    multiplyTile(o, InlineArray<4, SIMD16<Float>>.self, InlineArray<12, Float>.self, Numbers<SIMD16<Float>, Fused>.self, Prefetch.self)
}
@inline(never) private func packRowsAlongFloat(_ s: PanelSource<Float>, _ panel: UnsafeMutableRawPointer) {
    packAlong(s, panel, InlineArray<12, Float>.self, Plain<Float>.self, Prefetch.self)
}
@inline(never) private func packRowsAcrossFloat(_ s: PanelSource<Float>, _ panel: UnsafeMutableRawPointer) {
    packAcross(s, panel, InlineArray<12, Float>.self, Plain<Float>.self, Prefetch.self)
}
@inline(never) private func packColumnsAlongFloat(_ s: PanelSource<Float>, _ panel: UnsafeMutableRawPointer) {
    packAlong(s, panel, InlineArray<32, Float>.self, Plain<Float>.self, Prefetch.self)
}
@inline(never) private func packColumnsAcrossFloat(_ s: PanelSource<Float>, _ panel: UnsafeMutableRawPointer) {
    packAcross(s, panel, InlineArray<32, Float>.self, Plain<Float>.self, Prefetch.self)
}

extension GemmKernels<Double, Double> {
    package static let avx512 = GemmKernels(
        rows: 12, columns: 16, wordBytes: 8, tile: { multiplyDouble($0) }, shortRows: 4,
        shortTile: { multiplyShortDouble($0) }, packRowsAlong: { packRowsAlongDouble($0, $1) },
        packColumnsAlong: { packColumnsAlongDouble($0, $1) }, packRowsAcross: { packRowsAcrossDouble($0, $1) },
        packColumnsAcross: { packColumnsAcrossDouble($0, $1) })
}

@inline(never) private func multiplyDouble(_ o: TileProduct<Double>) {
    multiplyTile(o, InlineArray<12, SIMD8<Double>>.self, InlineArray<12, Double>.self, Numbers<SIMD8<Double>, Fused>.self, Prefetch.self)
}
@inline(never) private func multiplyShortDouble(_ o: TileProduct<Double>) {
    multiplyTile(o, InlineArray<4, SIMD8<Double>>.self, InlineArray<12, Double>.self, Numbers<SIMD8<Double>, Fused>.self, Prefetch.self)
}
@inline(never) private func packRowsAlongDouble(_ s: PanelSource<Double>, _ panel: UnsafeMutableRawPointer) {
    packAlong(s, panel, InlineArray<12, Double>.self, Plain<Double>.self, Prefetch.self)
}
@inline(never) private func packRowsAcrossDouble(_ s: PanelSource<Double>, _ panel: UnsafeMutableRawPointer) {
    packAcross(s, panel, InlineArray<12, Double>.self, Plain<Double>.self, Prefetch.self)
}
@inline(never) private func packColumnsAlongDouble(_ s: PanelSource<Double>, _ panel: UnsafeMutableRawPointer) {
    packAlong(s, panel, InlineArray<16, Double>.self, Plain<Double>.self, Prefetch.self)
}
@inline(never) private func packColumnsAcrossDouble(_ s: PanelSource<Double>, _ panel: UnsafeMutableRawPointer) {
    packAcross(s, panel, InlineArray<16, Double>.self, Plain<Double>.self, Prefetch.self)
}

extension GemmKernels<BFloat16, Float> {
    package static let avx512 = GemmKernels(
        rows: 12, columns: 32, wordBytes: 4, tile: { multiplyFloat($0) }, shortRows: 4,
        shortTile: { multiplyShortFloat($0) }, packRowsAlong: { packRowsAlongWidened($0, $1) },
        packColumnsAlong: { packColumnsAlongWidened($0, $1) }, packRowsAcross: { packRowsAcrossWidened($0, $1) },
        packColumnsAcross: { packColumnsAcrossWidened($0, $1) })
}

@inline(never) private func packRowsAlongWidened(_ s: PanelSource<BFloat16>, _ panel: UnsafeMutableRawPointer) {
    packAlong(s, panel, InlineArray<12, Float>.self, Widened.self, Prefetch.self)
}
@inline(never) private func packRowsAcrossWidened(_ s: PanelSource<BFloat16>, _ panel: UnsafeMutableRawPointer) {
    packAcross(s, panel, InlineArray<12, Float>.self, Widened.self, Prefetch.self)
}
@inline(never) private func packColumnsAlongWidened(_ s: PanelSource<BFloat16>, _ panel: UnsafeMutableRawPointer) {
    packAlong(s, panel, InlineArray<32, Float>.self, Widened.self, Prefetch.self)
}
@inline(never) private func packColumnsAcrossWidened(_ s: PanelSource<BFloat16>, _ panel: UnsafeMutableRawPointer) {
    packAcross(s, panel, InlineArray<32, Float>.self, Widened.self, Prefetch.self)
}
