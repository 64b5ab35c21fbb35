// `fft`: complex Fourier transforms of a power of two.
// Leaves to others: the transforms (CPU.FourierTransform).

import CPU
package import Measurement

package struct FourierBenchmark: Benchmark {
    package init() {}

    package var id: String { "fft" }
    package var summary: String {
        "complex Fourier transforms of a power of two, a batch of them shared out to the threads; 5 n log₂ n operations"
    }
    package func metric(of configuration: Configuration) -> Metric { .operationsPerSecond }
    package var precisions: [String] { ["fp32", "fp64"] }
    package var hasInstructionSets: Bool { true }
    package var roof: String? { "peak/fma" }
    package var roofs: [String] { ["peak/fma", "memory/bandwidth"] }
    package var parameters: [ParameterDeclaration] {
        [
            ParameterDeclaration("n", help: "numbers of a transform, a power of two", defaults: ["1024"]),
            ParameterDeclaration("batch", help: "transforms, each computed by one thread; or auto: 16 MiB of numbers", defaults: ["auto"]),
            ParameterDeclaration("direction", help: "forward, inverse", defaults: ["forward"]),
        ]
    }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        switch parameter {
        case "n" where Self.length(value) == nil: throw .badConfiguration("is no power of two from 2 to 67108864.")
        case "batch" where value != "auto" && Self.batch(value, length: 2) == nil:
            throw .badConfiguration("is neither auto nor a number from 1 to 1048576.")
        case "direction" where !["forward", "inverse"].contains(value): throw .badConfiguration("is neither forward nor inverse.")
        default: return [value]
        }
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        guard let length = configuration[name: "n"].flatMap(Self.length),
            let batch = configuration[name: "batch"].flatMap({ Self.batch($0, length: length) })
        else { return nil }
        // Input and output, a thread's two buffers, and the factors.
        let scalar = configuration.precision == "fp64" ? 8.0 : 4
        return surroundings.obstacle(toBytes: 4 * scalar * Double(length) * Double(batch + configuration.threads + 1))
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let length = configuration[name: "n"].flatMap(Self.length),
            let batch = configuration[name: "batch"].flatMap({ Self.batch($0, length: length) }),
            let direction = configuration[name: "direction"]
        else { throw .badConfiguration("fft needs n, batch and direction.") }
        let set = try configuration.resolvedInstructionSet(), team = context.team(configuration.threads)
        let isInverse = direction == "inverse"
        do throws(CPUError) {
            switch configuration.precision {
            case "fp64": return try Self.workload(Double.self, length, batch, isInverse, set, team, context.seed)
            default: return try Self.workload(Float.self, length, batch, isInverse, set, team, context.seed)
            }
        } catch {
            throw WorkloadError(error)
        }
    }

    private static func workload<Scalar: FourierScalar>(
        _: Scalar.Type, _ length: Int, _ batch: Int, _ isInverse: Bool, _ set: InstructionSet, _ team: WorkerTeam, _ seed: UInt64
    ) throws(CPUError) -> Prepared {
        let kernel = try FourierTransform<Scalar>(
            length: length, batch: batch, isInverse: isInverse, team: team, instructionSet: set, seed: seed)
        return .kernel(
            KernelWorkload(
                work: kernel.work, workingSetBytes: kernel.workingSetBytes, team: team, verify: kernel.verify,
                run: { kernel.run(iterations: $0) }))
    }

    private static func length(_ text: String) -> Int? {
        Int(text).flatMap { (2...67_108_864).contains($0) && $0 & ($0 - 1) == 0 ? $0 : nil }
    }

    /// 2²¹ complex numbers in all, where nothing else is said: 16 MiB in fp32.
    private static func batch(_ text: String, length: Int) -> Int? {
        if text == "auto" { return max(2, (1 << 21) / length) }
        return Int(text).flatMap { (1...1_048_576).contains($0) ? $0 : nil }
    }
}
