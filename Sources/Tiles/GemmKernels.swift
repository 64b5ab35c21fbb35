// The table of matrix-product kernels for one instruction set. Blocking, packing order and threads are the CPU module's.

/// c ← alpha · a · b + beta · c for one tile; c is not read where beta is 0.
@frozen @usableFromInline
package struct TileProduct<Result> {
    /// Steps of depth: words of a panel.
    @usableFromInline package var steps: Int
    /// Packed panels.
    @usableFromInline package var a: UnsafeRawPointer
    @usableFromInline package var b: UnsafeRawPointer
    @usableFromInline package var c: UnsafeMutablePointer<Result>
    /// Numbers from one row of c to the next.
    @usableFromInline package var stride: Int
    @usableFromInline package var alpha: Result
    @usableFromInline package var beta: Result
    /// Where lines are fetched that will be wanted soon, one in a step of each, and how many bytes a step goes on: what will be b, and what
    /// will be packed as a. Any address will do.
    @usableFromInline package var nextB: UnsafeRawPointer
    @usableFromInline package var nextBAdvance = 64
    @usableFromInline package var nextA: UnsafeRawPointer
    @usableFromInline package var nextAAdvance = 0

    @inlinable @inline(__always)
    package init(
        steps: Int, a: UnsafeRawPointer, b: UnsafeRawPointer, c: UnsafeMutablePointer<Result>, stride: Int, alpha: Result, beta: Result,
        next: UnsafeRawPointer
    ) {
        (self.steps, self.a, self.b, self.c, self.stride) = (steps, a, b, c, stride)
        (self.alpha, self.beta, nextB, nextA) = (alpha, beta, next, next)
    }
}

/// The part of a matrix that becomes a panel: `depth` numbers deep, `width` wide, which is at most the panel's width.
@frozen @usableFromInline
package struct PanelSource<Operand> {
    @usableFromInline package var start: UnsafePointer<Operand>
    /// Numbers from one row of the matrix, as it is stored, to the next.
    @usableFromInline package var stride: Int
    @usableFromInline package var depth: Int
    @usableFromInline package var width: Int

    @inlinable @inline(__always)
    package init(start: UnsafePointer<Operand>, stride: Int, depth: Int, width: Int) {
        (self.start, self.stride, self.depth, self.width) = (start, stride, depth, width)
    }
}

/// A register tile and the four ways to bring its operands into the order it reads them.
///
/// A packed panel holds for every step `width` words, contiguous: width is `rows` for the left operand and `columns` for the right one. A word is what a
/// lane multiplies at once: one number, or several that follow each other in depth.
package struct GemmKernels<Operand, Result>: Sendable {
    package typealias Tile = @Sendable (TileProduct<Result>) -> Void
    /// Packs the source; where it is narrower than the panel or ends within a word, zeros fill up.
    package typealias Pack = @Sendable (PanelSource<Operand>, _ panel: UnsafeMutableRawPointer) -> Void

    package let rows: Int
    package let columns: Int
    package let wordBytes: Int
    package let depthOfWord: Int
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
        rows: Int, columns: Int, wordBytes: Int, depthOfWord: Int = 1, tile: @escaping Tile, shortRows: Int, shortTile: @escaping Tile,
        packRowsAlong: @escaping Pack, packColumnsAlong: @escaping Pack, packRowsAcross: @escaping Pack, packColumnsAcross: @escaping Pack
    ) {
        self.rows = rows
        self.columns = columns
        self.wordBytes = wordBytes
        self.depthOfWord = depthOfWord
        self.tile = tile
        self.shortRows = shortRows
        self.shortTile = shortTile
        self.packRowsAlong = packRowsAlong
        self.packColumnsAlong = packColumnsAlong
        self.packRowsAcross = packRowsAcross
        self.packColumnsAcross = packColumnsAcross
    }
}
