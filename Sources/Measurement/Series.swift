// Everything that came of sampling one configuration: samples, summary, how it warmed up, was calibrated and ended.
// Leaves to others: taking it (Sampling), judging it (Grade), and how it is stored (Records).

/// What happened before the first sample counted.
package struct WarmUp: Sendable, Equatable, Codable {
    package var iterations: Int
    package var seconds: Double
    /// Whether the last times showed no trend; nil where time ended before there were enough to tell.
    package var isSteady: Bool?
    /// How much the second half of the last times differs from the first, as a fraction; nil where there were too few.
    package var trend: Double?

    package init(iterations: Int = 0, seconds: Double = 0, isSteady: Bool? = nil, trend: Double? = nil) {
        self.iterations = iterations
        self.seconds = seconds
        self.isSteady = isSteady
        self.trend = trend
    }
}

/// Why sampling ended.
package enum StopReason: String, Sendable, Equatable, Codable, CaseIterable {
    /// The criterion had what it asked for.
    case content
    case budgetEnded = "budget_ended"
    /// The room reserved for samples was full.
    case sampleLimit = "sample_limit"
    case interrupted
}

package struct Series: Sendable, Equatable, Codable {
    /// Every sample, in the order taken.
    package var samples: [Sample]
    package var summary: Summary
    package var warmUp: WarmUp
    /// The clock that timed it. A sample lasts at least 100 × its overhead.
    package var clock: ClockQuality
    package var stopReason: StopReason
    /// What the samples themselves say against the figure; the watcher's caveats come beside them.
    package var caveats: [Caveat]

    package init(
        samples: [Sample], summary: Summary, warmUp: WarmUp, clock: ClockQuality, stopReason: StopReason, caveats: [Caveat]
    ) {
        self.samples = samples
        self.summary = summary
        self.warmUp = warmUp
        self.clock = clock
        self.stopReason = stopReason
        self.caveats = caveats
    }
}
