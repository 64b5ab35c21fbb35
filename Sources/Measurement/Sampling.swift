// The choreography of one series, step by step: warm up, calibrate, sample. A step at a time, so that several series can be interleaved.
// Leaves to others: what runs and what time is (its effects), when it is enough (StoppingCriterion), the loop (Sampler).

/// A series in the making. It owns its buffers; from `calibrate`'s end to the last sample nothing here allocates.
///
/// Generic over its effects: `run` performs the given number of iterations, the clock says how long they took.
package final class Sampling<TimeSource: Clock, Criterion: StoppingCriterion> {
    private let clock: TimeSource
    private let criterion: Criterion
    private let settings: SamplerSettings
    package let clockQuality: ClockQuality

    private var samples: [Sample] = []
    private var workspace: SummaryWorkspace?
    private var warmUpResult = WarmUp()
    private var sampledNanoseconds: UInt64 = 0
    private var nextLook = 0
    private var sampleLimit = 0

    /// Iterations of one sample; 0 until calibrated.
    package private(set) var iterationsPerSample = 0
    /// Nil while there is something left to do.
    package private(set) var stopReason: StopReason?
    package private(set) var progress: Progress

    package init(clock: TimeSource, clockQuality: ClockQuality, criterion: Criterion, settings: SamplerSettings = SamplerSettings()) {
        precondition(settings.mostSamples >= 2, "an interval needs two samples")
        self.clock = clock
        self.clockQuality = clockQuality
        self.criterion = criterion
        self.settings = settings
        progress = Progress(
            phase: .warmingUp, budgetSeconds: criterion.budgetSeconds, aimedRelativeHalfWidth: criterion.aimedRelativeHalfWidth)
    }

    /// Runs batches until the last of them show no trend, or the warm-up's share of the budget is used. At least one iteration.
    package func warmUp<Failure: Error>(shouldStop: () -> Bool, run: (Int) throws(Failure) -> Void) throws(Failure) {
        let most = min(settings.mostWarmUpSeconds, settings.warmUpShareOfBudget * criterion.budgetSeconds)
        let least = min(settings.leastWarmUpSeconds, most)
        var window = WarmUpWindow(size: settings.warmUpWindow, steadyDifference: settings.steadyDifference)
        var iterations = 1
        while true {
            let seconds = try timed(iterations, run)
            warmUpResult.iterations += iterations
            warmUpResult.seconds += seconds
            if seconds < settings.warmUpBatchSeconds && iterations < settings.mostIterations {
                // Batches of different sizes do not compare: the window holds those of the last size only.
                iterations = grown(iterations, took: seconds, towards: settings.warmUpBatchSeconds)
                window.removeAll()
            } else {
                window.add(seconds / Double(iterations))
            }
            if shouldStop() { return interrupt() }
            if warmUpResult.seconds >= least && window.isSteady == true { break }
            if warmUpResult.seconds + seconds > most { break }
            // What takes no time at all never reaches either bound.
            if iterations >= settings.mostIterations && window.isSteady != nil { break }
        }
        warmUpResult.isSteady = window.isSteady
        warmUpResult.trend = window.trend
        progress.phase = .calibrating
    }

    /// Finds the iterations of a sample by growing them, once, until they last long enough; keeps them. Reserves all memory.
    package func calibrate<Failure: Error>(shouldStop: () -> Bool, run: (Int) throws(Failure) -> Void) throws(Failure) {
        guard stopReason == nil else { return }
        precondition(progress.phase == .calibrating, "warm up first, and calibrate once")
        let target = max(
            settings.sampleSeconds, clockQuality.shortestSampleNanoseconds(factor: settings.overheadFactor) * 1e-9)
        var iterations = 1
        var seconds = try timed(iterations, run)
        while seconds < target && iterations < settings.mostIterations {
            if shouldStop() { return interrupt() }
            iterations = grown(iterations, took: seconds, towards: target)
            seconds = try timed(iterations, run)
        }
        iterationsPerSample = iterations
        reserve(sampleSeconds: seconds)
        progress.phase = .sampling
    }

    /// Takes one sample, and looks where the criterion is due. Afterwards `stopReason` says whether it was the last.
    package func takeSample<Failure: Error>(shouldStop: () -> Bool, run: (Int) throws(Failure) -> Void) throws(Failure) {
        guard stopReason == nil else { return }
        precondition(progress.phase == .sampling, "calibrate first")
        let begin = clock.nowNanoseconds()
        try run(iterationsPerSample)
        let nanoseconds = clock.nowNanoseconds() - begin
        samples.append(Sample(iterations: iterationsPerSample, nanoseconds: nanoseconds))
        sampledNanoseconds += nanoseconds
        progress.sampleCount = samples.count
        progress.usedSeconds += Double(nanoseconds) * 1e-9
        stopReason = reasonToStop(shouldStop)
    }

    /// The series; nil where fewer than two samples were taken, which only an interruption can cause.
    package func finish() -> Series? {
        guard let workspace, samples.count >= 2 else { return nil }
        let summary = Summary(samples: samples, seed: settings.seed, looks: .repeated, workspace: workspace)
        let reason = stopReason ?? .interrupted
        return Series(
            samples: samples, summary: summary, warmUp: warmUpResult, clock: clockQuality, stopReason: reason,
            caveats: Caveat.ofSeries(
                samples: samples, summary: summary, warmUp: warmUpResult, stopReason: reason,
                aim: criterion.aimedRelativeHalfWidth, budgetSeconds: criterion.budgetSeconds))
    }

    private func reasonToStop(_ shouldStop: () -> Bool) -> StopReason? {
        if samples.count == nextLook {
            nextLook = criterion.nextLook(after: samples.count)
            if isContent() { return .content }
        }
        if shouldStop() { return .interrupted }
        if samples.count == sampleLimit { return .sampleLimit }
        // Two samples are taken whatever they cost: one says nothing about spread.
        let expected = Double(sampledNanoseconds) * 1e-9 / Double(samples.count)
        if samples.count >= 2 && progress.usedSeconds + expected > criterion.budgetSeconds { return .budgetEnded }
        return nil
    }

    private func isContent() -> Bool {
        guard let workspace else { return false }
        let look = workspace.look(at: samples, seed: settings.seed, looks: .repeated)
        progress.medianSeconds = look.medianSeconds
        progress.relativeHalfWidth = look.relativeHalfWidth
        return criterion.isContent(
            Look(
                sampleCount: samples.count, sampledSeconds: Double(sampledNanoseconds) * 1e-9, medianSeconds: look.medianSeconds,
                relativeHalfWidth: look.relativeHalfWidth))
    }

    /// Room for as many samples as the budget can hold, with half as many to spare for those that turn out shorter.
    private func reserve(sampleSeconds: Double) {
        let left = max(0, criterion.budgetSeconds - progress.usedSeconds)
        let expected = min(left / max(sampleSeconds, 1e-9) * 1.5 + 16, Double(settings.mostSamples))
        sampleLimit = max(2, Int(expected))
        samples.reserveCapacity(sampleLimit)
        workspace = SummaryWorkspace(capacity: sampleLimit)
        nextLook = criterion.nextLook(after: 0)
    }

    private func timed<Failure: Error>(_ iterations: Int, _ run: (Int) throws(Failure) -> Void) throws(Failure) -> Double {
        let begin = clock.nowNanoseconds()
        try run(iterations)
        let seconds = Double(clock.nowNanoseconds() - begin) * 1e-9
        progress.usedSeconds += seconds
        return seconds
    }

    /// At most ten times as many, a tenth more than needed, and always more.
    private func grown(_ iterations: Int, took seconds: Double, towards target: Double) -> Int {
        let factor = seconds > 0 ? min(10, 1.1 * target / seconds) : 10
        return min(settings.mostIterations, max(iterations + 1, Int((Double(iterations) * factor).rounded(.up))))
    }

    private func interrupt() { stopReason = .interrupted }
}
