// What a benchmark needs to know of the machine to make its points.
// Leaves to others: finding it out (Machine).

package import CPU

package struct Surroundings: Sendable {
    /// Processors that this process may use.
    package var processors: Int
    /// The levels of the cache hierarchy that hold data, first level first; empty where not known.
    package var caches: [CacheCapacity]
    /// Bytes that may be allocated without swapping, container limits included.
    package var availableBytes: Int
    /// Instruction sets that run here, best last.
    package var instructionSets: [InstructionSet]

    package init(
        processors: Int, caches: [CacheCapacity], availableBytes: Int, instructionSets: [InstructionSet]
    ) {
        self.processors = processors
        self.caches = caches
        self.availableBytes = availableBytes
        self.instructionSets = instructionSets
    }

    /// A working set that no cache holds: four times the last level, at least 256 MiB.
    package var outOfCacheBytes: Int { max(4 * (caches.last?.bytes ?? 0), 256 << 20) }

    /// Working-set sizes from half the first cache to beyond the last, two an octave: the curve of the memory hierarchy.
    package var sweepBytes: [Int] {
        let levels = caches.isEmpty ? [CacheCapacity(bytes: 32 << 10, sharedBy: 1)] : caches
        return MemorySizes.sweep(of: levels, threads: 1).filter { $0 < outOfCacheBytes } + [outOfCacheBytes]
    }

    /// The bytes that a size's text means here: `64MiB`; or half of `l1`, `l2`, `llc`; or `dram`.
    package func bytes(_ text: String) -> Int? {
        switch text {
        case "l1": caches.first.map { $0.bytes / 2 }
        case "l2": caches.count > 1 ? caches[1].bytes / 2 : nil
        case "llc": caches.last.map { $0.bytes / 2 }
        case "dram": outOfCacheBytes
        default: ByteCount.parse(text)
        }
    }
}
