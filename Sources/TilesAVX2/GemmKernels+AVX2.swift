// The matrix-product kernels compiled for this module's instruction set.

package import Tiles

extension GemmKernels<Float> {
    package static let avx2 = GemmKernels<Float>(
        rows: 6, columns: 16,
        tile: { multiplyTileFloat($0, $1, $2, $3, $4, $5, $6, $7) },
        shortRows: 2, shortTile: { multiplyShortTileFloat($0, $1, $2, $3, $4, $5, $6, $7) },
        packRowsAlong: { packRowsAlongFloat($0, $1, $2, $3, $4) },
        packColumnsAlong: { packColumnsAlongFloat($0, $1, $2, $3, $4) },
        packRowsAcross: { packRowsAcrossFloat($0, $1, $2, $3, $4) },
        packColumnsAcross: { packColumnsAcrossFloat($0, $1, $2, $3, $4) })
}

@inline(never) private func multiplyTileFloat(
    _ depth: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>, _ stride: Int, _ alpha: Float,
    _ beta: Float, _ ahead: UnsafeRawPointer
) {
    multiplyTile(
        depth, a, b, c, stride, alpha, beta, ahead, InlineArray<6, SIMD8<Float>>.self, InlineArray<6, SIMD8<Float>>.self, Fused.self,
        Prefetch.self)
}

@inline(never) private func multiplyShortTileFloat(
    _ depth: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>, _ stride: Int, _ alpha: Float,
    _ beta: Float, _ ahead: UnsafeRawPointer
) {
    multiplyTile(
        depth, a, b, c, stride, alpha, beta, ahead, InlineArray<2, SIMD8<Float>>.self, InlineArray<6, SIMD8<Float>>.self, Fused.self,
        Prefetch.self)
}

@inline(never) private func packRowsAlongFloat(
    _ source: UnsafePointer<Float>, _ stride: Int, _ depth: Int, _ width: Int, _ panel: UnsafeMutablePointer<Float>
) {
    packAlong(source, stride, depth, width, panel, InlineArray<6, Float>.self, Prefetch.self)
}

@inline(never) private func packRowsAcrossFloat(
    _ source: UnsafePointer<Float>, _ stride: Int, _ depth: Int, _ width: Int, _ panel: UnsafeMutablePointer<Float>
) {
    packAcross(source, stride, depth, width, panel, InlineArray<6, Float>.self, Prefetch.self)
}

@inline(never) private func packColumnsAlongFloat(
    _ source: UnsafePointer<Float>, _ stride: Int, _ depth: Int, _ width: Int, _ panel: UnsafeMutablePointer<Float>
) {
    packAlong(source, stride, depth, width, panel, InlineArray<16, Float>.self, Prefetch.self)
}

@inline(never) private func packColumnsAcrossFloat(
    _ source: UnsafePointer<Float>, _ stride: Int, _ depth: Int, _ width: Int, _ panel: UnsafeMutablePointer<Float>
) {
    packAcross(source, stride, depth, width, panel, InlineArray<16, Float>.self, Prefetch.self)
}

extension GemmKernels<Double> {
    package static let avx2 = GemmKernels<Double>(
        rows: 6, columns: 8,
        tile: { multiplyTileDouble($0, $1, $2, $3, $4, $5, $6, $7) },
        shortRows: 2, shortTile: { multiplyShortTileDouble($0, $1, $2, $3, $4, $5, $6, $7) },
        packRowsAlong: { packRowsAlongDouble($0, $1, $2, $3, $4) },
        packColumnsAlong: { packColumnsAlongDouble($0, $1, $2, $3, $4) },
        packRowsAcross: { packRowsAcrossDouble($0, $1, $2, $3, $4) },
        packColumnsAcross: { packColumnsAcrossDouble($0, $1, $2, $3, $4) })
}

@inline(never) private func multiplyTileDouble(
    _ depth: Int, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ c: UnsafeMutablePointer<Double>, _ stride: Int, _ alpha: Double,
    _ beta: Double, _ ahead: UnsafeRawPointer
) {
    multiplyTile(
        depth, a, b, c, stride, alpha, beta, ahead, InlineArray<6, SIMD4<Double>>.self, InlineArray<6, SIMD4<Double>>.self, Fused.self,
        Prefetch.self)
}

@inline(never) private func multiplyShortTileDouble(
    _ depth: Int, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ c: UnsafeMutablePointer<Double>, _ stride: Int, _ alpha: Double,
    _ beta: Double, _ ahead: UnsafeRawPointer
) {
    multiplyTile(
        depth, a, b, c, stride, alpha, beta, ahead, InlineArray<2, SIMD4<Double>>.self, InlineArray<6, SIMD4<Double>>.self, Fused.self,
        Prefetch.self)
}

@inline(never) private func packRowsAlongDouble(
    _ source: UnsafePointer<Double>, _ stride: Int, _ depth: Int, _ width: Int, _ panel: UnsafeMutablePointer<Double>
) {
    packAlong(source, stride, depth, width, panel, InlineArray<6, Double>.self, Prefetch.self)
}

@inline(never) private func packRowsAcrossDouble(
    _ source: UnsafePointer<Double>, _ stride: Int, _ depth: Int, _ width: Int, _ panel: UnsafeMutablePointer<Double>
) {
    packAcross(source, stride, depth, width, panel, InlineArray<6, Double>.self, Prefetch.self)
}

@inline(never) private func packColumnsAlongDouble(
    _ source: UnsafePointer<Double>, _ stride: Int, _ depth: Int, _ width: Int, _ panel: UnsafeMutablePointer<Double>
) {
    packAlong(source, stride, depth, width, panel, InlineArray<8, Double>.self, Prefetch.self)
}

@inline(never) private func packColumnsAcrossDouble(
    _ source: UnsafePointer<Double>, _ stride: Int, _ depth: Int, _ width: Int, _ panel: UnsafeMutablePointer<Double>
) {
    packAcross(source, stride, depth, width, panel, InlineArray<8, Double>.self, Prefetch.self)
}
