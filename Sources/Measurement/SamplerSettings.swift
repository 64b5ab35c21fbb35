// The constants of warming up and calibrating, with their reasons.
// Leaves to others: when sampling ends (StoppingCriterion).

package struct SamplerSettings: Sendable, Equatable {
    /// A sample lasts at least this many times the clock's overhead and resolution: their share is then below 1 %.
    package var overheadFactor = 100.0
    /// A sample lasts at least this long, so that half a second holds fifty and a record does not hold thousands.
    package var sampleSeconds = 0.01
    /// Batches of the warm-up last at least this long, so that their times can be compared.
    package var warmUpBatchSeconds = 0.005
    /// Clocks and caches settle within a tenth of a second; a trend may need longer.
    package var leastWarmUpSeconds = 0.1
    package var mostWarmUpSeconds = 3.0
    /// The warm-up never takes more of the budget than this.
    package var warmUpShareOfBudget = 0.25
    /// How many of the last batches must show no trend.
    package var warmUpWindow = 8
    /// Halves of that window closer than this are steady whatever their order.
    package var steadyDifference = 0.01
    /// Room reserved for samples: the most that a series may have.
    package var mostSamples = 10_000
    /// Iterations of a sample never exceed this: a workload that takes no time at all is a mistake, and must not hang the run.
    package var mostIterations = 1 << 30
    /// Keys the random numbers of the intervals.
    package var seed: UInt64

    package init(seed: UInt64 = 1) { self.seed = seed }
}

/// Where a series stands, for whoever draws it. Passed after each sample; the interval is that of the last look.
package struct Progress: Sendable, Equatable {
    package enum Phase: String, Sendable, Equatable {
        case warmingUp
        case calibrating
        case sampling
    }
    package var phase: Phase
    package var sampleCount = 0
    package var usedSeconds = 0.0
    package var budgetSeconds: Double
    /// Nil before the first look.
    package var medianSeconds: Double?
    package var relativeHalfWidth: Double?
    package var aimedRelativeHalfWidth: Double
}
