// `softmax`: rows of a matrix, as attention and classifiers have them.
// Leaves to others: how it is computed (CPU.Softmax).

import CPU
package import Measurement

package struct SoftmaxBenchmark: Benchmark {
    package init() {}

    package var id: String { "softmax" }
    package var summary: String { "softmax of the rows of a matrix, numerically stable" }
    package func metric(of configuration: Configuration) -> Metric { .bytesPerSecond }
    package var precisions: [String] { ["fp32"] }
    package var hasInstructionSets: Bool { true }
    package var roof: String? { "memory/bandwidth" }
    package var parameters: [ParameterDeclaration] {
        [ParameterDeclaration("shape", help: "rows x columns: 16384x1024", defaults: ["16384x1024"])]
    }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        guard Self.shape(value) != nil else {
            throw .badConfiguration("is no shape: write rows x columns like 16384x1024, each from 1 to 16777216.")
        }
        return [value]
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        guard let (rows, columns) = configuration[name: "shape"].flatMap(Self.shape) else { return nil }
        return surroundings.obstacle(toBytes: 8.0 * Double(rows) * Double(columns))
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let (rows, columns) = configuration[name: "shape"].flatMap(Self.shape) else {
            throw .badConfiguration("softmax needs a shape.")
        }
        let set = try configuration.resolvedInstructionSet(), team = context.team(configuration.threads)
        let streams = context.surroundings.forTeam(of: configuration.threads).exceedsCaches(8 * rows * columns)
        do throws(CPUError) {
            let kernel = try Softmax(
                rows: rows, columns: columns, isStreamed: streams, team: team, instructionSet: set, seed: context.seed)
            return .kernel(
                KernelWorkload(
                    work: kernel.work, workingSetBytes: kernel.workingSetBytes, team: team, verify: kernel.verify,
                    run: { kernel.run(iterations: $0) }))
        } catch {
            throw WorkloadError(error)
        }
    }

    /// `16384x1024`
    static func shape(_ text: String) -> (rows: Int, columns: Int)? {
        let numbers = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard numbers.count == 2, numbers.allSatisfy({ (1...16_777_216).contains($0) }) else { return nil }
        return (numbers[0], numbers[1])
    }
}
