// When a series has samples enough.
// Leaves to others: taking them (Sampling), and the interval that is judged (SummaryWorkspace).

/// What a criterion is told when it is due.
package struct Look: Sendable, Equatable {
    package var sampleCount: Int
    /// The time that the samples themselves took.
    package var sampledSeconds: Double
    package var medianSeconds: Double
    package var relativeHalfWidth: Double

    package init(sampleCount: Int, sampledSeconds: Double, medianSeconds: Double, relativeHalfWidth: Double) {
        self.sampleCount = sampleCount
        self.sampledSeconds = sampledSeconds
        self.medianSeconds = medianSeconds
        self.relativeHalfWidth = relativeHalfWidth
    }
}

/// Decides when sampling may stop. It is asked at sample counts that it named beforehand, never after each sample.
package protocol StoppingCriterion: Sendable {
    /// The most time for warm-up, calibration and samples together.
    var budgetSeconds: Double { get }
    /// The relative half-width of the 95 % interval that it works towards, for progress and caveats.
    var aimedRelativeHalfWidth: Double { get }
    /// The first sample count above `count` at which it wants to look.
    func nextLook(after count: Int) -> Int
    func isContent(_ look: Look) -> Bool
}

/// The default: the 95 % interval of the median within ±1 %, at least 10 samples and half a second of them, at most the budget.
///
/// Looks are at 10, 15, 23, 35, … samples, each half as many again; the interval of a series that was looked at repeatedly is wide
/// enough for just that (`BlockBootstrap.Looks.repeated`).
package struct PrecisionCriterion: StoppingCriterion, Equatable {
    package var aimedRelativeHalfWidth: Double
    package var leastSamples: Int
    package var leastSeconds: Double
    package var budgetSeconds: Double
    static let growth = 1.5

    package init(
        aimedRelativeHalfWidth: Double = 0.01, leastSamples: Int = 10, leastSeconds: Double = 0.5, budgetSeconds: Double = 10
    ) {
        precondition(leastSamples >= 2, "an interval needs two samples")
        precondition(budgetSeconds > 0 && aimedRelativeHalfWidth > 0, "budget and aim are above zero")
        self.aimedRelativeHalfWidth = aimedRelativeHalfWidth
        self.leastSamples = leastSamples
        self.leastSeconds = leastSeconds
        self.budgetSeconds = budgetSeconds
    }

    package func nextLook(after count: Int) -> Int {
        var look = leastSamples
        while look <= count { look = Int((Double(look) * Self.growth).rounded(.up)) }
        return look
    }

    package func isContent(_ look: Look) -> Bool {
        look.sampleCount >= leastSamples && look.sampledSeconds >= leastSeconds
            && look.relativeHalfWidth <= aimedRelativeHalfWidth
    }
}
