// `storage/read`: how fast a disk gives back what was written to it, in one piece and here and there.
// Leaves to others: the file (ScratchFile), the reads (StorageReader).

package import Measurement

/// Sequential reads of 1 MiB in bytes a second; random reads of 4 KiB as the latency of one alone (seconds) and, with several in flight, as reads a
/// second (IOPS). `queue` counts the reads in flight, one a thread. Past the page cache where the file system can; where it cannot, a caveat says so.
///
/// A disk, a controller or a hypervisor may have caches of its own that a file of this size fits into: what is measured is what this machine gets.
package struct StorageReadBenchmark: Benchmark {
    package init() {}

    package var id: String { "storage/read" }
    package var summary: String { "read a file of random bytes past the page cache: 1 MiB in sequence, 4 KiB here and there" }
    package func metric(of configuration: Configuration) -> Metric {
        if configuration[name: "pattern"] == ReadPattern.sequential.rawValue { return .bytesPerSecond }
        return configuration[name: "queue"] == "1" ? .secondsPerItem : .itemsPerSecond
    }
    package var parameters: [ParameterDeclaration] {
        [
            ParameterDeclaration("pattern", help: "sequential, random", defaults: ReadPattern.allCases.map(\.rawValue)),
            ParameterDeclaration("queue", help: "reads in flight", defaults: ["1"]),
            ParameterDeclaration(
                "file", help: "the file's size: 256MiB; never more than a quarter of the free space", defaults: ["256MiB"]),
        ]
    }
    /// Its threads wait for the disk; how many there are is `queue`.
    package var maximumThreads: Int? { 1 }
    package var canContend: Bool { false }

    private static let sizes = 1 << 20...1 << 40
    private static let queues = 1...256

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        switch parameter {
        case "pattern" where ReadPattern(rawValue: value) == nil: throw .badConfiguration("is neither sequential nor random.")
        case "queue" where Int(value).map(Self.queues.contains) != true:
            throw .badConfiguration("is no number of reads in flight from 1 to 256.")
        case "file":
            guard let bytes = ByteCount.parse(value), Self.sizes.contains(bytes), bytes % ScratchFile.chunkBytes == 0 else {
                throw .badConfiguration("is no size of a file in whole MiB, such as 256MiB.")
            }
            return [ByteCount.exactText(bytes)]
        default: break
        }
        return [value]
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        guard let bytes = configuration[name: "file"].flatMap(ByteCount.parse) else { return nil }
        return ScratchFolder.obstacle(surroundings.scratch, byteCount: bytes)
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let pattern = configuration[name: "pattern"].flatMap(ReadPattern.init(rawValue:)),
            let queue = configuration[name: "queue"].flatMap({ Int($0) }), let bytes = configuration[name: "file"].flatMap(ByteCount.parse)
        else { throw .badConfiguration("storage/read needs a pattern, a queue and a file's size.") }
        // The team's threads spin, and would be counted as load beside the disk's.
        context.dismissTeam()
        let file = try ScratchFile(in: context.surroundings.scratch, byteCount: bytes, seed: context.seed)
        return .kernel(try StorageReader(file: file, pattern: pattern, queue: queue, seed: context.seed))
    }
}
