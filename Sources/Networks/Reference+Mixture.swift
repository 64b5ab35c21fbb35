// The recurrent mixture network in float64 loops that follow the definition.
// Leaves to others: speed, and many callers at once (CPU.MixturePredictor).

package import Measurement

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Reference {
    /// What a caller's network remembers between predictions.
    package struct MixtureMemory {
        package var hidden: [[Double]]
        package var cell: [[Double]]

        package init(_ network: MixtureNetwork) {
            hidden = [[Double]](repeating: [Double](repeating: 0, count: network.units), count: network.layers)
            cell = hidden
        }
    }

    /// One step of an LSTM layer: i, f, g, o = W · (x, h) + b; c ← σ(f) · c + σ(i) · tanh(g); h ← σ(o) · tanh(c).
    package static func lstmStep(
        _ x: [Double], hidden: [Double], cell: [Double], weights: [Float], bias: [Float]
    ) -> (hidden: [Double], cell: [Double]) {
        let units = hidden.count, whole = x + hidden
        func gate(_ index: Int) -> Double {
            var sum = Double(bias[index])
            for k in whole.indices { sum += Double(weights[index * whole.count + k]) * whole[k] }
            return sum
        }
        func sigmoid(_ v: Double) -> Double { 1 / (1 + exp(-v)) }
        var newHidden = hidden, newCell = cell
        for unit in 0..<units {
            newCell[unit] =
                sigmoid(gate(units + unit)) * cell[unit] + sigmoid(gate(unit)) * tanh(gate(2 * units + unit))
            newHidden[unit] = sigmoid(gate(3 * units + unit)) * tanh(newCell[unit])
        }
        return (newHidden, newCell)
    }

    /// The last layer's numbers after a touch.
    package static func mixtureStep(
        _ network: MixtureNetwork, _ parameters: MixtureParameters, touch: [Double], memory: inout MixtureMemory
    ) -> [Double] {
        var x = touch
        for (index, layer) in parameters.layers.enumerated() {
            (memory.hidden[index], memory.cell[index]) = lstmStep(
                x, hidden: memory.hidden[index], cell: memory.cell[index], weights: layer.weights, bias: layer.bias)
            x = memory.hidden[index]
        }
        return (0..<network.outputs).map { o in
            x.indices.reduce(Double(parameters.head.bias[o])) { $0 + Double(parameters.head.weights[o * network.units + $1]) * x[$1] }
        }
    }

    /// The next touch, drawn from the mixture that `outputs` describe, and how far the number that chose the component lay from choosing another.
    ///
    /// Caller c of a step draws from Philox: the component by the uniform number 8c, by cumulative weight; the touch by the normal numbers
    /// 8c + 4 …. x and y are kept in 0...1, the time at least 1 ms.
    package static func mixtureSample(
        _ network: MixtureNetwork, _ outputs: [Double], random: Philox, caller: Int
    ) -> (touch: [Double], margin: Double) {
        let touch = MixtureNetwork.touch, components = network.components
        let largest = outputs[..<components].max() ?? 0
        let weights = outputs[..<components].map { exp($0 - largest) }
        let sum = weights.reduce(0, +), u = Double(random.uniform(8 * caller))
        var component = 0, before = 0.0, margin = 1.0
        for c in 0..<components - 1 {
            before += weights[c] / sum
            if u >= before { component = c + 1 }
            margin = min(margin, abs(u - before))
        }
        let sampled = (0..<touch).map { place in
            let mean = outputs[components + component * touch + place]
            let deviation = exp(outputs[components * (1 + touch) + component * touch + place])
            return mean + deviation * random.normal(8 * caller + 4 + place)
        }
        return ([min(max(sampled[0], 0), 1), min(max(sampled[1], 0), 1), max(sampled[2], MixtureNetwork.leastInterval)], margin)
    }
}
