// `sparse/spmv`: a sparse matrix times a vector, the Laplacian of a square grid.
// Leaves to others: the matrix and the product (CPU.SparseProduct).

import CPU
package import Measurement

package struct SparseBenchmark: Benchmark {
    package init() {}

    package var id: String { "sparse/spmv" }
    package var summary: String { "compressed sparse rows times a vector: the 5-point Laplacian of a square grid, 32-bit indices" }
    package func metric(of configuration: Configuration) -> Metric { .operationsPerSecond }
    package var precisions: [String] { ["fp32", "fp64"] }
    package var hasInstructionSets: Bool { true }
    package var roof: String? { "memory/bandwidth" }
    package var parameters: [ParameterDeclaration] {
        [ParameterDeclaration("grid", help: "points of a side of the grid, whose square is the matrix's order", defaults: ["2048"])]
    }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        guard Self.side(value) != nil else { throw .badConfiguration("is no side of a grid: 1 to \(largestSparseSide).") }
        return [value]
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        guard let side = configuration[name: "grid"].flatMap(Self.side) else { return nil }
        let scalar = configuration.precision == "fp64" ? 8.0 : 4
        return surroundings.obstacle(toBytes: Double(side * side) * (5 * (scalar + 4) + 4 + 2 * scalar))
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let side = configuration[name: "grid"].flatMap(Self.side) else { throw .badConfiguration("sparse/spmv needs a grid.") }
        let set = try configuration.resolvedInstructionSet(), team = context.team(configuration.threads)
        do throws(CPUError) {
            switch configuration.precision {
            case "fp64": return try Self.workload(Double.self, side, set, team, context.seed)
            default: return try Self.workload(Float.self, side, set, team, context.seed)
            }
        } catch {
            throw WorkloadError(error)
        }
    }

    private static func workload<Scalar: SparseScalar>(
        _: Scalar.Type, _ side: Int, _ set: InstructionSet, _ team: WorkerTeam, _ seed: UInt64
    ) throws(CPUError) -> Prepared {
        let kernel = try SparseProduct<Scalar>(side: side, team: team, instructionSet: set, seed: seed)
        return .kernel(
            KernelWorkload(
                work: kernel.work, workingSetBytes: kernel.workingSetBytes, team: team, verify: kernel.verify,
                run: { kernel.run(iterations: $0) }))
    }

    private static func side(_ text: String) -> Int? { Int(text).flatMap { (1...largestSparseSide).contains($0) ? $0 : nil } }
}
