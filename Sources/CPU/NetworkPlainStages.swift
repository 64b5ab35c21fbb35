// Layers that stand alone because nothing they could be fused into is beside them: ReLU, dropout, flatten, and reading a fused normalisation out.
// Leaves to others: pooling (PoolStage) and batch normalisation (NormStage) that stand alone.

import Measurement
import Networks
import Tiles

/// A stage without parameters that writes a tensor of its own.
class PlainStage: Stage {
    let layers: Range<Int>
    let shape: Shape
    private let slot: PlanSlot
    private(set) var base: LanePointer!
    private(set) var input: StageOutput!

    init(_ layers: Range<Int>, output: Shape, _ options: StageOptions, _ plan: inout MemoryPlan) {
        self.layers = layers
        shape = output
        slot = plan.reserve(options.batch * ((output.channels + 15) / 16) * output.height * output.width, .activations)
    }

    var parameters: [StageParameter] { [] }
    var need: ScratchNeed { ScratchNeed() }
    var values: LanePointer { slot(base) }
    var output: StageOutput { StageOutput(values: values, shape: shape) }
    var request: GradientRequest { .nothing }
    var masksGradient: Bool { false }

    func attach(_ base: LanePointer, inputs: [StageOutput]) {
        self.base = base
        input = inputs[0]
        for parameter in parameters { parameter.attach(base) }
    }

    func forward(_ pass: StagePass) { preconditionFailure("a plain stage computes nothing by itself") }

    func backward(_ pass: StagePass, gradient: LanePointer, below: ConvolutionInputGradient?) {
        preconditionFailure("a plain stage computes nothing by itself")
    }
}

/// Values that the stage below left to be normalised, normalised.
final class ReadOutStage: PlainStage {
    override func forward(_ pass: StagePass) {
        let input = input!, pixels = input.pixels, values = values
        pass.eachPlane(input.blocks) { _, plane, block in
            let source = input.convolutionInput.plane(plane, block: block, size: pixels)
            pass.kernels.phaseRow(source, 0, pixels, values + plane * pixels, 0, 1, pixels)
        }
    }

    override func backward(_ pass: StagePass, gradient: LanePointer, below: ConvolutionInputGradient?) {
        guard let below else { return }
        below.gradient.update(from: gradient, count: pass.count * input.blocks * input.pixels)
        pass.satisfy(below, shape)
    }
}

final class ReLUStage: PlainStage {
    override var request: GradientRequest { GradientRequest(values: values, floor: 0) }
    override var masksGradient: Bool { true }

    override func forward(_ pass: StagePass) {
        let pixels = input.pixels, from = input.values, to = values
        pass.eachPlane(input.blocks) { _, plane, _ in
            for i in plane * pixels..<(plane + 1) * pixels { to[i] = from[i].replacing(with: Lanes.zero, where: from[i] .< Lanes.zero) }
        }
    }

    override func backward(_ pass: StagePass, gradient: LanePointer, below: ConvolutionInputGradient?) {
        guard let below else { return }
        below.gradient.update(from: gradient, count: pass.count * input.blocks * input.pixels)
        pass.satisfy(below, shape)
    }
}

final class DropoutStage: PlainStage {
    private let rate: Double

    init(_ layer: Int, rate: Double, shape: Shape, _ options: StageOptions, _ plan: inout MemoryPlan) {
        self.rate = rate
        super.init(layer..<layer + 1, output: shape, options, &plan)
    }

    override func forward(_ pass: StagePass) { drop(input.values, values, pass) }

    override func backward(_ pass: StagePass, gradient: LanePointer, below: ConvolutionInputGradient?) {
        guard let below else { return }
        drop(gradient, below.gradient, pass)
        pass.satisfy(below, shape)
    }

    /// Element n · features + feature of the layer's stream decides, features in the canonical order.
    private func drop(_ from: LanePointer, _ to: LanePointer, _ pass: StagePass) {
        let shape = shape, pixels = shape.height * shape.width, blocks = (shape.channels + 15) / 16, rate = rate
        let random = Philox(seed: pass.seed, stream: RandomStream.dropout + UInt32(layers.lowerBound), step: pass.step)
        let scale = Float(1 / (1 - rate)), drops = pass.isTraining
        pass.eachPlane(blocks) { _, plane, block in
            let image = plane / blocks
            for pixel in 0..<pixels {
                var v = from[plane * pixels + pixel]
                if drops {
                    for c in 0..<min(16, shape.channels - 16 * block) {
                        let index = image * shape.count + (16 * block + c) * pixels + pixel
                        v[c] = random.survives(index, rate: rate) ? v[c] * scale : 0
                    }
                }
                to[plane * pixels + pixel] = v
            }
        }
    }
}

/// Maps to one vector in the canonical order [channel][row][column].
final class FlattenStage: PlainStage {
    override func forward(_ pass: StagePass) {
        let from = UnsafeMutableRawPointer(input.values).assumingMemoryBound(to: Float.self)
        let to = UnsafeMutableRawPointer(values).assumingMemoryBound(to: Float.self)
        let mapped = input.shape, inputBlocks = input.blocks, outputBlocks = output.blocks, values = values
        pass.workers.each(pass.count) { _, images in
            for image in images {
                (values + image * outputBlocks).update(repeating: .zero, count: outputBlocks)
                Self.eachElement(mapped) { element, vector in
                    to[16 * image * outputBlocks + element] = from[16 * image * inputBlocks * mapped.height * mapped.width + vector]
                }
            }
        }
    }

    override func backward(_ pass: StagePass, gradient: LanePointer, below: ConvolutionInputGradient?) {
        guard let below else { return }
        let from = UnsafeMutableRawPointer(gradient).assumingMemoryBound(to: Float.self)
        let to = UnsafeMutableRawPointer(below.gradient).assumingMemoryBound(to: Float.self)
        let mapped = input.shape, size = input.blocks * input.pixels, outputBlocks = output.blocks
        pass.workers.each(pass.count) { _, images in
            for image in images {
                (below.gradient + image * size).update(repeating: .zero, count: size)
                Self.eachElement(mapped) { element, vector in to[16 * image * size + vector] = from[16 * image * outputBlocks + element] }
            }
        }
        pass.satisfy(below, mapped)
    }

    /// Canonical element, and its place among the floats of an image in blocks.
    private static func eachElement(_ shape: Shape, _ body: (Int, Int) -> Void) {
        let pixels = shape.height * shape.width
        for c in 0..<shape.channels {
            for i in 0..<pixels { body(c * pixels + i, 16 * (c / 16 * pixels + i) + c % 16) }
        }
    }
}
