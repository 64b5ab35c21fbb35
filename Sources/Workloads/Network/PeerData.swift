// What data frames hold: random words, and the frame's number at both ends.
// Leaves to others: sending them (PeerSession, PeerServerSession).

import Measurement

enum PeerData {
    /// Random words, which nothing on the way can compress.
    static func fill(_ target: UnsafeMutableRawPointer, _ byteCount: Int) {
        let random = Philox(seed: 1, stream: RandomStream.fill)
        for line in 0..<byteCount / 16 {
            target.storeBytes(of: random.words(UInt64(line)), toByteOffset: line * 16, as: SIMD4<UInt32>.self)
        }
    }

    static func mark(_ target: UnsafeMutableRawPointer, _ byteCount: Int, number: UInt64) {
        target.storeBytes(of: number.bigEndian, as: UInt64.self)
        target.storeBytes(of: number.bigEndian, toByteOffset: byteCount - 8, as: UInt64.self)
    }

    /// Whether a data frame is the one that was due, with its number at both ends.
    static func isWhole(_ payload: UnsafeRawPointer, _ frame: Frame, expected: UInt64) -> Bool {
        guard frame.number == expected, frame.payloadBytes >= 16 else { return false }
        return UInt64(bigEndian: payload.loadUnaligned(as: UInt64.self)) == expected
            && UInt64(bigEndian: payload.loadUnaligned(fromByteOffset: frame.payloadBytes - 8, as: UInt64.self)) == expected
    }
}
