// `all-reduce`: the sum of a vector that each thread owns, delivered to all of them.
// Leaves to others: how it is computed (CPU.AllReduce).

import CPU
package import Measurement

package struct AllReduceBenchmark: Benchmark {
    package init() {}

    package var id: String { "all-reduce" }
    package var summary: String { "sum of a vector of each thread, delivered to all; bus bandwidth as NCCL-tests defines it" }
    package func metric(of configuration: Configuration) -> Metric { .busBytesPerSecond }
    package var precisions: [String] { ["fp32"] }
    package var hasInstructionSets: Bool { true }
    package var roof: String? { "memory/bandwidth" }
    package var canContend: Bool { false }
    package var parameters: [ParameterDeclaration] {
        [
            ParameterDeclaration(
                "count", help: "numbers of a thread's vector, or deepbench: the sizes of its table", defaults: ["4194304"])
        ]
    }

    /// DeepBench's sizes of all-reduce: gradients of its models.
    static let deepBench = [100_000, 3_097_600, 4_194_304, 6_553_600, 16_777_217, 38_360_000, 64_500_000]

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        if value == "deepbench" { return Self.deepBench.map(String.init) }
        guard Self.count(value) != nil else {
            throw .badConfiguration("is neither deepbench nor a number of numbers from 1 to 1073741824.")
        }
        return [value]
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        if configuration.threads < 2 { return "with one thread there is nobody to share with" }
        guard let count = configuration[name: "count"].flatMap(Self.count) else { return nil }
        return surroundings.obstacle(toBytes: 8 * Double(configuration.threads) * Double(count))
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let count = configuration[name: "count"].flatMap(Self.count) else { throw .badConfiguration("all-reduce needs a count.") }
        let set = try configuration.resolvedInstructionSet(), team = context.team(configuration.threads)
        let streams = context.surroundings.forTeam(of: team.count).exceedsCaches(8 * count * team.count)
        do throws(CPUError) {
            let kernel = try AllReduce(count: count, isStreamed: streams, team: team, instructionSet: set, seed: context.seed)
            return .kernel(
                KernelWorkload(
                    work: kernel.work, workingSetBytes: kernel.workingSetBytes, team: team, verify: kernel.verify,
                    run: { kernel.run(iterations: $0) }))
        } catch {
            throw WorkloadError(error)
        }
    }

    private static func count(_ text: String) -> Int? { Int(text).flatMap { (1...1_073_741_824).contains($0) ? $0 : nil } }
}
