// Several instances at once as one series: the time in which all together did so many iterations each.
// Leaves to others: running them (Harness), one instance's own figure (Summary).

/// A timed batch of one instance, on the clock that all instances share.
package struct TimedBatch: Sendable, Equatable {
    package var startNanoseconds: UInt64
    package var endNanoseconds: UInt64
    package var iterations: Int

    package init(startNanoseconds: UInt64, endNanoseconds: UInt64, iterations: Int) {
        self.startNanoseconds = startNanoseconds
        self.endNanoseconds = endNanoseconds
        self.iterations = iterations
    }

    package var sample: Sample { Sample(iterations: iterations, nanoseconds: max(1, endNanoseconds - startNanoseconds)) }
}

package enum Contention {
    /// The part of each instance's batches that lies within the time in which all of them ran: from the latest first start to the earliest last end.
    package static func common(_ instances: [[TimedBatch]]) -> [[TimedBatch]] {
        let begin = instances.compactMap { $0.first?.startNanoseconds }.max() ?? 0
        let end = instances.compactMap { $0.last?.endNanoseconds }.min() ?? 0
        return instances.map { batches in batches.filter { $0.startNanoseconds >= begin && $0.endNanoseconds <= end } }
    }

    /// Samples of the sum: each the time in which the instances together did `iterations` iterations each, however they were shared between them.
    ///
    /// A batch is taken to go on evenly, so that the iterations done by all grow in straight lines between the batches' ends; a sample ends where they
    /// reach the next multiple of instances × iterations. Batches that lie before or after the time in which all ran count for the part inside. Empty
    /// where an instance has no batch.
    package static func combined(_ instances: [[TimedBatch]], iterations: Int) -> [Sample] {
        precondition(iterations > 0, "a sample has iterations")
        guard let begin = instances.map({ $0.first?.startNanoseconds ?? .max }).max(), begin < .max,
            let end = instances.map({ $0.last?.endNanoseconds ?? 0 }).min(), end > begin
        else { return [] }
        // Iterations a nanosecond begin and end with each batch.
        var changes: [(at: UInt64, rate: Double)] = []
        for batch in instances.joined() where batch.endNanoseconds > batch.startNanoseconds {
            let rate = Double(batch.iterations) / Double(batch.endNanoseconds - batch.startNanoseconds)
            let (from, to) = (max(batch.startNanoseconds, begin), min(batch.endNanoseconds, end))
            guard to > from else { continue }
            changes += [(from, rate), (to, -rate)]
        }
        changes.sort { $0.at < $1.at }
        let target = Double(instances.count * iterations)
        var samples: [Sample] = []
        var (rate, done, last, now) = (0.0, 0.0, Double(begin), Double(begin))
        for change in changes {
            let next = Double(change.at)
            while rate > 0, done + rate * (next - now) >= target {
                now += (target - done) / rate
                samples.append(Sample(iterations: iterations, nanoseconds: UInt64(max(1, (now - last).rounded()))))
                (done, last) = (0, now)
            }
            done += max(0, rate) * (next - now)
            (now, rate) = (next, rate + change.rate)
        }
        return samples
    }
}
