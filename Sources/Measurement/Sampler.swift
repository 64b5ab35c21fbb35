// Samples one configuration from warm-up to summary.
// Leaves to others: the steps (Sampling), preparing and verifying the workload (Harness).

package struct Sampler<TimeSource: Clock, Criterion: StoppingCriterion> {
    package var clock: TimeSource
    package var clockQuality: ClockQuality
    package var criterion: Criterion
    package var settings: SamplerSettings

    /// `clockQuality` is measured on `clock` where it is not given.
    package init(
        clock: TimeSource, clockQuality: ClockQuality? = nil, criterion: Criterion, settings: SamplerSettings = SamplerSettings()
    ) {
        self.clock = clock
        self.clockQuality = clockQuality ?? ClockQuality.measured(clock)
        self.criterion = criterion
        self.settings = settings
    }

    /// The series of `run`, which performs the given number of iterations.
    ///
    /// `shouldStop` is asked between batches and samples, never inside one. `onProgress` is called after each phase and sample, on the
    /// measuring thread: it should return at once. Nil where it was stopped before the second sample; throws what `run` throws.
    package func series<Failure: Error>(
        shouldStop: () -> Bool = { false }, onProgress: (Progress) -> Void = { _ in }, run: (Int) throws(Failure) -> Void
    ) throws(Failure) -> Series? {
        let sampling = Sampling(clock: clock, clockQuality: clockQuality, criterion: criterion, settings: settings)
        onProgress(sampling.progress)
        try sampling.warmUp(shouldStop: shouldStop, run: run)
        onProgress(sampling.progress)
        try sampling.calibrate(shouldStop: shouldStop, run: run)
        while sampling.stopReason == nil {
            try sampling.takeSample(shouldStop: shouldStop, run: run)
            onProgress(sampling.progress)
        }
        return sampling.finish()
    }
}
