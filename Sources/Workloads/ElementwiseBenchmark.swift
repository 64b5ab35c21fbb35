// `elementwise`: activations, their gradients, sums and optimiser steps, number by number.
// Leaves to others: the operations (CPU.Elementwise).

import CPU
package import Measurement

package struct ElementwiseBenchmark: Benchmark {
    package init() {}

    package var id: String { "elementwise" }
    package var summary: String { "activations, their gradients and optimiser steps over arrays of any size" }
    package func metric(of configuration: Configuration) -> Metric { .bytesPerSecond }
    package var precisions: [String] { ["fp32"] }
    package var hasInstructionSets: Bool { true }
    package var roof: String? { "memory/bandwidth" }
    package var parameters: [ParameterDeclaration] {
        [
            ParameterDeclaration(
                "kernel", help: Elementwise.Operation.allCases.map(\.rawValue).joined(separator: ", "), defaults: ["relu"]),
            StoreChoice.declaration, MemorySize.declaration,
        ]
    }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        switch parameter {
        case "kernel" where value == "all": return Elementwise.Operation.allCases.map(\.rawValue)
        case "kernel" where Elementwise.Operation(rawValue: value) == nil:
            throw .badConfiguration("is none of all, \(Elementwise.Operation.allCases.map(\.rawValue).joined(separator: ", ")).")
        case "store" where StoreChoice(rawValue: value) == nil: throw .badConfiguration("is none of auto, ordinary, nontemporal.")
        case "size": return try MemorySize.expand(value, in: surroundings)
        default: return [value]
        }
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        MemorySize.obstacle(to: configuration, in: surroundings)
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let operation = configuration[name: "kernel"].flatMap(Elementwise.Operation.init(rawValue:)),
            let store = configuration[name: "store"].flatMap(StoreChoice.init(rawValue:)),
            let bytes = configuration[name: "size"].flatMap(ByteCount.parse)
        else { throw .badConfiguration("elementwise needs kernel, store and size.") }
        let set = try configuration.resolvedInstructionSet(), team = context.team(configuration.threads)
        let streams = store.isStreamed(bytes, in: context.surroundings.forTeam(of: configuration.threads))
        do throws(CPUError) {
            let kernel = try Elementwise(
                operation, workingSetBytes: bytes, isStreamed: streams, team: team, instructionSet: set, seed: context.seed)
            return .kernel(
                KernelWorkload(
                    work: kernel.work, workingSetBytes: kernel.workingSetBytes, team: team, verify: kernel.verify,
                    run: { kernel.run(iterations: $0) }))
        } catch {
            throw WorkloadError(error)
        }
    }
}
