// Two ends of the network benchmarks on 127.0.0.1, and what either does with nonsense.
// Leaves to others: how fast a network is, the command (MettleTests).

import CPU
import Dispatch
import Measurement
import Testing
import Workloads

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

private func context(peer: PeerAddress? = nil) -> Context {
    var machine = Surroundings(processors: 1, caches: [], availableBytes: 0, instructionSets: [.portable])
    machine.peer = peer
    return Context(withoutDataOn: machine, seed: 3)
}

private func point(_ id: String, _ pattern: String) -> Configuration {
    Configuration(benchmark: id, parameters: [Parameter("pattern", pattern)])
}

private func session(_ peer: PeerAddress, _ pattern: String = "round-trip") throws -> any Workload {
    guard case .kernel(let workload) = try NetworkBenchmark(.peer).prepare(point("network/peer", pattern), in: context(peer: peer)) else {
        throw WorkloadError.unavailable("no kernel")
    }
    return workload
}

private func server(_ change: (inout PeerServer.Limits) -> Void = { _ in }) throws -> PeerServer {
    var limits = PeerServer.Limits()
    change(&limits)
    return try PeerServer(at: PeerAddress(host: "127.0.0.1", port: 0), limits: limits)
}

/// A bare socket to a port of this machine, or that listens at one.
private final class Bare: @unchecked Sendable {
    let descriptor: Int32
    private(set) var port: UInt16 = 0

    /// Connects; nothing here waits longer than ten seconds.
    init(to port: UInt16) throws {
        descriptor = socket(AF_INET, Self.type, 0)
        try #require(Self.with(port) { connect(descriptor, $0, $1) } == 0)
        limit(descriptor)
    }

    /// Listens at a port of the system's choice.
    init() throws {
        descriptor = socket(AF_INET, Self.type, 0)
        try #require(Self.with(0) { bind(descriptor, $0, $1) } == 0 && listen(descriptor, 4) == 0)
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &length) }
        }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }

    /// Takes one connection, says this, and closes.
    func answer(with bytes: [UInt8]) {
        let connection = accept(descriptor, nil, nil)
        _ = send(connection, bytes, bytes.count, 0)
        // What the other side said is read, so that closing is an orderly end.
        var heard = [UInt8](repeating: 0, count: 4096)
        limit(connection)
        shutdown(connection, Int32(SHUT_WR))
        while recv(connection, &heard, heard.count, 0) > 0 {}
        close(connection)
    }

    func say(_ bytes: [UInt8]) { _ = send(descriptor, bytes, bytes.count, 0) }

    /// All until the other side closes.
    func hear() -> [UInt8] {
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &piece, piece.count, 0)
            if count <= 0 { return count < 0 && errno != ECONNRESET ? [0xff] : all }
            all += piece[..<count]
        }
    }

    private func limit(_ descriptor: Int32) {
        var time = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    private static func with(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }

    #if canImport(Glibc)
        private static let type = Int32(SOCK_STREAM.rawValue)
    #else
        private static let type = SOCK_STREAM
    #endif
}

/// A frame's bytes, of a length that its head may lie about.
private func bytes(_ frame: Frame, _ payload: [UInt8] = []) -> [UInt8] {
    var head = [UInt8](repeating: 0xaa, count: Frame.headBytes)
    head.withUnsafeMutableBytes { frame.write(to: $0.baseAddress!) }
    return head + payload
}

@Suite(.timeLimit(.minutes(1))) struct NetworkTests {
    @Test(arguments: ["send", "receive", "round-trip"])
    func loopbackMeasuresAndEnds(pattern: String) throws {
        guard case .kernel(let workload) = try NetworkBenchmark(.loopback).prepare(point("network/loopback", pattern), in: context()) else {
            return
        }
        #expect(workload.verify().passed)
        for iterations in [1, 3, 10] { workload.run(iterations: iterations) }
        #expect(workload.trouble == nil && workload.verify() == Verification(relativeError: 0, tolerance: 0))
        #expect(workload.work.items == 1 && workload.work.bytes == (pattern == "round-trip" ? 128 : 262_144))
    }

    @Test func aPeerServesSeveralAndSaysWhenThereAreTooMany() throws {
        let server = try server { $0.sessions = 2 }
        defer { server.stop() }
        let first = try session(server.address)
        let second = try session(server.address, "receive")
        first.run(iterations: 2)
        second.run(iterations: 2)
        #expect(first.trouble == nil && second.trouble == nil && server.sessionCount == 2)
        #expect(throws: WorkloadError.unavailable("the other side refused: no more than 2 at once are served here.")) {
            try session(server.address)
        }
        #expect(first.verify().passed)
    }

    @Test func aServerThatStopsIsTrouble() throws {
        let server = try server()
        let client = try session(server.address)
        client.run(iterations: 1)
        server.stop()
        client.run(iterations: 1 << 40)
        #expect(client.trouble?.contains("closed the connection") == true, "\(client.trouble ?? "none")")
        #expect(!client.verify().passed)
        #expect(throws: WorkloadError.self) { try session(server.address) }
    }

    @Test func whoIsSilentIsLetGo() throws {
        let server = try server { $0.silenceSeconds = 0.02 }
        defer { server.stop() }
        #expect(try Bare(to: server.address.port).hear() == [])
    }

    @Test func aSessionHasAnEnd() throws {
        let server = try server { $0.sessionSeconds = 0 }
        defer { server.stop() }
        let client = try session(server.address)
        client.run(iterations: 1)
        #expect(client.trouble == "the other side refused: this session has lasted too long; begin another.")
    }

    private static let hello = bytes(Frame(.hello))

    /// What the server is told, and whether it answers with a refusal at the end. It never crashes, and never answers with more than that.
    @Test(arguments: [
        Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8), [UInt8](repeating: 0, count: 64), bytes(Frame(.ping)), hello + hello,
        hello + bytes(Frame(.ping, payloadBytes: Frame.mostPayloadBytes + 1)),
        hello + bytes(Frame(.data, payloadBytes: 16, number: 7), .init(repeating: 0, count: 16)),
        hello + bytes(Frame(.data, payloadBytes: 0)), hello + bytes(Frame(.finish, number: 0)),
        hello + bytes(Frame(.send, payloadBytes: 4, number: 0), [0, 0, 0, 16]),
        hello + bytes(Frame(.send, payloadBytes: 4, number: 1), [0, 0, 0, 15]),
        hello + bytes(Frame(.send, payloadBytes: 4, number: 1), [0, 16, 0, 1]),
        hello + bytes(Frame(.send, payloadBytes: 4, number: 1 << 40), [0, 0, 0, 16]),
        hello + bytes(Frame(.send, payloadBytes: 3, number: 1), [0, 0, 16]), hello + bytes(Frame(.welcome)),
    ])
    func nonsenseIsRefused(said: [UInt8]) throws {
        let server = try server()
        defer { server.stop() }
        let client = try Bare(to: server.address.port)
        client.say(said)
        shutdown(client.descriptor, Int32(SHUT_WR))
        let heard = client.hear()
        let text = String(decoding: heard, as: UTF8.self)
        #expect(heard.count < 200 && (text.contains("that was not understood") || heard.isEmpty), "\(text)")
        // It still serves others.
        let other = try session(server.address)
        #expect(other.verify().passed)
    }

    /// A cut frame is the end of a session, without a word.
    @Test func aCutFrameEndsTheSession() throws {
        let server = try server()
        defer { server.stop() }
        let client = try Bare(to: server.address.port)
        client.say(Self.hello + bytes(Frame(.ping, payloadBytes: 1000), [1, 2, 3]))
        shutdown(client.descriptor, Int32(SHUT_WR))
        #expect(client.hear() == bytes(Frame(.welcome)))
    }

    @Test(arguments: [
        (Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), "is no mettle net serve"), ([], "closed the connection"),
        (bytes(Frame(.pong)), "sent pong where welcome was due"),
        (bytes(Frame(.refusal, payloadBytes: 3), Array("no\n".utf8)), "refused: no "),
        ([0x4d, 0x54, 0x4c, 0x4e, 0, 9] + [UInt8](repeating: 0, count: 18), "speaks version 9 of the protocol"),
    ])
    func aPeerThatIsNone(said: [UInt8], sentence: String) throws {
        let listener = try Bare()
        let port = listener.port
        // A thread of its own: both ends wait for each other, and tests share few threads.
        let answered = DispatchGroup()
        DispatchQueue(label: "a peer that is none").async(group: answered) { listener.answer(with: said) }
        do {
            _ = try session(PeerAddress(host: "127.0.0.1", port: port))
            Issue.record("a session began")
        } catch WorkloadError.unavailable(let found) {
            #expect(found.contains(sentence), "\(found)")
            #expect(!found.contains("127.0.0.1"), "the record would name the peer")
        }
        answered.wait()
    }

    @Test func nobodyThere() throws {
        // A port that was free a moment ago.
        let port = try Bare().port
        #expect(throws: WorkloadError.self) { try session(PeerAddress(host: "127.0.0.1", port: port)) }
        let none = NetworkBenchmark(.peer).obstacle(to: point("network/peer", "send"), in: context().surroundings)
        #expect(none?.contains("--peer HOST[:PORT]") == true)
        #expect(NetworkBenchmark(.loopback).obstacle(to: point("network/loopback", "send"), in: context().surroundings) == nil)
    }

    @Test func whatCannotBeListenedOn() throws {
        let server = try server()
        defer { server.stop() }
        #expect(throws: NetworkError.addressInUse) { try PeerServer(at: server.address) }
        #expect(throws: NetworkError.cannotListen(reason: "it is no numeric address")) {
            try PeerServer(at: PeerAddress(host: "no.such.host", port: 0))
        }
        #expect(throws: NetworkError.self) { try PeerServer(at: PeerAddress(host: "192.0.2.1", port: 0)) }
    }

    @Test(
        arguments: [
            ("box", "box:6388"), ("box:7", "box:7"), ("192.0.2.1:65535", "192.0.2.1:65535"), ("::1", "[::1]:6388"), ("[::1]", "[::1]:6388"),
            ("[2001:db8::1]:9", "[2001:db8::1]:9"), ("", nil), ("box:", nil), ("box:x", nil), ("box:65536", nil), ("box:-1", nil),
            (":1", nil),
            ("[::1", nil), ("[::1]9", nil), ("http://x", nil), ("a b", nil), ("[]:1", nil),
        ] as [(String, String?)])
    func addresses(text: String, expected: String?) { #expect(PeerAddress(text)?.text == expected) }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.8.8.8", true), ("::1", true), ("localhost", true), ("0.0.0.0", false), ("::", false),
        ("127.evil.example", false),
    ])
    func loopbackAddresses(host: String, expected: Bool) { #expect(PeerAddress(host: host).isLoopback == expected) }

    @Test func framesComeBackAsTheyWere() throws {
        for frame in [Frame(.hello), Frame(.data, payloadBytes: 1 << 20, number: .max), Frame(.bye, number: 1)] {
            #expect(try bytes(frame).withUnsafeBytes { try Frame(reading: $0.baseAddress!) } == frame)
        }
        var reserved = bytes(Frame(.ping))
        reserved[13] = 1
        #expect(throws: NetworkError.self) { try reserved.withUnsafeBytes { try Frame(reading: $0.baseAddress!) } }
    }
}
