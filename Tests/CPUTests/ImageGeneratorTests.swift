// The generator of images on the engine against the float64 reference: sizes that fill no panel, batches, threads, instruction sets.
// Leaves to others: the reference's own values (NetworksTests).

import CPU
import Measurement
import Networks
import Testing

@Suite struct ImageGeneratorTests {
    @Test(arguments: InstructionSet.available, [[16], [48, 32], [80, 16, 64], [160, 80]])
    func followsTheReference(instructionSet: InstructionSet, channels: [Int]) throws {
        let network = GeneratorNetwork(latent: 10, channels: channels), parameters = GeneratorParameters(network, seed: 6)
        for (batch, threads) in [(1, 1), (3, 2), (2, 3)] {
            let generator = try ImageGenerator(
                network, batch: batch, seed: 6, team: WorkerTeam(threads: threads), instructionSet: instructionSet)
            let random = Philox(seed: 3, stream: RandomStream.fill)
            for index in 0..<generator.latents.count { generator.latents[index] = Float(random.normal(index)) }
            // Twice: a second batch must not see the first.
            generator.generate()
            generator.generate()
            let area = network.side * network.side
            for image in 0..<batch {
                let expected = Reference.generate(
                    network, parameters, latent: (0..<10).map { Double(generator.latents[image * 10 + $0]) })
                var largest = 0.0
                for pixel in 0..<area {
                    for colour in 0..<3 {
                        let error = abs(Double(generator.images[(image * area + pixel) * 3 + colour]) - expected[colour * area + pixel])
                        largest = error.isNaN ? .infinity : max(largest, error)
                    }
                }
                #expect(largest < 1e-5, "batch \(batch), image \(image), \(threads) threads")
                #expect(expected.contains { abs($0) > 0.05 })
            }
        }
    }
}
