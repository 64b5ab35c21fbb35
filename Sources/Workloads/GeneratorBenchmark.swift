// `gan/generate`: images from latent vectors, one by one, in a batch, or as frames between two of them.
// Leaves to others: how they are computed (CPU.ImageGenerator), the definition (Networks.Reference+Generator).

import CPU
package import Measurement
import Networks

package struct GeneratorBenchmark: Benchmark {
    package init() {}

    package var id: String { "gan/generate" }
    package var summary: String { "a DCGAN-sized generator: latent vectors of 100 numbers to 64×64 images" }
    package var parameters: [ParameterDeclaration] {
        [
            ParameterDeclaration("batch", help: "images at once", defaults: ["1", "64"]),
            ParameterDeclaration(
                "mode", help: "images: of random vectors; interpolation: frames on the arc between two of them", defaults: ["images"]),
        ]
    }
    package var precisions: [String] { ["fp32"] }
    package var hasInstructionSets: Bool { true }
    package var roof: String? { "peak/fma" }
    package func metric(of configuration: Configuration) -> Metric { .itemsPerSecond }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        if parameter == "mode" {
            guard ["images", "interpolation"].contains(value) else { throw .badConfiguration("is neither images nor interpolation.") }
            return [value]
        }
        guard let batch = Int(value), (1...4096).contains(batch) else { throw .badConfiguration("is not a batch from 1 to 4096.") }
        return [String(batch)]
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let batch = configuration[name: "batch"].flatMap({ Int($0) }), let mode = configuration[name: "mode"] else {
            throw .badConfiguration("gan/generate needs batch and mode.")
        }
        let set = try configuration.resolvedInstructionSet(), team = context.team(configuration.threads)
        do throws(CPUError) {
            let generator = try ImageGenerator(GeneratorNetwork(), batch: batch, seed: context.seed, team: team, instructionSet: set)
            return .kernel(GeneratorWorkload(generator, interpolates: mode == "interpolation", seed: context.seed, team: team))
        } catch {
            throw WorkloadError(error)
        }
    }
}

/// Batches of new images, or of the frames of one way after the other, each from where the last one ended.
final class GeneratorWorkload: Workload {
    let work: Work
    private let generator: ImageGenerator
    private let interpolates: Bool
    private let seed: UInt64
    private let team: WorkerTeam
    private var step = 0
    private var path: LatentPath

    init(_ generator: ImageGenerator, interpolates: Bool, seed: UInt64, team: WorkerTeam) {
        (self.generator, self.interpolates, self.seed, self.team) = (generator, interpolates, seed, team)
        work = Work(operations: generator.operations, items: Double(generator.batch))
        path = LatentPath(size: generator.network.latent)
    }

    var observedThreads: Int? { team.distinctThreadCount }

    func run(iterations: Int) {
        for _ in 0..<iterations {
            draw()
            generator.generate()
        }
    }

    private func draw() {
        let latents = generator.latents.pointer, size = generator.network.latent
        if interpolates {
            path.move(to: Philox(seed: seed, stream: RandomStream.sampling, step: step))
            for frame in 0..<generator.batch {
                path.fill(latents + frame * size, at: Double(frame + 1) / Double(generator.batch))
            }
        } else {
            latents.fillNormally(generator.latents.count, Philox(seed: seed, stream: RandomStream.sampling, step: step))
        }
        step += 1
    }

    /// The first and the last image of a batch, whole, against float64; of frames also that the last one is where the way leads to.
    func verify() -> Verification {
        run(iterations: 1)
        let network = generator.network, parameters = GeneratorParameters(network, seed: seed), area = network.side * network.side
        var difference = 0.0, size = 0.0
        for image in Set([0, generator.batch - 1]) {
            let latent = (0..<network.latent).map { Double(generator.latents[image * network.latent + $0]) }
            let expected = Reference.generate(network, parameters, latent: latent)
            for pixel in 0..<area {
                for colour in 0..<GeneratorNetwork.colours {
                    let right = expected[colour * area + pixel]
                    let error = Double(generator.images[(image * area + pixel) * GeneratorNetwork.colours + colour]) - right
                    difference += error * error
                    size += right * right
                }
            }
        }
        let error = (difference / max(size, 1e-300)).squareRoot()
        return Verification(relativeError: error.isNaN ? .infinity : error, tolerance: 2e-5)
    }
}
