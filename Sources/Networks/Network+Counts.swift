// What a network costs: parameters, multiply-accumulates, useful operations, values kept; derived from its layers.
// Leaves to others: time, and operations executed where an algorithm needs fewer (Winograd).

/// The counts of one layer for one image.
package struct LayerCount: Sendable, Hashable {
    /// Which layer of the network.
    package var index: Int
    /// Trained parameters.
    package var parameters: Int
    /// Of the direct algorithm, zero padding included; 0 for layers without weights that multiply.
    package var multiplyAccumulates: Int
    /// Values in the layer's output.
    package var outputs: Int
    /// Whether a trained layer stands before it, so that training needs the gradient of its input.
    package var needsInputGradient: Bool

    /// Useful operations, a multiply-accumulate counted as two.
    package var forwardOperations: Int { 2 * multiplyAccumulates }
    package var backwardDataOperations: Int { needsInputGradient ? 2 * multiplyAccumulates : 0 }
    package var backwardWeightsOperations: Int { parameters > 0 ? 2 * multiplyAccumulates : 0 }
    package var trainingOperations: Int { forwardOperations + backwardDataOperations + backwardWeightsOperations }
}

/// Useful operations are those of convolutions and dense layers, and of the optimiser. Bias, activation, pooling, normalisation and
/// loss stay out: they are under a hundredth, memory bounds them, and nobody's FLOP count has them.
extension Network {
    /// One entry a layer, in order.
    package var layerCounts: [LayerCount] {
        let trained = parameterTensors.filter(\.isTrained)
        let gradientReaches = gradientReaches
        return layers.indices.map { index in
            LayerCount(
                index: index,
                parameters: trained.filter { $0.layer == index }.reduce(0) { $0 + $1.count },
                multiplyAccumulates: layers[index].multiplyAccumulates(output: shapes[index + 1]),
                outputs: shapes[index + 1].count,
                needsInputGradient: gradientReaches[index])
        }
    }

    /// Whether training needs the gradient of value v: a trained layer stands on the way to it.
    package var gradientReaches: [Bool] {
        let trained = Set(parameterTensors.filter(\.isTrained).map(\.layer))
        var reaches = [false]
        for layer in layers.indices {
            reaches.append(trained.contains(layer) || valuesRead(by: layer).contains { reaches[$0] })
        }
        return reaches
    }

    /// Of one image, forward.
    package var multiplyAccumulates: Int { layerCounts.reduce(0) { $0 + $1.multiplyAccumulates } }

    /// Useful operations of inference of `count` images.
    package func inferenceOperations(count: Int) -> Int { 2 * multiplyAccumulates * count }

    /// Useful operations of the optimiser: decay, momentum and update, a multiply and an add each, for every parameter.
    package var optimiserOperations: Int { 6 * parameterCount }

    /// Useful operations of one training step over `count` images: forward, gradients of data and weights, optimiser.
    package func trainingOperations(count: Int) -> Int {
        layerCounts.reduce(0) { $0 + $1.trainingOperations } * count + optimiserOperations
    }

    /// Bytes of the activations of `count` images that training keeps for its backward pass, at `bytesPerValue`: the input and
    /// the output of every layer that makes new values (ReLU, dropout and flatten work in place).
    package func activationBytes(count: Int, bytesPerValue: Int = 4) -> Int {
        let kept = zip(layers, shapes.dropFirst()).reduce(input.count) { sum, pair in
            switch pair.0 {
            case .relu, .dropout, .flatten, .branch: sum
            case .convolution, .batchNormalisation, .maxPool, .globalPool, .dense, .add: sum + pair.1.count
            }
        }
        return kept * count * bytesPerValue
    }
}

extension Layer {
    /// Multiply-accumulates of one image, given this layer's output.
    package func multiplyAccumulates(output: Shape) -> Int {
        switch self {
        case .convolution(let c): output.count * c.inputs * c.kernel * c.kernelWidth
        case .dense(let d): d.inputs * d.outputs
        case .batchNormalisation, .relu, .maxPool, .globalPool, .flatten, .dropout, .branch, .add: 0
        }
    }
}
