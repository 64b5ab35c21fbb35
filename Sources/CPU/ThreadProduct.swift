// Matrix products of one thread on its own, small enough for its caches, with operands packed by the caller: one packing serves several products.
// Leaves to others: the register tile and the order within a panel (Tiles), products that a team shares (Gemm).

import Tiles

/// The tile of an instruction set, with the memory for what reaches over an edge.
struct ThreadProduct {
    let kernels: GemmKernels<Float, Float>
    /// A tile of numbers.
    let edge: UnsafeMutablePointer<Float>

    /// Packs a left operand: row r's step k lies at r · stride + k, or, where it is transposed, at k · stride + r.
    func packRows(_ a: MatrixView<Float>, isTransposed: Bool, rows: Int, depth: Int, to packed: UnsafeMutablePointer<Float>) {
        var to = packed
        for first in stride(from: 0, to: rows, by: kernels.rows) {
            let height = min(kernels.rows, rows - first)
            if isTransposed {
                kernels.packRowsAlong(PanelSource(start: a.start + first, stride: a.stride, depth: depth, width: height), to)
            } else {
                kernels.packRowsAcross(PanelSource(start: a.start + first * a.stride, stride: a.stride, depth: depth, width: height), to)
            }
            to += kernels.rows * depth
        }
    }

    /// Packs a right operand: step k's column c lies at k · stride + c, or, where it is transposed, at c · stride + k.
    func packColumns(_ b: MatrixView<Float>, isTransposed: Bool, columns: Int, depth: Int, to packed: UnsafeMutablePointer<Float>) {
        var to = packed
        for first in stride(from: 0, to: columns, by: kernels.columns) {
            let width = min(kernels.columns, columns - first)
            if isTransposed {
                kernels.packColumnsAcross(PanelSource(start: b.start + first * b.stride, stride: b.stride, depth: depth, width: width), to)
            } else {
                kernels.packColumnsAlong(PanelSource(start: b.start + first, stride: b.stride, depth: depth, width: width), to)
            }
            to += kernels.columns * depth
        }
    }

    /// c ← alpha · a · b + beta · c, where panels of b were packed for `packedDepth` steps, of which the first `depth` serve. c is not read where
    /// beta is 0. Where `overshoots`, whole tiles are stored: c has room for them.
    func multiply(
        rows: Int, columns: Int, depth: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, packedDepth: Int,
        into c: MutableMatrixView<Float>, alpha: Float = 1, beta: Float = 0, overshoots: Bool = false
    ) {
        var b = b
        for column in stride(from: 0, to: columns, by: kernels.columns) {
            var a = a
            for row in stride(from: 0, to: rows, by: kernels.rows) {
                let to = c.start + row * c.stride + column
                let height = min(kernels.rows, rows - row), width = min(kernels.columns, columns - column)
                if overshoots || (height == kernels.rows && width == kernels.columns) {
                    kernels.tile(
                        TileProduct(steps: depth, a: a, b: b, c: to, stride: c.stride, alpha: alpha, beta: beta, next: b))
                } else {
                    multiplyEdge(depth, a, b, to, c.stride, alpha, beta, height: height, width: width)
                }
                a += kernels.rows * depth
            }
            b += kernels.columns * packedDepth
        }
    }

    private func multiplyEdge(
        _ depth: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>, _ stride: Int,
        _ alpha: Float, _ beta: Float, height: Int, width: Int
    ) {
        let product = TileProduct(steps: depth, a: a, b: b, c: edge, stride: kernels.columns, alpha: alpha, beta: 0, next: b)
        if height <= kernels.shortRows { kernels.shortTile(product) } else { kernels.tile(product) }
        for y in 0..<height {
            let target = c + y * stride, source = edge + y * kernels.columns
            if beta == 0 {
                for x in 0..<width { target[x] = source[x] }
            } else {
                for x in 0..<width { target[x] = source[x] + beta * target[x] }
            }
        }
    }
}
