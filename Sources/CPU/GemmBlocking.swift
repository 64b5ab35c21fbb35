// How a matrix product is cut: tiles for the registers, items of rows for the second-level cache, slabs of B for the last-level cache,
// strips of columns for groups of threads. The sizes are constants, not this machine's: the same numbers come out everywhere.

/// The cutting of one shape for one register tile and one number of threads.
struct GemmBlocking: Equatable {
    let tileRows: Int
    let tileColumns: Int
    /// Depth that a tile takes in one go: long enough to hide the tile's update of C, short enough for its panels to stay near.
    /// It alone decides in which order a number of C is summed; it depends on the depth only. A multiple of a word's depth.
    let depthBlock: Int
    /// What of B is packed at once.
    let slabColumns: Int
    let slabDepth: Int
    /// Groups of threads, each with a strip of the slab's columns that it alone packs. Two threads may sit in different parts of a machine, where a
    /// line that the other wrote costs a microsecond's third; two strips cost no more than A packed twice.
    let groups: Int
    /// Rectangles of C that are handed out within a strip: `itemsDown` of rows, `itemsAcross` of columns.
    let itemsDown: Int
    let itemsAcross: Int
    /// Panels of A in the largest item.
    let itemPanels: Int

    init(shape: GemmShape, tileRows: Int, tileColumns: Int, wordBytes: Int, depthOfWord: Int, threads: Int) {
        self.tileRows = tileRows
        self.tileColumns = tileColumns
        let words = Self.parts(shape.depth, depthOfWord), depthBlocks = max(1, Self.parts(words, Self.mostSteps))
        let steps = max(1, Self.parts(words, depthBlocks))
        depthBlock = steps * depthOfWord
        let panelsB = max(1, Self.parts(min(shape.columns, Self.widestSlab), tileColumns))
        slabColumns = panelsB * tileColumns
        slabDepth = depthBlock * min(depthBlocks, max(1, Self.slabBytes / (slabColumns * steps * wordBytes)))
        groups = threads % 2 == 0 && panelsB >= 2 * Self.narrowestStrip ? 2 : 1
        // Enough items for threads of unequal speed to end together, as many for each; columns are cut only where rows do not suffice, since
        // every item packs its rows anew.
        let panelsA = max(1, Self.parts(shape.rows, tileRows)), groupThreads = threads / groups
        itemsDown = min(panelsA, Self.parts(Self.parts(panelsA, Self.panelsPerItem), groupThreads) * groupThreads)
        itemsAcross = min(panelsB / groups, Self.parts(Self.itemsPerThread * groupThreads, itemsDown))
        itemPanels = Self.parts(panelsA, itemsDown)
    }

    /// Parts of at most `size` that `count` falls into.
    static func parts(_ count: Int, _ size: Int) -> Int { (count + size - 1) / size }

    private static let mostSteps = 512
    private static let slabBytes = 8 << 20
    private static let widestSlab = 4096
    private static let narrowestStrip = 8
    private static let panelsPerItem = 4
    private static let itemsPerThread = 4
}
