// A summary's figures on series small enough to check by hand, and that it can be computed again.

import Measurement
import Testing

@Suite struct SummaryTests {
    @Test func oneSampleHasNoSummary() {
        #expect(Summary(samples: [], seed: 1, looks: .once) == nil)
        #expect(Summary(samples: samples([1]), seed: 1, looks: .once) == nil)
    }

    @Test func medianDeviationAndOutliers() throws {
        let summary = try #require(Summary(samples: samples([1, 3, 2, 5, 4, 100, 3]), seed: 7, looks: .once))
        #expect(summary.medianSeconds == 3)
        #expect(summary.deviationSeconds == 1)
        #expect(summary.outliers == [5])
        #expect(summary.sampleCount == 7)
        #expect(summary.seed == 7)
        #expect(summary.intervalSeconds.lower < 3 && summary.intervalSeconds.upper > 3)
    }

    @Test func anEvenCountTakesTheMiddle() throws {
        let summary = try #require(Summary(samples: samples([1, 2, 3, 10]), seed: 1, looks: .once))
        #expect(summary.medianSeconds == 2.5)
        #expect(summary.deviationSeconds == 1)
    }

    /// Iterations divide the time: a sample is seconds of one.
    @Test func countsIterations() throws {
        let series = (1...12).map { Sample(iterations: 4, nanoseconds: UInt64($0 * 4_000_000)) }
        let summary = try #require(Summary(samples: series, seed: 1, looks: .once))
        #expect(abs(summary.medianSeconds - 0.0065) < 1e-15)
    }

    @Test func equalSamplesHaveNoWidth() throws {
        let summary = try #require(Summary(samples: samples(Array(repeating: 0.25, count: 40)), seed: 1, looks: .repeated))
        #expect(summary.intervalSeconds == Interval(lower: 0.25, upper: 0.25))
        #expect(summary.relativeHalfWidth == 0)
        #expect(summary.outliers.isEmpty)
    }

    @Test func twoSamplesSayLittle() throws {
        let summary = try #require(Summary(samples: samples([1, 1.1]), seed: 1, looks: .once))
        #expect(summary.relativeHalfWidth > 0.2)
        #expect(summary.intervalSeconds.lower > 0)
        #expect(summary.intervalSeconds.upper.isFinite)
    }

    @Test func wildSamplesStayFiniteAndPositive() throws {
        let summary = try #require(Summary(samples: samples([1e-6, 3000, 1e-6, 3000, 2]), seed: 1, looks: .repeated))
        #expect(summary.intervalSeconds.lower > 0)
        #expect(summary.intervalSeconds.upper.isFinite)
        let zeros = try #require(Summary(samples: samples([0, 0, 0, 1, 1, 1]), seed: 1, looks: .repeated))
        #expect(zeros.intervalSeconds.lower == 0)
        #expect(zeros.intervalSeconds.upper.isFinite)
    }

    @Test func isComputedAgainFromSamplesAndSeed() throws {
        var noise = SimulatedNoise(seed: 5)
        let series = AutocorrelatedSeries(shape: .pareto, rho: 0.4, scale: 0.05).samples(count: 60, noise: &noise)
        for looks in [BlockBootstrap.Looks.once, .repeated] {
            let summary = try #require(Summary(samples: series, seed: 11, looks: looks))
            #expect(summary == Summary(samples: series, seed: 11, looks: looks))
            #expect(summary.isReproduced(by: series))
            #expect(!summary.isReproduced(by: series.reversed().dropLast()))
            var shortened = summary
            shortened.intervalSeconds.upper *= 0.999
            #expect(!shortened.isReproduced(by: series))
            // Quantiles of medians are sample values, so that two seeds may agree; not all do.
            let reseeded = (UInt64(12)..<40).map { seed in
                var other = summary
                other.seed = seed
                return other
            }
            #expect(reseeded.contains { !$0.isReproduced(by: series) })
        }
    }

    @Test func saysHowItWasMade() throws {
        let series = samples((0..<50).map { 1 + 0.001 * Double($0 * 29 % 50) })
        let once = try #require(Summary(samples: series, seed: 1, looks: .once))
        let repeated = try #require(Summary(samples: series, seed: 1, looks: .repeated))
        #expect(once.method.hasPrefix("block-bootstrap(length="))
        #expect(once.method.hasSuffix(", resamples=1000)"))
        #expect(repeated.method.hasSuffix(", resamples=1000, looks=repeated)"))
        #expect(repeated.relativeHalfWidth > 1.1 * once.relativeHalfWidth)
    }

    /// Neighbours that resemble each other carry less: the same values in another order have another interval.
    @Test func autocorrelationWidens() throws {
        let values = (0..<80).map { 1 + 0.01 * Double($0 % 40) / 40 }
        let mixed = (0..<80).map { values[$0 * 37 % 80] }
        let sorted = try #require(Summary(samples: samples(values), seed: 1, looks: .once))
        let shuffled = try #require(Summary(samples: samples(mixed), seed: 1, looks: .once))
        #expect(sorted.medianSeconds == shuffled.medianSeconds)
        #expect(sorted.relativeHalfWidth > 1.5 * shuffled.relativeHalfWidth)
    }

    /// Ties in the order they came must not look like a trend.
    @Test func tiesAreNoAutocorrelation() {
        let workspace = SummaryWorkspace(capacity: 100, resamples: 40)
        var noise = SimulatedNoise(seed: 9)
        let coarse = (0..<100).map { _ in noise.uniform() < 0.9 ? 1.0 : 1.001 }
        #expect(workspace.look(at: samples(coarse), seed: 1, looks: .once).autocorrelation.magnitude < 0.2)
    }

    @Test func aWorkspaceServesOneSeriesAfterAnother() {
        let workspace = SummaryWorkspace(capacity: 64)
        let first = samples((0..<30).map { 1 + 0.01 * Double($0 * 7 % 30) })
        let second = samples((0..<12).map { 3 - 0.02 * Double($0 * 5 % 12) })
        let before = workspace.look(at: first, seed: 1, looks: .once)
        _ = workspace.look(at: second, seed: 1, looks: .once)
        let after = workspace.look(at: first, seed: 1, looks: .once)
        #expect(before.interval == after.interval && before.medianSeconds == after.medianSeconds)
    }
}
