// Data sets of several archives, fetched from loopback servers.
// Leaves to others: one archive with all that can go wrong (ArchiveFetchTests).

import Client
import Testing

@Suite struct FetchableDatasetTests {
    let directory = TemporaryDirectory()

    private func archive(_ published: DatasetArchive) throws -> (bytes: [UInt8], md5: String) {
        let source = TemporaryDirectory()
        source.makeDirectory(published.folder)
        for name in published.files { source.write(Array("the bytes of \(name)".utf8), to: published.folder + "/" + name) }
        let file = source.path + "/small.tar.gz"
        try #require(try Subprocess("tar", ["-czf", file, "-C", source.path, published.folder]).run().succeeded)
        return (try #require(source.contents("small.tar.gz")), String(try Subprocess("md5sum", inputFile: file).run().output.prefix(32)))
    }

    @Test func thePublishedOnes() {
        #expect(FetchableDataset.all.map(\.name) == ["cifar10", "pets"])
        #expect(FetchableDataset.pets.archives.map(\.md5) == ["95a8c909bbe2e81eed6a22bccdf3f68f", "5c4f3ee8e5d25df40f4fd59a7f44e54c"])
        #expect(FetchableDataset.pets.archives.allSatisfy { $0.url.hasSuffix("/" + $0.fileName) })
    }

    @Test func bothArchivesOfThePetsGoIntoOneFolder() throws {
        let lists = try archive(.petAnnotations), photos = try archive(.petImages)
        let servers = [LoopbackServer(lists.bytes), LoopbackServer(photos.bytes)]
        defer { for server in servers { server.stop() } }
        var pets = try FetchableDataset.pets.from(url: nil, digests: [lists.md5.uppercased(), photos.md5])
        for (index, server) in servers.enumerated() { pets.archives[index].url = server.url(pets.archives[index].fileName) }
        var steps: [ArchiveFetch.Step] = []
        let target = directory.path + "/data/oxford-iiit-pet"
        let outcome = try pets.fetch(into: directory.path + "/data", showsProgress: false, pause: .zero, report: { steps.append($0) })
        #expect(outcome == .fetched(target) && steps.count == 6)
        #expect(directory.names(in: "data") == ["oxford-iiit-pet"])
        #expect(directory.names(in: "data/oxford-iiit-pet") == ["annotations", "images"])
        #expect(directory.names(in: "data/oxford-iiit-pet/annotations") == ["list.txt", "test.txt", "trainval.txt"])
        // What is there is not fetched again; what is missing is.
        #expect(try pets.fetch(into: directory.path + "/data", showsProgress: false) == .alreadyThere(target))
        directory.remove("data/oxford-iiit-pet/annotations")
        #expect(try pets.fetch(into: directory.path + "/data", showsProgress: false, pause: .zero) == .fetched(target))
        #expect(servers.map { $0.ranges.count } == [2, 1])
    }

    /// The second archive is wrong: the first one stays, and the next run goes on with the second.
    @Test func aWrongSecondArchiveIsKeptAside() throws {
        let lists = try archive(.petAnnotations), photos = try archive(.petImages)
        let servers = [LoopbackServer(lists.bytes), LoopbackServer(Array("<html>".utf8)), LoopbackServer(photos.bytes)]
        defer { for server in servers { server.stop() } }
        var pets = try FetchableDataset.pets.from(url: nil, digests: [lists.md5, photos.md5])
        for index in 0..<2 { pets.archives[index].url = servers[index].url("a") }
        #expect {
            try pets.fetch(into: directory.path, showsProgress: false, pause: .zero)
        } throws: { error in
            if case .wrongDigest? = error as? ClientError { true } else { false }
        }
        #expect(directory.names(in: "oxford-iiit-pet") == ["annotations", "images.tar.gz.bad"])
        pets.archives[1].url = servers[2].url("a")
        #expect(try pets.fetch(into: directory.path, showsProgress: false, pause: .zero) == .fetched(directory.path + "/oxford-iiit-pet"))
        #expect(servers[0].ranges.count == 1)
    }

    @Test func anotherPlace() throws {
        let pets = try FetchableDataset.pets.from(url: "http://127.0.0.1:1/pets/", digests: [])
        #expect(pets.archives.map(\.url) == ["http://127.0.0.1:1/pets/annotations.tar.gz", "http://127.0.0.1:1/pets/images.tar.gz"])
        #expect(try FetchableDataset.cifar10.from(url: "http://x/y", digests: ["AB"]).archives.map(\.url) == ["http://x/y"])
        #expect(throws: FetchableDataset.Problem.digests(given: 1, needed: 2)) { try FetchableDataset.pets.from(url: nil, digests: ["a"]) }
    }
}
