// Ratios, verdicts at their borders, many at once.

import Glibc
import Measurement
import Testing

@Suite struct ComparisonTests {
    /// An estimate with the same relative side up and down, in logarithms.
    private func estimate(_ seconds: Double, _ side: Double) -> Estimate {
        Estimate(seconds: seconds, interval: Interval(lower: seconds * exp(-side), upper: seconds * exp(side)))
    }

    @Test func aShorterTimeIsFaster() {
        let comparison = Comparison(estimate(2, 0.001), estimate(1, 0.001), floor: .assumed)
        #expect(abs(comparison.ratio - 2) < 1e-12)
        #expect(comparison.verdict == .faster)
        #expect(Comparison(estimate(1, 0.001), estimate(2, 0.001), floor: .assumed).verdict == .slower)
    }

    /// The two sides combine in quadrature, each towards where it moves the ratio.
    @Test func theIntervalTakesTheRightSides() {
        let a = Estimate(seconds: 1, interval: Interval(lower: exp(-0.03), upper: exp(0.01)))
        let b = Estimate(seconds: 1, interval: Interval(lower: exp(-0.02), upper: exp(0.04)))
        let interval = Comparison(a, b, floor: .assumed).interval
        #expect(abs(log(interval.lower) + 0.05) < 1e-12)
        #expect(abs(log(interval.upper) - (0.0001 + 0.0004).squareRoot()) < 1e-12)
    }

    /// (ln ratio, combined side) → verdict at a floor of |ln ratio| = 0.02.
    @Test(arguments: [
        (0.03, 0.02, Verdict.faster), (-0.03, 0.02, .slower), (0.03, 0.031, .inconclusive), (0.0201, 0.001, .faster),
        (0.0199, 0.001, .inconclusive), (0.0, 0.019, .same), (0.01, 0.0099, .same), (0.01, 0.0101, .inconclusive), (-0.01, 0.0099, .same),
        (0.0, 0.021, .inconclusive), (0, 0, .same), (0.05, 0, .faster),
    ])
    func verdicts(logRatio: Double, side: Double, verdict: Verdict) {
        let a = estimate(exp(logRatio), side)
        let b = Estimate(seconds: 1, interval: Interval(lower: 1, upper: 1))
        #expect(Comparison(a, b, floor: .assumed).verdict == verdict)
    }

    /// Swapping A and B inverts the ratio and the verdict.
    @Test func isSymmetric() {
        for (x, y) in [(1.0, 1.3), (1, 1.005), (1, 1.021)] {
            let forth = Comparison(estimate(x, 0.004), estimate(y, 0.01), floor: .assumed)
            let back = Comparison(estimate(y, 0.01), estimate(x, 0.004), floor: .assumed)
            #expect(abs(forth.ratio * back.ratio - 1) < 1e-12)
            #expect(abs(forth.interval.lower * back.interval.upper - 1) < 1e-12)
            let inverse: [Verdict: Verdict] = [.faster: .slower, .slower: .faster, .same: .same, .inconclusive: .inconclusive]
            #expect(back.verdict == inverse[forth.verdict])
        }
    }

    /// Published single numbers: ±5 % each is assumed.
    @Test func singleNumbersNeedMore() {
        func verdict(_ a: Double, _ b: Double) -> Verdict {
            Comparison(Estimate(seconds: a), Estimate(seconds: b), floor: .assumed).verdict
        }
        #expect(verdict(176, 262) == .slower)
        #expect(verdict(354, 331) == .inconclusive)
        #expect(verdict(1428, 1431) == .inconclusive)
        #expect(verdict(1461, 354) == .faster)
    }

    @Test func boundsAtTheEndOfTheScaleStayFinite() {
        let a = Estimate(seconds: 1, interval: Interval(lower: 0, upper: .infinity))
        let comparison = Comparison(a, estimate(1, 0.01), floor: .assumed)
        #expect(comparison.verdict == .inconclusive)
        #expect(comparison.interval.lower >= 0)
    }

    @Test func exitStatus() {
        #expect(Verdict.exitStatus(of: [.same, .faster]) == 0)
        #expect(Verdict.exitStatus(of: [.same, .inconclusive, .faster]) == 2)
        #expect(Verdict.exitStatus(of: [.inconclusive, .slower, .faster]) == 1)
    }

    /// Holm: four at a chance of 3 % each are inconclusive together, one of them alone is not.
    @Test func manyNeedMoreThanOne() {
        // side such that ln ratio is 2.17 standard deviations: 3 %.
        let one = (a: estimate(exp(0.05), 0.05 * 1.96 / 2.17), b: Estimate(seconds: 1, interval: Interval(lower: 1, upper: 1)))
        #expect(Comparison.many([one], floor: .assumed)[0].verdict == .faster)
        #expect(Comparison.many([one, one, one, one], floor: .assumed).allSatisfy { $0.verdict == .inconclusive })
        // Beside two that are sure, the step-down reaches 5 % ÷ 2 for it: not enough; beside them it is the last: enough.
        let sure = (a: estimate(2, 0.01), b: one.b)
        #expect(Comparison.many([sure, one, sure], floor: .assumed).map(\.verdict) == [.faster, .faster, .faster])
        #expect(Comparison.many([sure, one, one], floor: .assumed).map(\.verdict) == [.faster, .inconclusive, .inconclusive])
    }

    @Test func oneIsJudgedAsAlone() {
        for logRatio in stride(from: -0.06, through: 0.06, by: 0.003) {
            let (a, b) = (estimate(exp(logRatio), 0.012), estimate(1, 0.009))
            #expect(Comparison.many([(a, b)], floor: .assumed)[0] == Comparison(a, b, floor: .assumed))
        }
    }

    /// A chosen threshold is relevance, not noise: it does not grow with the number of configurations.
    @Test func aChosenThresholdDoesNotGrow() {
        let pair = (a: estimate(1.04, 0.0001), b: estimate(1, 0.0001))
        let twenty = Array(repeating: pair, count: 20)
        #expect(Comparison.many(twenty, floor: .chosen(0.03)).allSatisfy { $0.verdict == .faster })
        let measured = Comparison.many(twenty + [(estimate(1.025, 0.0001), estimate(1, 0.0001))], floor: .assumed)
        #expect(measured[0].verdict == .faster)
        #expect(
            Comparison.many(Array(repeating: (estimate(1.025, 0.0001), pair.b), count: 20), floor: .assumed)
                .allSatisfy { $0.verdict == .inconclusive })
        #expect(Comparison(estimate(1.029, 0.0001), pair.b, floor: .chosen(0.03)).verdict == .same)
    }

    @Test func theGeometricMean() {
        let members = [(4.0, 1.0), (1, 1), (1, 2)].map { Comparison(estimate($0.0, 0.03), estimate($0.1, 0.04), floor: .assumed) }
        let mean = Comparison.geometricMean(members, floor: .assumed)
        #expect(abs(mean.ratio - pow(2, 1 / 3.0)) < 1e-12)
        // Three sides of 0.05 in quadrature, over three.
        #expect(abs(log(mean.interval.upper / mean.ratio) - 0.05 / 3.0.squareRoot()) < 1e-12)
        #expect(mean.verdict == .faster)
        // Noise between runs is common to all: the floor does not shrink.
        let close = Array(repeating: Comparison(estimate(1.015, 0.001), estimate(1, 0.001), floor: .assumed), count: 50)
        #expect(Comparison.geometricMean(close, floor: .assumed).verdict == .same)
    }
}
