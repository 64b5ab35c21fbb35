// The generator of images in float64, layer after layer as it is defined: nothing is folded.
// Leaves to others: speed (CPU.ImageGenerator), the layers (Reference+Convolution, Reference+BatchNormalisation).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Reference {
    /// A transposed convolution is the backward pass, with respect to its input, of the convolution with the same weights.
    /// x [in][h][w], weights [in][out][k][k]; the result [out][h'][w'].
    package static func transposedConvolution(
        _ x: [Double], weights: [Double], input: Shape, output: Shape, kernel: Int, stride: Int, padding: Int
    ) -> [Double] {
        let convolution = Convolution(
            output.channels, input.channels, kernel: kernel, stride: stride, padding: padding, hasBias: false)
        return convolutionBackwardData(convolution, x, weights: weights, input: output, output: input, count: 1)
    }

    /// The image of a latent vector: [colours][side][side] in −1...1.
    package static func generate(_ network: GeneratorNetwork, _ parameters: GeneratorParameters, latent: [Double]) -> [Double] {
        let kernel = GeneratorNetwork.kernel
        var shape = Shape(channels: network.latent), x = latent
        for (index, step) in parameters.steps.enumerated() {
            let isFirst = index == 0, isLast = index == parameters.steps.count - 1
            let side = GeneratorNetwork.base << index
            let output = Shape(
                channels: isLast ? GeneratorNetwork.colours : network.channels[index], height: side, width: side)
            x = transposedConvolution(
                x, weights: step.weights.map(Double.init), input: shape, output: output, kernel: kernel, stride: isFirst ? 1 : 2,
                padding: isFirst ? 0 : 1)
            shape = output
            if isLast {
                x = x.map { tanh($0) }
            } else {
                x = relu(
                    batchNormalisation(
                        BatchNormalisation(output.channels, epsilon: GeneratorNetwork.epsilon), x, mean: step.mean.map(Double.init),
                        variance: step.variance.map(Double.init), gamma: step.gamma.map(Double.init), beta: step.beta.map(Double.init),
                        shape: output))
            }
        }
        return x
    }
}
