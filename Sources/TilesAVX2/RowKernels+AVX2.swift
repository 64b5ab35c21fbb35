// The row kernels compiled for this module's instruction set: tiles of 6 rows × 16 outputs, 12 of 16 registers; of a single row 64 outputs.

import Intrinsics
package import Tiles

enum AVX2Rows: RowUnit {
    @inline(__always) static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { multiplyAddFloat32x16(a, b, c) }
}

extension RowKernels {
    package static let avx2 = AVX2Rows.rowKernels { multiplyRows($0) }
}

@inline(never) private func multiplyRows(_ o: RowProduct) {
    var row = 0
    while row < o.rows {
        let left = o.rows - row
        if left >= 6 && left != 8 {
            for column in 0..<o.width { rowSingle6(o, row, column) }
            row += 6
        } else if left >= 4 {
            for column in 0..<o.width { rowSingle4(o, row, column) }
            row += 4
        } else if o.width == 4 {
            rowQuad1(o, row)
            row += 1
        } else {
            for column in 0..<o.width { rowSingle1(o, row, column) }
            row += 1
        }
    }
}

@inline(never) private func rowQuad1(_ o: RowProduct, _ row: Int) { AVX2Rows.rowQuad(o, row, InlineArray<1, Int>.self) }
@inline(never) private func rowSingle6(_ o: RowProduct, _ row: Int, _ column: Int) {
    AVX2Rows.rowSingle(o, row, column, InlineArray<6, Int>.self)
}
@inline(never) private func rowSingle4(_ o: RowProduct, _ row: Int, _ column: Int) {
    AVX2Rows.rowSingle(o, row, column, InlineArray<4, Int>.self)
}
@inline(never) private func rowSingle1(_ o: RowProduct, _ row: Int, _ column: Int) {
    AVX2Rows.rowSingle(o, row, column, InlineArray<1, Int>.self)
}
