// The promise of the 95 % interval, on thousands of simulated series: at least 93 % hold the true median.

import Measurement
import Testing

@Suite struct SummaryCoverageTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var shape: NoiseShape
        var rho: Double
        var testDescription: String { "\(shape), rho \(rho)" }
    }
    static let cases = NoiseShape.allCases.flatMap { shape in [0, 0.4, 0.7].map { Case(shape: shape, rho: $0) } }

    /// A size fixed beforehand.
    @Test(arguments: cases)
    func fixedSize(_ one: Case) {
        let workspace = SummaryWorkspace(capacity: 100, resamples: 200)
        let model = AutocorrelatedSeries(shape: one.shape, rho: one.rho, scale: 0.02)
        for count in [10, 25, 100] {
            let total = count > 50 ? 400 : 800
            let held = (0..<total).count { number in
                var noise = SimulatedNoise(seed: UInt64(number), stream: count)
                let series = model.samples(count: count, noise: &noise)
                let look = workspace.look(at: series, seed: UInt64(number), looks: .once)
                return look.interval.lower <= model.median && model.median <= look.interval.upper
            }
            let coverage = Double(held) / Double(total)
            #expect(coverage >= 0.93, "\(one.testDescription), \(count) samples: \(coverage)")
        }
    }

    /// Stopped by the criterion itself, after looking again and again, at scales where it stops early, in between and late.
    @Test(arguments: cases)
    func stoppedByTheCriterion(_ one: Case) {
        let limit = 300
        let workspace = SummaryWorkspace(capacity: limit, resamples: 200)
        let criterion = PrecisionCriterion(leastSeconds: 0)
        for scale in [0.004, 0.012, 0.03] {
            let model = AutocorrelatedSeries(shape: one.shape, rho: one.rho, scale: scale)
            let total = 400
            let held = (0..<total).count { number in
                var noise = SimulatedNoise(seed: UInt64(number), stream: 7)
                let interval = Self.stoppedInterval(model.samples(count: limit, noise: &noise), criterion, workspace, UInt64(number))
                return interval.lower <= model.median && model.median <= interval.upper
            }
            let coverage = Double(held) / Double(total)
            #expect(coverage >= 0.93, "\(one.testDescription), scale \(scale): \(coverage)")
        }
    }

    /// Plain percentiles would fail: the widening is what the tests above hold, and this shows that they can fail.
    @Test func withoutWideningCoverageIsMissed() {
        let model = AutocorrelatedSeries(shape: .normal, rho: 0.7, scale: 0.02)
        let workspace = SummaryWorkspace(capacity: 10, resamples: 200)
        let held = (0..<800).count { number in
            var noise = SimulatedNoise(seed: UInt64(number), stream: 10)
            let look = workspace.look(at: model.samples(count: 10, noise: &noise), seed: UInt64(number), looks: .once)
            let width = 1 / 3.0
            return look.medianSeconds - width * (look.medianSeconds - look.interval.lower) <= model.median
                && model.median <= look.medianSeconds + width * (look.interval.upper - look.medianSeconds)
        }
        #expect(Double(held) / 800 < 0.85)
    }

    private static func stoppedInterval(
        _ series: [Sample], _ criterion: PrecisionCriterion, _ workspace: SummaryWorkspace, _ seed: UInt64
    ) -> Interval {
        var count = 0
        while true {
            count = min(series.count, criterion.nextLook(after: count))
            let look = workspace.look(at: Array(series.prefix(count)), seed: seed, looks: .repeated)
            let isContent = criterion.isContent(
                Look(
                    sampleCount: count, sampledSeconds: 1, medianSeconds: look.medianSeconds,
                    relativeHalfWidth: look.relativeHalfWidth))
            if isContent || count == series.count { return look.interval }
        }
    }
}
