// The row kernels compiled for this module's instruction set: tiles of 2 rows × 16 outputs, 8 of 16 narrow registers.

import Intrinsics
package import Tiles

enum PortableRows: RowUnit {
    @inline(__always) static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { multiplyAddFloat32x16(a, b, c) }
}

extension RowKernels {
    package static let portable = PortableRows.rowKernels { multiplyRows($0) }
}

@inline(never) private func multiplyRows(_ o: RowProduct) {
    var row = 0
    while row < o.rows {
        let left = o.rows - row
        for column in 0..<o.width { if left >= 2 { rowSingle2(o, row, column) } else { rowSingle1(o, row, column) } }
        row += left >= 2 ? 2 : 1
    }
}

@inline(never) private func rowSingle2(_ o: RowProduct, _ row: Int, _ column: Int) {
    PortableRows.rowSingle(o, row, column, InlineArray<2, Int>.self)
}
@inline(never) private func rowSingle1(_ o: RowProduct, _ row: Int, _ column: Int) {
    PortableRows.rowSingle(o, row, column, InlineArray<1, Int>.self)
}
