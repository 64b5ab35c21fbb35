// The CPUs that threads of this process may run on, and pinning the calling thread to one of them.
// Which CPUs share a core or a socket is the Machine module's knowledge: it hands `WorkerTeam` an order.

import Intrinsics

/// A set of CPU numbers as the kernel keeps it for a thread. Where there is no affinity (macOS) it is empty and nothing is pinned.
package struct Affinity: Equatable, Sendable {
    private var words: [UInt64]

    /// The mask with which this process's first team was made, before anything of ours was pinned.
    package static let initial = Affinity.ofCallingThread

    /// The calling thread's mask now.
    package static var ofCallingThread: Affinity {
        var words = [UInt64](repeating: 0, count: maximumCPUs / 64)
        let filled = words.withUnsafeMutableBufferPointer { readAffinityMask($0.baseAddress, $0.count * 8) }
        return Affinity(words: Array(words.prefix(filled / 8)))
    }

    /// The mask that holds the given CPUs only.
    package init(cpus: [Int]) {
        words = [UInt64](repeating: 0, count: ((cpus.max() ?? 0) + 64) / 64)
        for cpu in cpus { words[cpu / 64] |= 1 << UInt64(cpu % 64) }
    }

    private init(words: [UInt64]) { self.words = words }

    /// CPU numbers, ascending.
    package var cpus: [Int] {
        (0..<words.count * 64).filter { words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
    }

    /// Makes this the calling thread's mask. False when the system refused, or knows no affinity.
    @discardableResult
    package func applyToCallingThread() -> Bool {
        guard !words.isEmpty else { return false }
        return words.withUnsafeBufferPointer { writeAffinityMask($0.baseAddress, $0.count * 8) } != 0
    }

    private static let maximumCPUs = 8192
}
