// The backward pass through the domain of products: the transposes of the forward's matrices, one transform of the gradient for both results.
// Leaves to others: buffers and schedules (WinogradConvolution), the arithmetic (Tiles).

import Tiles

extension WinogradConvolution {
    /// Gradients of input and weights. `data` nil: not wanted. `weightsTo` nil: not wanted. biasSums of the gradient are added to.
    func backward(
        _ input: ConvolutionInput, weights: LanePointer, _ gradient: ConvolutionGradient, data: ConvolutionInputGradient?,
        weightsTo target: WeightTarget?, count: Int, scratch: Scratch, _ workers: Workers, clock: BackwardClock
    ) {
        if data != nil {
            workers.split(geometry.inputBlocks) { thread, range in
                domain.transposedWeights(weights, layout, range, operands(scratch.weights), scratch.thread(thread))
            }
        }
        if isPhased {
            backwardPhased(input, gradient, data, target != nil, count, scratch, workers, clock)
        } else {
            backwardPrivate(input, gradient, data, target != nil, count, scratch, workers, clock)
        }
        if let target { deliver(parts: isPhased ? 1 : threads, to: target, scratch: scratch, workers) }
    }

    private func backwardPrivate(
        _ input: ConvolutionInput, _ gradient: ConvolutionGradient, _ data: ConvolutionInputGradient?, _ wantsWeights: Bool, _ count: Int,
        _ scratch: Scratch, _ workers: Workers, _ clock: BackwardClock
    ) {
        let size = gradientCount
        // Which threads have begun their copy of the weight gradients is kept in the first of its scratch vectors.
        for thread in 0..<threads { scratch.thread(thread).pointee = .zero }
        workers.each(count, block: images) { thread, range in
            let small = scratch.thread(thread), state = small, lines = small + 1
            let buffers = privateBuffers(scratch, thread), start = clock.now
            transformGradients(gradient, range, 0..<range.count * geometry.outputBlocks, thread, operands(buffers.outputs), lines)
            let transformed = clock.now
            if wantsWeights {
                transformInputs(input, range, 0..<range.count * geometry.inputBlocks, operands(buffers.inputs), lines)
                let begun = state.pointee[0] != 0
                for coordinate in 0..<domain.coordinates {
                    multiplyGradient(
                        operands(buffers.inputs), operands(buffers.outputs), scratch.gradients + thread * size, coordinate,
                        0..<layout.panels, range.count * tiles, adds: begun, lines)
                }
                state.pointee = Lanes(repeating: 1)
            }
            let weighted = clock.now
            if let data {
                for coordinate in 0..<domain.coordinates {
                    multiply(
                        operands(buffers.outputs), scratch, buffers.inputs, layout.exchanged, coordinate, 0..<layout.exchanged.panels,
                        range.count * tiles)
                }
                transformInputGradients(buffers.inputs, data, range, 0..<range.count * geometry.inputBlocks, thread, lines)
            }
            clock.add(thread, data: transformed &- start &+ clock.now &- weighted, weights: weighted &- transformed)
        }
        if wantsWeights {
            workers.team.run { thread, _ in
                if scratch.thread(thread).pointee[0] == 0 { (scratch.gradients + thread * size).update(repeating: .zero, count: size) }
            }
        }
    }

    private func backwardPhased(
        _ input: ConvolutionInput, _ gradient: ConvolutionGradient, _ data: ConvolutionInputGradient?, _ wantsWeights: Bool, _ count: Int,
        _ scratch: Scratch, _ workers: Workers, _ clock: BackwardClock
    ) {
        let buffers = phasedBuffers(scratch), inputGradients = buffers.inputGradients
        let inputs = operands(buffers.inputs), outputs = operands(buffers.outputs)
        let inputBlocks = geometry.inputBlocks, outputBlocks = geometry.outputBlocks
        for first in stride(from: 0, to: count, by: images) {
            let some = min(images, count - first), chunk = first..<first + some
            let start = clock.now
            workers.each(some * outputBlocks, block: planeBlock(some * outputBlocks)) { thread, range in
                transformGradients(gradient, chunk, range, thread, outputs, scratch.thread(thread))
            }
            let transformed = clock.now
            if wantsWeights {
                workers.each(some * inputBlocks, block: planeBlock(some * inputBlocks)) { thread, range in
                    transformInputs(input, chunk, range, inputs, scratch.thread(thread))
                }
                eachProduct(layout.panels, workers) { thread, coordinate, panels in
                    multiplyGradient(
                        inputs, outputs, scratch.gradients, coordinate, panels, some * tiles, adds: first > 0,
                        outgrows: some == count && gradientsOutgrowCaches, scratch.thread(thread))
                }
            }
            let weighted = clock.now
            if let data {
                eachProduct(layout.exchanged.panels, workers) { _, coordinate, panels in
                    multiply(outputs, scratch, inputGradients, layout.exchanged, coordinate, panels, some * tiles)
                }
                workers.each(some * inputBlocks, block: planeBlock(some * inputBlocks)) { thread, range in
                    transformInputGradients(inputGradients, data, chunk, range, thread, scratch.thread(thread))
                }
            }
            clock.add(0, data: transformed &- start &+ clock.now &- weighted, weights: weighted &- transformed)
        }
    }

    /// gradients[coordinate] (+)= inputs[coordinate]ᵀ × outputs[coordinate], summed over tiles.
    private func multiplyGradient(
        _ inputs: StoredPointer, _ outputs: StoredPointer, _ gradients: LanePointer, _ coordinate: Int, _ panels: Range<Int>, _ rows: Int,
        adds: Bool, outgrows: Bool = false, _ lines: LanePointer
    ) {
        kernels.products.gradientProduct(
            GradientProduct(
                a: inputs + coordinate * operandLayout.coordinateStride(geometry.inputBlocks), aBlockStride: operandLayout.tileStride,
                b: outputs + coordinate * operandLayout.coordinateStride(geometry.outputBlocks), bBlockStride: operandLayout.tileStride,
                width: rows,
                gradient: gradients + coordinate * gradientStride, layout: layout, inputBlocks: 0..<geometry.inputBlocks, panels: panels,
                channels: 16 * geometry.inputBlocks, adds: adds, outgrows: outgrows, scratch: lines))
    }
}
