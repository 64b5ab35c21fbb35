// Results that cannot be true are found by their own samples and the machine's own roof.
// Leaves to others: how a flag is worded (PagesTests).

import BoardSamples
import Leaderboard
import Measurement
import Records
import Testing

@Suite("Plausibility")
struct PlausibilityTests {
    private func flags(_ change: (inout Record) -> Void) -> [ImplausibilityFlag] {
        let record = Samples.measured("Box", runId: "99999999-9999-4999-8999-999999999999", change: change)
        return Plausibility(record).flags(of: record.measurements[0])
    }

    private func withPeak(_ record: inout Record, gigaflops: Double, precision: String = "fp32") {
        record.measurements.append(
            Samples.kernel("peak/fma", precision: precision, metric: .operationsPerSecond, amount: 1e9, seconds: 1 / gigaflops))
    }

    @Test func anHonestRunIsNotFlagged() {
        #expect(flags { withPeak(&$0, gigaflops: 498) } == [])
        #expect(flags { _ in } == [])
    }

    @Test func trainingAboveTheRoofIsFlagged() {
        // 361 GFLOP/s of direct convolution: within 4.5 × 81, beyond 4.5 × 80.
        #expect(flags { withPeak(&$0, gigaflops: 81) } == [])
        guard case .aboveRoof(let rate, let peak, let headroom)? = flags({ withPeak(&$0, gigaflops: 80) }).first else {
            Issue.record("not flagged")
            return
        }
        #expect((rate / 1e9).rounded() == 362)
        #expect((peak / 1e9).rounded() == 80)
        #expect(headroom == 4.5)
    }

    @Test func aPeakOfAnotherPrecisionIsNoRoof() {
        #expect(flags { withPeak(&$0, gigaflops: 10, precision: "fp64") } == [])
    }

    @Test func aMatrixProductMayNotPassThePeak() {
        var record = Samples.measured()
        withPeak(&record, gigaflops: 100)
        for (gigaflops, count) in [(109.0, 0), (112, 1)] {
            let gemm = Samples.kernel("gemm", precision: "fp32", metric: .operationsPerSecond, amount: 1e9, seconds: 1 / gigaflops)
            #expect(Plausibility(record).flags(of: gemm).count == count)
        }
    }

    @Test func aRunShorterThanItsStepsIsFlagged() {
        #expect(flags { $0.measurements[0].training?.runSeconds = 1700 } == [])
        guard case .shorterThanSamples(seconds: 1000, let least)? = flags({ $0.measurements[0].training?.runSeconds = 1000 }).first else {
            Issue.record("not flagged")
            return
        }
        #expect(abs(least - 1810) < 10)
    }

    @Test func samplesThatRepeatAreFlagged() {
        func repeating(_ distinct: Int, count: Int = 20) -> [ImplausibilityFlag] {
            flags {
                $0.measurements[0].samples = (0..<count).map { Sample(iterations: 1, nanoseconds: 926_000_000 + UInt64($0 % distinct)) }
            }
        }
        #expect(repeating(1) == [.repeatedSamples(count: 20, distinct: 1)])
        #expect(repeating(5) == [.repeatedSamples(count: 20, distinct: 5)])
        #expect(repeating(6) == [])
        #expect(repeating(1, count: 9) == [])
    }

    @Test func lossesThatNoTrainingHasAreFlagged() {
        func losses(_ values: [Double]) -> [ImplausibilityFlag] {
            flags { $0.measurements[0].training?.losses = values.enumerated().map { LossPoint(step: $0.offset * 50, loss: $0.element) } }
        }
        #expect(losses([2.303, 2.302, 1.9, 1.5, 1.2]) == [])
        #expect(losses([2.303, -0.1]) == [.impossibleLoss(step: 50, loss: -0.1)])
        #expect(losses([2.5, 2.5, 2.5, 2.5, 2.5]) == [.constantLoss(count: 5)])
        #expect(losses([2.5, 2.5]) == [])
    }

    @Test func aPublishedFigureIsNotJudged() {
        #expect(
            flags {
                withPeak(&$0, gigaflops: 1)
                $0.provenance = Provenance(kind: .published)
            } == [])
    }
}
