// `input/jpeg` on photos some of which cannot be decoded.
// Leaves to others: its arithmetic (KernelConformanceTests), decoding (DatasetsTests).

import CPU
import Datasets
import Measurement
import Testing
import Workloads

@Suite struct InputBenchmarkTests {
    let folder = TemporaryPhotos()

    private func prepare() throws -> any Workload {
        let set = try PhotoCollection.catsDogs.open(folder.path, threads: WorkThreads(count: 2))
        let context = Context(
            surroundings: Surroundings(processors: 1, caches: [], availableBytes: 0, instructionSets: [.portable]), seed: 1,
            openDataset: { () throws(WorkloadError) in throw .unavailable("no data in this test") }, openPhotos: { _, _ in set })
        let configuration = Configuration(
            benchmark: "input/jpeg", parameters: [Parameter("pixels", "16"), Parameter("photos", "cats-dogs")], threads: 1)
        guard case .kernel(let workload) = try InputBenchmark().prepare(configuration, in: context) else {
            throw WorkloadError.unavailable("no kernel")
        }
        return workload
    }

    /// Half a file: its head is sound, which is all that opening a set looks at.
    private var cutOff: [UInt8] {
        get throws {
            let picture = Picture()
            try picture.resize(width: 64, height: 64)
            for i in 0..<picture.byteCount { picture.bytes[i] = UInt8(truncatingIfNeeded: i * i) }
            let file = JPEGEncoder().encode(picture)
            return Array(file.prefix(file.count / 2))
        }
    }

    @Test func whatIsLeftOutIsNamed() throws {
        try folder.write((1...8).flatMap { ["cats/\($0).jpg", "dogs/\($0).jpg"] })
        try folder.write(["cats/2.jpg"], cutOff)
        try folder.write(["dogs/3.jpg"], Array("GIF89a".utf8))
        let workload = try prepare()
        #expect(workload.photoFaults.undecodable == ["cats/2.jpg": .cutOff, "dogs/3.jpg": .otherContent("GIF")])
        #expect(workload.work.items == 14)
    }

    @Test func aSetWithoutReadablePhotosIsRefused() throws {
        try folder.write((1...8).flatMap { ["cats/\($0).jpg", "dogs/\($0).jpg"] }, cutOff)
        #expect(throws: WorkloadError.unavailable("None of the photos of cats-dogs can be decoded: `mettle data check` says why.")) {
            try prepare()
        }
    }
}
