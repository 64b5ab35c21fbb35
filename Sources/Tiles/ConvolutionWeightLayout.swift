// Where a weight lies: [tap][panel of outputs][input][the panel's vectors of 16 outputs].
// Leaves to others: moving weights there (the CPU module packs, WinogradWeights transforms).

/// The layout of one tap (or Winograd coordinate) of a layer's weights, in vectors. Channels are padded to multiples of 16.
///
/// A panel is `panel` vectors wide (what a register tile covers); the last one may be narrower.
@frozen @usableFromInline
package struct WeightLayout: Sendable, Equatable {
    @usableFromInline package let inputBlocks: Int
    @usableFromInline package let outputBlocks: Int
    @usableFromInline package let panel: Int

    @usableFromInline package init(inputBlocks: Int, outputBlocks: Int, panel: Int) {
        self.inputBlocks = inputBlocks
        self.outputBlocks = outputBlocks
        self.panel = panel
    }

    /// Vectors of a tap.
    @_alwaysEmitIntoClient @inline(__always)
    package var plane: Int { 16 * inputBlocks * outputBlocks }

    @_alwaysEmitIntoClient @inline(__always)
    package var panels: Int { (outputBlocks + panel - 1) / panel }

    /// Vectors a row of the panel that holds output block `block`.
    @_alwaysEmitIntoClient @inline(__always)
    package func panelWidth(of block: Int) -> Int { min(panel, outputBlocks - block / panel * panel) }

    /// Where the vector of output block `block` for input channel `row` lies.
    @_alwaysEmitIntoClient @inline(__always)
    package func offset(block: Int, row: Int) -> Int {
        let first = block / panel * panel
        return 16 * inputBlocks * first + row * min(panel, outputBlocks - first) + (block - first)
    }

    /// The first output block of the panel that holds `block`.
    @_alwaysEmitIntoClient @inline(__always)
    package func panelStart(of block: Int) -> Int { block / panel * panel }

    /// Squares of 16 inputs × a panel, each contiguous: a plane consists of them.
    @_alwaysEmitIntoClient @inline(__always)
    package var squares: Int { panels * inputBlocks }

    /// Where a square begins, and its vectors a row.
    @_alwaysEmitIntoClient @inline(__always)
    package func square(_ index: Int) -> (offset: Int, width: Int) {
        let block = index / inputBlocks * panel
        return (offset(block: block, row: 16 * (index % inputBlocks)), panelWidth(of: block))
    }

    /// Inputs and outputs exchanged.
    @_alwaysEmitIntoClient @inline(__always)
    package var exchanged: WeightLayout { WeightLayout(inputBlocks: outputBlocks, outputBlocks: inputBlocks, panel: panel) }
}
