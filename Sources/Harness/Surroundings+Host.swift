// From the described machine to what benchmarks need to know of it.
// Leaves to others: describing it (Machine).

import CPU
package import Machine
package import Workloads

extension Surroundings {
    /// A container's processor quota counts down to whole processors: threads beyond it would only wait.
    package init(host: Host) {
        let allowed = max(1, host.processor.allowed.count)
        let quota = host.container?.cpuLimit.map { max(1, Int($0)) } ?? allowed
        let memory = host.memory.availableByteCount ?? host.memory.totalByteCount ?? 0
        let limit = host.container?.memoryLimitByteCount ?? memory
        let firsts = host.processor.coreProcessors?.indices ?? host.processor.allowed.indices
        self.init(
            processors: min(allowed, quota), cores: max(1, firsts.count),
            processorOrder: firsts + host.processor.allowed.indices.filter { !firsts.contains($0) },
            caches: (1...4).compactMap { level in
                host.processor.dataCacheByteCount(level: level).map { bytes in
                    let cache = host.processor.caches.first { $0.level == level && $0.kind != .instruction && $0.byteCount == bytes }
                    return CacheCapacity(bytes: bytes, sharedBy: max(1, cache?.sharedBy ?? 1))
                }
            },
            availableBytes: min(memory, limit),
            instructionSets: CPU.InstructionSet.available)
    }
}
