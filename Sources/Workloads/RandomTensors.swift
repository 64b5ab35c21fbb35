// Random tensors of one convolution, and what each pass of it gives in float64.
// Leaves to others: the loops of the reference (Networks.Reference).

import CPU
import Measurement
import Networks

/// Activations like those behind a ReLU, He-scaled weights, small gradients: what a layer meets in training.
struct RandomTensors {
    let input: [Float]
    let weights: [Float]
    let outputGradient: [Float]

    init(_ shape: ConvolutionShape, seed: UInt64) {
        let scale = (2 / Float(shape.taps * shape.inputs)).squareRoot()
        input = Self.normal(shape.batch * shape.inputs * shape.height * shape.width, seed: seed, step: 0).map { max(0, $0) }
        weights = Self.normal(shape.taps * shape.inputs * shape.outputs, seed: seed, step: 1).map { $0 * scale }
        outputGradient = Self.normal(shape.batch * shape.outputs * shape.outputHeight * shape.outputWidth, seed: seed, step: 2).map {
            $0 * 0.01
        }
    }

    func reference(_ pass: Convolution2D.Pass, _ shape: ConvolutionShape) -> [Double] {
        let x = input.map(Double.init), w = weights.map(Double.init), dy = outputGradient.map(Double.init), layer = shape.layer
        let batch = shape.batch, from = Shape(channels: layer.inputs, height: shape.height, width: shape.width)
        let to = Shape(channels: layer.outputs, height: shape.outputHeight, width: shape.outputWidth)
        switch pass {
        case .forward:
            return Reference.convolution(
                layer, x, weights: w, bias: [Double](repeating: 0, count: layer.outputs), input: from, output: to, count: batch)
        case .backwardData: return Reference.convolutionBackwardData(layer, dy, weights: w, input: from, output: to, count: batch)
        case .backwardWeights: return Reference.convolutionBackwardWeights(layer, x, dy, input: from, output: to, count: batch).weights
        }
    }

    private static func normal(_ count: Int, seed: UInt64, step: Int) -> [Float] {
        let random = Philox(seed: seed, stream: RandomStream.fill, step: step)
        return [Float](unsafeUninitializedCapacity: count) { buffer, filled in
            for block in 0..<(count + 3) / 4 {
                let four = random.normals(UInt64(block))
                for lane in 0..<min(4, count - 4 * block) { buffer[4 * block + lane] = Float(four[lane]) }
            }
            filled = count
        }
    }
}
