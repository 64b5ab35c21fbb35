// Where the speed of a long run settles, by a rule that is stated.
// Leaves to others: taking the windows (SustainedRun), words for people.

/// The rule. The last third of the windows is the reference R, its median speed. The tolerance is 2 %, or twice the reference's own spread
/// (1.4826 × median absolute deviation ÷ R) where that is more, 10 % at most. The speed has settled from the first window on whose running median over five
/// windows lies within the tolerance of R, as nine tenths of the running medians from there on do. It has not settled where the medians of the reference's two
/// halves still differ by more than the tolerance, or where that window would lie in the reference itself.
///
/// The running median lets single disturbances pass; a change that lasts more than two windows is one.
package struct SteadyState: Sendable, Equatable {
    /// Seconds of an iteration at the beginning: the median of the windows that ended within the first five seconds, three at least.
    package var firstSeconds: Double
    /// Seconds of an iteration once settled, or in the reference where the speed has not.
    package var steadySeconds: Double
    /// The window from which on `steadySeconds` is.
    package var firstWindow: Int
    /// When that window began; nil where the speed has not settled.
    package var settledAfterSeconds: Double?
    /// As a fraction of the reference.
    package var tolerance: Double

    package static let leastWindows = 12
    package static let beginningSeconds = 5.0
    package static let leastTolerance = 0.02
    static let mostTolerance = 0.1
    static let medianWindows = 5
    static let shareWithin = 0.9

    package var isSettled: Bool { settledAfterSeconds != nil }

    /// Speed once settled over that of the beginning, less one: −0.15 where the machine became 15 % slower.
    package var change: Double { firstSeconds / steadySeconds - 1 }

    /// Nil for fewer than twelve windows: they cannot tell.
    package init?(_ windows: [SustainedWindow]) {
        guard windows.count >= Self.leastWindows else { return nil }
        let count = windows.count, speeds = windows.map { 1 / $0.sample.seconds }
        let early = max(3, windows.prefix { $0.endSeconds <= Self.beginningSeconds }.count)
        firstSeconds = 1 / Self.median(speeds.prefix(early))
        let start = count - count / 3
        let reference = Array(speeds[start...])
        let level = Self.median(reference[...])
        let spread = 1.4826 * Self.median(reference.map { ($0 - level).magnitude }[...]) / level
        let tolerance = min(Self.mostTolerance, max(Self.leastTolerance, 2 * spread))
        self.tolerance = tolerance
        steadySeconds = 1 / level
        firstWindow = start
        let halves = (Self.median(reference.prefix(reference.count / 2)), Self.median(reference.suffix(reference.count / 2)))
        guard (halves.1 / halves.0 - 1).magnitude <= tolerance else { return }
        let half = Self.medianWindows / 2
        let isWithin = speeds.indices.map { index in
            let smooth = Self.median(speeds[max(0, index - half)...min(count - 1, index + half)])
            return (smooth / level - 1).magnitude <= tolerance
        }
        var within = 0
        var settled: Int?
        for index in speeds.indices.reversed() {
            if isWithin[index] { within += 1 }
            if isWithin[index], Double(within) >= Self.shareWithin * Double(count - index) { settled = index }
        }
        guard let settled, settled < start else { return }
        firstWindow = settled
        steadySeconds = 1 / Self.median(speeds[settled...])
        settledAfterSeconds = settled == 0 ? 0 : windows[settled].startSeconds
    }

    private static func median(_ values: ArraySlice<Double>) -> Double { Summary.quantile(values.sorted(), 0.5) }
}
