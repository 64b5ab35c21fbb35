// Batch normalisation that does not follow a convolution: two passes over its input.
// Leaves to others: the numbers (NormStatistics); reading the values normalised (the next stage, or ReadOutStage).

import Networks
import Tiles

/// Its output is its input, to be normalised by who reads it; the gradient of its input is made from what the reader stored and summed.
final class NormStage: Stage {
    let layers: Range<Int>
    private let norm: NormStatistics
    private let floor: Float
    private let shape: Shape
    private let zeroSlot: PlanSlot
    private var zero: LanePointer!
    private var input: StageOutput!

    init(_ network: Network, _ layers: Range<Int>, _ layer: BatchNormalisation, _ options: StageOptions, _ plan: inout MemoryPlan) {
        self.layers = layers
        shape = network.shapes[layers.lowerBound]
        norm = NormStatistics(layer, options.tensors(layers), options, &plan)
        floor = layers.count > 1 ? 0 : -.infinity
        zeroSlot = plan.reserve(options.threads, .scratch)
    }

    var parameters: [StageParameter] { norm.parameters }
    /// A copy of a plane.
    var need: ScratchNeed { ScratchNeed(thread: shape.height * shape.width) }
    var output: StageOutput {
        StageOutput(values: input.values, normalisation: norm.normalisation, floor: floor, shape: shape)
    }
    var request: GradientRequest {
        GradientRequest(values: input.values, normalisation: norm.normalisation, sums: norm.sums, floor: floor)
    }

    var masksGradient: Bool { floor == 0 }

    func attach(_ base: LanePointer, inputs: [StageOutput]) {
        input = inputs[0]
        zero = zeroSlot(base)
        for parameter in parameters { parameter.attach(base) }
        norm.attach(base)
    }

    func forward(_ pass: StagePass) {
        norm.begin(pass)
        if pass.isTraining {
            let pixels = input.pixels, blocks = input.blocks, from = input.values, bias: LanePointer = zero, shape = shape
            let statistics = norm.statistics
            bias.pointee = .zero
            pass.eachPlane(blocks) { thread, plane, block in
                let copy = pass.scratch.thread(thread)
                pass.kernels.planes.load(PlaneSource(values: from + plane * pixels), pixels, copy)
                let sink = OutputSink(
                    bias: bias, values: nil, statistics: statistics + 3 * (thread * blocks + block), height: shape.height,
                    width: shape.width)
                pass.kernels.planes.finishRows(copy, shape.width, 0, shape.height, sink)
            }
        }
        norm.finish(pass)
    }

    func backward(_ pass: StagePass, gradient: StoredPointer, below: ConvolutionInputGradient?) {
        norm.beginBackward(pass)
        guard let below else { return }
        let shape = shape, pixels = input.pixels, values = input.values, coefficients = norm.coefficients, ignored: LanePointer = zero
        let blocks = input.blocks
        pass.eachPlane(blocks) { thread, plane, block in
            let source = GradientSource(
                gradient: gradient + plane * pixels, values: values + plane * pixels, coefficients: coefficients + 3 * block,
                height: shape.height, width: shape.width, biasSum: ignored + thread)
            let copy = pass.scratch.thread(thread)
            pass.kernels.planes.loadGradient(source, 0..<shape.height, copy)
            let sink = below.plane(plane, block: block, thread: thread, blocks: blocks, height: shape.height, width: shape.width)
            pass.kernels.planes.storeGradient(copy, 0, pixels, sink)
        }
    }
}
