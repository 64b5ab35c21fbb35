// Which photo stands at which place of which batch.
// Leaves to others: making the batches (BatchRing).

/// One image that a ring has to make.
struct BatchJob {
    /// Of the batch, counted from the first.
    var step: Int
    /// In the batch.
    var place: Int
    /// In its part of the set.
    var photo: Int
    /// The epoch of a training, the view of a test.
    var round: Int
}

/// Asked for batches in order, under the ring's lock.
protocol BatchOrder: Sendable {
    /// Images of a batch.
    func count(of step: Int) -> Int
    mutating func job(step: Int, place: Int) -> BatchJob
    /// The batch after the last; nil where there is always another.
    var end: Int? { get }
}

/// Each epoch every photo once, in an order drawn as `Batches` draws it: from the seed and the epoch alone.
struct TrainingOrder: BatchOrder {
    private let count: Int
    private let batch: Int
    private let seed: UInt64
    private var order: [Int32]
    private var epoch = -1

    init(count: Int, batch: Int, seed: UInt64) {
        self.count = count
        self.batch = batch
        self.seed = seed
        order = (0..<Int32(count)).map { $0 }
    }

    var end: Int? { nil }
    private var steps: Int { (count + batch - 1) / batch }
    func count(of step: Int) -> Int { min(batch, count - step % steps * batch) }

    mutating func job(step: Int, place: Int) -> BatchJob {
        let (round, index) = step.quotientAndRemainder(dividingBy: steps)
        if round != epoch {
            order.shuffle(seed: seed, epoch: round)
            epoch = round
        }
        return BatchJob(step: step, place: place, photo: Int(order[index * batch + place]), round: round)
    }
}

/// The test part in file order, all views of one batch before the next.
struct TestOrder: BatchOrder {
    let count: Int
    let batch: Int
    let views: Int

    var end: Int? { (count + batch - 1) / batch * views }
    func count(of step: Int) -> Int { min(batch, count - step / views * batch) }
    func job(step: Int, place: Int) -> BatchJob {
        BatchJob(step: step, place: place, photo: step / views * batch + place, round: step % views)
    }
}
