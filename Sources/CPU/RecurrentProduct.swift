// The product of every step of a recurrent layer: the same matrix again and again, packed once, by a state that changes.
// Leaves to others: what is made of the products (LSTMJob), products without a past (Gemm).

import Tiles

/// state [rows][depth] · matrix [depth][columns], a panel of columns at a time, on whichever thread asks.
///
/// The state is packed by those who make it, a block of its depth each, into one of two buffers while all read the other.
final class RecurrentProduct: @unchecked Sendable {
    let rows: Int
    let depth: Int
    let panels: Int
    /// Columns of a panel.
    var width: Int { kernels.columns }
    /// Numbers between the rows of a result, and of a result: whole tiles.
    var resultCount: Int { rowPanels * kernels.rows * kernels.columns }

    private let kernels: GemmKernels<Float, Float>
    private let rowPanels: Int
    private let matrix: AlignedBuffer<Float>
    private let states: AlignedBuffer<Float>
    /// Which of the two buffers is read. Changed between phases only.
    private var current = 0

    /// Steps of depth that a tile takes in one go: its rows of the state stay in the first-level cache.
    private static let depthBlock = 512

    init(rows: Int, depth: Int, panels: Int, kernels: GemmKernels<Float, Float>) throws(CPUError) {
        (self.rows, self.depth, self.panels, self.kernels) = (rows, depth, panels, kernels)
        rowPanels = (rows + kernels.rows - 1) / kernels.rows
        matrix = try AlignedBuffer(count: panels * depth * kernels.columns)
        states = try AlignedBuffer(count: 2 * rowPanels * kernels.rows * depth)
        states.zero()
    }

    /// The next step: what was packed is what is read.
    func turn() { current ^= 1 }

    /// Packs `count` columns of a matrix that is stored [depth][stride] from `source` on.
    func packColumns(_ panel: Int, _ source: UnsafePointer<Float>, stride: Int, count: Int) {
        kernels.packColumnsAlong(
            PanelSource(start: source, stride: stride, depth: depth, width: count), matrix.pointer + panel * depth * width)
    }

    /// The same of a matrix that is stored transposed: [columns][stride].
    func packTransposedColumns(_ panel: Int, _ source: UnsafePointer<Float>, stride: Int, count: Int) {
        kernels.packColumnsAcross(
            PanelSource(start: source, stride: stride, depth: depth, width: count), matrix.pointer + panel * depth * width)
    }

    /// Packs steps `first` ..< `first + count` of the depth of the next state, from all rows of `source`, which lie `stride` apart.
    func packState(_ source: UnsafePointer<Float>, stride: Int, first: Int, count: Int) {
        let size = rowPanels * kernels.rows * depth
        for panel in 0..<rowPanels {
            let row = panel * kernels.rows
            kernels.packRowsAcross(
                PanelSource(start: source + row * stride, stride: stride, depth: count, width: min(kernels.rows, rows - row)),
                states.pointer + (current ^ 1) * size + (panel * depth + first) * kernels.rows)
        }
    }

    /// A state of zeros, to begin with.
    func clearState() {
        let size = rowPanels * kernels.rows * depth
        (states.pointer + current * size).update(repeating: 0, count: size)
    }

    /// One panel of the product: [rows][width] in `result`, which holds whole tiles.
    func multiply(_ panel: Int, into result: UnsafeMutablePointer<Float>) {
        let state = states.pointer + current * rowPanels * kernels.rows * depth
        var start = 0
        while start < depth {
            let steps = min(Self.depthBlock, depth - start), beta: Float = start == 0 ? 0 : 1
            let b = matrix.pointer + (panel * depth + start) * width
            for rowPanel in 0..<rowPanels {
                let a = state + (rowPanel * depth + start) * kernels.rows, c = result + rowPanel * kernels.rows * width
                let product = TileProduct(steps: steps, a: a, b: b, c: c, stride: width, alpha: 1, beta: beta, next: b + steps * width)
                if rows - rowPanel * kernels.rows <= kernels.shortRows { kernels.shortTile(product) } else { kernels.tile(product) }
            }
            start += steps
        }
    }
}
