// The sizes of a prepared convolution, and its tensors as planes of 16 channels.
// Leaves to others: algorithms (WinogradConvolution, DirectConvolution), ownership of memory.

package import Networks
package import Tiles

/// A convolution over maps of one size: [batch][blocks of 16 channels][height][width] of 16 channels each.
package struct ConvolutionGeometry: Sendable, Hashable {
    package let convolution: Convolution
    package let height: Int
    package let width: Int
    package let batch: Int

    package init(_ convolution: Convolution, height: Int, width: Int, batch: Int) {
        precondition(height + 2 * convolution.padding >= convolution.kernel && width + 2 * convolution.padding >= convolution.kernelWidth)
        self.convolution = convolution
        self.height = height
        self.width = width
        self.batch = batch
    }

    package var inputBlocks: Int { (convolution.inputs + 15) / 16 }
    package var outputBlocks: Int { (convolution.outputs + 15) / 16 }
    package var outputHeight: Int { (height + 2 * convolution.padding - convolution.kernel) / convolution.stride + 1 }
    package var outputWidth: Int { (width + 2 * convolution.padding - convolution.kernelWidth) / convolution.stride + 1 }
    package var inputPlane: Int { height * width }
    package var outputPlane: Int { outputHeight * outputWidth }
    package var taps: Int { convolution.kernel * convolution.kernelWidth }

    /// Vectors of an input and an output tensor of the whole batch.
    package var inputCount: Int { batch * inputBlocks * inputPlane }
    package var outputCount: Int { batch * outputBlocks * outputPlane }

    package func weightLayout(panel: Int) -> WeightLayout {
        WeightLayout(inputBlocks: inputBlocks, outputBlocks: outputBlocks, panel: panel)
    }
}

/// A tensor of activations as a layer reads it.
struct ConvolutionInput {
    var values: StoredPointer
    /// [block][4]: scale, shift, 1/σ, −mean/σ.
    var normalisation: LanePointer?
    var floor: Float = -.infinity

    func plane(_ index: Int, block: Int, size: Int) -> PlaneSource {
        PlaneSource(values: values + index * size, normalisation: normalisation.map { $0 + 4 * block }, floor: floor)
    }
}

/// What becomes of a layer's output tensor.
struct ConvolutionOutput {
    var bias: LanePointer
    var floor: Float = -.infinity
    var values: StoredPointer?
    var pooled: StoredPointer?
    var choice: ChoicePointer?
    /// [block].
    var sign: LanePointer?
    /// [thread][block][3].
    var statistics: LanePointer?

    func plane(_ index: Int, block: Int, thread: Int, _ g: ConvolutionGeometry) -> OutputSink {
        let size = g.outputPlane, pooledSize = (g.outputHeight / 2) * (g.outputWidth / 2)
        return OutputSink(
            bias: bias + block, floor: floor, values: values.map { $0 + index * size }, pooled: pooled.map { $0 + index * pooledSize },
            choice: choice.map { $0 + index * pooledSize }, sign: sign.map { $0 + block },
            statistics: statistics.map { $0 + 3 * (thread * g.outputBlocks + block) }, height: g.outputHeight, width: g.outputWidth)
    }
}

/// Where the gradient of a layer's output comes from.
struct ConvolutionGradient {
    var gradient: StoredPointer
    var choice: ChoicePointer?
    var values: StoredPointer?
    /// [block][3].
    var coefficients: LanePointer?
    /// [thread][block], added to.
    var biasSums: LanePointer

    func plane(_ index: Int, block: Int, thread: Int, _ g: ConvolutionGeometry) -> GradientSource {
        let size = g.outputPlane, stored = choice == nil ? size : (g.outputHeight / 2) * (g.outputWidth / 2)
        return GradientSource(
            gradient: gradient + index * stored, choice: choice.map { $0 + index * stored }, values: values.map { $0 + index * size },
            coefficients: coefficients.map { $0 + 3 * block }, height: g.outputHeight, width: g.outputWidth,
            biasSum: biasSums + thread * g.outputBlocks + block)
    }
}

/// What becomes of the gradient of a layer's input.
struct ConvolutionInputGradient {
    var gradient: StoredPointer
    var request: GradientRequest

    func plane(_ index: Int, block: Int, thread: Int, blocks: Int, height: Int, width: Int) -> GradientSink {
        let size = height * width
        return GradientSink(
            gradient: gradient + index * size, values: request.values.map { $0 + index * size },
            normalisation: request.normalisation.map { $0 + 4 * block }, sums: request.sums.map { $0 + 2 * (thread * blocks + block) },
            floor: request.floor, height: height, width: width)
    }
}

/// What a layer wants done to the gradient of its output before it reads it: nothing, ReLU's mask, or batch normalisation's mask and sums.
struct GradientRequest {
    /// What was stored for the output.
    var values: StoredPointer?
    /// [block][4] as in `ConvolutionInput`.
    var normalisation: LanePointer?
    /// [thread][block][2].
    var sums: LanePointer?
    var floor: Float = -.infinity

    static var nothing: GradientRequest { GradientRequest() }
    var isNothing: Bool { values == nil }
}
