// `batch-norm`: batch normalisation by itself: training forward and backward, and inference.
// Leaves to others: how it is computed (CPU.BatchNorm2D).

import CPU
package import Measurement

package struct BatchNormBenchmark: Benchmark {
    package init() {}

    package var id: String { "batch-norm" }
    package var summary: String { "batch normalisation of a layer's maps, training forward and backward, and inference" }
    package func metric(of configuration: Configuration) -> Metric { .bytesPerSecond }
    package var precisions: [String] { ["fp32"] }
    package var hasInstructionSets: Bool { true }
    package var roof: String? { "memory/bandwidth" }
    package var parameters: [ParameterDeclaration] {
        [
            ParameterDeclaration("layer", help: "channels@height x width b batch: 64@32x32b128", defaults: ["64@32x32b128"]),
            ParameterDeclaration("pass", help: "forward, backward, inference", defaults: ["forward"]),
        ]
    }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        switch parameter {
        case "layer" where Self.shape(value) == nil:
            throw .badConfiguration(
                "is no layer: write channels@height x width b batch, like 64@32x32b128, each from 1 to 65536, with more than one value a channel."
            )
        case "pass" where BatchNorm2D.Pass(rawValue: value) == nil: throw .badConfiguration("is none of forward, backward, inference.")
        default: return [value]
        }
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        guard let shape = configuration[name: "layer"].flatMap(Self.shape) else { return nil }
        let tensors = configuration[name: "pass"] == "backward" ? 3.0 : 2
        return surroundings.obstacle(toBytes: 4 * tensors * Double(shape.batch) * Double(shape.channels) * Double(shape.pixels))
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let shape = configuration[name: "layer"].flatMap(Self.shape),
            let pass = configuration[name: "pass"].flatMap(BatchNorm2D.Pass.init(rawValue:))
        else { throw .badConfiguration("batch-norm needs layer and pass.") }
        let set = try configuration.resolvedInstructionSet(), team = context.team(configuration.threads)
        let bytes = (pass == .backward ? 3 : 2) * 4 * shape.count
        let streams = context.surroundings.forTeam(of: configuration.threads).exceedsCaches(bytes)
        do throws(CPUError) {
            let kernel = try BatchNorm2D(pass, shape, isStreamed: streams, team: team, instructionSet: set, seed: context.seed)
            return .kernel(
                KernelWorkload(
                    work: kernel.work, workingSetBytes: kernel.workingSetBytes, team: team, verify: kernel.verify,
                    run: { kernel.run(iterations: $0) }))
        } catch {
            throw WorkloadError(error)
        }
    }

    /// `64@32x32b128`
    static func shape(_ text: String) -> BatchNormShape? {
        let parts = text.split(omittingEmptySubsequences: false, whereSeparator: { "@xb".contains($0) }),
            signs = text.filter { "@xb".contains($0) }
        let numbers = parts.map { Int($0) ?? 0 }
        guard signs == "@xb", numbers.allSatisfy({ (1...65536).contains($0) }), numbers[1] * numbers[2] * numbers[3] > 1 else { return nil }
        return BatchNormShape(batch: numbers[3], channels: numbers[0], pixels: numbers[1] * numbers[2])
    }
}
