// The size axis of benchmarks that are about memory: bytes, or a level of this machine's hierarchy.
// Leaves to others: which bytes are counted (each benchmark).

import CPU
import Measurement

enum MemorySize {
    static let declaration = ParameterDeclaration(
        "size", help: "bytes (64MiB), half a cache (l1, l2, llc), dram, or sweep: the whole curve", defaults: ["dram"])

    static func expand(_ value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        if value == "sweep" { return surroundings.sweepBytes.map(ByteCount.exactText) }
        guard let bytes = surroundings.bytes(value) else {
            throw .badConfiguration("is no size: write bytes like 64MiB, or l1, l2, llc, dram, sweep.")
        }
        return [ByteCount.exactText(bytes)]
    }

    static func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        guard let bytes = configuration[name: "size"].flatMap(ByteCount.parse), surroundings.availableBytes > 0,
            bytes > surroundings.availableBytes
        else { return nil }
        return WorkloadError.doesNotFit(needed: bytes, available: surroundings.availableBytes).sentence
    }
}
