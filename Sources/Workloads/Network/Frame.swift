// The protocol between two machines: frames of a fixed head and a bounded payload. All numbers are big-endian.
// Leaves to others: sending and receiving them (Connection), who says what when (PeerServer, PeerSession).

/// The head of a frame, 24 bytes: `MTLN`, version (2), kind (2), payload bytes (4), zero (4), number (8).
///
/// A session: the client says hello, the server welcome or a refusal. Then the client may send a ping, which comes back as a pong with the same
/// payload; any number of data frames, numbered from 0, and a finish with their number, which is answered by counted; or ask for data by
/// send (the number of frames; the payload's four bytes are the size of each), which come numbered from 0. Bye ends it. Who receives what is out
/// of turn answers with a refusal, whose payload is a sentence, and closes.
package struct Frame: Equatable {
    package enum Kind: UInt16 {
        case hello = 1, welcome, ping, pong, data, finish, counted, send, refusal, bye
    }

    package var kind: Kind
    package var payloadBytes: Int
    package var number: UInt64

    package static let version = 1
    package static let headBytes = 24
    /// What nobody sends more of in one frame.
    package static let mostPayloadBytes = 1 << 20
    /// Frames that may be asked for at once.
    package static let mostFrames: UInt64 = 1 << 16
    private static let magic: UInt32 = 0x4d54_4c4e

    package init(_ kind: Kind, payloadBytes: Int = 0, number: UInt64 = 0) {
        self.kind = kind
        self.payloadBytes = payloadBytes
        self.number = number
    }

    /// Writes the head's 24 bytes.
    package func write(to target: UnsafeMutableRawPointer) {
        target.storeBytes(of: Self.magic.bigEndian, as: UInt32.self)
        target.storeBytes(of: UInt16(Self.version).bigEndian, toByteOffset: 4, as: UInt16.self)
        target.storeBytes(of: kind.rawValue.bigEndian, toByteOffset: 6, as: UInt16.self)
        target.storeBytes(of: UInt32(payloadBytes).bigEndian, toByteOffset: 8, as: UInt32.self)
        target.storeBytes(of: 0, toByteOffset: 12, as: UInt32.self)
        target.storeBytes(of: number.bigEndian, toByteOffset: 16, as: UInt64.self)
    }

    /// Reads a head; throws for one that nobody of this version sends.
    package init(reading head: UnsafeRawPointer) throws(NetworkError) {
        guard UInt32(bigEndian: head.loadUnaligned(as: UInt32.self)) == Self.magic else {
            throw .nonsense("what it says is not our protocol")
        }
        let version = Int(UInt16(bigEndian: head.loadUnaligned(fromByteOffset: 4, as: UInt16.self)))
        guard version == Self.version else { throw .otherVersion(version) }
        let number = UInt16(bigEndian: head.loadUnaligned(fromByteOffset: 6, as: UInt16.self))
        guard let kind = Kind(rawValue: number) else { throw .nonsense("it sent a frame of kind \(number)") }
        let length = Int(UInt32(bigEndian: head.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
        guard length <= Self.mostPayloadBytes else { throw .nonsense("it announced \(length) bytes in one frame") }
        guard head.loadUnaligned(fromByteOffset: 12, as: UInt32.self) == 0 else { throw .nonsense("its reserved bytes are not zero") }
        self.init(kind, payloadBytes: length, number: UInt64(bigEndian: head.loadUnaligned(fromByteOffset: 16, as: UInt64.self)))
    }
}
