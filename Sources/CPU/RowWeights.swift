// Weights of a dense layer packed for products with few rows, and those products.
// Leaves to others: register tiles (Tiles.RowProduct), what layers mean, who computes which panel.

import Tiles

/// A matrix of weights in panels of 64 outputs, each contiguous: [panel][input][64]. What is beyond the last output is zero.
final class RowWeights: Sendable {
    let inputs: Int
    /// Vectors of sixteen outputs.
    let vectors: Int
    private let weights: AlignedBuffer<Lanes>
    private let start: AlignedBuffer<Lanes>

    /// `weight(input, output)`; `bias(output)`.
    init(inputs: Int, outputs: Int, weight: (Int, Int) -> Float, bias: (Int) -> Float) throws(CPUError) {
        self.inputs = inputs
        vectors = (outputs + 15) / 16
        let panels = (vectors + 3) / 4
        weights = try AlignedBuffer(count: panels * inputs * 4)
        start = try AlignedBuffer(count: panels * 4)
        let w = UnsafeMutableRawPointer(weights.pointer).assumingMemoryBound(to: Float.self)
        let b = UnsafeMutableRawPointer(start.pointer).assumingMemoryBound(to: Float.self)
        for panel in 0..<panels {
            for input in 0..<inputs {
                for output in 64 * panel..<64 * (panel + 1) {
                    w[(panel * inputs + input) * 64 + output % 64] = output < outputs ? weight(input, output) : 0
                }
            }
        }
        for output in 0..<panels * 64 { b[output] = output < outputs ? bias(output) : 0 }
    }

    var panels: Int { (vectors + 3) / 4 }
    var byteCount: Int { weights.byteCount + start.byteCount }

    /// The product of a panel with rows `aStride` numbers apart; `vectors` of the panel from `first` on, all that exist by default.
    func product(
        _ panel: Int, first: Int = 0, vectors count: Int? = nil, _ a: UnsafePointer<Float>, aStride: Int, rows: Int, to result: LanePointer,
        resultStride: Int, adds: Bool = false, floor: Float = -.infinity
    ) -> RowProduct {
        RowProduct(
            a: a, aStride: aStride, depth: inputs, rows: rows, weights: weights.pointer + panel * inputs * 4 + first,
            width: count ?? min(4, vectors - 4 * panel), start: start.pointer + 4 * panel + first, result: result,
            resultStride: resultStride, adds: adds, floor: floor)
    }
}
