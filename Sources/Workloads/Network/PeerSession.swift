// The side that asks: round trips, and data in either direction, each checked.
// Leaves to others: timing them (Harness), the other side (PeerServer).

import Measurement

/// What is measured between two machines.
enum NetworkPattern: String, CaseIterable {
    /// Data to the other side, until it has said that all came.
    case send
    /// Data from the other side.
    case receive
    /// A small message there and back.
    case roundTrip = "round-trip"
}

/// One session; one iteration is one data frame of 256 KiB or one round trip of 64 bytes.
final class PeerSession: Workload {
    static let frameBytes = 256 << 10
    static let pingBytes = 64
    static let connectSeconds = 5.0
    static let silenceSeconds = 10.0

    let work: Work
    private let connection: Connection
    private let pattern: NetworkPattern
    private let byteCount: Int
    private(set) var trouble: String?
    private var pings: UInt64 = 0
    /// Kept as long as the session, where it is ours.
    private let server: PeerServer?

    /// Connects and says hello. `server` is the other side where that is this process.
    init(_ peer: PeerAddress, pattern: NetworkPattern, server: PeerServer? = nil) throws(NetworkError) {
        self.pattern = pattern
        self.server = server
        connection = try Connection.connect(to: peer, connectSeconds: Self.connectSeconds, silenceSeconds: Self.silenceSeconds)
        try connection.send(Frame(.hello))
        _ = try connection.receive(.welcome)
        byteCount = pattern == .roundTrip ? Self.pingBytes : Self.frameBytes
        PeerData.fill(connection.payload, byteCount)
        work =
            switch pattern {
            case .send: Work(bytesWritten: Double(Self.frameBytes), items: 1)
            case .receive: Work(bytesRead: Double(Self.frameBytes), items: 1)
            case .roundTrip: Work(bytesRead: Double(Self.pingBytes), bytesWritten: Double(Self.pingBytes), items: 1)
            }
    }

    deinit {
        try? connection.send(Frame(.bye))
        server?.stop()
    }

    /// Stops at the first thing that goes wrong, and then does nothing any more.
    func run(iterations: Int) {
        guard trouble == nil else { return }
        do throws(NetworkError) {
            switch pattern {
            case .roundTrip: for _ in 0..<iterations { try roundTrip() }
            case .send, .receive:
                var left = iterations
                while left > 0 {
                    let count = min(left, Int(Frame.mostFrames))
                    if pattern == .send { try send(count) } else { try receive(count) }
                    left -= count
                }
            }
        } catch {
            trouble = error.sentence
        }
    }

    private func roundTrip() throws(NetworkError) {
        pings += 1
        PeerData.mark(connection.payload, byteCount, number: pings)
        try connection.send(Frame(.ping, payloadBytes: byteCount, number: pings))
        let pong = try connection.receive(.pong)
        guard pong.payloadBytes == byteCount, PeerData.isWhole(connection.payload, pong, expected: pings) else {
            throw .nonsense("another ping came back")
        }
    }

    private func send(_ count: Int) throws(NetworkError) {
        for number in 0..<UInt64(count) {
            PeerData.mark(connection.payload, byteCount, number: number)
            try connection.send(Frame(.data, payloadBytes: byteCount, number: number))
        }
        try connection.send(Frame(.finish, number: UInt64(count)))
        guard try connection.receive(.counted).number == UInt64(count) else { throw .nonsense("it counted other data than were sent") }
    }

    private func receive(_ count: Int) throws(NetworkError) {
        connection.payload.storeBytes(of: UInt32(byteCount).bigEndian, as: UInt32.self)
        try connection.send(Frame(.send, payloadBytes: 4, number: UInt64(count)))
        for number in 0..<UInt64(count) {
            let frame = try connection.receive(.data)
            guard frame.payloadBytes == byteCount, PeerData.isWhole(connection.payload, frame, expected: number) else {
                throw .nonsense("data came out of turn")
            }
        }
    }

    /// One of what is measured: both sides check every frame by its number, in time as well, and what is wrong is trouble.
    func verify() -> Verification {
        run(iterations: 1)
        return Verification(relativeError: trouble == nil ? 0 : 1, tolerance: 0)
    }
}
