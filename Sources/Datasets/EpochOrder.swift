// The order in which an epoch shows its images.
// Leaves to others: gathering them (Batches), decoding them (PhotoLoader).

import Measurement

extension [Int32] {
    /// The order of an epoch: Fisher and Yates's shuffle, draw i from Philox(seed, `RandomStream.shuffle`, step epoch), index i.
    /// It starts from file order, so that any epoch's order follows from seed and epoch alone.
    mutating func shuffle(seed: UInt64, epoch: Int) {
        let random = Philox(seed: seed, stream: RandomStream.shuffle, step: epoch)
        for i in indices { self[i] = Int32(i) }
        for i in stride(from: count - 1, to: 0, by: -1) { swapAt(i, random.integer(i, below: i + 1)) }
    }
}
