// Direct convolution of any kernel, stride and padding: buffers, division of work, forward.
// Leaves to others: the backward pass (DirectConvolution+Backward), register tiles (Tiles).

import Networks
import Tiles

/// A thread takes some images and a band of rows, copies their input with its padding (by column phase, so that strides cost nothing), and
/// multiplies row by row.
struct DirectConvolution {
    let geometry: ConvolutionGeometry
    let kernels: ConvolutionKernels
    let layout: WeightLayout
    let threads: Int
    let kernel: Int
    let kernelWidth: Int
    let stride: Int
    let padding: Int
    /// Vectors of a phase of an input row: what the copy writes and what the last tap reads.
    let phaseStride: Int
    /// Forward taps, then the lists of the backward pass, one for each (row phase, column phase).
    private let taps: AlignedBuffer<DirectTap>
    private let backwardLists: [Range<Int>]

    init(_ geometry: ConvolutionGeometry, _ kernels: ConvolutionKernels, threads: Int) throws(CPUError) {
        self.geometry = geometry
        self.kernels = kernels
        self.threads = threads
        let c = geometry.convolution
        (kernel, kernelWidth, stride, padding) = (c.kernel, c.kernelWidth, c.stride, c.padding)
        layout = geometry.weightLayout(panel: kernels.products.panel)
        phaseStride = max(geometry.outputWidth + (kernelWidth - 1) / stride, (geometry.width + padding + stride - 1) / stride)
        var list: [DirectTap] = []
        for ky in 0..<kernel {
            for kx in 0..<kernelWidth {
                list.append(
                    DirectTap(
                        input: ky * stride * phaseStride + kx % stride * phaseStride + kx / stride,
                        weights: (ky * kernelWidth + kx) * layout.plane))
            }
        }
        let lists = Self.backwardTaps(geometry, plane: layout.plane)
        backwardLists = lists.reduce(into: []) { ranges, taps in
            let start = ranges.last?.upperBound ?? list.count
            ranges.append(start..<start + taps.count)
        }
        list += lists.joined()
        taps = try AlignedBuffer(count: list.count)
        for (index, tap) in list.enumerated() { taps.pointer[index] = tap }
    }

    // MARK: - Division of work

    /// Rows of an output band: the copy of its input stays within half a megabyte; even, so that pooling finds its pairs.
    var bandRows: Int {
        let rowBytes = vectorBytes * stride * phaseStride * geometry.inputBlocks * stride
        let rows = max(2, (512 << 10) / rowBytes / 2 * 2)
        return min(rows, (geometry.outputHeight + 1) / 2 * 2)
    }
    var bands: Int { (geometry.outputHeight + bandRows - 1) / bandRows }

    /// Images of a unit of work: small maps go together, so that a panel of weights is used more than once.
    func group(_ pixels: Int, bands: Int, count: Int) -> Int { max(1, min(64 / pixels, count / (2 * threads * bands))) }

    /// Into how many parts the panels are cut, for fewer units of work than threads could use.
    private func panelParts(_ units: Int) -> Int { min(layout.panels, max(1, (4 * threads + units - 1) / units)) }

    private var largestGroup: Int { max(1, 64 / max(1, geometry.outputPlane)) }
    var inputRowsOfBand: Int { (bandRows - 1) * stride + kernel }
    var inputRow: Int { stride * phaseStride }
    /// Vectors of one image's copied band.
    var bandInput: Int { geometry.inputBlocks * inputRowsOfBand * inputRow }

    func need(backward: Bool) -> ScratchNeed {
        let strip = layout.panel * bandRows * geometry.outputWidth
        var need = ScratchNeed(weights: packsWeights ? packedWeights : 0, thread: inputCopy + strip)
        if backward {
            need.weights = packedWeights
            need.gradients = threads * geometry.taps * layout.plane
            let dataStrip = layout.panel * dataBandRows * geometry.width
            need.thread = max(need.thread, 16, 1 + gradientCopy + dataStrip, GradientProduct.scratchCount + inputCopy + outputCopy)
        }
        return need
    }

    // MARK: - Operands

    var vectorBytes: Int { kernels.products.vectorBytes }

    /// Memory as operands.
    func operands(_ memory: LanePointer) -> StoredPointer { StoredPointer(memory, vectorBytes: vectorBytes) }

    /// Vectors of floats whose place so many operands take.
    private func operandCount(_ count: Int) -> Int { (count * vectorBytes + 63) / 64 }

    /// Master weights are operands as they are only where both are floats.
    private var packsWeights: Bool { vectorBytes != MemoryLayout<Lanes>.stride }

    private var packedWeights: Int { operandCount(geometry.taps * layout.plane) }
    /// A group's copied input, its copied output gradient, and the output gradient that a band of the input gradient reads.
    var inputCopy: Int { operandCount(largestGroup * bandInput) }
    private var outputCopy: Int { operandCount(largestGroup * geometry.outputBlocks * bandRows * geometry.outputWidth) }
    var gradientCopy: Int { operandCount(geometry.outputBlocks * dataRowsOfBand * dataRow) }

    private func packed(_ weights: LanePointer, _ scratch: Scratch, _ workers: Workers, areReady: Bool) -> StoredPointer {
        guard packsWeights else { return operands(weights) }
        let to = operands(scratch.weights)
        guard !areReady else { return to }
        workers.each(geometry.taps * layout.squares, block: layout.inputBlocks) { _, range in
            for unit in range {
                let tap = unit / layout.squares * layout.plane, square = unit % layout.squares
                kernels.packWeights(weights + tap, layout, square..<square + 1, to + tap)
            }
        }
        return to
    }

    // MARK: - Forward

    func forward(
        _ input: ConvolutionInput, weights: LanePointer, _ output: ConvolutionOutput, count: Int, scratch: Scratch, _ workers: Workers,
        weightsAreReady: Bool = false
    ) {
        let group = group(geometry.outputPlane, bands: bands, count: count), groups = (count + group - 1) / group
        let parts = panelParts(groups * bands), weights = packed(weights, scratch, workers, areReady: weightsAreReady)
        workers.each(groups * bands * parts) { thread, range in
            for unit in range {
                let part = unit % parts, band = unit / parts % bands, first = unit / parts / bands * group
                let rows = band * bandRows..<min((band + 1) * bandRows, geometry.outputHeight)
                let copy = operands(scratch.thread(thread)), strip = scratch.thread(thread) + inputCopy
                let images = first..<min(first + group, count)
                for image in images { copyInput(input, image, rows, copy + (image - first) * bandInput) }
                for panel in WorkerTeam.split(layout.panels, among: parts, thread: part) {
                    for image in images {
                        multiplyRows(copy + (image - first) * bandInput, weights, panel, rows, strip)
                        finish(strip, output, image, panel, rows, thread)
                    }
                }
            }
        }
    }

    /// The rows of an image that a band of outputs reads, padded, by column phase: [block][row][phase][phaseStride].
    func copyInput(_ input: ConvolutionInput, _ image: Int, _ rows: Range<Int>, _ to: StoredPointer) {
        let first = rows.lowerBound * stride - padding, needed = (rows.count - 1) * stride + kernel
        for block in 0..<geometry.inputBlocks {
            let source = input.plane(image * geometry.inputBlocks + block, block: block, size: geometry.inputPlane)
            let base = to + block * inputRowsOfBand * inputRow
            for r in 0..<needed {
                let y = first + r, row = base + r * inputRow
                if y >= 0 && y < geometry.height {
                    kernels.phaseRow(source, y, geometry.width, row, padding, stride, phaseStride)
                } else {
                    row.clear(inputRow)
                }
            }
        }
    }

    private func multiplyRows(
        _ copy: StoredPointer, _ weights: StoredPointer, _ panel: Int, _ rows: Range<Int>, _ strip: LanePointer
    ) {
        let block = panel * layout.panel, lastChannels = geometry.convolution.inputs - 16 * (geometry.inputBlocks - 1)
        for r in 0..<rows.count {
            kernels.products.direct(
                DirectProduct(
                    input: copy + r * stride * inputRow, blockStride: inputRowsOfBand * inputRow, blocks: geometry.inputBlocks,
                    lastChannels: lastChannels, weights: weights + layout.offset(block: block, row: 0),
                    panelWidth: layout.panelWidth(of: block), taps: taps.pointer, tapCount: geometry.taps,
                    result: strip + r * geometry.outputWidth, pixelStride: 1, resultStride: rows.count * geometry.outputWidth,
                    width: geometry.outputWidth))
        }
    }

    private func finish(
        _ strip: LanePointer, _ output: ConvolutionOutput, _ image: Int, _ panel: Int, _ rows: Range<Int>, _ thread: Int
    ) {
        let block = panel * layout.panel
        for h in 0..<layout.panelWidth(of: block) {
            let sink = output.plane(image * geometry.outputBlocks + block + h, block: block + h, thread: thread, geometry)
            kernels.planes.finishRows(
                strip + h * rows.count * geometry.outputWidth, geometry.outputWidth, rows.lowerBound, rows.count, sink)
        }
    }

    // MARK: - The input gradient's division of work

    var dataBandRows: Int {
        let rowBytes = vectorBytes * dataRow * geometry.outputBlocks
        return min(max(1, (512 << 10) / rowBytes) * stride, geometry.height)
    }
    var dataRowsOfBand: Int { (dataBandRows - 1 + kernel - 1) / stride + 2 }
    /// Zeros before a row of the output gradient.
    var dataLeft: Int { (kernelWidth - 1) / stride }
    var dataRow: Int { dataLeft + max(geometry.outputWidth, (geometry.width - 1 + padding) / stride + 1) }

    /// The taps of the input gradient at (row phase, column phase).
    func backwardTaps(_ rowPhase: Int, _ columnPhase: Int) -> (taps: UnsafePointer<DirectTap>, count: Int) {
        let range = backwardLists[rowPhase * stride + columnPhase]
        return (UnsafePointer(taps.pointer + range.lowerBound), range.count)
    }

    /// An input at row s·a + r − p takes gradients of the outputs a − j by the taps r + s·j; columns alike.
    private static func backwardTaps(_ g: ConvolutionGeometry, plane: Int) -> [[DirectTap]] {
        let s = g.convolution.stride, k = g.convolution.kernel, width = g.convolution.kernelWidth
        let row = (width - 1) / s + max(g.outputWidth, (g.width - 1 + g.convolution.padding) / s + 1)
        var lists: [[DirectTap]] = []
        for rowPhase in 0..<s {
            for columnPhase in 0..<s {
                var list: [DirectTap] = []
                for ky in Swift.stride(from: rowPhase, to: k, by: s) {
                    for kx in Swift.stride(from: columnPhase, to: width, by: s) {
                        list.append(DirectTap(input: -(ky / s) * row - kx / s, weights: (ky * width + kx) * plane))
                    }
                }
                lists.append(list)
            }
        }
        return lists
    }
}
