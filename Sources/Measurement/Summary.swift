// What a series of samples comes to: median, spread, interval.
// Leaves to others: computing it (Summary+Computing), and judging it (Grade).

/// A closed interval of seconds per iteration.
package struct Interval: Sendable, Equatable, Codable {
    package var lower: Double
    package var upper: Double
    package init(lower: Double, upper: Double) {
        self.lower = lower
        self.upper = upper
    }
}

/// Median, median absolute deviation and 95 % interval of a series, all in seconds per iteration.
package struct Summary: Sendable, Equatable, Codable {
    package var medianSeconds: Double
    /// Median absolute deviation, not scaled.
    package var deviationSeconds: Double
    /// 95 % interval of the median.
    package var intervalSeconds: Interval
    package var sampleCount: Int
    /// Indices of samples outside Tukey's fences (1.5 × the interquartile range); they are kept and count.
    package var outliers: [Int]
    /// How the interval was made, e.g. `block-bootstrap(length=4, resamples=2000)`, and the seed of its random numbers.
    package var method: String
    package var seed: UInt64

    package init(
        medianSeconds: Double, deviationSeconds: Double, intervalSeconds: Interval, sampleCount: Int, outliers: [Int], method: String,
        seed: UInt64
    ) {
        self.medianSeconds = medianSeconds
        self.deviationSeconds = deviationSeconds
        self.intervalSeconds = intervalSeconds
        self.sampleCount = sampleCount
        self.outliers = outliers
        self.method = method
        self.seed = seed
    }

    /// Half the interval's width over the median.
    package var relativeHalfWidth: Double { (intervalSeconds.upper - intervalSeconds.lower) / 2 / medianSeconds }
}
