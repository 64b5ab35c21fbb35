// The table of matrix-product kernels for one instruction set. Blocking, packing order and threads are the CPU module's.

/// A register tile and the four ways to bring its operands into the order it reads them.
///
/// A packed panel holds `depth` steps of `width` numbers each, contiguous: width is `rows` for the left operand and `columns` for the right one.
package struct GemmKernels<Scalar: BinaryFloatingPoint & SIMDScalar>: Sendable {
    /// c ← alpha · a · b + beta · c for one tile; `a` and `b` are packed panels, rows of `c` lie `stride` numbers apart. c is not read where beta is 0.
    /// A line of 64 bytes a step is fetched from `ahead` on.
    package typealias Tile =
        @Sendable (
            _ depth: Int, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, _ c: UnsafeMutablePointer<Scalar>, _ stride: Int,
            _ alpha: Scalar, _ beta: Scalar, _ ahead: UnsafeRawPointer
        ) -> Void
    /// Packs `width` ≤ the panel's width numbers a step, zeros after them.
    package typealias Pack =
        @Sendable (
            _ source: UnsafePointer<Scalar>, _ stride: Int, _ depth: Int, _ width: Int, _ panel: UnsafeMutablePointer<Scalar>
        ) -> Void

    package let rows: Int
    package let columns: Int
    package let tile: Tile
    /// The same for the first `shortRows` of a panel's rows, for what is left at the lower edge.
    package let shortRows: Int
    package let shortTile: Tile
    /// From a source whose steps lie `stride` apart, each step's numbers contiguous.
    package let packRowsAlong: Pack
    package let packColumnsAlong: Pack
    /// From a source where the numbers of one step lie `stride` apart and steps are contiguous: a transposition.
    package let packRowsAcross: Pack
    package let packColumnsAcross: Pack

    package init(
        rows: Int, columns: Int, tile: @escaping Tile, shortRows: Int, shortTile: @escaping Tile, packRowsAlong: @escaping Pack,
        packColumnsAlong: @escaping Pack,
        packRowsAcross: @escaping Pack, packColumnsAcross: @escaping Pack
    ) {
        self.rows = rows
        self.columns = columns
        self.tile = tile
        self.shortRows = shortRows
        self.shortTile = shortTile
        self.packRowsAlong = packRowsAlong
        self.packColumnsAlong = packColumnsAlong
        self.packRowsAcross = packRowsAcross
        self.packColumnsAcross = packColumnsAcross
    }
}
