// Which working sets make the curve of a memory hierarchy, from the cache sizes that the machine has.
// How the machine's caches are found out is the Machine module's.

/// A level of the hierarchy as a team sees it.
package struct CacheCapacity: Equatable, Sendable {
    package let bytes: Int
    /// Threads of the team that share one such cache: one for a private cache.
    package let sharedBy: Int

    package init(bytes: Int, sharedBy: Int) {
        precondition(bytes > 0 && sharedBy > 0, "a cache of no size")
        self.bytes = bytes
        self.sharedBy = sharedBy
    }

    /// Bytes in all the caches of this level that a team of `threads` uses.
    package func total(threads: Int) -> Int { bytes * max((threads + sharedBy - 1) / sharedBy, 1) }
}

package enum MemorySizes {
    /// Working sets in bytes, one for each level (half of it, so that nothing else pushes the data out) and one for memory (four times the last level).
    package static func plateaus(of caches: [CacheCapacity], threads: Int) -> [Int] {
        guard let last = caches.last else { return [] }
        return caches.map { $0.total(threads: threads) / 2 } + [4 * last.total(threads: threads)]
    }

    /// Two working sets an octave from half the first level to four times the last: the whole curve, in bytes, ascending.
    package static func sweep(of caches: [CacheCapacity], threads: Int) -> [Int] {
        let ends = plateaus(of: caches, threads: threads)
        guard let first = ends.first, let last = ends.last else { return [] }
        var sizes: [Int] = [], size = first
        while size < last {
            sizes.append(size)
            if size + size / 2 < last { sizes.append(size + size / 2) }
            size *= 2
        }
        return sizes + [last]
    }
}
