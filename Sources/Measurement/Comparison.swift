// Two figures of the same configuration: the ratio of their speeds, how sure it is, and what follows.
// Leaves to others: which configurations are comparable (Records), many at once (Comparison+Many), words and columns.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A time with its 95 % interval: a series' median, a run's total, or one published number.
package struct Estimate: Sendable, Equatable {
    package var seconds: Double
    package var interval: Interval

    /// Half the width assumed of one end-to-end run that tells nothing about its steps.
    package static let assumedSingleRunHalfWidth = 0.05

    /// Without an interval, that of one end-to-end run is assumed: ±5 %.
    package init(seconds: Double, interval: Interval? = nil) {
        precondition(seconds > 0 && seconds.isFinite, "a time is above zero")
        self.seconds = seconds
        let factor = 1 + Self.assumedSingleRunHalfWidth
        self.interval = interval ?? Interval(lower: seconds / factor, upper: seconds * factor)
    }

    package init(_ summary: Summary) { self.init(seconds: summary.medianSeconds, interval: summary.intervalSeconds) }

    // Logarithms of the interval's two sides. A bound of zero is as far as a double reaches.
    fileprivate var below: Double { max(0, log(seconds / max(interval.lower, seconds * 1e-300))) }
    fileprivate var above: Double { max(0, log(min(interval.upper, seconds * 1e300) / seconds)) }
}

/// The speed of B relative to A: above 1, B is faster, whether the figure is shown as a rate or as a time.
package struct Comparison: Sendable, Equatable {
    package var ratio: Double
    /// 95 % interval of the ratio, of what varies within the two runs. Drift between runs is in the noise floor, not here.
    package var interval: Interval
    package var verdict: Verdict

    // In logarithms, for everything computed from a comparison.
    package let logRatio: Double
    let below: Double
    let above: Double

    static let significance = 0.05

    /// The interval combines the two intervals' sides in quadrature, in logarithms (Zou, Donner 2008), so that it keeps what made
    /// them honest under autocorrelation and repeated looks; resampling the medians again would lose it.
    package init(_ a: Estimate, _ b: Estimate, floor: NoiseFloor) {
        // A longer time of B is a smaller speed: the lower bound takes A's lower and B's upper side.
        self.init(
            logRatio: log(a.seconds / b.seconds), below: inQuadrature(a.below, b.above), above: inQuadrature(a.above, b.below),
            floor: floor,
            significance: Self.significance)
    }

    init(logRatio: Double, below: Double, above: Double, floor: NoiseFloor, significance: Double) {
        self.logRatio = logRatio
        self.below = below
        self.above = above
        ratio = exp(logRatio)
        interval = Interval(lower: exp(logRatio - below), upper: exp(logRatio + above))
        verdict = .inconclusive
        verdict = verdict(floor: floor, significance: significance)
    }

    /// Faster or slower where both chances are below `significance`: that the interval's uncertainty alone, or noise between runs alone,
    /// makes a ratio so far from 1. At 5 % that is: the interval excludes 1, and |ln ratio| is above the floor.
    func verdict(floor: NoiseFloor, significance: Double) -> Verdict {
        if chance(floor: floor) < significance { return logRatio > 0 ? .faster : .slower }
        let isWithin = logRatio - below >= -floor.value && logRatio + above <= floor.value
        return isWithin ? .same : .inconclusive
    }

    /// The larger of the two chances: the p-value of the verdict `faster` or `slower`.
    func chance(floor: NoiseFloor) -> Double { max(chanceOfInterval, floor.chance(of: logRatio)) }

    /// That a ratio of 1 shows this one, from the side of the interval that faces 1.
    private var chanceOfInterval: Double {
        if logRatio == 0 { return 1 }
        let side = logRatio > 0 ? below : above
        if side == 0 { return 0 }
        return NormalDistribution.twoSided(logRatio / side * NormalDistribution.quantile(confidence: 1 - Self.significance))
    }
}
