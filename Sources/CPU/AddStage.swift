// A residual sum, with the ReLU after it.
// Leaves to others: its gradient, which is its operands' (GradientPlan decides who gets it, CPUExecutor+Passes delivers it).

import Networks
import Tiles

/// Reads both operands normalised where a batch normalisation was left for it.
final class AddStage: PlainStage {
    private let hasReLU: Bool
    private var other: StageOutput!

    override init(_ layers: Range<Int>, output: Shape, _ options: StageOptions, _ plan: inout MemoryPlan) {
        hasReLU = layers.count > 1
        super.init(layers, output: output, options, &plan)
    }

    override var request: GradientRequest { hasReLU ? GradientRequest(values: values, floor: 0) : .nothing }
    override var masksGradient: Bool { hasReLU }

    override func attach(_ base: LanePointer, inputs: [StageOutput]) {
        super.attach(base, inputs: inputs)
        other = inputs[1]
    }

    override func forward(_ pass: StagePass) {
        let a = input.convolutionInput, b = other.convolutionInput, pixels = input.pixels, values = values
        let floor: Float = hasReLU ? 0 : -.infinity
        pass.eachPlane(input.blocks) { _, plane, block in
            pass.kernels.elements.add(
                a.plane(plane, block: block, size: pixels), b.plane(plane, block: block, size: pixels), floor, pixels,
                values + plane * pixels)
        }
    }

    override func backward(_ pass: StagePass, gradient: LanePointer, below: ConvolutionInputGradient?) {
        preconditionFailure("the gradient of a sum goes to both operands as it is")
    }
}
