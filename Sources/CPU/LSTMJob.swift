// What the threads of an LSTM layer share, and what each does in a step: products of a block of units, and at once what follows from them.
// Leaves to others: products over all steps at once, the order of phases (LSTM).

import Networks
import Tiles

/// A step is one phase: a thread that has a block of units multiplies the previous state by their columns, makes their gates and states of it, and
/// packs these for the next step. Blocks stay with their threads from step to step, and so do the weights in their caches.
final class LSTMJob: @unchecked Sendable {
    let shape: Reference.LSTMShape
    let x: AlignedBuffer<Float>, inputWeights: AlignedBuffer<Float>, recurrentWeights: AlignedBuffer<Float>, bias: AlignedBuffer<Float>
    /// [step][batch][4 · hidden]: products of the input, then gates.
    let gates: AlignedBuffer<Float>
    /// [step + 1][batch][hidden], beginning with the zeros before the first step.
    let outputs: AlignedBuffer<Float>, cells: AlignedBuffer<Float>
    /// Backward: the gradient of every output; of the gates; what a step hands to the one before it.
    let outputGradient: AlignedBuffer<Float>, gateGradients: AlignedBuffer<Float>, cellGradient: AlignedBuffer<Float>
    let blocks: SharedChunks
    /// Which step the next phase takes. Changed between phases only.
    var step = 0

    private let kernels: LSTMKernels
    private let forwardProduct: RecurrentProduct
    private let backwardProduct: RecurrentProduct?
    private let results: AlignedBuffer<Float>
    private let resultStride: Int
    private let unitsPerBlock: Int

    init(
        _ shape: Reference.LSTMShape, kernels: LSTMKernels, gemm: GemmKernels<Float, Float>, threads: Int, withBackward: Bool
    ) throws(CPUError) {
        self.shape = shape
        self.kernels = kernels
        let h = shape.hidden, numbers = shape.steps * shape.batch * h
        x = try AlignedBuffer(count: shape.steps * shape.batch * shape.inputs)
        inputWeights = try AlignedBuffer(count: 4 * h * shape.inputs)
        recurrentWeights = try AlignedBuffer(count: 4 * h * h)
        bias = try AlignedBuffer(count: 4 * h)
        gates = try AlignedBuffer(count: 4 * numbers)
        outputs = try AlignedBuffer(count: numbers + shape.batch * h)
        cells = try AlignedBuffer(count: numbers + shape.batch * h)
        outputGradient = try AlignedBuffer(count: withBackward ? numbers : 0)
        gateGradients = try AlignedBuffer(count: withBackward ? 4 * numbers : 0)
        cellGradient = try AlignedBuffer(count: withBackward ? shape.batch * h : 0)
        unitsPerBlock = gemm.columns
        let blockCount = (h + gemm.columns - 1) / gemm.columns
        blocks = SharedChunks(total: blockCount, least: 1, threads: threads, most: 1)
        forwardProduct = try RecurrentProduct(rows: shape.batch, depth: h, panels: 4 * blockCount, kernels: gemm)
        backwardProduct = withBackward ? try RecurrentProduct(rows: shape.batch, depth: 4 * h, panels: blockCount, kernels: gemm) : nil
        resultStride = 4 * forwardProduct.resultCount + 1088
        results = try AlignedBuffer(count: threads * resultStride)
        outputs.zero()
        cells.zero()
    }

    // MARK: - Phases

    /// Packs the recurrent weights: gate by gate for the forward pass, as they lie for the backward one.
    func pack(_ thread: Int, backward: Bool) {
        let h = shape.hidden
        eachBlock(thread) { block, first, count in
            if backward {
                backwardProduct?.packColumns(block, recurrentWeights.pointer + first, stride: h, count: count)
            } else {
                for gate in 0..<4 {
                    forwardProduct.packTransposedColumns(
                        4 * block + gate, recurrentWeights.pointer + (gate * h + first) * h, stride: h, count: count)
                }
            }
        }
    }

    /// Before the first step of a pass, by the calling thread.
    func begin(backward: Bool) {
        if backward {
            backwardProduct?.clearState()
            cellGradient.zero()
            step = shape.steps - 1
        } else {
            forwardProduct.clearState()
            step = 0
        }
    }

    /// After each step, by the calling thread.
    func turn(backward: Bool) {
        if backward {
            backwardProduct?.turn()
            step -= 1
        } else {
            forwardProduct.turn()
            step += 1
        }
    }

    func forwardStep(_ thread: Int) {
        let h = shape.hidden, count = shape.batch * h, results = results.pointer + thread * resultStride
        let output = outputs.pointer + (step + 1) * count
        eachBlock(thread) { block, first, units in
            for gate in 0..<4 { forwardProduct.multiply(4 * block + gate, into: results + gate * forwardProduct.resultCount) }
            kernels.forward(
                LSTMStep(
                    rows: shape.batch, columns: units, hidden: h, products: results, productStride: forwardProduct.width,
                    productGate: forwardProduct.resultCount, gates: gates.pointer + 4 * step * count + first,
                    cell: cells.pointer + (step + 1) * count + first, previousCell: cells.pointer + step * count + first,
                    state: output + first, given: bias.pointer + first, gateGradients: gates.pointer))
            forwardProduct.packState(output + first, stride: h, first: first, count: units)
        }
    }

    func backwardStep(_ thread: Int) {
        guard let product = backwardProduct else { return }
        let h = shape.hidden, count = shape.batch * h, results = results.pointer + thread * resultStride
        let gradients = gateGradients.pointer + 4 * step * count
        eachBlock(thread) { block, first, units in
            product.multiply(block, into: results)
            kernels.backward(
                LSTMStep(
                    rows: shape.batch, columns: units, hidden: h, products: results, productStride: product.width, productGate: 0,
                    gates: gates.pointer + 4 * step * count + first, cell: cells.pointer + (step + 1) * count + first,
                    previousCell: cells.pointer + step * count + first, state: cellGradient.pointer + first,
                    given: outputGradient.pointer + step * count + first, gateGradients: gradients + first))
            for gate in 0..<4 {
                product.packState(gradients + gate * h + first, stride: 4 * h, first: gate * h + first, count: units)
            }
        }
    }

    @inline(__always)
    private func eachBlock(_ thread: Int, _ body: (_ block: Int, _ first: Int, _ count: Int) -> Void) {
        blocks.each(thread: thread) { _, range in
            for block in range {
                let first = block * unitsPerBlock
                body(block, first, min(unitsPerBlock, shape.hidden - first))
            }
        }
    }
}
