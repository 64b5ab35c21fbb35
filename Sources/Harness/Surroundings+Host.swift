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
        self.init(
            processors: min(allowed, quota),
            level1Bytes: host.processor.dataCacheByteCount(level: 1) ?? 0,
            level2Bytes: host.processor.dataCacheByteCount(level: 2) ?? 0,
            lastLevelBytes: host.processor.lastLevelCacheByteCount ?? 0,
            availableBytes: min(memory, limit),
            instructionSets: CPU.InstructionSet.available)
    }
}
