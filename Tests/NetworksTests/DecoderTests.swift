// The transformer's reference: gradients against finite differences, layers against values worked out by hand.
// Leaves to others: the engine (CPUTests).

import Measurement
import Networks
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct DecoderTests {
    static let network = DecoderNetwork(vocabulary: 11, context: 6, layers: 2, width: 8, heads: 2)
    static let tokens: [UInt8] = [3, 0, 10, 3, 7, 1, 2, 2, 9, 4], targets: [UInt8] = [0, 10, 3, 7, 5, 2, 2, 9, 4, 8]

    /// Every number random, norms and biases among them: at 1 and 0 some slips cancel.
    static var parameters: [Double] {
        let random = Philox(seed: 12, stream: RandomStream.fill)
        return (0..<DecoderLayout(network).count).map { 0.4 * random.normal($0) }
    }

    @Test func gradientsMatchFiniteDifferences() {
        let parameters = Self.parameters
        func loss(_ values: [Double]) -> Double {
            Reference.decoderLoss(Self.network, values, tokens: Self.tokens, targets: Self.targets, length: 5)
        }
        let (value, gradients) = Reference.decoderGradients(
            Self.network, parameters, tokens: Self.tokens, targets: Self.targets, length: 5)
        #expect(abs(value - loss(parameters)) < 1e-12)
        let step = 1e-5
        for i in gradients.indices {
            var moved = parameters
            moved[i] += step
            let above = loss(moved)
            moved[i] -= 2 * step
            let difference = (above - loss(moved)) / (2 * step)
            #expect(abs(difference - gradients[i]) < 1e-7 * (1 + abs(difference)), "parameter \(i)")
        }
        #expect(gradients.filter { abs($0) > 1e-4 }.count > gradients.count / 2)
    }

    /// 2 layers of 12 · 8² weights, 8 · 11 for what follows; a position meets itself and those before it, twice 8 numbers a layer.
    @Test func operationsByHand() {
        #expect(Self.network.forwardOperations(length: 5) == Double(2 * (5 * (2 * 12 * 64 + 88) + 15 * 2 * 16)))
        #expect(Self.network.forwardOperations(length: 5, asked: 2) == Double(2 * (5 * 2 * 12 * 64 + 2 * 88 + 15 * 2 * 16)))
    }

    @Test func laterTokensChangeNothingBefore() {
        let logits = Reference.decoderLogits(Self.network, Self.parameters, tokens: [1, 2, 3, 4, 5])
        let other = Reference.decoderLogits(Self.network, Self.parameters, tokens: [1, 2, 3, 9, 5])
        #expect(logits[..<33] == other[..<33] && logits[33..<44] != other[33..<44] && logits[44...] != other[44...])
    }

    @Test func layerNormByHand() {
        // Mean 3, variance 2: epsilon is what is missing.
        let y = Reference.layerNorm([1, 3, 3, 5], [2, 2, 2, 1, 0, 0, 7, 0])
        let inverse = 1 / (2 + 1e-5).squareRoot()
        #expect(agree(y, [-4 * inverse, 0, 7, 2 * inverse]))
    }

    @Test func geluByHand() {
        #expect(Reference.gelu(0) == 0 && abs(Reference.gelu(1) - 0.841_191_990_607_477) < 1e-12)
        #expect(abs(Reference.gelu(-10)) < 1e-12 && abs(Reference.gelu(10) - 10) < 1e-12 && Reference.geluSlope(0) == 0.5)
    }

    /// Two positions: the first sees itself alone; of the second the weights are e : 1.
    @Test func attentionByHand() {
        let network = DecoderNetwork(vocabulary: 2, context: 2, layers: 1, width: 1, heads: 1)
        let (y, weights) = Reference.causalAttention([5, 1, 10, 1, 0, 20], network: network)
        let e = exp(1.0)
        #expect(agree(y, [10, (e * 10 + 20) / (e + 1)]))
        #expect(weights[0][0] == [1] && agree(weights[0][1], [e / (e + 1), 1 / (e + 1)]))
    }

    @Test func theLayoutLeavesNoGap() {
        let layout = DecoderLayout(DecoderNetwork())
        #expect(layout.count == 256 * 384 * 2 + 6 * (12 * 384 * 384 + 13 * 384) + 2 * 384 + 384 * 256)
        #expect(layout.head.offset + layout.head.count == layout.count)
        let decayed = layout.decayed.reduce(0) { $0 + $1.count }
        #expect(decayed == 256 * 384 * 3 + 6 * 12 * 384 * 384)
    }

    /// The first step moves every parameter by the rate, against its gradient's sign, after those that decay have shrunk.
    @Test func theFirstStepOfAdamW() {
        let layout = DecoderLayout(Self.network), gradients = (0..<layout.count).map { $0 % 2 == 0 ? 0.5 : -2.0 }
        var parameters = [Double](repeating: 1, count: layout.count), first = [Double](repeating: 0, count: layout.count), second = first
        Reference.descend(Self.network, &parameters, gradients: gradients, first: &first, second: &second, step: 1, AdamW())
        let decays = Set(layout.decayed.flatMap { Array($0) })
        for i in parameters.indices {
            let kept = decays.contains(i) ? 1 - 3e-4 * 0.1 : 1
            #expect(abs(parameters[i] - (kept - (i % 2 == 0 ? 3e-4 : -3e-4))) < 1e-10)
        }
        #expect(!decays.contains(layout.lastNorm) && !decays.contains(layout.layers[0].up.offset + 8 * 32) && decays.contains(0))
    }
}
