// Planes of activations and gradients into the domain of products and back: in which order, and what each asks the memory for meanwhile.
// Leaves to others: when (WinogradConvolution and its backward pass), the transforms (Tiles).

import Tiles

extension WinogradConvolution {
    /// Planes of a chunk of images in the order in which they are transformed: all images of a block of channels in a row, so that neighbours fill a
    /// cache line of the domain together. `unit` counts them from the chunk's first.
    struct PlaneOrder {
        let images: Range<Int>
        let blocks: Int
        /// Planes to the one that is asked for meanwhile: small ones are over before memory answers.
        let distance: Int
        let domainIsCold: Bool

        func place(_ unit: Int) -> (slot: Int, block: Int) { (unit % images.count, unit / images.count) }

        /// The plane's number in a tensor [image][block].
        func index(_ unit: Int) -> Int {
            let (slot, block) = place(unit)
            return (images.lowerBound + slot) * blocks + block
        }

        func ahead(_ unit: Int) -> Ahead {
            Ahead(planes: index(min(unit + distance, images.count * blocks - 1)) - index(unit), domainIsCold: domainIsCold)
        }
    }

    /// The planes of operands, or of results, of a chunk.
    private func order(_ images: Range<Int>, blocks: Int, _ layout: DomainLayout) -> PlaneOrder {
        PlaneOrder(
            images: images, blocks: blocks, distance: max(1, 2048 / (geometry.inputPlane * kernels.planes.vectorBytes)),
            domainIsCold: layout.floatCount(blocks, coordinates: domain.coordinates) * MemoryLayout<Lanes>.stride > 1 << 20)
    }

    func transformInputs(_ input: ConvolutionInput, _ images: Range<Int>, _ units: Range<Int>, _ to: StoredPointer, _ small: LanePointer) {
        let order = order(images, blocks: geometry.inputBlocks, operandLayout),
            stride = operandLayout.coordinateStride(geometry.inputBlocks)
        for unit in units {
            let (slot, block) = order.place(unit)
            var source = input.plane(order.index(unit), block: block, size: geometry.inputPlane)
            source.ahead = order.ahead(unit)
            domain.input(
                source, geometry.height, geometry.width, to + block * operandLayout.tileStride + slot * tiles, stride, small)
        }
    }

    func transformOutputs(
        _ from: LanePointer, _ output: ConvolutionOutput, _ images: Range<Int>, _ units: Range<Int>, _ thread: Int, _ small: LanePointer
    ) {
        let order = order(images, blocks: geometry.outputBlocks, resultLayout),
            stride = resultLayout.coordinateStride(geometry.outputBlocks)
        for unit in units {
            let (slot, block) = order.place(unit)
            var sink = output.plane(order.index(unit), block: block, thread: thread, geometry)
            sink.ahead = order.ahead(unit)
            domain.output(from + block * resultLayout.tileStride + slot * tiles, stride, sink, small)
        }
    }

    func transformGradients(
        _ gradient: ConvolutionGradient, _ images: Range<Int>, _ units: Range<Int>, _ thread: Int, _ to: StoredPointer,
        _ small: LanePointer
    ) {
        let order = order(images, blocks: geometry.outputBlocks, operandLayout),
            stride = operandLayout.coordinateStride(geometry.outputBlocks)
        for unit in units {
            let (slot, block) = order.place(unit)
            var source = gradient.plane(order.index(unit), block: block, thread: thread, geometry)
            source.ahead = order.ahead(unit)
            domain.gradient(source, to + block * operandLayout.tileStride + slot * tiles, stride, small)
        }
    }

    func transformInputGradients(
        _ from: LanePointer, _ data: ConvolutionInputGradient, _ images: Range<Int>, _ units: Range<Int>, _ thread: Int,
        _ small: LanePointer
    ) {
        let order = order(images, blocks: geometry.inputBlocks, resultLayout), stride = resultLayout.coordinateStride(geometry.inputBlocks)
        for unit in units {
            let (slot, block) = order.place(unit)
            var sink = data.plane(
                order.index(unit), block: block, thread: thread, blocks: geometry.inputBlocks, height: geometry.height,
                width: geometry.width)
            sink.ahead = order.ahead(unit)
            domain.inputGradient(from + block * resultLayout.tileStride + slot * tiles, stride, sink, small)
        }
    }
}
