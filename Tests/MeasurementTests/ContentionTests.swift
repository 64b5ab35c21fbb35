// The sum of instances from their batches, by hand.
// Leaves to others: real threads (HarnessTests).

import Measurement
import Testing

@Suite struct ContentionTests {
    private func batches(from start: UInt64, each: UInt64, count: Int, iterations: Int = 10) -> [TimedBatch] {
        (0..<count).map {
            let begin = start + UInt64($0) * each
            return TimedBatch(startNanoseconds: begin, endNanoseconds: begin + each, iterations: iterations)
        }
    }

    @Test func equalInstancesGiveTheirOwnTimes() {
        let one = batches(from: 1000, each: 100, count: 6)
        #expect(Contention.combined([one, one], iterations: 10) == Array(repeating: Sample(iterations: 10, nanoseconds: 100), count: 6))
        #expect(Contention.combined([one], iterations: 20) == Array(repeating: Sample(iterations: 20, nanoseconds: 200), count: 3))
    }

    /// 10 in 100 ns and 10 in 300 ns: together 0.1333 iterations a nanosecond, 20 of them in 150 ns.
    @Test func theSumIsOfSpeeds() {
        let samples = Contention.combined(
            [batches(from: 0, each: 100, count: 12), batches(from: 0, each: 300, count: 4)], iterations: 10)
        #expect(samples == Array(repeating: Sample(iterations: 10, nanoseconds: 150), count: 8))
    }

    @Test func onlyTheTimeInWhichAllRanCounts() {
        // The second begins 150 ns later and ends 250 ns earlier.
        let early = batches(from: 0, each: 100, count: 10), late = batches(from: 150, each: 100, count: 6)
        let samples = Contention.combined([early, late], iterations: 10)
        #expect(samples == Array(repeating: Sample(iterations: 10, nanoseconds: 100), count: 6))
        #expect(Contention.common([early, late]).map(\.count) == [5, 6])
    }

    @Test func aSlowMomentOfOneIsInTheSum() {
        var one = batches(from: 0, each: 100, count: 4)
        one[1].endNanoseconds = 400
        one[2] = TimedBatch(startNanoseconds: 400, endNanoseconds: 500, iterations: 10)
        one[3] = TimedBatch(startNanoseconds: 500, endNanoseconds: 600, iterations: 10)
        let samples = Contention.combined([one, batches(from: 0, each: 100, count: 6)], iterations: 10)
        // 20 iterations by 100; then 0.1333 a nanosecond until 400: 40 more; then 0.2.
        #expect(samples.map(\.nanoseconds) == [100, 150, 150, 100, 100])
    }

    @Test func whatNeverRanTogetherHasNoSum() {
        #expect(Contention.combined([], iterations: 1) == [])
        #expect(Contention.combined([[], batches(from: 0, each: 10, count: 3)], iterations: 1) == [])
        #expect(Contention.combined([batches(from: 0, each: 10, count: 3), batches(from: 50, each: 10, count: 3)], iterations: 1) == [])
    }
}
