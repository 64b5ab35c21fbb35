// The row kernels compiled for this module's instruction set: tiles of 6 rows × 64 outputs, 24 of 32 registers.

import Intrinsics
package import Tiles

enum AVX512Rows: RowUnit {
    @inline(__always) static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { multiplyAddFloat32x16(a, b, c) }
}

extension RowKernels {
    package static let avx512 = AVX512Rows.rowKernels { multiplyRows($0) }
}

@inline(never) private func multiplyRows(_ o: RowProduct) {
    var row = 0
    while row < o.rows {
        let left = o.rows - row
        if o.width == 4 {
            // Eight are two tiles of four.
            if left >= 6 && left != 8 {
                rowQuad6(o, row)
                row += 6
            } else if left >= 4 {
                rowQuad4(o, row)
                row += 4
            } else if left >= 2 {
                rowQuad2(o, row)
                row += 2
            } else {
                rowOne(o, row)
                row += 1
            }
        } else if left >= 8 {
            for column in 0..<o.width { rowSingle8(o, row, column) }
            row += 8
        } else if left >= 4 {
            for column in 0..<o.width { rowSingle4(o, row, column) }
            row += 4
        } else {
            for column in 0..<o.width { rowSingle1(o, row, column) }
            row += 1
        }
    }
}

@inline(never) private func rowQuad6(_ o: RowProduct, _ row: Int) { AVX512Rows.rowQuad(o, row, InlineArray<6, Int>.self) }
@inline(never) private func rowQuad4(_ o: RowProduct, _ row: Int) { AVX512Rows.rowQuad(o, row, InlineArray<4, Int>.self) }
@inline(never) private func rowQuad2(_ o: RowProduct, _ row: Int) { AVX512Rows.rowQuad(o, row, InlineArray<2, Int>.self) }
@inline(never) private func rowOne(_ o: RowProduct, _ row: Int) { AVX512Rows.rowOne(o, row) }
@inline(never) private func rowSingle8(_ o: RowProduct, _ row: Int, _ column: Int) {
    AVX512Rows.rowSingle(o, row, column, InlineArray<8, Int>.self)
}
@inline(never) private func rowSingle4(_ o: RowProduct, _ row: Int, _ column: Int) {
    AVX512Rows.rowSingle(o, row, column, InlineArray<4, Int>.self)
}
@inline(never) private func rowSingle1(_ o: RowProduct, _ row: Int, _ column: Int) {
    AVX512Rows.rowSingle(o, row, column, InlineArray<1, Int>.self)
}
