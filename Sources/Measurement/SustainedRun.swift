// The choreography of a long run: one window after another without a pause, until the time is over.
// Leaves to others: what runs and what time is (its effects), what the windows say (SteadyState).

package struct SustainedRun<TimeSource: Clock> {
    package var clock: TimeSource
    /// Of all windows together; the last one may end after it.
    package var seconds: Double
    /// Least length of a window: a second, shorter in short runs, so that there are windows enough to tell.
    package var windowSeconds: Double { min(1, max(0.01, seconds / 120)) }

    package init(clock: TimeSource, seconds: Double) {
        precondition(seconds > 0, "a run takes time")
        self.clock = clock
        self.seconds = seconds
    }

    /// The windows; nil where it was stopped before the end, since a run that was broken off says nothing of a warm machine.
    ///
    /// The iterations of a window are found first, by growing them; that takes at most a fifth of a window and an iteration. `sense` is called
    /// after each window, outside of the time that is counted.
    package func windows<Failure: Error>(
        shouldStop: () -> Bool = { false }, sense: () -> Watch? = { nil }, onWindow: (SustainedWindow) -> Void = { _ in },
        run: (Int) throws(Failure) -> Void
    ) throws(Failure) -> [SustainedWindow]? {
        var iterations = 1
        var took = try timed(iterations, run)
        while took < windowSeconds / 10, iterations < 1 << 30 {
            if shouldStop() { return nil }
            iterations *= 2
            took = try timed(iterations, run)
        }
        iterations = max(1, Int((Double(iterations) * windowSeconds / max(took, 1e-9)).rounded(.up)))
        var windows: [SustainedWindow] = []
        windows.reserveCapacity(Int(2 * seconds / windowSeconds) + 2)
        let begin = clock.nowNanoseconds()
        _ = sense()
        while true {
            if shouldStop() { return nil }
            let start = clock.nowNanoseconds()
            try run(iterations)
            let end = clock.nowNanoseconds()
            let seen = sense()
            let window = SustainedWindow(
                startSeconds: Double(start - begin) * 1e-9, iterations: iterations, nanoseconds: max(1, end - start),
                meanMegahertz: seen?.meanMegahertz, maximumCelsius: seen?.maximumCelsius, throttleEvents: seen?.throttleEvents)
            windows.append(window)
            onWindow(window)
            // What takes no time at all is a mistake, and must not hang the run.
            if window.endSeconds >= seconds || windows.count >= 1_000_000 { return windows }
        }
    }

    private func timed<Failure: Error>(_ iterations: Int, _ run: (Int) throws(Failure) -> Void) throws(Failure) -> Double {
        let begin = clock.nowNanoseconds()
        try run(iterations)
        return Double(clock.nowNanoseconds() - begin) * 1e-9
    }
}
