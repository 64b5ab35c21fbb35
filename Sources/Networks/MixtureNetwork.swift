// A recurrent network that continues a performance of touches, of RoboJam's kind: LSTM layers, then a mixture of normal distributions.
// Source: Martin, Torresen, “RoboJam: a musical mixture density network for collaborative touchscreen interaction”, 2018.
// Leaves to others: the arithmetic (Reference+Mixture, CPU.MixturePredictor).

import Measurement

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Sizes of the network. A touch is x and y in 0...1 and the seconds since the touch before it.
package struct MixtureNetwork: Sendable, Equatable {
    package var units: Int
    package var layers: Int
    package var components: Int

    package init(units: Int, layers: Int = 2, components: Int = 5) {
        self.units = units
        self.layers = layers
        self.components = components
    }

    /// Numbers of a touch.
    package static let touch = 3
    /// Numbers that the last layer gives: for each component a weight's logit; then all means; then logarithms of all deviations.
    package var outputs: Int { components * (1 + 2 * Self.touch) }

    /// Numbers that a layer reads from below.
    package func inputs(of layer: Int) -> Int { layer == 0 ? Self.touch : units }

    package var parameterCount: Int {
        (0..<layers).reduce((units + 1) * outputs) { $0 + 4 * units * (inputs(of: $1) + units + 1) }
    }

    /// Multiplications and additions of one prediction's products; biases and functions of single numbers are not counted.
    package var operations: Double { 2 * Double(parameterCount - layers * 4 * units - outputs) }

    /// Least seconds from one touch to the next: a shorter time is taken for it, so that a performance of s seconds has at most s / this touches.
    package static let leastInterval = 0.001
}

/// Weights of a network, each matrix [outputs][inputs] with its bias.
package struct MixtureParameters: Sendable {
    package struct Layer: Sendable {
        /// [4 · units][inputs + units], gates in the order input, forget, candidate, output; inputs from below come first.
        package var weights: [Float]
        /// [4 · units].
        package var bias: [Float]
    }
    package var layers: [Layer]
    /// [outputs][units] and [outputs].
    package var head: Layer

    /// Uniform within ±1/√units. The head's bias makes touches plausible without training: around the middle of the screen, 0.05 s apart.
    package init(_ network: MixtureNetwork, seed: UInt64) {
        let bound = 1 / Float(network.units).squareRoot()
        func values(_ count: Int, part: Int) -> [Float] {
            let random = Philox(seed: seed, stream: RandomStream.weights, step: part)
            return (0..<count).map { (2 * random.uniform($0) - 1) * bound }
        }
        layers = (0..<network.layers).map { layer in
            Layer(
                weights: values(4 * network.units * (network.inputs(of: layer) + network.units), part: 2 * layer),
                bias: values(4 * network.units, part: 2 * layer + 1))
        }
        let touch = MixtureNetwork.touch, components = network.components
        head = Layer(
            weights: values(network.outputs * network.units, part: 2 * network.layers), bias: [Float](repeating: 0, count: network.outputs))
        for component in 0..<components {
            for (place, (mean, deviation)) in [(0.5, 0.15), (0.5, 0.15), (0.05, 0.02) as (Float, Float)].enumerated() {
                head.bias[components + component * touch + place] = mean
                head.bias[components * (1 + touch) + component * touch + place] = log(deviation)
            }
        }
        // Weights as large as the others' would drown the times between touches.
        for index in head.weights.indices { head.weights[index] *= 0.1 }
    }
}
