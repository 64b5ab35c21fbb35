// A 3×3 convolution through a domain of products (Winograd F(4×4, 3×3), or the 2×2 Toeplitz form): buffers, schedules, forward.
// Leaves to others: planes into the domain and back (WinogradConvolution+Planes), the backward pass (WinogradConvolution+Backward), the arithmetic
// (Tiles).

import Networks
import Tiles

/// Two schedules. Private: a thread takes a block of images through all stages in buffers of its own. Phased: all threads transform a chunk of
/// images, then share out the products by coordinate, then transform back; the weights are read once a chunk instead of once a block.
struct WinogradConvolution {
    let geometry: ConvolutionGeometry
    let kernels: ConvolutionKernels
    let domain: DomainKernels
    let layout: WeightLayout
    let threads: Int
    /// Tiles an image.
    let tiles: Int
    /// Images a block or chunk.
    let images: Int
    let isPhased: Bool
    let isToeplitz: Bool

    /// Whether the algorithm computes this convolution at all.
    static func computes(_ g: ConvolutionGeometry) -> Bool {
        g.convolution.kernel == 3 && g.convolution.kernelWidth == 3 && g.convolution.stride == 1 && g.convolution.padding == 1
    }

    init(_ geometry: ConvolutionGeometry, _ kernels: ConvolutionKernels, threads: Int) {
        precondition(Self.computes(geometry))
        self.geometry = geometry
        self.kernels = kernels
        self.threads = threads
        isToeplitz = geometry.height == 2 && geometry.width == 2
        domain = isToeplitz ? kernels.toeplitz : kernels.winograd
        layout = geometry.weightLayout(panel: kernels.products.panel)
        tiles = domain.tiles(height: geometry.height, width: geometry.width)
        let schedule = Self.schedule(geometry, coordinates: domain.coordinates, tiles: tiles, threads: threads)
        images = schedule.images
        isPhased = schedule.isPhased
    }

    /// Weights that outgrow the caches, or too few blocks for the threads, call for phases.
    private static func schedule(_ g: ConvolutionGeometry, coordinates: Int, tiles: Int, threads: Int) -> (images: Int, isPhased: Bool) {
        let blocks = max(g.inputBlocks, g.outputBlocks), weightBytes = coordinates * g.inputBlocks * g.outputBlocks * 1024
        let wanted = weightBytes > 1 << 20 && weightBytes <= 4 << 20 ? 32 : 64
        let images = min(max(1, wanted / tiles), g.batch)
        if weightBytes <= 10 << 20 && (g.batch + images - 1) / images >= 2 * threads { return (images, false) }
        let bytesPerImage = 64 * coordinates * tiles * blocks
        return (min(g.batch, max(1, (48 << 20) / bytesPerImage)), true)
    }

    /// Tiles of a whole block.
    var blockTiles: Int { images * tiles }
    /// Where operands of products lie, and where their results do.
    var operandLayout: DomainLayout { DomainLayout(tiles: blockTiles, vectorBytes: kernels.products.vectorBytes) }
    var resultLayout: DomainLayout { DomainLayout(tiles: blockTiles, vectorBytes: MemoryLayout<Lanes>.stride) }
    var plane: Int { layout.plane }
    /// From one coordinate's gradients of weights to the next: a power of two would put all coordinates of a weight into one set of the caches.
    var gradientStride: Int { plane + 17 }
    /// Of one copy of them.
    var gradientCount: Int { domain.coordinates * gradientStride }
    /// Whether a copy is gone from the caches before it is transformed back. Small ones are phased, too, where there are few images.
    var gradientsOutgrowCaches: Bool { gradientCount * MemoryLayout<Lanes>.stride > 4 << 20 }

    /// Scratch of a transform: the widest needs eight rows of a padded map.
    private var lineScratch: Int { 8 * (geometry.width + 6) + 64 }
    private static let weightPiece = 32
    private var smallScratch: Int {
        1 + max(lineScratch, 9 * Self.weightPiece + 18, DomainKernels.weightScratch, GradientProduct.scratchCount)
    }

    func need(backward: Bool) -> ScratchNeed {
        let c = domain.coordinates, inputs = operandCount(geometry.inputBlocks), outputs = operandCount(geometry.outputBlocks)
        let forward = inputs + resultCount(geometry.outputBlocks), both = inputs + resultCount(geometry.inputBlocks) + outputs
        let buffers = resultCount(geometry.inputBlocks) + resultCount(geometry.outputBlocks)
        return ScratchNeed(
            weights: (c * plane * kernels.products.vectorBytes + 63) / 64,
            gradients: backward ? (isPhased ? 1 : threads) * gradientCount : 0,
            shared: isPhased ? max(forward, backward ? both : 0) : 0, thread: smallScratch + (isPhased ? 0 : buffers))
    }

    /// Vectors of floats that a domain tensor of so many blocks takes, as operands or as results.
    private func operandCount(_ blocks: Int) -> Int { operandLayout.floatCount(blocks, coordinates: domain.coordinates) }
    private func resultCount(_ blocks: Int) -> Int {
        max(resultLayout.floatCount(blocks, coordinates: domain.coordinates), operandCount(blocks))
    }

    /// Memory as operands.
    func operands(_ memory: LanePointer) -> StoredPointer { StoredPointer(memory, vectorBytes: kernels.products.vectorBytes) }

    /// A thread's buffers of the private schedule, after its small scratch: each for operands, then for sums of products.
    func privateBuffers(_ scratch: Scratch, _ thread: Int) -> (inputs: LanePointer, outputs: LanePointer) {
        let start = scratch.thread(thread) + smallScratch
        return (start, start + resultCount(geometry.inputBlocks))
    }

    /// The buffers of the phased schedule's backward pass.
    func phasedBuffers(_ scratch: Scratch) -> (inputs: LanePointer, inputGradients: LanePointer, outputs: LanePointer) {
        let gradients = scratch.shared + operandCount(geometry.inputBlocks)
        return (scratch.shared, gradients, gradients + resultCount(geometry.inputBlocks))
    }

    // MARK: - Forward

    func forward(
        _ input: ConvolutionInput, weights: LanePointer, _ output: ConvolutionOutput, count: Int, scratch: Scratch, _ workers: Workers,
        weightsAreReady: Bool = false
    ) {
        if !weightsAreReady {
            workers.split(layout.squares) { thread, range in
                domain.weights(weights, layout, range, operands(scratch.weights), scratch.thread(thread))
            }
        }
        if isPhased {
            forwardPhased(input, output, count, scratch, workers)
        } else {
            workers.each(count, block: images) { thread, range in
                let buffers = privateBuffers(scratch, thread), small = scratch.thread(thread)
                transformInputs(input, range, 0..<range.count * geometry.inputBlocks, operands(buffers.inputs), small)
                for coordinate in 0..<domain.coordinates {
                    multiply(
                        operands(buffers.inputs), scratch, buffers.outputs, layout, coordinate, 0..<layout.panels, range.count * tiles)
                }
                transformOutputs(buffers.outputs, output, range, 0..<range.count * geometry.outputBlocks, thread, small)
            }
        }
    }

    private func forwardPhased(
        _ input: ConvolutionInput, _ output: ConvolutionOutput, _ count: Int, _ scratch: Scratch, _ workers: Workers
    ) {
        let inputs = operands(scratch.shared)
        let outputs = scratch.shared + operandCount(geometry.inputBlocks)
        for first in stride(from: 0, to: count, by: images) {
            let some = min(images, count - first), chunk = first..<first + some
            workers.each(some * geometry.inputBlocks, block: planeBlock(some * geometry.inputBlocks)) { thread, range in
                transformInputs(input, chunk, range, inputs, scratch.thread(thread))
            }
            eachProduct(layout.panels, workers) { _, coordinate, panels in
                multiply(inputs, scratch, outputs, layout, coordinate, panels, some * tiles)
            }
            workers.each(some * geometry.outputBlocks, block: planeBlock(some * geometry.outputBlocks)) { thread, range in
                transformOutputs(outputs, output, chunk, range, thread, scratch.thread(thread))
            }
        }
    }

    /// Planes a claim: a few dozen claims a thread.
    func planeBlock(_ units: Int) -> Int { max(1, units / (32 * threads)) }

    /// Shares out (coordinate, panels): coordinates alone while there are enough for the threads.
    func eachProduct(_ panels: Int, _ workers: Workers, _ body: (_ thread: Int, _ coordinate: Int, _ panels: Range<Int>) -> Void) {
        let parts = min(panels, max(1, (4 * threads + domain.coordinates - 1) / domain.coordinates))
        workers.each(domain.coordinates * parts) { thread, range in
            for unit in range {
                body(thread, unit / parts, WorkerTeam.split(panels, among: parts, thread: unit % parts))
            }
        }
    }

    /// result[coordinate] = inputs[coordinate] × weights[coordinate] for some panels; `layout` is that of the weights.
    func multiply(
        _ inputs: StoredPointer, _ scratch: Scratch, _ result: LanePointer, _ layout: WeightLayout, _ coordinate: Int,
        _ panels: Range<Int>, _ rows: Int
    ) {
        let a = inputs + coordinate * operandLayout.coordinateStride(layout.inputBlocks), w = operands(scratch.weights) + coordinate * plane
        let m = result + coordinate * resultLayout.coordinateStride(layout.outputBlocks)
        for panel in panels {
            let block = panel * layout.panel
            kernels.products.product(
                PanelProduct(
                    a: a, aStride: operandLayout.tileStride, blocks: layout.inputBlocks, weights: w + layout.offset(block: block, row: 0),
                    panelWidth: layout.panelWidth(of: block), result: m + block * resultLayout.tileStride,
                    resultStride: resultLayout.tileStride, rows: rows))
        }
    }

    // MARK: - Weight gradients

    /// The domain's gradients (in `parts` copies) back to taps, and on to the target, piece by piece.
    func deliver(parts: Int, to target: WeightTarget, scratch: Scratch, _ workers: Workers) {
        let piece = Self.weightPiece
        workers.split((plane + piece - 1) / piece) { thread, range in
            let small = scratch.thread(thread), temporary = small + 9 * piece
            for index in range {
                let start = index * piece, count = min(piece, plane - start)
                domain.weightGradients(
                    scratch.gradients, gradientStride, parts, gradientCount, start..<start + count, small, piece, temporary)
                for tap in 0..<9 { target.take(small + tap * piece, offset: tap * plane + start, count: count, kernels) }
            }
        }
    }
}
