// The parameters and the running state of a network in one canonical order, which every executor can load and give back.
// Leaves to others: initial values (Initialisation), and any executor's private layout.

/// One parameter tensor. Canonical layouts: convolution [out][in][kernel][kernel], dense [out][in], vectors [channels].
package struct ParameterTensor: Sendable, Hashable {
    package enum Role: String, Sendable, Hashable { case weight, bias, gamma, beta, runningMean, runningVariance }
    package var layer: Int
    package var role: Role
    package var shape: [Int]
    /// Where it starts in the flat canonical array.
    package var offset: Int
    package var count: Int { shape.reduce(1, *) }
    /// Running statistics are state: loaded and saved, not trained, without gradient; so is what stands before a network's first trained layer.
    package var isTrained: Bool
}

extension Network {
    /// Trained tensors in layer order (weight, bias; gamma, beta), then those that are not trained, then the running statistics.
    package var parameterTensors: [ParameterTensor] {
        var tensors: [ParameterTensor] = []
        var offset = 0
        func add(_ layer: Int, _ role: ParameterTensor.Role, _ shape: [Int], isTrained: Bool) {
            let tensor = ParameterTensor(layer: layer, role: role, shape: shape, offset: offset, isTrained: isTrained)
            offset += tensor.count
            tensors.append(tensor)
        }
        for isTrained in [true, false] {
            for index in isTrained ? min(firstTrained, layers.count)..<layers.count : 0..<min(firstTrained, layers.count) {
                for (role, shape) in layers[index].parameterShapes { add(index, role, shape, isTrained: isTrained) }
            }
        }
        for (index, layer) in layers.enumerated() {
            if case .batchNormalisation(let b) = layer {
                add(index, .runningMean, [b.channels], isTrained: false)
                add(index, .runningVariance, [b.channels], isTrained: false)
            }
        }
        return tensors
    }

    /// Trained parameters only.
    package var parameterCount: Int { parameterTensors.filter(\.isTrained).reduce(0) { $0 + $1.count } }
    /// Trained parameters and running statistics: the length of the canonical array.
    package var stateCount: Int { parameterTensors.reduce(0) { $0 + $1.count } }
}

extension Layer {
    fileprivate var parameterShapes: [(ParameterTensor.Role, [Int])] {
        switch self {
        case .convolution(let c):
            [(.weight, [c.outputs, c.inputs, c.kernel, c.kernelWidth])] + (c.hasBias ? [(.bias, [c.outputs])] : [])
        case .dense(let d): [(.weight, [d.outputs, d.inputs]), (.bias, [d.outputs])]
        case .batchNormalisation(let b): [(.gamma, [b.channels]), (.beta, [b.channels])]
        default: []
        }
    }
}
