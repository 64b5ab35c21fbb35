// The generator's reference, its transposed convolution and the arc between latent vectors, against values worked out by hand.
// Leaves to others: the engine's images (CPUTests).

import Measurement
import Networks
import Testing

@Suite struct GeneratorTests {
    /// Each pixel of the input stamps the kernel, two apart; padding cuts a pixel off each side.
    @Test func transposedConvolutionByHand() {
        let kernel = (1...16).map(Double.init)
        let y = Reference.transposedConvolution(
            [1, 100], weights: kernel, input: Shape(channels: 1, height: 1, width: 2), output: Shape(channels: 1, height: 2, width: 4),
            kernel: 4, stride: 2, padding: 1)
        // Kernel row 1 (5 6 7 8) from column 1 on, and a hundred times that two further; then kernel row 2.
        #expect(y == [6, 507, 608, 700, 10, 911, 1012, 1100])
    }

    @Test func aGeneratorDoublesItsMapAndNormalises() {
        let network = GeneratorNetwork(latent: 3, channels: [16])
        #expect(network.side == 8 && network.steps.count == 1)
        #expect(network.operations == 2 * Double(3 * 16 * 16 + 16 * 16 * 16 * 3))
        var parameters = GeneratorParameters(network, seed: 4)
        let image = Reference.generate(network, parameters, latent: [1, -0.5, 0.25])
        #expect(image.count == 3 * 64 && image.allSatisfy { abs($0) < 1 } && image.contains { abs($0) > 1e-3 })
        // A shift that drowns everything leaves nothing after ReLU, and tanh of nothing.
        parameters.steps[0].beta = [Float](repeating: -1e6, count: 16)
        #expect(Reference.generate(network, parameters, latent: [1, -0.5, 0.25]).allSatisfy { $0 == 0 })
    }

    @Test func theArcKeepsLength() {
        let a: [Float] = [3, 0], b: [Float] = [0, 3]
        let angle = GeneratorNetwork.angle(a, b)
        #expect(abs(angle - Double.pi / 2) < 1e-12)
        for t in [0, 0.25, 0.5, 1] {
            let (left, right) = GeneratorNetwork.shares(angle: angle, at: t)
            #expect(abs(left * left + right * right - 1) < 1e-12)
        }
        #expect(GeneratorNetwork.shares(angle: angle, at: 0).first == 1)
        let straight = GeneratorNetwork.shares(angle: GeneratorNetwork.angle(a, a), at: 0.25)
        #expect(straight.first == 0.75 && straight.second == 0.25)
    }
}
