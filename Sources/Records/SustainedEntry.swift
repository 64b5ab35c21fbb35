// What a sustained course adds to a configuration's result: every window, the beginning's speed, when it settled.
// Leaves to others: the rule (Measurement.SteadyState); the settled windows are the configuration's samples.

package import Measurement

package struct SustainedEntry: Sendable, Equatable, Codable {
    /// In the order of time, without a pause between them.
    package var windows: [SustainedWindow]
    /// Seconds of one iteration at the beginning.
    package var firstIterationSeconds: Double
    /// When the speed had settled, since the first window; nil where it had not: the samples are then the last third.
    package var settledAfterSeconds: Double?
    /// Within which it had settled, as a fraction of the settled speed.
    package var tolerance: Double

    package init(windows: [SustainedWindow], firstIterationSeconds: Double, settledAfterSeconds: Double? = nil, tolerance: Double) {
        self.windows = windows
        self.firstIterationSeconds = firstIterationSeconds
        self.settledAfterSeconds = settledAfterSeconds
        self.tolerance = tolerance
    }
}

extension SustainedEntry {
    func collectProblems(_ check: inout RecordCheck, samples: [Sample]) {
        check.require(firstIterationSeconds > 0, "sustained.first_iteration_seconds", "an iteration takes time.")
        check.require((settledAfterSeconds ?? 0) >= 0, "sustained.settled_after_seconds", "a time is not negative.")
        check.require(tolerance > 0, "sustained.tolerance", "a tolerance is above 0.")
        if let index = windows.firstIndex(where: { $0.iterations <= 0 || $0.nanoseconds == 0 || $0.startSeconds < 0 }) {
            check.require(false, JSONPath("sustained.windows").appending(index), "a window has a start, iterations and a length.")
        }
        let isAscending = zip(windows, windows.dropFirst()).allSatisfy { $0.startSeconds < $1.startSeconds }
        check.require(isAscending, "sustained.windows", "windows stand in the order of time.")
        check.require(
            samples == windows.suffix(samples.count).map(\.sample), "sustained.windows", "the samples are not the last of the windows.")
    }
}
