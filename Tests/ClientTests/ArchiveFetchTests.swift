// Fetching a data set from a loopback server, with a small archive in place of the published one.
// Leaves to others: interrupted transfers (DownloadTests), validity of the data (DatasetsTests).

import Client
import Testing

@Suite struct ArchiveFetchTests {
    let directory = TemporaryDirectory()

    /// An archive with the six files, a few bytes each; without the last where `complete` is false.
    static func archive(complete: Bool = true) throws -> (bytes: [UInt8], md5: String) {
        let source = TemporaryDirectory()
        source.makeDirectory("cifar-10-batches-bin")
        for name in DatasetArchive.cifar10.files.dropLast(complete ? 0 : 1) {
            source.write(Array("the bytes of \(name)".utf8), to: "cifar-10-batches-bin/" + name)
        }
        let file = source.path + "/small.tar.gz"
        try #require(try Subprocess("tar", ["-czf", file, "-C", source.path, "cifar-10-batches-bin"]).run().succeeded)
        let digest = try Subprocess("md5sum", inputFile: file).run().output.prefix(32)
        return (try #require(source.contents("small.tar.gz")), String(digest))
    }

    func fetch(_ url: String, md5: String) -> ArchiveFetch {
        var archive = DatasetArchive.cifar10
        archive.url = url
        archive.md5 = md5
        var fetch = ArchiveFetch(archive, into: directory.path + "/data")
        fetch.pause = .zero
        return fetch
    }

    var target: String { directory.path + "/data/cifar-10-batches-bin" }

    @Test func thePublishedArchive() {
        #expect(DatasetArchive.cifar10.md5 == "c32a1d4ab5d03f1284b67883e8d87530")
    }

    @Test func aWrongDigestIsKeptAsideAndNotUnpacked() throws {
        let (bytes, md5) = try Self.archive()
        let wrong = String(repeating: "0", count: 32)
        let kept = directory.path + "/data/cifar-10-binary.tar.gz.bad"
        let error = ClientError.wrongDigest(kept: kept, expected: wrong, actual: md5)
        let server = LoopbackServer(bytes)
        defer { server.stop() }
        #expect(throws: error) { try fetch(server.url("a"), md5: wrong).run() }
        #expect(directory.contents("data/cifar-10-binary.tar.gz.bad") == bytes)
        #expect(error.description.contains(md5) && error.description.contains(kept))
        // The next run starts anew and does not trip over it.
        #expect(try fetch(server.url("a"), md5: md5).run() == .fetched(target))
    }

    @Test func missingProgramsAreNamedBeforeTheDownload() throws {
        let server = LoopbackServer([])
        defer { server.stop() }
        for (present, missing) in [([], "md5sum"), (["md5sum"], "curl"), (["md5sum", "curl"], "tar")] {
            let bin = TemporaryDirectory()
            for program in present { bin.link(program, to: try Subprocess(program).executable()) }
            var fetch = fetch(server.url("a"), md5: "")
            fetch.environment = ["PATH": bin.path]
            #expect(throws: ClientError.programMissing(missing)) { try fetch.run() }
        }
        #expect(server.ranges.isEmpty)
    }

    @Test func halfADataSetInTheWay() throws {
        directory.makeDirectory("data/cifar-10-batches-bin")
        let server = LoopbackServer([])
        defer { server.stop() }
        #expect(throws: ClientError.targetInTheWay(target)) { try fetch(server.url("a"), md5: "").run() }
        #expect(server.ranges.isEmpty)
    }

    @Test func anArchiveWithoutTheFiles() throws {
        let (bytes, md5) = try Self.archive(complete: false)
        let server = LoopbackServer(bytes)
        defer { server.stop() }
        #expect(
            throws: ClientError.unpackFailed(
                archive: directory.path + "/data/cifar-10-binary.tar.gz", reason: "it holds no cifar-10-batches-bin/test_batch.bin")
        ) { try fetch(server.url("a"), md5: md5).run() }
        #expect(directory.names(in: "data") == ["cifar-10-binary.tar.gz"])
    }

    @Test func somethingThatIsNoArchive() throws {
        let page = Array("<html>".utf8)
        directory.write(page, to: "page")
        let md5 = String(try Subprocess("md5sum", inputFile: directory.path + "/page").run().output.prefix(32))
        let server = LoopbackServer(page)
        defer { server.stop() }
        #expect {
            try fetch(server.url("a"), md5: md5).run()
        } throws: { error in
            if case .unpackFailed? = error as? ClientError { true } else { false }
        }
        #expect(directory.names(in: "data") == ["cifar-10-binary.tar.gz"])
    }

    @Test func aDirectoryThatCannotBeMade() {
        directory.write([], to: "data")
        #expect {
            try fetch("http://127.0.0.1:1/", md5: "").run()
        } throws: { error in
            if case .fileSystem(directory.path + "/data", "made", _)? = error as? ClientError { true } else { false }
        }
    }

    @Test func fetchesChecksUnpacksAndTidies() throws {
        let (bytes, md5) = try Self.archive()
        let server = LoopbackServer(bytes)
        defer { server.stop() }
        let url = server.url("small.tar.gz")
        var steps: [ArchiveFetch.Step] = []
        #expect(try fetch(url, md5: md5).run(report: { steps.append($0) }) == .fetched(target))
        #expect(
            steps == [
                .downloading(url: url, resumedAt: 0), .checking(file: directory.path + "/data/cifar-10-binary.tar.gz"),
                .unpacking(into: target),
            ])
        #expect(directory.names(in: "data") == ["cifar-10-batches-bin"])
        #expect(directory.names(in: "data/cifar-10-batches-bin") == DatasetArchive.cifar10.files)
        #expect(directory.contents("data/cifar-10-batches-bin/test_batch.bin") == Array("the bytes of test_batch.bin".utf8))

        #expect(try fetch(url, md5: md5).run() == .alreadyThere(target))
        #expect(server.ranges.count == 1)
    }

    @Test func goesOnWhereAnEarlierRunStopped() throws {
        let (bytes, md5) = try Self.archive()
        directory.makeDirectory("data")
        directory.write(Array(bytes.prefix(50)), to: "data/cifar-10-binary.tar.gz.part")
        let server = LoopbackServer(bytes)
        defer { server.stop() }
        var first: ArchiveFetch.Step?
        let outcome = try fetch(server.url("a"), md5: md5).run(report: { first = first ?? $0 })
        #expect(outcome == .fetched(target))
        #expect(first == .downloading(url: server.url("a"), resumedAt: 50))
        #expect(server.ranges == ["bytes=50-"])
    }

    /// The archive arrived and the run ended before it was unpacked.
    @Test func anArchiveThatIsThereIsNotFetchedAgain() throws {
        let (bytes, md5) = try Self.archive()
        directory.makeDirectory("data")
        directory.write(bytes, to: "data/cifar-10-binary.tar.gz")
        let server = LoopbackServer([])
        defer { server.stop() }
        #expect(try fetch(server.url("a"), md5: md5).run() == .fetched(target))
        #expect(server.ranges.isEmpty)
    }
}
