// A fully connected layer with bias and ReLU: the product of the Winograd domain with images as rows.
// Leaves to others: register tiles (Tiles), flattening (PlainStages), dropout (PlainStages).

import Networks
import Tiles

final class DenseStage: Stage {
    let layers: Range<Int>
    private let dense: Dense
    private let layout: WeightLayout
    private let batch: Int
    private let weights: StageParameter
    private let bias: StageParameter
    private let hasReLU: Bool
    private let slot: StoredSlot
    /// Products of a few rows gain nothing from narrower operands.
    private let floats: ConvolutionKernels
    private let biasSlot: PlanSlot
    private var base: LanePointer!
    private var input: StageOutput!

    init(_ network: Network, _ layers: Range<Int>, _ dense: Dense, _ options: StageOptions, _ plan: inout MemoryPlan) {
        self.layers = layers
        self.dense = dense
        batch = options.batch
        floats = options.floats
        layout = WeightLayout(
            inputBlocks: (dense.inputs + 15) / 16, outputBlocks: (dense.outputs + 15) / 16, panel: options.floats.products.panel)
        hasReLU = layers.count > 1
        let tensors = options.tensors(layers)
        weights = StageParameter(tensors[.weight]!, .weights(inputs: dense.inputs, outputs: dense.outputs, taps: 1, layout), options, &plan)
        bias = StageParameter(tensors[.bias]!, .vector, options, &plan)
        slot = plan.reserve(batch * layout.outputBlocks, .activations, vectorBytes: options.vectorBytes)
        biasSlot = plan.reserve(layout.outputBlocks, .scratch)
    }

    var parameters: [StageParameter] { [weights, bias] }
    var need: ScratchNeed {
        ScratchNeed(
            weights: layout.plane, gradients: layout.plane, shared: (2 * layout.inputBlocks + layout.outputBlocks) * rowStride,
            thread: max(16, GradientProduct.scratchCount))
    }
    private var rowStride: Int { batch + 1 }
    private var values: StoredPointer { slot(base) }

    var output: StageOutput { StageOutput(values: values, shape: Shape(channels: dense.outputs)) }
    var request: GradientRequest { hasReLU ? GradientRequest(values: values, floor: 0) : .nothing }

    var masksGradient: Bool { hasReLU }

    func attach(_ base: LanePointer, inputs: [StageOutput]) {
        self.base = base
        input = inputs[0]
        for parameter in parameters { parameter.attach(base) }
    }

    func forward(_ pass: StagePass) {
        let columns = pass.scratch.shared, results = columns + layout.inputBlocks * rowStride
        gather(input.values, layout.inputBlocks, columns, pass)
        multiply(columns, weights.values, layout, results, pass)
        let floor = Lanes(repeating: hasReLU ? 0 : -.infinity), blocks = layout.outputBlocks, values = values
        let bias: LanePointer = bias.values
        for block in 0..<blocks {
            for image in 0..<pass.count {
                let v = results[block * rowStride + image] + bias[block]
                values[image * blocks + block] = v.replacing(with: floor, where: v .< floor)
            }
        }
    }

    func backward(_ pass: StagePass, gradient: StoredPointer, below: ConvolutionInputGradient?) {
        let clock = pass.clock, start = clock.now
        let columns = pass.scratch.shared, gradients = columns + layout.inputBlocks * rowStride
        gather(gradient, layout.outputBlocks, gradients, pass)
        if let below { backwardData(gradients, below, gradients + layout.outputBlocks * rowStride, pass) }
        let middle = clock.now
        gather(input.values, layout.inputBlocks, columns, pass)
        backwardWeights(columns, gradients, pass)
        let total = biasSlot(base), blocks = layout.outputBlocks
        for block in 0..<blocks { total[block] = (0..<pass.count).reduce(Lanes.zero) { $0 + gradient[$1 * blocks + block] } }
        bias.take(total, pass)
        clock.add(0, data: middle &- start, weights: clock.now &- middle)
    }

    private func operands(_ memory: LanePointer) -> StoredPointer {
        StoredPointer(memory, vectorBytes: floats.products.vectorBytes)
    }

    /// [image][block] to [block][image].
    private func gather(_ from: StoredPointer, _ blocks: Int, _ to: LanePointer, _ pass: StagePass) {
        let rowStride = rowStride
        pass.workers.each(blocks) { _, range in
            for block in range {
                for image in 0..<pass.count { to[block * rowStride + image] = from[image * blocks + block] }
            }
        }
    }

    private func multiply(
        _ columns: LanePointer, _ weights: LanePointer, _ layout: WeightLayout, _ results: LanePointer, _ pass: StagePass
    ) {
        pass.workers.each(layout.panels) { _, range in
            for panel in range {
                let block = panel * layout.panel
                floats.products.product(
                    PanelProduct(
                        a: operands(columns), aStride: rowStride, blocks: layout.inputBlocks,
                        weights: operands(weights) + layout.offset(block: block, row: 0),
                        panelWidth: layout.panelWidth(of: block), result: results + block * rowStride, resultStride: rowStride,
                        rows: pass.count))
            }
        }
    }

    private func backwardData(_ gradients: LanePointer, _ below: ConvolutionInputGradient, _ results: LanePointer, _ pass: StagePass) {
        let exchanged = layout.exchanged, inputs = layout.inputBlocks
        let transposed = pass.scratch.weights, weights: LanePointer = weights.values
        pass.workers.each(inputs) { thread, range in
            floats.packTransposedWeights(weights, layout, range, operands(transposed), pass.scratch.thread(thread))
        }
        multiply(gradients, transposed, exchanged, results, pass)
        pass.eachPlane(inputs) { thread, plane, block in
            let sink = below.plane(plane, block: block, thread: thread, blocks: inputs, height: 1, width: 1)
            pass.kernels.planes.storeGradient(results + block * rowStride + plane / inputs, 0, 1, sink)
        }
    }

    private func backwardWeights(_ columns: LanePointer, _ gradients: LanePointer, _ pass: StagePass) {
        let to = pass.scratch.gradients, target = weights.target(pass)
        pass.workers.each(layout.panels * layout.inputBlocks) { thread, range in
            for unit in range {
                let panel = unit / layout.inputBlocks, inputBlock = unit % layout.inputBlocks, block = panel * layout.panel
                let offset = layout.offset(block: block, row: 16 * inputBlock), width = layout.panelWidth(of: block)
                floats.products.gradientProduct(
                    GradientProduct(
                        a: operands(columns), aBlockStride: rowStride, b: operands(gradients), bBlockStride: rowStride, width: pass.count,
                        gradient: to, layout: layout, inputBlocks: inputBlock..<inputBlock + 1, panels: panel..<panel + 1,
                        channels: 16 * layout.inputBlocks, adds: false, scratch: pass.scratch.thread(thread)))
                target.take(to + offset, offset: offset, count: 16 * width, pass.kernels)
            }
        }
        weights.collect(pass)
    }
}
