// `reduce`: sums and maxima of a matrix, whole, by rows and by columns.
// Leaves to others: the reductions (CPU.Reduction).

import CPU
package import Measurement

package struct ReduceBenchmark: Benchmark {
    package init() {}

    package var id: String { "reduce" }
    package var summary: String { "sum of a matrix of \(Reduction.columns) columns, of its rows, of its columns; largest of its rows" }
    package func metric(of configuration: Configuration) -> Metric { .bytesPerSecond }
    package var precisions: [String] { ["fp32"] }
    package var hasInstructionSets: Bool { true }
    package var roof: String? { "memory/bandwidth" }
    package var parameters: [ParameterDeclaration] {
        [
            ParameterDeclaration("kernel", help: Reduction.Operation.allCases.map(\.rawValue).joined(separator: ", "), defaults: ["sum"]),
            MemorySize.declaration,
        ]
    }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        switch parameter {
        case "kernel" where value == "all": return Reduction.Operation.allCases.map(\.rawValue)
        case "kernel" where Reduction.Operation(rawValue: value) == nil:
            throw .badConfiguration("is none of all, \(Reduction.Operation.allCases.map(\.rawValue).joined(separator: ", ")).")
        case "size": return try MemorySize.expand(value, in: surroundings)
        default: return [value]
        }
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        MemorySize.obstacle(to: configuration, in: surroundings)
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let operation = configuration[name: "kernel"].flatMap(Reduction.Operation.init(rawValue:)),
            let bytes = configuration[name: "size"].flatMap(ByteCount.parse)
        else { throw .badConfiguration("reduce needs kernel and size.") }
        let set = try configuration.resolvedInstructionSet(), team = context.team(configuration.threads)
        let rows = max(1, bytes / (Reduction.columns * MemoryLayout<Float>.stride))
        do throws(CPUError) {
            let kernel = try Reduction(
                operation, rows: rows, columns: Reduction.columns, team: team, instructionSet: set, seed: context.seed)
            return .kernel(
                KernelWorkload(
                    work: kernel.work, workingSetBytes: kernel.workingSetBytes, team: team, verify: kernel.verify,
                    run: { kernel.run(iterations: $0) }))
        } catch {
            throw WorkloadError(error)
        }
    }
}
