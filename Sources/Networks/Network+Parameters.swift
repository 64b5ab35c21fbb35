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
    /// Running statistics are state: loaded and saved, not trained, without gradient.
    package var isTrained: Bool { role != .runningMean && role != .runningVariance }
}

extension Network {
    /// Trained tensors in layer order (weight, bias; gamma, beta), then the running statistics in layer order.
    package var parameterTensors: [ParameterTensor] {
        var tensors: [ParameterTensor] = []
        var offset = 0
        func add(_ layer: Int, _ role: ParameterTensor.Role, _ shape: [Int]) {
            let tensor = ParameterTensor(layer: layer, role: role, shape: shape, offset: offset)
            offset += tensor.count
            tensors.append(tensor)
        }
        for (index, layer) in layers.enumerated() {
            switch layer {
            case .convolution(let c):
                add(index, .weight, [c.outputs, c.inputs, c.kernel, c.kernelWidth])
                if c.hasBias { add(index, .bias, [c.outputs]) }
            case .dense(let d):
                add(index, .weight, [d.outputs, d.inputs])
                add(index, .bias, [d.outputs])
            case .batchNormalisation(let b):
                add(index, .gamma, [b.channels])
                add(index, .beta, [b.channels])
            default: break
            }
        }
        for (index, layer) in layers.enumerated() {
            if case .batchNormalisation(let b) = layer {
                add(index, .runningMean, [b.channels])
                add(index, .runningVariance, [b.channels])
            }
        }
        return tensors
    }

    /// Trained parameters only.
    package var parameterCount: Int { parameterTensors.filter(\.isTrained).reduce(0) { $0 + $1.count } }
    /// Trained parameters and running statistics: the length of the canonical array.
    package var stateCount: Int { parameterTensors.reduce(0) { $0 + $1.count } }
}
