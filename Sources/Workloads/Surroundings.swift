// What a benchmark needs to know of the machine to make its points.
// Leaves to others: finding it out (Machine).

package import CPU

package struct Surroundings: Sendable {
    /// Processors that this process may use.
    package var processors: Int
    /// Bytes of one processor's first and second cache and of the last-level cache; 0 where not known.
    package var level1Bytes: Int
    package var level2Bytes: Int
    package var lastLevelBytes: Int
    /// Bytes that may be allocated without swapping, container limits included.
    package var availableBytes: Int
    /// Instruction sets that run here, best last.
    package var instructionSets: [InstructionSet]

    package init(
        processors: Int, level1Bytes: Int, level2Bytes: Int, lastLevelBytes: Int, availableBytes: Int, instructionSets: [InstructionSet]
    ) {
        self.processors = processors
        self.level1Bytes = level1Bytes
        self.level2Bytes = level2Bytes
        self.lastLevelBytes = lastLevelBytes
        self.availableBytes = availableBytes
        self.instructionSets = instructionSets
    }

    /// A working set that no cache holds: four times the last level, at least 256 MiB.
    package var outOfCacheBytes: Int { max(4 * lastLevelBytes, 256 << 20) }

    /// Working-set sizes from half the first cache to four times the last one, about two a doubling at the edges: the curve of
    /// the memory hierarchy.
    package var sweepBytes: [Int] {
        let first = level1Bytes > 0 ? level1Bytes : 32 << 10
        var sizes: [Int] = []
        var size = first / 2
        while size < outOfCacheBytes {
            sizes.append(size)
            size *= 2
        }
        return sizes + [outOfCacheBytes]
    }

    /// The bytes that a size's text means here: `64MiB`, or half of `l1`, `l2`, `llc`, or `dram`.
    package func bytes(_ text: String) -> Int? {
        switch text {
        case "l1": level1Bytes > 0 ? level1Bytes / 2 : nil
        case "l2": level2Bytes > 0 ? level2Bytes / 2 : nil
        case "llc": lastLevelBytes > 0 ? lastLevelBytes / 2 : nil
        case "dram": outOfCacheBytes
        default: ByteCount.parse(text)
        }
    }
}
