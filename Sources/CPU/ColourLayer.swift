// The last step of a generator of images: a transposed convolution to three colours, and tanh.
// Leaves to others: register tiles (Tiles.RowProduct), borders and threads (ImageGenerator).

import Tiles

/// 4×4, stride 2, padding 1, as UpsamplingLayer, but all four parities are computed together.
///
/// Four pixels of three colours are twelve numbers of one vector; they meet a window of 3×3 pixels, of which each uses four.
final class ColourLayer: Sendable {
    let inputs: Int
    let side: Int
    /// [3 rows][3 columns · inputs].
    private let weights: AlignedBuffer<Lanes>
    private let start: AlignedBuffer<Lanes>
    private static let colours = 3

    /// `weights` [inputs][3][4][4].
    init(inputs: Int, side: Int, weights: [Float]) throws(CPUError) {
        (self.inputs, self.side) = (inputs, side)
        self.weights = try AlignedBuffer(count: 9 * inputs)
        start = try AlignedBuffer(count: 1)
        self.weights.zero()
        start.zero()
        let to = UnsafeMutableRawPointer(self.weights.pointer).assumingMemoryBound(to: Float.self)
        for tap in 0..<16 {
            let ky = tap / 4, kx = tap % 4, parityY = (ky + 1) % 2, parityX = (kx + 1) % 2
            let row = parityY + (3 - parityY - ky) / 2, column = parityX + (3 - parityX - kx) / 2
            for input in 0..<inputs {
                for colour in 0..<Self.colours {
                    to[((3 * row + column) * inputs + input) * 16 + (2 * parityY + parityX) * Self.colours + colour] =
                        weights[(input * Self.colours + colour) * 16 + tap]
                }
            }
        }
    }

    var byteCount: Int { weights.byteCount }

    /// For some rows of maps that lie one below the other, each with a border of a pixel; `images` are [2 · side][2 · side][3] without one.
    /// `scratch` holds a row of the map.
    func run(
        rows: Range<Int>, _ kernels: RowKernels, from input: UnsafePointer<Float>, to images: UnsafeMutablePointer<Float>,
        scratch: LanePointer
    ) {
        let width = side + 2, row = 2 * side * Self.colours, pair = 2 * Self.colours
        let values = UnsafeMutableRawPointer(scratch).assumingMemoryBound(to: Float.self)
        for index in rows {
            let image = index / side, y = index % side
            kernels.product(
                RowProduct(
                    a: input + (image * width + y) * width * inputs, aStride: inputs, segments: 3, segmentStride: width * inputs,
                    depth: 3 * inputs, rows: side, weights: weights.pointer, panel: 1, width: 1, start: start.pointer, result: scratch,
                    resultStride: 1))
            kernels.hyperbolicTangent(scratch, side)
            let to = images + index * 2 * row
            for x in 0..<side {
                for place in 0..<pair {
                    to[x * pair + place] = values[16 * x + place]
                    to[row + x * pair + place] = values[16 * x + pair + place]
                }
            }
        }
    }
}
