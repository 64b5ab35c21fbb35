// Where the reads of a file go.
// Leaves to others: making them (StorageReader).

/// How a file is gone through.
package enum ReadPattern: String, CaseIterable {
    /// Chunks of 1 MiB in their order, from the start again at the end.
    case sequential
    /// Blocks of 4 KiB at places drawn anew for each read.
    case random

    var byteCount: Int { self == .sequential ? ScratchFile.chunkBytes : ScratchFile.blockBytes }
}

/// Where the n-th read goes.
package struct ReadPlaces: Sendable {
    let pattern: ReadPattern
    /// Reads that the file holds side by side.
    let count: Int
    let seed: UInt64

    package init(pattern: ReadPattern, count: Int, seed: UInt64) {
        precondition(count > 0, "a file holds at least one read")
        self.pattern = pattern
        self.count = count
        self.seed = seed
    }

    package subscript(ticket: Int) -> Int {
        if pattern == .sequential { return ticket % count }
        // SplitMix64 (Steele, Lea, Flood 2014): a few operations, so that the draw does not slow the read.
        var z = (seed &+ UInt64(truncatingIfNeeded: ticket)) &* 0x9e37_79b9_7f4a_7c15
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((z ^ (z >> 31)).multipliedFullWidth(by: UInt64(count)).high)
    }
}
