// The recurrent mixture network's reference against values worked out by hand.
// Leaves to others: the engine's predictions (CPUTests).

import Measurement
import Networks
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct MixtureTests {
    /// One unit, one input: every gate has its own weights, so that a wrong order shows.
    @Test func lstmStepByHand() {
        let weights: [Float] = [1, 2, -1, 0.5, 3, -2, 0.25, 1], bias: [Float] = [0.5, -0.5, 0.125, 1]
        let (hidden, cell) = Reference.lstmStep([0.5], hidden: [-0.25], cell: [2], weights: weights, bias: bias)
        func sigmoid(_ v: Double) -> Double { 1 / (1 + exp(-v)) }
        let input = sigmoid(0.5 - 0.5 + 0.5), forget = sigmoid(-0.5 - 0.125 - 0.5), candidate = tanh(1.5 + 0.5 + 0.125)
        let output = sigmoid(0.125 - 0.25 + 1)
        #expect(agree(cell, [forget * 2 + input * candidate]))
        #expect(agree(hidden, [output * tanh(forget * 2 + input * candidate)]))
    }

    @Test func layersFeedEachOther() {
        let network = MixtureNetwork(units: 16)
        #expect(network.outputs == 35)
        #expect(network.parameterCount == 64 * (3 + 16 + 1) + 64 * 33 + 17 * 35)
        #expect(network.operations == Double(2 * (64 * (3 + 16) + 64 * 32 + 16 * 35)))
        let parameters = MixtureParameters(network, seed: 3)
        var memory = Reference.MixtureMemory(network)
        let first = Reference.mixtureStep(network, parameters, touch: [0.2, 0.7, 0.1], memory: &memory)
        let (below, _) = Reference.lstmStep(
            [0.2, 0.7, 0.1], hidden: [Double](repeating: 0, count: 16), cell: [Double](repeating: 0, count: 16),
            weights: parameters.layers[0].weights, bias: parameters.layers[0].bias)
        #expect(memory.hidden[0] == below && memory.hidden[1] != below)
        // The second step remembers the first.
        let second = Reference.mixtureStep(network, parameters, touch: [0.2, 0.7, 0.1], memory: &memory)
        #expect(first.count == 35 && second != first)
    }

    /// A component of all weight and no deviation: its mean is the touch, kept within the screen and above the least interval.
    @Test func sampleTakesTheComponentByWeight() {
        let network = MixtureNetwork(units: 16, components: 2)
        let means: [Double] = [0.25, 0.5, 0.125, 1.5, -0.5, -1]
        let random = Philox(seed: 1, stream: RandomStream.sampling, step: 4)
        for caller in 0..<50 {
            let deviations = [Double](repeating: -100, count: 6)
            let first = Reference.mixtureSample(network, [50, 0] + means + deviations, random: random, caller: caller)
            #expect(agree(first.touch, [0.25, 0.5, 0.125]))
            let second = Reference.mixtureSample(network, [0, 50] + means + deviations, random: random, caller: caller)
            #expect(agree(second.touch, [1, 0, 0.001]))
            // Weights 3 to 1: the uniform number decides.
            let u = Double(random.uniform(8 * caller))
            let mixed = Reference.mixtureSample(network, [log(3), 0] + means + deviations, random: random, caller: caller)
            #expect(agree(mixed.touch, u < 0.75 ? [0.25, 0.5, 0.125] : [1, 0, 0.001]))
            #expect(abs(mixed.margin - abs(u - 0.75)) < 1e-12)
        }
        let wide = Reference.mixtureSample(
            network, [50, 0, 0.5, 0.5, 1, 0, 0, 0] + [Double](repeating: log(0.125), count: 6), random: random, caller: 7)
        #expect(
            agree(
                wide.touch,
                (0..<3).map { [0.5, 0.5, 1][$0] + 0.125 * random.normal(60 + $0) }.enumerated().map { $0 < 2 ? min(max($1, 0), 1) : $1 }))
    }
}
