// A 4×4 transposed convolution of stride 2 and padding 1 over channels-last maps, with its scale, shift and ReLU folded in.
// Leaves to others: register tiles (Tiles.RowProduct), borders and threads (ImageGenerator).

import Tiles

/// Of the sixteen weights a pixel of the result meets four: those whose row and column have its own parity. Pixels of one parity are therefore a
/// 2×2 convolution, whose two weights of a row meet adjacent pixels: one contiguous piece of the map's row.
final class UpsamplingLayer: Sendable {
    let inputs: Int
    let outputs: Int
    /// Of the map that it reads.
    let side: Int
    /// [parity of row and column][panel][2 rows][2 columns · inputs][4].
    private let weights: AlignedBuffer<Lanes>
    private let start: AlignedBuffer<Lanes>

    /// `weights` [inputs][outputs][4][4]; each output is scaled and shifted. Both numbers of channels are multiples of 16.
    init(inputs: Int, outputs: Int, side: Int, weights: [Float], scale: [Float], shift: [Float]) throws(CPUError) {
        (self.inputs, self.outputs, self.side) = (inputs, outputs, side)
        let panels = (outputs + 63) / 64, parity = panels * 4 * inputs * 64
        self.weights = try AlignedBuffer(count: 4 * parity / 16)
        start = try AlignedBuffer(count: panels * 4)
        self.weights.zero()
        start.zero()
        let to = UnsafeMutableRawPointer(self.weights.pointer).assumingMemoryBound(to: Float.self)
        for tap in 0..<16 {
            // Row y of the result meets row (y + 1 − ky) / 2 of the map: of a parity, the later of two rows has the smaller ky.
            let ky = tap / 4, kx = tap % 4, parityY = (ky + 1) % 2, parityX = (kx + 1) % 2
            let row = (3 - parityY - ky) / 2, column = (3 - parityX - kx) / 2
            for output in 0..<outputs {
                let panel = (2 * parityY + parityX) * parity + output / 64 * 4 * inputs * 64
                for input in 0..<inputs {
                    let place = panel + ((2 * row + column) * inputs + input) * 64 + output % 64
                    to[place] = weights[(input * outputs + output) * 16 + tap] * scale[output]
                }
            }
        }
        let shifts = UnsafeMutableRawPointer(start.pointer).assumingMemoryBound(to: Float.self)
        for output in 0..<outputs { shifts[output] = shift[output] }
    }

    var byteCount: Int { weights.byteCount }

    /// What is done at once: a panel of outputs of one parity.
    var units: Int { 4 * panels }

    /// A unit for some rows of maps that lie one below the other, each with a border of a pixel; `output` is laid out the same way.
    func run(_ unit: Int, rows: Range<Int>, _ kernels: RowKernels, from input: UnsafePointer<Float>, to output: LanePointer) {
        let parity = unit / panels, panel = unit % panels, parityY = parity / 2, parityX = parity % 2
        let width = side + 2, outputWidth = 2 * side + 2, vectors = outputs / 16
        for row in rows {
            let image = row / side, y = row % side
            kernels.product(
                RowProduct(
                    a: input + ((image * width + y + parityY) * width + parityX) * inputs, aStride: inputs, segments: 2,
                    segmentStride: width * inputs, depth: 2 * inputs, rows: side,
                    weights: weights.pointer + (parity * panels + panel) * 16 * inputs, width: min(4, vectors - 4 * panel),
                    start: start.pointer + 4 * panel,
                    result: output + ((image * outputWidth + 2 * y + parityY + 1) * outputWidth + parityX + 1) * vectors + 4 * panel,
                    resultStride: 2 * vectors, floor: 0))
        }
    }

    private var panels: Int { (outputs + 63) / 64 }
}
