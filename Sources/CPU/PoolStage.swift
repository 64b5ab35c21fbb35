// Max-pooling that is not fused into a convolution: any window, stride and padding.
// Leaves to others: the common 2×2 after a convolution (ConvolutionStage), the kernels (Tiles).

import Networks
import Tiles

/// Reads its input normalised where a batch normalisation was left for it; which pixel was chosen is kept, a byte a value.
final class PoolStage: PlainStage {
    private let windows: PoolingWindows
    private let choiceSlot: PlanSlot

    init(
        _ layer: Int, size: Int, stride: Int, padding: Int, input: Shape, output: Shape, _ options: StageOptions, _ plan: inout MemoryPlan
    ) {
        windows = PoolingWindows(
            height: input.height, width: input.width, outputHeight: output.height, outputWidth: output.width, size: size, stride: stride,
            padding: padding)
        let count = options.batch * ((output.channels + 15) / 16) * output.height * output.width
        choiceSlot = plan.reserve((count + 3) / 4, .activations)
        super.init(layer..<layer + 1, output: output, options, &plan)
    }

    private var choice: ChoicePointer { UnsafeMutableRawPointer(choiceSlot(base)).assumingMemoryBound(to: SIMD16<UInt8>.self) }

    override func forward(_ pass: StagePass) {
        let source = input.convolutionInput, input = input!, values = values, choice = choice, pixels = output.pixels
        pass.eachPlane(input.blocks) { _, plane, block in
            pass.kernels.elements.maxPool(
                source.plane(plane, block: block, size: input.pixels), windows, values + plane * pixels, choice + plane * pixels)
        }
    }

    override func backward(_ pass: StagePass, gradient: LanePointer, below: ConvolutionInputGradient?) {
        guard let below else { return }
        let input = input!, choice = choice, pixels = output.pixels
        pass.eachPlane(input.blocks) { thread, plane, block in
            let to = below.gradient + plane * input.pixels
            pass.kernels.elements.maxPoolGradient(gradient + plane * pixels, choice + plane * pixels, windows, to)
            pass.satisfyPlane(below, plane, block, thread, blocks: input.blocks, input.shape)
        }
    }
}
