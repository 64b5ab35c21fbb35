// The row kernels compiled for this module's instruction set: tiles of 2 rows × 16 outputs, 8 of 16 narrow registers.

package import Tiles

enum PortableRows: RowUnit {
    #if arch(x86_64)
        /// Without FMA a fused product would be a call of the C library for each number.
        @inline(__always) static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { c + a * b }
    #else
        @inline(__always) static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { c.addingProduct(a, b) }
    #endif
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
