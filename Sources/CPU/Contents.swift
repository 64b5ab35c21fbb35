// What kernels under measurement compute with: numbers that follow from their index, so that a check needs no copy of an array.
// Leaves to others: which arrays there are, and random numbers that must be good (Measurement.Philox).

/// Values spread over [−4, 4) by a hash of (seed, array, index).
struct Contents: Sendable {
    private let key: UInt64

    init(seed: UInt64, array: Int) { key = (seed &* 0x9E37_79B9_7F4A_7C15) ^ (UInt64(array) &* 0xD1B5_4A32_D192_ED03) }

    /// A multiple of 2⁻²¹, exact in Float.
    @inline(__always)
    subscript(index: Int) -> Float {
        var z = (UInt64(truncatingIfNeeded: index) &+ key) &* 0xBF58_476D_1CE4_E5B9
        z ^= z >> 31
        z = z &* 0x94D0_49BB_1331_11EB
        return Float(Int32(truncatingIfNeeded: Int64(bitPattern: z) >> 40)) * 0x1p-21
    }
}

extension AlignedBuffer where Element == Float {
    /// Fills by the team, each thread its own part, which comes to lie near it.
    func fill(_ contents: Contents, by team: WorkerTeam, count: Int) {
        let pointer = pointer
        team.run { thread, threads in
            for index in WorkerTeam.split(count, among: threads, thread: thread, multiple: 1024) { pointer[index] = contents[index] }
        }
    }
}

/// Places of 0..<count to look at where looking at all would take seconds: about `most` of them and at least three, the ends among them, the rest by
/// an odd step. In rising order.
package func checkedPlaces(_ count: Int, most: Int = 20_000) -> [Int] {
    guard count > max(3, most) else { return Array(0..<count) }
    let end = max(1, min(256, most / 4)), inner = count - 2 * end, step = inner / max(1, most - 2 * end) | 1
    return Array(0..<end) + stride(from: end + min(step, inner - 1) / 2, to: count - end, by: step) + Array(count - end..<count)
}
