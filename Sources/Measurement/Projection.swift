// The time of a whole run from some of its steps, and the interval of a run that was done once.
// Leaves to others: timing the steps, what a step is (Workloads), and the run's cost (Prices).

/// How long a run is, in steps.
package struct RunLength: Sendable, Equatable, Codable {
    package var fullSteps: Int
    /// Steps of fewer images: an epoch's last batch.
    package var partialSteps: Int
    /// Images of such a step over those of a full one.
    package var partialFraction: Double

    package init(fullSteps: Int, partialSteps: Int = 0, partialFraction: Double = 0) {
        precondition(fullSteps >= 0 && partialSteps >= 0 && (0...1).contains(partialFraction), "a run has no negative steps")
        self.fullSteps = fullSteps
        self.partialSteps = partialSteps
        self.partialFraction = partialFraction
    }

    /// `epochs` over `images` in batches of `batch`, the last one smaller where they do not divide.
    package init(epochs: Int, images: Int, batch: Int) {
        precondition(epochs >= 0 && images >= 0 && batch > 0, "a batch holds images")
        self.init(
            fullSteps: epochs * (images / batch), partialSteps: images % batch == 0 ? 0 : epochs,
            partialFraction: Double(images % batch) / Double(batch))
    }

    /// In full steps: a partial step is taken to cost in proportion to its images.
    package var equivalentSteps: Double { Double(fullSteps) + Double(partialSteps) * partialFraction }
}

/// Seconds of a whole run with a 95 % interval.
package struct Projection: Sendable, Equatable, Codable {
    package var seconds: Double
    package var intervalSeconds: Interval
    /// Steps that were measured.
    package var stepCount: Int
    /// How much slower the last third of them was than the first, beyond chance; it is in the interval.
    package var driftFraction: Double
    /// How the interval was made, with the seed of its random numbers.
    package var method: String
    package var seed: UInt64
    /// `projected`, or `singleRun`.
    package var caveat: Caveat

    package var relativeHalfWidth: Double { (intervalSeconds.upper - intervalSeconds.lower) / 2 / seconds }

    /// A run of `length` from at least two measured full steps: setup + steps × mean step.
    ///
    /// The mean, not the median: a total is a sum, and holds the slow steps too. The interval's half-width is, in quadrature, that of the
    /// mean (block bootstrap) with the chance of the steps not measured, √(1 + n/N), and the drift seen beyond chance, once: as if the run
    /// went on as much slower or faster as the last third was than the first. Heat and other guests may do more than that; the
    /// caveat says that the figure is projected.
    package static func projected(setupSeconds: Double, stepSeconds: [Double], length: RunLength, seed: UInt64) -> Projection {
        let steps = length.equivalentSteps
        let part = MeanInterval(stepSeconds, seed: seed)
        let drift = driftBeyondChance(stepSeconds, part)
        let ahead = steps > 0 ? (1 + Double(stepSeconds.count) / steps).squareRoot() : 1
        let extra = drift.magnitude * part.mean
        let down = inQuadrature((part.mean - part.interval.lower) * ahead, extra)
        let up = inQuadrature((part.interval.upper - part.mean) * ahead, extra)
        return Projection(
            seconds: setupSeconds + steps * part.mean,
            intervalSeconds: Interval(
                lower: setupSeconds + steps * max(0, part.mean - down), upper: setupSeconds + steps * (part.mean + up)),
            stepCount: stepSeconds.count, driftFraction: drift,
            method: "block-bootstrap-of-mean(length=\(part.blockLength), resamples=\(BlockBootstrap.resamples)), extrapolated", seed: seed,
            caveat: .projected(steps: stepSeconds.count, of: Double(length.fullSteps + length.partialSteps)))
    }

    /// A run that was done whole and once: its total as measured, the interval from its steps' (batches', epochs') times.
    ///
    /// That is how far chance within the run moves its total; what changes from run to run is not in it.
    package static func singleRun(totalSeconds: Double, stepSeconds: [Double], seed: UInt64) -> Projection {
        let part = MeanInterval(stepSeconds, seed: seed)
        let count = Double(stepSeconds.count)
        let lower = totalSeconds - (part.mean - part.interval.lower) * count
        return Projection(
            seconds: totalSeconds,
            intervalSeconds: Interval(lower: max(0, lower), upper: totalSeconds + (part.interval.upper - part.mean) * count),
            stepCount: stepSeconds.count, driftFraction: driftBeyondChance(stepSeconds, part),
            method: "block-bootstrap-of-mean(length=\(part.blockLength), resamples=\(BlockBootstrap.resamples))", seed: seed,
            caveat: .singleRun)
    }

    /// Mean of the last third over that of the first, less one, less what chance makes of it: two means of a third each differ with
    /// √6 times the standard error of the whole mean, about 1.25 half-widths.
    private static func driftBeyondChance(_ values: [Double], _ part: MeanInterval) -> Double {
        let third = values.count / 3
        guard third >= 2 else { return 0 }
        let first = values.prefix(third).reduce(0, +) / Double(third)
        let last = values.suffix(third).reduce(0, +) / Double(third)
        let seen = (last - first) / part.mean
        let chance = 1.25 * (part.interval.upper - part.interval.lower) / 2 / part.mean
        let beyond = (max(0, seen * seen - chance * chance)).squareRoot()
        return seen < 0 ? -beyond : beyond
    }
}

// Not the library's `hypot`: its newest symbol version would raise the glibc that the binary asks for.
func inQuadrature(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
