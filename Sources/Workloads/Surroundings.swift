// What a benchmark needs to know of the machine to make its points.
// Leaves to others: finding it out (Machine).

package import CPU

package struct Surroundings: Sendable {
    /// Processors that this process may use.
    package var processors: Int
    /// Numbers of processors in the order in which a team takes them: one of each core, then the cores' other threads. Empty: as the system counts.
    package var processorOrder: [Int]
    /// How many of them, from the first, sit on cores of their own.
    package var cores: Int
    /// Threads of the team that sizes are meant for: each brings its own caches.
    package private(set) var team = 1
    /// The levels of the cache hierarchy that hold data, first level first; empty where not known.
    package var caches: [CacheCapacity]
    /// Bytes that may be allocated without swapping, container limits included.
    package var availableBytes: Int
    /// Instruction sets that run here, best last.
    package var instructionSets: [InstructionSet]
    /// The folder for files that a benchmark makes and removes.
    package var scratch = "."
    /// The machine that `network/peer` talks to; nil where none was named.
    package var peer: PeerAddress?

    package init(
        processors: Int, cores: Int? = nil, processorOrder: [Int] = [], caches: [CacheCapacity], availableBytes: Int,
        instructionSets: [InstructionSet]
    ) {
        self.processors = processors
        self.cores = min(cores ?? processors, processors)
        self.processorOrder = processorOrder
        self.caches = caches
        self.availableBytes = availableBytes
        self.instructionSets = instructionSets
    }

    /// The same machine, its sizes meant for a team of `threads`.
    package func forTeam(of threads: Int) -> Surroundings {
        var copy = self
        copy.team = max(1, threads)
        return copy
    }

    /// Team sizes that show how speed follows threads: 1, 2, 4, …, all cores, all processors; ascending.
    package var scalingTeams: [Int] {
        let doublings = sequence(first: 1) { $0 * 2 }.prefix { $0 < processors }
        return Set(doublings + [cores, processors]).sorted()
    }

    /// A working set that no cache of the team holds: four times the last level's, at least 256 MiB, since a guest may see a part of it only.
    package var outOfCacheBytes: Int { max(4 * (caches.last?.total(threads: team) ?? 0), 256 << 20) }

    /// Working-set sizes from half the first cache to beyond the last, two an octave: the curve of the memory hierarchy.
    package var sweepBytes: [Int] {
        let levels = caches.isEmpty ? [CacheCapacity(bytes: 32 << 10, sharedBy: 1)] : caches
        return MemorySizes.sweep(of: levels, threads: team).filter { $0 < outOfCacheBytes } + [outOfCacheBytes]
    }

    /// The bytes that a size's text means here, of all the team's threads together: `64MiB`; or half of its caches `l1`, `l2`, `llc`; or `dram`.
    package func bytes(_ text: String) -> Int? {
        switch text {
        case "l1": half(caches.first)
        case "l2": half(caches.dropFirst().first)
        case "llc": half(caches.last)
        case "dram": outOfCacheBytes
        default: ByteCount.parse(text)
        }
    }

    private func half(_ cache: CacheCapacity?) -> Int? { cache.map { $0.total(threads: team) / 2 } }
}
