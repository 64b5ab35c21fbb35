// The reference's way through the layers, forward and backward, and the running statistics.
// Leaves to others: each layer's arithmetic (Reference), the update of the parameters (ReferenceExecutor).

import Measurement

extension ReferenceExecutor {
    enum Mode {
        /// Batch statistics and dropout.
        case training(seed: UInt64, step: Int)
        /// Running statistics, no dropout.
        case inference
    }

    /// The input of every layer and the logits, which is all that the backward pass needs.
    struct Pass {
        var count: Int
        var mode: Mode
        /// activations[i] enters layer i; the last are the logits.
        var activations: [[Double]]
        /// The same before they were stored, where nobody has read them back yet.
        var unstored: [[Double]]
        var logits: [Double] { activations[activations.count - 1] }
    }

    func forward(_ images: [Double], count: Int, mode: Mode) -> Pass {
        let images = storage(images)
        var pass = Pass(count: count, mode: mode, activations: [images], unstored: [images])
        for index in network.layers.indices {
            let value = output(ofLayer: index, in: pass, of: pass.activations[index])
            switch network.layers[index] {
            case .convolution:
                pass.unstored.append(value)
                pass.activations.append(storage(value))
            case .batchNormalisation, .relu:
                pass.unstored.append(output(ofLayer: index, in: pass, of: pass.unstored[index]))
                pass.activations.append(network.isStored(outputOf: index) ? storage(value) : value)
            default:
                pass.activations.append(network.isStored(outputOf: index) ? storage(value) : value)
                pass.unstored.append(pass.activations[index + 1])
            }
        }
        return pass
    }

    /// The loss, and the gradients of the trained parameters in canonical order.
    func backward(_ pass: Pass, labels: [UInt8], labelSmoothing: Double = 0) -> (loss: Double, gradients: [Double]) {
        let (loss, slope) = Reference.softmaxCrossEntropy(
            pass.logits, labels: labels, classes: network.classes, labelSmoothing: labelSmoothing)
        var gradients = [Double](repeating: 0, count: network.parameterCount)
        // Of each value, the sum over those who read it.
        var slopes = pass.activations.map { _ in [Double]() }
        slopes[network.layers.count] = storage(slope)
        let reaches = network.gradientReaches
        for index in network.layers.indices.reversed() where !slopes[index + 1].isEmpty {
            let values = network.valuesRead(by: index)
            let needsInput = values.contains { reaches[$0] }
            let below = backward(layer: index, in: pass, slopes[index + 1], needsInput: needsInput, into: &gradients)
            slopes[index + 1] = []
            let stored = network.isStored(inputGradientOf: index) ? storage(below) : below
            for value in values where reaches[value] {
                slopes[value] = slopes[value].isEmpty ? stored : storage(zip(slopes[value], stored).map(+))
            }
        }
        return (loss, gradients)
    }

    /// Running statistics follow the batch's mean and unbiased variance.
    func moveRunningStatistics(_ pass: Pass) {
        for (index, layer) in network.layers.enumerated() {
            guard case .batchNormalisation(let b) = layer else { continue }
            let batch = Reference.statistics(pass.unstored[index], shape: network.shapes[index], count: pass.count)
            let unbiased = Double(batch.count) / Double(batch.count - 1)
            put(Reference.moved(tensor(index, .runningMean), towards: batch.mean, momentum: b.momentum), index, .runningMean, into: &values)
            put(
                Reference.moved(tensor(index, .runningVariance), towards: batch.variance.map { $0 * unbiased }, momentum: b.momentum),
                index, .runningVariance, into: &values)
        }
    }

    private func output(ofLayer index: Int, in pass: Pass, of x: [Double]) -> [Double] {
        let input = network.shapes[index], output = network.shapes[index + 1]
        switch network.layers[index] {
        case .convolution(let c):
            return Reference.convolution(
                c, x, weights: tensor(index, .weight), bias: tensor(index, .bias), input: input, output: output, count: pass.count)
        case .dense(let d):
            return Reference.dense(d, x, weights: tensor(index, .weight), bias: tensor(index, .bias), count: pass.count)
        case .batchNormalisation(let b):
            let (mean, variance) = normalisingStatistics(index, in: pass)
            return Reference.batchNormalisation(
                b, x, mean: mean, variance: variance, gamma: tensor(index, .gamma), beta: tensor(index, .beta), shape: input)
        case .relu: return Reference.relu(x)
        case .maxPool(let size, let stride, let padding):
            let sources = poolSources(index, size, stride, padding, in: pass)
            return sources.map { x[$0] }
        case .globalPool(let kind): return Reference.globalPool(kind, x, input: input, count: pass.count)
        case .branch(let from): return pass.activations[from]
        case .add(let value): return zip(x, pass.activations[value]).map(+)
        case .flatten: return x
        case .dropout(let rate):
            guard case .training(let seed, let step) = pass.mode else { return x }
            return Reference.dropout(x, rate: rate, random: dropoutRandom(index, seed: seed, step: step))
        }
    }

    /// The gradient of a layer's input, given that of its output; a layer with parameters adds theirs.
    private func backward(layer index: Int, in pass: Pass, _ dy: [Double], needsInput: Bool, into gradients: inout [Double]) -> [Double] {
        let x = pass.activations[index], input = network.shapes[index], output = network.shapes[index + 1]
        switch network.layers[index] {
        case .convolution(let c):
            let own = Reference.convolutionBackwardWeights(c, x, dy, input: input, output: output, count: pass.count)
            put(own.weights, index, .weight, into: &gradients)
            put(own.bias, index, .bias, into: &gradients)
            guard needsInput else { return [] }
            return Reference.convolutionBackwardData(
                c, dy, weights: tensor(index, .weight), input: input, output: output, count: pass.count)
        case .dense(let d):
            let own = Reference.denseBackwardWeights(d, x, dy, count: pass.count)
            put(own.weights, index, .weight, into: &gradients)
            put(own.bias, index, .bias, into: &gradients)
            return needsInput ? Reference.denseBackwardData(d, dy, weights: tensor(index, .weight), count: pass.count) : []
        case .batchNormalisation(let b):
            let batch = Reference.statistics(pass.unstored[index], shape: input, count: pass.count)
            let own = Reference.batchNormalisationBackward(b, x, dy, batch, gamma: tensor(index, .gamma), shape: input)
            put(own.gamma, index, .gamma, into: &gradients)
            put(own.beta, index, .beta, into: &gradients)
            return own.dx
        case .relu: return Reference.reluBackward(x, dy)
        case .maxPool(let size, let stride, let padding):
            let sources = poolSources(index, size, stride, padding, in: pass)
            return Reference.maxPoolBackward(dy, sources: sources, inputCount: x.count)
        case .globalPool(let kind): return Reference.globalPoolBackward(kind, x, dy, input: input, count: pass.count)
        case .flatten, .branch, .add: return dy
        case .dropout(let rate):
            guard case .training(let seed, let step) = pass.mode else { return dy }
            return Reference.dropout(dy, rate: rate, random: dropoutRandom(index, seed: seed, step: step))
        }
    }

    /// Of each window, where in the layer's input its largest value stands: chosen before the values were stored.
    private func poolSources(_ index: Int, _ size: Int, _ stride: Int, _ padding: Int, in pass: Pass) -> [Int] {
        Reference.maxPool(
            pass.unstored[index], size: size, stride: stride, padding: padding, input: network.shapes[index],
            output: network.shapes[index + 1], count: pass.count
        ).sources
    }

    private func normalisingStatistics(_ index: Int, in pass: Pass) -> (mean: [Double], variance: [Double]) {
        switch pass.mode {
        case .inference: return (tensor(index, .runningMean), tensor(index, .runningVariance))
        case .training:
            let batch = Reference.statistics(pass.unstored[index], shape: network.shapes[index], count: pass.count)
            return (batch.mean, batch.variance)
        }
    }

    private func dropoutRandom(_ index: Int, seed: UInt64, step: Int) -> Philox {
        Philox(seed: seed, stream: RandomStream.dropout + UInt32(index), step: step)
    }

    /// A layer's tensor, or nothing where the layer has none of that role.
    private func tensor(_ index: Int, _ role: ParameterTensor.Role) -> [Double] {
        guard let tensor = tensors[index][role] else { return [] }
        return Array(values[tensor.offset..<tensor.offset + tensor.count])
    }

    /// Nothing where the layer has no such tensor, or `flat` (the trained ones' gradients) ends before it.
    private func put(_ new: [Double], _ index: Int, _ role: ParameterTensor.Role, into flat: inout [Double]) {
        guard let tensor = tensors[index][role], tensor.offset < flat.count else { return }
        flat.replaceSubrange(tensor.offset..<tensor.offset + tensor.count, with: new)
    }
}
