// A step of AdamW on pieces of parameters, wherever their gradients come from.
// Leaves to others: the numbers (Networks.AdamW), the kernel (Tiles), which parameters decay (its callers).

import Networks
import Tiles

/// A step of AdamW.
struct AdamDescent {
    private let kernels: DecoderKernels
    private let numbers: AdamW
    private let rate: Float, rootScale: Float, keep: Float

    /// Step t counts from 1.
    init(_ numbers: AdamW, step: Int, _ kernels: DecoderKernels) {
        let corrections = numbers.corrections(step: step)
        self.kernels = kernels
        self.numbers = numbers
        rate = Float(numbers.rate / corrections.first)
        rootScale = Float(1 / corrections.second.squareRoot())
        keep = Float(1 - numbers.rate * numbers.weightDecay)
    }

    func step(_ weights: LanePointer, _ gradients: LanePointer, first: LanePointer, second: LanePointer, count: Int, decays: Bool = true) {
        kernels.adam(
            AdamPiece(
                weights: weights, gradients: gradients, first: first, second: second, vectors: count, firstDecay: Float(numbers.firstDecay),
                secondDecay: Float(numbers.secondDecay), rate: rate, rootScale: rootScale, epsilon: Float(numbers.epsilon),
                keep: decays ? keep : 1))
    }
}
