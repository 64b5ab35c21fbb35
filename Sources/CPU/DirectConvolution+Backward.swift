// The backward pass of the direct convolution: the input gradient as a direct product over transposed weights, the weights' gradient tap by tap.
// Leaves to others: buffers and division of work (DirectConvolution), register tiles (Tiles).

import Networks
import Tiles

extension DirectConvolution {
    /// Gradients of input and weights. `data` nil: not wanted. `weightsTo` nil: neither weights nor biasSums wanted.
    func backward(
        _ input: ConvolutionInput, weights: LanePointer, _ gradient: ConvolutionGradient, data: ConvolutionInputGradient?,
        weightsTo target: WeightTarget?, count: Int, scratch: Scratch, _ workers: Workers, clock: BackwardClock
    ) {
        let start = clock.now
        if let data {
            transposeWeights(weights, scratch, workers)
            backwardData(gradient, data, count, scratch, workers)
        }
        let middle = clock.now
        if let target {
            backwardWeights(input, gradient, count, scratch, workers)
            deliver(to: target, scratch, workers)
        }
        clock.add(0, data: middle &- start, weights: clock.now &- middle)
    }

    // MARK: - Input

    private func transposeWeights(_ weights: LanePointer, _ scratch: Scratch, _ workers: Workers) {
        let to = operands(scratch.weights)
        workers.each(geometry.taps * geometry.inputBlocks) { thread, range in
            for unit in range {
                let tap = unit / geometry.inputBlocks * layout.plane, block = unit % geometry.inputBlocks
                kernels.packTransposedWeights(weights + tap, layout, block..<block + 1, to + tap, scratch.thread(thread))
            }
        }
    }

    private func backwardData(
        _ gradient: ConvolutionGradient, _ data: ConvolutionInputGradient, _ count: Int, _ scratch: Scratch, _ workers: Workers
    ) {
        let bands = (geometry.height + dataBandRows - 1) / dataBandRows
        workers.each(count * bands) { thread, range in
            let discarded = scratch.thread(thread), copy = operands(discarded + 1), strip = discarded + 1 + gradientCopy
            for unit in range {
                let image = unit / bands, band = unit % bands
                let rows = band * dataBandRows..<min((band + 1) * dataBandRows, geometry.height)
                let first = firstOutputRow(rows)
                copyGradient(gradient, image, rows, first, thread, copy, discarded)
                for panel in 0..<layout.exchanged.panels {
                    multiplyData(copy, operands(scratch.weights), panel, rows, first, strip)
                    storeData(strip, data, image, panel, rows, thread)
                }
            }
        }
    }

    /// The first output row that rows of the input gradient read; it may be negative.
    private func firstOutputRow(_ rows: Range<Int>) -> Int { (rows.lowerBound + padding) / stride - (kernel - 1) / stride }

    private func copyGradient(
        _ gradient: ConvolutionGradient, _ image: Int, _ rows: Range<Int>, _ first: Int, _ thread: Int, _ to: StoredPointer,
        _ discarded: LanePointer
    ) {
        let last = (rows.upperBound - 1 + padding) / stride
        for block in 0..<geometry.outputBlocks {
            var source = gradient.plane(image * geometry.outputBlocks + block, block: block, thread: thread, geometry)
            source.biasSum = discarded
            discarded.pointee = .zero
            let base = to + block * dataRowsOfBand * dataRow
            for y in first...last {
                let row = base + (y - first) * dataRow
                if y >= 0 && y < geometry.outputHeight {
                    kernels.gradientRows(source, y..<y + 1, row, dataLeft, dataRow)
                } else {
                    row.clear(dataRow)
                }
            }
        }
    }

    private func multiplyData(
        _ copy: StoredPointer, _ weights: StoredPointer, _ panel: Int, _ rows: Range<Int>, _ first: Int, _ strip: LanePointer
    ) {
        let exchanged = layout.exchanged, block = panel * layout.panel
        let lastChannels = geometry.convolution.outputs - 16 * (geometry.outputBlocks - 1)
        for y in rows {
            let outputRow = (y + padding) / stride - first
            for column in 0..<min(stride, geometry.width) {
                let list = backwardTaps((y + padding) % stride, (column + padding) % stride)
                kernels.products.direct(
                    DirectProduct(
                        input: copy + outputRow * dataRow + dataLeft + (column + padding) / stride,
                        blockStride: dataRowsOfBand * dataRow, blocks: geometry.outputBlocks, lastChannels: lastChannels,
                        weights: weights + exchanged.offset(block: block, row: 0), panelWidth: exchanged.panelWidth(of: block),
                        taps: list.taps, tapCount: list.count, result: strip + (y - rows.lowerBound) * geometry.width + column,
                        pixelStride: stride, resultStride: rows.count * geometry.width,
                        width: (geometry.width - column + stride - 1) / stride))
            }
        }
    }

    private func storeData(
        _ strip: LanePointer, _ data: ConvolutionInputGradient, _ image: Int, _ panel: Int, _ rows: Range<Int>, _ thread: Int
    ) {
        let block = panel * layout.panel, size = rows.count * geometry.width
        for h in 0..<layout.exchanged.panelWidth(of: block) {
            let sink = data.plane(
                image * geometry.inputBlocks + block + h, block: block + h, thread: thread, blocks: geometry.inputBlocks,
                height: geometry.height, width: geometry.width)
            kernels.planes.storeGradient(strip + h * size, rows.lowerBound * geometry.width, size, sink)
        }
    }

    // MARK: - Weights

    private func backwardWeights(
        _ input: ConvolutionInput, _ gradient: ConvolutionGradient, _ count: Int, _ scratch: Scratch, _ workers: Workers
    ) {
        let size = geometry.taps * layout.plane
        let group = group(geometry.outputPlane, bands: bands, count: count), groups = (count + group - 1) / group
        let gradientBand = geometry.outputBlocks * bandRows * geometry.outputWidth
        workers.team.run { thread, _ in (scratch.gradients + thread * size).update(repeating: .zero, count: size) }
        workers.each(groups * bands) { thread, range in
            for unit in range {
                let band = unit % bands, first = unit / bands * group
                let rows = band * bandRows..<min((band + 1) * bandRows, geometry.outputHeight)
                let images = min(group, count - first)
                let pairs = scratch.thread(thread), inputs = operands(pairs + GradientProduct.scratchCount)
                let outputs = operands(pairs + GradientProduct.scratchCount + inputCopy)
                for image in 0..<images {
                    copyInput(input, first + image, rows, inputs + image * bandInput)
                    for block in 0..<geometry.outputBlocks {
                        let source = gradient.plane(
                            (first + image) * geometry.outputBlocks + block, block: block, thread: thread, geometry)
                        let to = outputs + image * gradientBand + block * bandRows * geometry.outputWidth
                        kernels.gradientRows(source, rows, to, 0, geometry.outputWidth)
                    }
                }
                addProducts(inputs, outputs, images, gradientBand, rows.count, scratch.gradients + thread * size, pairs)
            }
        }
    }

    /// Sums over the pixels of a band, or over the images of a group row by row, whichever is more at a time.
    private func addProducts(
        _ inputs: StoredPointer, _ outputs: StoredPointer, _ images: Int, _ gradientBand: Int, _ rows: Int, _ gradients: LanePointer,
        _ pairs: LanePointer
    ) {
        let byImage = images > rows, outer = byImage ? rows : images
        for inputBlock in 0..<geometry.inputBlocks {
            for tap in 0..<geometry.taps {
                let ky = tap / kernelWidth, kx = tap % kernelWidth
                let a = inputs + ky * inputRow + kx % stride * phaseStride + kx / stride
                for step in 0..<outer {
                    kernels.products.gradientProduct(
                        GradientProduct(
                            a: a + step * (byImage ? stride * inputRow : bandInput), aStride: byImage ? bandInput : stride * inputRow,
                            aBlockStride: inputRowsOfBand * inputRow,
                            b: outputs + step * (byImage ? geometry.outputWidth : gradientBand),
                            bStride: byImage ? gradientBand : geometry.outputWidth, bBlockStride: bandRows * geometry.outputWidth,
                            rows: byImage ? images : rows, width: geometry.outputWidth, gradient: gradients + tap * layout.plane,
                            layout: layout, inputBlocks: inputBlock..<inputBlock + 1, panels: 0..<layout.panels,
                            channels: geometry.convolution.inputs, adds: true, scratch: pairs))
                }
            }
        }
    }

    /// The threads' parts added, in the order of threads.
    private func deliver(to target: WeightTarget, _ scratch: Scratch, _ workers: Workers) {
        let size = geometry.taps * layout.plane, piece = 512, threads = threads
        let gradients = scratch.gradients
        workers.split((size + piece - 1) / piece) { _, range in
            for index in range {
                let start = index * piece, count = min(piece, size - start)
                for thread in 1..<max(threads, 1) {
                    let part = gradients + thread * size
                    for i in start..<start + count { gradients[i] += part[i] }
                }
                target.take(gradients + start, offset: start, count: count, kernels)
            }
        }
    }
}
