// `memory/bandwidth` and `memory/latency`, over working sets from the first cache to memory.
// Leaves to others: the loops (CPU.MemoryBandwidth, CPU.MemoryLatency).

import CPU
package import Measurement

/// Sizes are bytes of all arrays on all threads together.
package struct BandwidthBenchmark: Benchmark {
    package init() {}

    package var id: String { "memory/bandwidth" }
    package var summary: String { "STREAM's kernels, ordinary and non-temporal stores, any working set" }
    package func metric(of configuration: Configuration) -> Metric { .bytesPerSecond }
    package var hasInstructionSets: Bool { true }
    package var parameters: [ParameterDeclaration] {
        [
            ParameterDeclaration(
                "kernel", help: MemoryBandwidth.Operation.allCases.map(\.rawValue).joined(separator: ", "), defaults: ["triad"]),
            ParameterDeclaration("store", help: "ordinary, or nontemporal: past the caches", defaults: ["ordinary"]),
            MemorySize.declaration,
        ]
    }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        switch parameter {
        case "kernel" where MemoryBandwidth.Operation(rawValue: value) == nil: throw .badConfiguration("is no kernel of STREAM’s.")
        case "store" where MemoryBandwidth.Store(rawValue: value) == nil: throw .badConfiguration("is neither ordinary nor nontemporal.")
        case "size": return try MemorySize.expand(value, in: surroundings)
        default: return [value]
        }
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        if configuration[name: "kernel"] == "read", configuration[name: "store"] == "nontemporal" { return "a read stores nothing" }
        return MemorySize.obstacle(to: configuration, in: surroundings)
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let operation = configuration[name: "kernel"].flatMap(MemoryBandwidth.Operation.init(rawValue:)),
            let store = configuration[name: "store"].flatMap(MemoryBandwidth.Store.init(rawValue:)),
            let bytes = configuration[name: "size"].flatMap(ByteCount.parse)
        else { throw .badConfiguration("memory/bandwidth needs kernel, store and size.") }
        let set = try configuration.resolvedInstructionSet()
        let team = context.team(configuration.threads)
        do throws(CPUError) {
            let kernel = try MemoryBandwidth(operation, store: store, workingSetBytes: bytes, team: team, instructionSet: set)
            return .kernel(KernelWorkload(work: kernel.work, team: team, verify: kernel.verify, run: { kernel.run(iterations: $0) }))
        } catch {
            throw WorkloadError(error)
        }
    }
}

package struct LatencyBenchmark: Benchmark {
    package init() {}

    package var id: String { "memory/latency" }
    package var summary: String { "loads that wait for each other, around a random cycle of cache lines" }
    package func metric(of configuration: Configuration) -> Metric { .secondsPerItem }
    package var maximumThreads: Int? { 1 }
    package var parameters: [ParameterDeclaration] { [MemorySize.declaration] }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        try MemorySize.expand(value, in: surroundings)
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        MemorySize.obstacle(to: configuration, in: surroundings)
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let bytes = configuration[name: "size"].flatMap(ByteCount.parse) else {
            throw .badConfiguration("memory/latency needs a size.")
        }
        // One pinned thread: the chase is sequential, and the team's maker is the thread that chases.
        _ = context.team(1)
        do throws(CPUError) {
            let kernel = try MemoryLatency(workingSetBytes: bytes, seed: context.seed)
            return .kernel(KernelWorkload(work: kernel.work, team: nil, verify: kernel.verify, run: { kernel.run(iterations: $0) }))
        } catch {
            throw WorkloadError(error)
        }
    }
}
