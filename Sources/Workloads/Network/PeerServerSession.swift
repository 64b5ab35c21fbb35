// One session on the side that listens: it answers what the protocol has, and refuses everything else.
// Leaves to others: accepting (PeerServer), the frames (Frame).

import Intrinsics

/// Handed to a thread of its own, which alone uses it.
final class PeerServerSession: @unchecked Sendable {
    private let connection: Connection
    private let end: UInt64

    init(_ connection: Connection, seconds: Double) {
        self.connection = connection
        end = monotonicRawNanoseconds() + UInt64(seconds * 1e9)
    }

    /// Until the other side says bye, breaks the rules, is silent for too long or has been here for too long.
    func run() {
        do throws(NetworkError) {
            _ = try connection.receive(.hello)
            try connection.send(Frame(.welcome))
            while try answer(connection.receive()) {}
        } catch {
            switch error {
            case .nonsense, .otherVersion:
                try? connection.send(
                    .refusal, "this is mettle net serve of protocol version \(Frame.version), and that was not understood.".utf8)
            default: break
            }
        }
    }

    /// False where it is over.
    private func answer(_ frame: Frame) throws(NetworkError) -> Bool {
        if monotonicRawNanoseconds() > end {
            try connection.send(.refusal, "this session has lasted too long; begin another.".utf8)
            return false
        }
        switch frame.kind {
        case .ping: try connection.send(Frame(.pong, payloadBytes: frame.payloadBytes, number: frame.number))
        case .data: try take(from: frame)
        case .send: try give(frame)
        case .bye: return false
        case .hello, .welcome, .pong, .finish, .counted, .refusal: throw .nonsense("it sent \(frame.kind) out of turn")
        }
        return true
    }

    /// Data frames until their finish; the answer is their number, which is right where each came whole and in its turn.
    private func take(from first: Frame) throws(NetworkError) {
        var frame = first
        var count: UInt64 = 0
        while frame.kind == .data {
            guard PeerData.isWhole(connection.payload, frame, expected: count) else { throw .nonsense("data out of turn") }
            count += 1
            if count > Frame.mostFrames { throw .nonsense("too many data frames without a finish") }
            frame = try connection.receive()
        }
        guard frame.kind == .finish, frame.number == count else { throw .nonsense("the finish does not fit") }
        try connection.send(Frame(.counted, number: count))
    }

    private func give(_ frame: Frame) throws(NetworkError) {
        guard frame.payloadBytes == 4, (1...Frame.mostFrames).contains(frame.number) else {
            throw .nonsense("it asked for no sensible number")
        }
        let size = Int(UInt32(bigEndian: connection.payload.loadUnaligned(as: UInt32.self)))
        guard (16...Frame.mostPayloadBytes).contains(size) else { throw .nonsense("it asked for no sensible size") }
        PeerData.fill(connection.payload, size)
        for number in 0..<frame.number {
            PeerData.mark(connection.payload, size, number: number)
            try connection.send(Frame(.data, payloadBytes: size, number: number))
        }
    }
}
