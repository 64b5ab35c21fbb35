// Downloads that break, resume, and are refused.
// Leaves to others: what is in the file (ArchiveFetchTests).

import Client
import Testing

@Suite struct DownloadTests {
    let directory = TemporaryDirectory()
    let body = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }

    func download(_ url: String) -> Download {
        var download = Download(url, to: directory.path + "/file")
        download.pause = .zero
        return download
    }

    @Test func aMissingPage() {
        let server = LoopbackServer(body, .status(404))
        defer { server.stop() }
        let url = server.url("file")
        #expect {
            try download(url).run()
        } throws: { error in
            guard case .downloadFailed(let failed, let reason)? = error as? ClientError else { return false }
            return failed == url && reason.contains("404") && "\(error)".contains("run the same command again")
        }
        #expect(directory.contents("file") == nil)
        #expect(server.ranges.count == 1)
    }

    @Test func noServer() {
        let server = LoopbackServer(body)
        let url = server.url("file")
        server.stop()
        #expect {
            try download(url).run()
        } throws: { error in
            if case .downloadFailed(url, _)? = error as? ClientError { true } else { false }
        }
    }

    @Test func noCurl() {
        var download = download("http://127.0.0.1:1/")
        download.environment = ["PATH": directory.path]
        #expect(throws: ClientError.programMissing("curl")) { try download.run() }
    }

    @Test func givesUpWhereNothingNewComesAndKeepsThePart() {
        let server = LoopbackServer(body, .cutOff(after: 1000), .cutOff(after: 0))
        defer { server.stop() }
        #expect {
            try download(server.url("file")).run()
        } throws: { error in
            if case .downloadFailed? = error as? ClientError { true } else { false }
        }
        #expect(directory.contents("file.part") == Array(body.prefix(1000)))
        #expect(server.ranges == ["", "bytes=1000-", "bytes=1000-", "bytes=1000-"])
    }

    @Test func arrives() throws {
        let server = LoopbackServer(body)
        defer { server.stop() }
        try download(server.url("file")).run()
        #expect(directory.contents("file") == body)
        #expect(directory.names() == ["file"])
    }

    /// Oftener than there are attempts: one that brought something does not count.
    @Test func resumesABrokenConnection() throws {
        let server = LoopbackServer(
            body, .cutOff(after: 30_000), .cutOff(after: 20_000), .cutOff(after: 0), .cutOff(after: 1), .cutOff(after: 1), .serve)
        defer { server.stop() }
        try download(server.url("file")).run()
        #expect(directory.contents("file") == body)
        #expect(server.ranges == ["", "bytes=30000-", "bytes=50000-", "bytes=50000-", "bytes=50001-", "bytes=50002-"])
    }

    @Test func resumesAnEarlierRun() throws {
        directory.write(Array(body.prefix(70_000)), to: "file.part")
        let server = LoopbackServer(body)
        defer { server.stop() }
        #expect(download(server.url("file")).partByteCount == 70_000)
        try download(server.url("file")).run()
        #expect(directory.contents("file") == body)
        #expect(server.ranges == ["bytes=70000-"])
    }

    @Test func startsAgainWhereTheServerCannotResume() throws {
        directory.write([1, 2, 3], to: "file.part")
        let server = LoopbackServer(body, .ignoreRange)
        defer { server.stop() }
        try download(server.url("file")).run()
        #expect(directory.contents("file") == body)
    }

    /// 416: there is nothing beyond the part, which is too long to be of this file.
    @Test func startsAgainWhereThePartIsTooLong() throws {
        directory.write(body + [1], to: "file.part")
        let server = LoopbackServer(body)
        defer { server.stop() }
        try download(server.url("file")).run()
        #expect(directory.contents("file") == body)
    }

    @Test func interruptionKeepsThePart() {
        directory.write(Array(body.prefix(10)), to: "file.part")
        let server = LoopbackServer(body, .cutOff(after: 0))
        defer { server.stop() }
        #expect(throws: ClientError.interrupted(program: "curl")) { try download(server.url("file")).run { true } }
        #expect(directory.contents("file.part") == Array(body.prefix(10)))
    }
}
