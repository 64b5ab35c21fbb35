// The first weights of a network, from a seed.
// Leaves to others: where the parameters lie (Network+Parameters), and the random numbers themselves (Measurement's Philox).

import Measurement

extension Network {
    /// Parameters and running state in canonical order before the first step; the same for the same seed, on every executor.
    ///
    /// Convolution: weights N(0, √(2 / (kernel² · channels out))), bias 0 (He et al., 2015, fan-out; the cloud-check script's).
    /// Dense: weights and bias uniform in ±1/√inputs, PyTorch's default. Batch normalisation: gamma 1, beta 0, running mean 0,
    /// running variance 1. A tensor's numbers come from stream `RandomStream.weights` + twice its layer (+ 1 for a bias), step 0,
    /// and its own index; which platforms agree to the bit is said at `Philox.normals`.
    package func initialState(seed: UInt64) -> [Float] {
        [Float](unsafeUninitializedCapacity: stateCount) { state, count in
            for tensor in parameterTensors {
                let values = UnsafeMutableBufferPointer(rebasing: state[tensor.offset..<tensor.offset + tensor.count])
                fill(values, with: Self.distribution(of: tensor, in: layers[tensor.layer]), random: Self.random(of: tensor, seed: seed))
            }
            count = stateCount
        }
    }

    private enum Distribution {
        case constant(Float)
        case normal(deviation: Double)
        /// In ±bound.
        case uniform(bound: Double)
    }

    private static func distribution(of tensor: ParameterTensor, in layer: Layer) -> Distribution {
        switch (tensor.role, layer) {
        case (.weight, .convolution(let c)): .normal(deviation: (2 / Double(c.kernel * c.kernelWidth * c.outputs)).squareRoot())
        case (.weight, .dense(let d)), (.bias, .dense(let d)): .uniform(bound: 1 / Double(d.inputs).squareRoot())
        case (.gamma, _), (.runningVariance, _): .constant(1)
        default: .constant(0)
        }
    }

    private static func random(of tensor: ParameterTensor, seed: UInt64) -> Philox {
        Philox(seed: seed, stream: RandomStream.weights + 2 * UInt32(tensor.layer) + (tensor.role == .bias ? 1 : 0))
    }

    private func fill(_ values: UnsafeMutableBufferPointer<Float>, with distribution: Distribution, random: Philox) {
        switch distribution {
        case .constant(let value): values.initialize(repeating: value)
        case .uniform(let bound):
            for i in values.indices { values.initializeElement(at: i, to: Float((2 * Double(random.uniform(i)) - 1) * bound)) }
        case .normal(let deviation):
            for start in stride(from: 0, to: values.count, by: 4) {
                let four = random.normals(UInt64(start) >> 2) * deviation
                for i in start..<min(start + 4, values.count) { values.initializeElement(at: i, to: Float(four[i - start])) }
            }
        }
    }
}
