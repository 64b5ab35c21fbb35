// A scratch file and the reads of it: what is refused, what is noticed, what is left behind.
// Leaves to others: how fast a disk is.

import CPU
import Foundation
import Measurement
import Testing
import Workloads

/// One test's folder, on whatever holds the temporary files.
private struct Folder {
    let path = NSTemporaryDirectory() + "mettle-storage-" + UUID().uuidString
    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    func remove() { try? FileManager.default.removeItem(atPath: path) }
    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? ["?"] }

    /// The open descriptors of files that lie in the folder, named or not.
    var descriptors: [Int32] {
        let own = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        let real = URL(filePath: path).resolvingSymlinksInPath().path
        return own.compactMap { Int32($0) }.filter {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))?.hasPrefix(real + "/") == true
        }
    }
}

private func configuration(_ pattern: String, queue: Int, file: String = "1 MiB") -> Configuration {
    Configuration(
        benchmark: "storage/read", parameters: [Parameter("pattern", pattern), Parameter("queue", "\(queue)"), Parameter("file", file)])
}

private func context(_ scratch: String) -> Context {
    var machine = Surroundings(processors: 1, caches: [], availableBytes: 0, instructionSets: [.portable])
    machine.scratch = scratch
    return Context(withoutDataOn: machine, seed: 3)
}

/// Where temporary files lie in memory, there is no storage to test.
private let hasDisk: Bool = ScratchFolder.obstacle(NSTemporaryDirectory(), byteCount: 8 << 20) == nil

@Suite struct StorageTests {
    @Test(
        .enabled(if: hasDisk, "temporary files lie in memory"),
        arguments: [("sequential", 1), ("sequential", 3), ("random", 1), ("random", 8)])
    func readsWhatWasWrittenAndLeavesNothing(pattern: String, queue: Int) throws {
        let folder = try Folder()
        defer { folder.remove() }
        let point = configuration(pattern, queue: queue, file: "2 MiB")
        #expect(StorageReadBenchmark().obstacle(to: point, in: context(folder.path).surroundings) == nil)
        do {
            guard case .kernel(let reader) = try StorageReadBenchmark().prepare(point, in: context(folder.path)) else { return }
            // It has no name from the start, so that nothing that ends this process leaves it behind.
            #expect(folder.names == [])
            #expect(reader.verify().passed)
            for iterations in [1, 7, 600] { reader.run(iterations: iterations) }
            #expect(reader.verify() == Verification(relativeError: 0, tolerance: 0))
            #expect(reader.trouble == nil)
            #expect(reader.work == Work(bytesRead: pattern == "random" ? 4096 : 1_048_576, items: 1))
        }
        #if os(Linux)
            #expect(folder.descriptors == [])
        #endif
    }

    #if os(Linux)
        /// A block that comes back with another's number, or other bytes, is the disk's fault and no figure.
        @Test(.enabled(if: hasDisk, "temporary files lie in memory"), arguments: [5 * 4096, 8 * 4096 + 100])
        func wrongBytesAreTrouble(offset: Int) throws {
            let folder = try Folder()
            defer { folder.remove() }
            let file = try ScratchFile(in: folder.path, byteCount: 1 << 20, seed: 3, mayBeDirect: false)
            let reader = try StorageReader(file: file, pattern: .sequential, queue: 1, seed: 3)
            #expect(reader.verify().passed && reader.caveats.map(\.kind) == [.pageCache])
            let descriptor = try #require(folder.descriptors.first)
            #expect(pwrite(descriptor, "wrong!!!", 8, off_t(offset)) == 8)
            reader.run(iterations: 1)
            #expect(!reader.verify().passed)
            #expect(reader.trouble?.contains("came back other than they were written") == true)
        }

        @Test(.enabled(if: hasDisk, "temporary files lie in memory"), arguments: [1, 4])
        func aDiskThatFailsIsTrouble(queue: Int) throws {
            let folder = try Folder()
            defer { folder.remove() }
            let file = try ScratchFile(in: folder.path, byteCount: 2 << 20, seed: 3)
            let reader = try StorageReader(file: file, pattern: .random, queue: queue, seed: 3)
            let descriptor = try #require(folder.descriptors.first)
            #expect(ftruncate(descriptor, 0) == 0)
            // Returns at once, however much is asked for.
            reader.run(iterations: 1 << 40)
            #expect(reader.trouble?.hasPrefix("Reading the scratch file failed (") == true)
        }
    #endif

    @Test func foldersThatWillNotDo() throws {
        let folder = try Folder()
        defer { folder.remove() }
        let benchmark = StorageReadBenchmark()
        func obstacle(_ path: String) -> String? {
            benchmark.obstacle(to: configuration("random", queue: 1), in: context(path).surroundings)
        }
        #expect(obstacle(folder.path + "/none") == "the scratch folder is not there: name one that is with --scratch.")
        #expect(FileManager.default.createFile(atPath: folder.path + "/file", contents: nil))
        #expect(obstacle(folder.path + "/file") == "what --scratch names is no folder: name a folder that can be written.")
        if geteuid() != 0 {
            try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
            #expect(obstacle(folder.path)?.hasPrefix("the scratch folder cannot be written to (permission denied)") == true)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        }
        let huge = configuration("random", queue: 1, file: "1024 GiB")
        if hasDisk {
            #expect(benchmark.obstacle(to: huge, in: context(folder.path).surroundings)?.hasPrefix("a file of 1024 GiB is needed") == true)
        }
        #expect(throws: WorkloadError.unavailable("the scratch folder is not there: name one that is with --scratch.")) {
            try benchmark.prepare(configuration("random", queue: 1), in: context(folder.path + "/none"))
        }
        for sentence in [obstacle(folder.path + "/none"), obstacle(folder.path + "/file")] {
            #expect(sentence?.contains(folder.path) == false)
        }
    }

    @Test func aQuarterOfTheFreeSpace() {
        #expect(ScratchFolder.shortage(of: 1 << 20, freeBytes: 4 << 20) == nil)
        #expect(
            ScratchFolder.shortage(of: 1 << 20, freeBytes: (4 << 20) - 4)?.hasPrefix(
                "a file of 1 MiB is needed, and a quarter of the 4 MiB free in the scratch folder") == true)
        #expect(ScratchFolder.shortage(of: 1 << 20, freeBytes: 0) != nil)
    }

    @Test(arguments: [
        ("pattern", "backward"), ("queue", "0"), ("queue", "257"), ("queue", "x"), ("file", "0"), ("file", "1.5GiB"), ("file", "4KiB"),
        ("file", "1048577"), ("file", "2048GiB"),
    ])
    func valuesThatMeanNothing(parameter: String, value: String) {
        let machine = context(".").surroundings
        #expect(throws: WorkloadError.self) { try StorageReadBenchmark().expand(parameter: parameter, value: value, in: machine) }
    }

    @Test func sequenceWrapsAndChanceReachesEverything() {
        let sequence = ReadPlaces(pattern: .sequential, count: 3, seed: 1)
        #expect((0..<7).map { sequence[$0] } == [0, 1, 2, 0, 1, 2, 0])
        let random = ReadPlaces(pattern: .random, count: 10, seed: 1)
        let drawn = (0..<1000).map { random[$0] }
        #expect(Set(drawn) == Set(0..<10))
        #expect((0..<10).allSatisfy { place in (50...150).contains(drawn.count { $0 == place }) })
        #expect(drawn != (0..<1000).map { ReadPlaces(pattern: .random, count: 10, seed: 2)[$0] })
    }

    @Test func aFigureIsBytesIOPSOrLatency() {
        let benchmark = StorageReadBenchmark()
        #expect(benchmark.metric(of: configuration("sequential", queue: 4)) == .bytesPerSecond)
        #expect(benchmark.metric(of: configuration("random", queue: 1)) == .secondsPerItem)
        #expect(benchmark.metric(of: configuration("random", queue: 4)) == .itemsPerSecond)
        let work = Work(bytesRead: 4096, items: 1)
        #expect(Figure(seconds: 1e-4, metric: .itemsPerSecond, work: work, item: Configuration.items(of: "storage/read")).unit == "IOPS")
        #expect(Figure(seconds: 1e-4, metric: .bytesPerSecond, work: work).unit == "MB/s")
        #expect(Figure(seconds: 1e-4, metric: .secondsPerItem, work: work).unit == "µs")
    }
}
