// The executor that defines the right answer: any network, in float64, one plain loop a layer.
// Leaves to others: speed; each layer's arithmetic (Reference), the passes through the layers (ReferenceExecutor+Passes).

import Measurement

/// Runs a network by the definitions of its layers. State and momentum are float64; Floats enter and leave at the protocol's border.
/// It allocates as it goes: it is for tests and verification, never timed.
package final class ReferenceExecutor: Executor {
    package let network: Network
    package let batch: Int
    let storage: ReferenceStorage
    /// Parameters and running statistics in canonical order.
    var values: [Double]
    /// Momentum, or the first moment, of the trained parameters, which come first in canonical order.
    private var velocity: [Double]
    /// The second moment; AdamW alone has it.
    private var second: [Double] = []
    private var updates = 0
    /// The tensors of each layer by role.
    let tensors: [[ParameterTensor.Role: ParameterTensor]]

    package init(_ network: Network, batch: Int, storage: ReferenceStorage = .exact) {
        precondition(batch > 0)
        self.storage = storage
        self.network = network
        self.batch = batch
        values = [Double](repeating: 0, count: network.stateCount)
        velocity = [Double](repeating: 0, count: network.parameterCount)
        var tensors = network.layers.map { _ in [ParameterTensor.Role: ParameterTensor]() }
        for tensor in network.parameterTensors { tensors[tensor.layer][tensor.role] = tensor }
        self.tensors = tensors
    }

    /// State, momentum, gradients, and each layer's activations with the widest gradient beside them.
    package var byteCount: Int {
        let activations = network.shapes.reduce(0) { $0 + $1.count }
        let widest = network.shapes.map(\.count).max() ?? 0
        return 8 * (network.stateCount + 2 * network.parameterCount + batch * (activations + 2 * widest))
    }

    package func load(state: [Float]) {
        precondition(state.count == network.stateCount, "state of \(state.count) values for a network of \(network.stateCount)")
        values = state.map(Double.init)
        velocity = [Double](repeating: 0, count: velocity.count)
        (second, updates) = ([], 0)
    }

    package func state() -> [Float] { values.map { Float($0) } }

    package func trainStep(
        images: UnsafePointer<Float>, labels: UnsafePointer<UInt8>, count: Int, recipe: Recipe, seed: UInt64, step: Int
    ) -> Double {
        let labels = Array(UnsafeBufferPointer(start: labels, count: count))
        let pass = forward(doubles(images, count: count), count: count, mode: .training(seed: seed, step: step))
        let (loss, gradient) = backward(pass, labels: labels, labelSmoothing: recipe.labelSmoothing)
        moveRunningStatistics(pass)
        update(gradient, recipe: recipe)
        return loss
    }

    package func gradients(images: UnsafePointer<Float>, labels: UnsafePointer<UInt8>, count: Int, seed: UInt64, step: Int) -> (
        loss: Double, gradients: [Float]
    ) {
        let result = gradients(
            images: doubles(images, count: count), labels: Array(UnsafeBufferPointer(start: labels, count: count)), seed: seed, step: step)
        return (result.loss, result.gradients.map { Float($0) })
    }

    package func infer(images: UnsafePointer<Float>, count: Int, logits: UnsafeMutablePointer<Float>) {
        let pass = forward(doubles(images, count: count), count: count, mode: .inference)
        for (i, value) in pass.logits.enumerated() { logits[i] = Float(value) }
    }

    private func doubles(_ images: UnsafePointer<Float>, count: Int) -> [Double] {
        precondition((1...batch).contains(count), "\(count) images for a batch of \(batch)")
        return UnsafeBufferPointer(start: images, count: count * network.input.count).map(Double.init)
    }

    /// As `Recipe` defines it.
    private func update(_ gradient: [Double], recipe: Recipe) {
        updates += 1
        switch recipe.optimizer {
        case .sgd:
            for i in gradient.indices {
                velocity[i] = recipe.momentum * velocity[i] + gradient[i] + recipe.weightDecay * values[i]
                values[i] -= recipe.rate * velocity[i]
            }
        case .adamW:
            if second.isEmpty { second = [Double](repeating: 0, count: velocity.count) }
            let adam = AdamW(recipe), corrections = adam.corrections(step: updates)
            for i in gradient.indices {
                Reference.descend(
                    &values[i], gradient: gradient[i], first: &velocity[i], second: &second[i], corrections: corrections, adam)
            }
        }
    }
}

/// The same in float64 throughout, for finite differences.
extension ReferenceExecutor {
    /// The mean loss of training's forward pass with the given canonical state; the executor's own state stays.
    package func loss(state: [Double], images: [Double], labels: [UInt8], seed: UInt64, step: Int) -> Double {
        let own = values
        defer { values = own }
        values = state
        let pass = forward(images, count: labels.count, mode: .training(seed: seed, step: step))
        return Reference.softmaxCrossEntropy(pass.logits, labels: labels, classes: network.classes).loss
    }

    /// Loss and gradients of the trained parameters in canonical order, at the executor's own state.
    package func gradients(images: [Double], labels: [UInt8], seed: UInt64, step: Int) -> (loss: Double, gradients: [Double]) {
        backward(forward(images, count: labels.count, mode: .training(seed: seed, step: step)), labels: labels)
    }
}
