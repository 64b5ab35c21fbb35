// The processor as a value: what it is called, how many cores and of which kinds, how fast, with which caches.
// Reading it from a machine is in Processor+Describe; wording it is left to Host+Words.

package struct Processor: Sendable, Equatable, Codable {
    /// As printed: `GenuineIntel`, `AuthenticAMD`, `ARM`.
    package var vendor: String?
    /// The model's name as the processor prints it; on Arm the core's name.
    package var model: String?
    /// `x86_64`, `aarch64`.
    package var architecture: String
    package var family: Int?
    package var modelNumber: Int?
    package var stepping: Int?
    package var sockets: Int
    package var cores: Int
    /// Processors online: what `nproc --all` counts, hardware threads.
    package var threads: Int
    /// The kinds of core where they differ; empty where all are alike.
    package var coreKinds: [CoreKind]
    /// The clock that the maker guarantees under load.
    package var baseMHz: Double?
    /// The highest clock of the fastest core.
    package var maximumMHz: Double?
    package var instructionSets: [InstructionSet]
    package var caches: [Cache]
    package var nodes: [MemoryNode]
    package var online: CPUSet
    /// The processors that this program may run on: the affinity mask.
    package var allowed: CPUSet
    /// Of those, one a core: its lowest-numbered thread. Nil in records of before it was told.
    package var coreProcessors: CPUSet?

    /// A processor of which only the count of cores is known, one thread each.
    package init(architecture: String, cores: Int) {
        self.architecture = architecture
        (sockets, self.cores, threads) = (1, cores, cores)
        (coreKinds, instructionSets, caches, nodes) = ([], [], [], [])
        (online, allowed) = (CPUSet(0..<cores), CPUSet(0..<cores))
    }

    /// What the widest usable vectors are: decides which compiled module can run.
    package var widestVectors: VectorWidth {
        let has = Set(instructionSets)
        if has.isSuperset(of: [.avx512f, .avx512bw, .avx512dq, .avx512vl, .fma]) { return .avx512 }
        if has.isSuperset(of: [.avx2, .fma]) { return .avx2 }
        return .portable
    }
}

/// The compiled modules' instruction sets, narrowest first.
package enum VectorWidth: String, Sendable, Equatable, Codable, CaseIterable, Comparable {
    case portable, avx2, avx512

    package static func < (left: VectorWidth, right: VectorWidth) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

/// One kind of core of a hybrid processor.
package struct CoreKind: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case performance, efficiency
        case lowPower = "low_power"
    }

    package var kind: Kind
    package var cores: Int
    package var threads: Int
    package var maximumMHz: Double?
    package var processors: CPUSet

    package init(kind: Kind, cores: Int, threads: Int, maximumMHz: Double?, processors: CPUSet) {
        (self.kind, self.cores, self.threads, self.maximumMHz, self.processors) = (kind, cores, threads, maximumMHz, processors)
    }
}

/// Caches that are alike: one value for all of a level, type, size and sharing.
package struct Cache: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, Codable {
        case data, instruction, unified
    }

    package var level: Int
    package var kind: Kind
    /// Bytes of each.
    package var byteCount: Int
    package var lineByteCount: Int?
    /// Hardware threads that share one.
    package var sharedBy: Int
    /// How many there are.
    package var count: Int

    package init(level: Int, kind: Kind, byteCount: Int, lineByteCount: Int?, sharedBy: Int, count: Int) {
        (self.level, self.kind, self.byteCount, self.lineByteCount) = (level, kind, byteCount, lineByteCount)
        (self.sharedBy, self.count) = (sharedBy, count)
    }
}

/// All caches of one level that a team reaches.
package struct CacheTotal: Sendable, Equatable {
    package var level: Int
    package var byteCount: Int

    package init(level: Int, byteCount: Int) {
        (self.level, self.byteCount) = (level, byteCount)
    }
}

/// A NUMA node.
package struct MemoryNode: Sendable, Equatable, Codable {
    package var number: Int
    package var processors: CPUSet
    package var byteCount: Int?

    package init(number: Int, processors: CPUSet, byteCount: Int?) {
        (self.number, self.processors, self.byteCount) = (number, processors, byteCount)
    }
}

extension Processor {
    /// Bytes of one cache of a level that holds data; the largest where kinds of core differ. Nil where the system does not say.
    package func dataCacheByteCount(level: Int) -> Int? {
        caches.filter { $0.level == level && $0.kind != .instruction }.map(\.byteCount).max()
    }

    /// Bytes of all caches of each level that a team of `threads` reaches, first level first: what its working set must exceed to reach the
    /// next. Threads are taken to sit apart, as the team puts them; of two kinds of core the larger caches count.
    package func dataCacheTotals(threads: Int) -> [CacheTotal] {
        let data = caches.filter { $0.kind != .instruction && $0.byteCount > 0 }
        return Set(data.map(\.level)).sorted().compactMap { level in
            data.filter { $0.level == level }.max { $0.byteCount < $1.byteCount }.map { cache in
                let used = (max(1, threads) + max(1, cache.sharedBy) - 1) / max(1, cache.sharedBy)
                return CacheTotal(level: level, byteCount: cache.byteCount * min(used, max(1, cache.count)))
            }
        }
    }

    /// Bytes of all caches of the last level together: what a working set must exceed to reach memory.
    package var lastLevelCacheByteCount: Int? {
        let data = caches.filter { $0.kind != .instruction }
        guard let last = data.map(\.level).max() else { return nil }
        return data.filter { $0.level == last }.reduce(0) { $0 + $1.byteCount * $1.count }
    }
}
