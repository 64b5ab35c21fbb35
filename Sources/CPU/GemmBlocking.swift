// How a matrix product is cut: tiles for the registers, items for the second-level cache, slabs for the last-level cache.
// The sizes are constants, not this machine's: the same numbers come out everywhere, and half a megabyte of L2 is enough for them.

/// The cutting of one shape for one register tile. Distances are in numbers, counts in panels of `tileRows` or `tileColumns`.
struct GemmBlocking: Equatable {
    let tileRows: Int
    let tileColumns: Int
    /// Steps of depth that a tile takes in one go: long enough to hide the tile's update of C, short enough for a panel to stay near.
    let depthBlock: Int
    /// A slab: what is packed at once.
    let slabRows: Int
    let slabColumns: Int
    let slabDepth: Int

    static let itemRowPanels = 16
    static let itemColumnPanels = 8

    init(shape: GemmShape, tileRows: Int, tileColumns: Int, scalarBytes: Int) {
        self.tileRows = tileRows
        self.tileColumns = tileColumns
        let largestDepth = Self.panelBytes / (32 * 4)
        let depthBlocks = max(1, (shape.depth + largestDepth - 1) / largestDepth)
        depthBlock = max(1, (shape.depth + depthBlocks - 1) / depthBlocks)
        // Whole depth at once where both operands fit the budget, otherwise as many blocks of it as fit beside a slab of rows and columns.
        slabRows = Self.roundUp(min(shape.rows, Self.largestSlab), to: tileRows)
        slabColumns = Self.roundUp(min(shape.columns, Self.largestSlab), to: tileColumns)
        let bytesPerBlock = (slabRows + slabColumns) * depthBlock * scalarBytes
        let blocks = min(depthBlocks, max(1, Self.slabBytes / max(bytesPerBlock, 1)))
        slabDepth = blocks * depthBlock
    }

    /// Numbers of packed A and B in the largest slab.
    var packedA: Int { slabRows * slabDepth }
    var packedB: Int { slabColumns * slabDepth }

    private static let panelBytes = 32 * 1024
    private static let slabBytes = 12 << 20
    private static let largestSlab = 4096

    private static func roundUp(_ value: Int, to multiple: Int) -> Int { max((value + multiple - 1) / multiple, 1) * multiple }
}
