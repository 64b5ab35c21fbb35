// A stage: one or more layers that are computed together, and what the stages hand each other.
// Leaves to others: the kinds of stages (Stage+…, Convolution…, Dense…), their order (StagePlanner), the passes (CPUExecutor).

import Networks
import Tiles

/// What a stage left for the next: values, and (after a fused batch normalisation) how to read them.
struct StageOutput {
    var values: StoredPointer
    /// [block][4], or nil: the values as they are.
    var normalisation: LanePointer?
    var floor: Float = -.infinity
    var shape: Shape

    var blocks: Int { (shape.channels + 15) / 16 }
    var pixels: Int { shape.height * shape.width }
    var convolutionInput: ConvolutionInput { ConvolutionInput(values: values, normalisation: normalisation, floor: floor) }
}

/// What is the same for all stages during one pass.
struct StagePass {
    enum Mode {
        case training
        case inference
    }

    /// What becomes of the parameters' gradients.
    enum Update {
        case descend(Descent)
        case adam(AdamDescent)
        /// Collected in canonical order.
        case collect(UnsafeMutablePointer<Float>)
    }

    var workers: Workers
    var kernels: ConvolutionKernels
    var count: Int
    var mode: Mode
    var seed: UInt64 = 0
    var step = 0
    var update: Update = .descend(Descent(rate: 0, momentum: 0, decay: 0))
    /// Room for the weights' gradients of any one layer.
    var collected: LanePointer
    var scratch: Scratch
    var clock = BackwardClock(nanoseconds: nil)

    var isTraining: Bool { if case .training = mode { true } else { false } }
}

/// Computed in order forward, in reverse backward. Its memory is reserved at initialisation and given by `attach`.
protocol Stage: AnyObject {
    /// The layers that it covers.
    var layers: Range<Int> { get }
    var parameters: [StageParameter] { get }
    var need: ScratchNeed { get }
    var output: StageOutput { get }
    /// What it wants done to the gradient of its output.
    var request: GradientRequest { get }
    /// Whether that takes parts of the gradient away; known before `attach`.
    var masksGradient: Bool { get }

    /// Called when someone else wrote parameters: what was made of them is stale.
    func parametersChanged()
    /// Called once, before anything else.
    func attach(_ base: LanePointer, inputs: [StageOutput])
    func forward(_ pass: StagePass)
    /// `gradient`: of the output, as requested. `below`: where the input's gradient goes with what the stage below requested; nil: not wanted.
    func backward(_ pass: StagePass, gradient: StoredPointer, below: ConvolutionInputGradient?)

    /// Nil where there is no choice.
    var convolutionAlgorithm: ConvolutionAlgorithm? { get }
    /// Operations that a pass over `count` images executes where its algorithm makes them others than the useful ones.
    func executedOperations(_ pass: LayerPass, count: Int, wantsInputGradient: Bool, isTraining: Bool) -> Int?
}

extension Stage {
    var convolutionAlgorithm: ConvolutionAlgorithm? { nil }
    func parametersChanged() {}
    func executedOperations(_ pass: LayerPass, count: Int, wantsInputGradient: Bool, isTraining: Bool) -> Int? { nil }
}

extension StagePass {
    /// Does in place what a stage requested of the gradient of its output.
    func satisfy(_ below: ConvolutionInputGradient, _ shape: Shape) {
        if below.request.isNothing { return }
        let blocks = (shape.channels + 15) / 16
        eachPlane(blocks) { thread, plane, block in satisfyPlane(below, plane, block, thread, blocks: blocks, shape) }
    }

    func satisfyPlane(
        _ below: ConvolutionInputGradient, _ plane: Int, _ block: Int, _ thread: Int, blocks: Int, _ shape: Shape
    ) {
        if below.request.isNothing { return }
        let sink = below.plane(plane, block: block, thread: thread, blocks: blocks, height: shape.height, width: shape.width)
        kernels.planes.filterGradient(shape.height * shape.width, sink)
    }

    /// Makes the sum of two contributions to a gradient, or a copy of one, in the buffer of `below`; then does what was requested.
    func join(_ below: ConvolutionInputGradient, copying: StoredPointer? = nil, adding: StoredPointer? = nil, _ shape: Shape) {
        let blocks = (shape.channels + 15) / 16, pixels = shape.height * shape.width
        eachPlane(blocks) { thread, plane, block in
            let to = below.gradient + plane * pixels
            if let copying { to.copy(from: copying + plane * pixels, count: pixels) }
            if let adding { kernels.elements.accumulate(to, adding + plane * pixels, pixels) }
            satisfyPlane(below, plane, block, thread, blocks: blocks, shape)
        }
    }

    /// Calls `body(thread, plane, block)` for every plane of a tensor of `count` images.
    func eachPlane(_ blocks: Int, _ body: (_ thread: Int, _ plane: Int, _ block: Int) -> Void) {
        let total = count * blocks
        workers.each(total, block: max(1, total / (16 * workers.count))) { thread, range in
            for index in range { body(thread, index, index % blocks) }
        }
    }
}
