// Where nanoseconds come from: the seam through which tests hand scripted time to the sampler.
// Leaves to others: the real clock (Harness, over Intrinsics), and what is timed.

/// A clock that never runs backwards; its zero means nothing.
package protocol Clock {
    func nowNanoseconds() -> UInt64
}

/// A clock that stands still until it is told otherwise: for tests, which never wait.
package final class ManualClock: Clock {
    private var exactNanoseconds: UInt64
    /// What each reading costs, as a real clock's reading does.
    private let readingNanoseconds: UInt64
    /// The step in which the clock counts; readings are multiples of it.
    private let resolutionNanoseconds: UInt64

    package init(nanoseconds: UInt64 = 0, readingNanoseconds: UInt64 = 0, resolutionNanoseconds: UInt64 = 1) {
        precondition(resolutionNanoseconds > 0, "a clock counts in steps of at least one nanosecond")
        exactNanoseconds = nanoseconds
        self.readingNanoseconds = readingNanoseconds
        self.resolutionNanoseconds = resolutionNanoseconds
    }

    package func nowNanoseconds() -> UInt64 {
        let shown = exactNanoseconds / resolutionNanoseconds * resolutionNanoseconds
        exactNanoseconds += readingNanoseconds
        return shown
    }

    package func advance(nanoseconds: UInt64) { exactNanoseconds += nanoseconds }
    package func advance(seconds: Double) { exactNanoseconds += UInt64(seconds * 1e9) }
}

/// What a clock itself costs and how finely it counts; both bound how short a sample may be.
package struct ClockQuality: Sendable, Equatable, Codable {
    /// Nanoseconds that one reading takes.
    package var overheadNanoseconds: Double
    /// The smallest step seen between two different readings.
    package var resolutionNanoseconds: Double

    package init(overheadNanoseconds: Double, resolutionNanoseconds: Double) {
        self.overheadNanoseconds = overheadNanoseconds
        self.resolutionNanoseconds = resolutionNanoseconds
    }

    /// Reads the clock `rounds` × `readings` times: the overhead is that of the fastest round (others were interrupted), the
    /// resolution the smallest positive step. A clock that stands still has neither: both are 0.
    package static func measured(_ clock: some Clock, rounds: Int = 16, readings: Int = 256) -> ClockQuality {
        precondition(rounds > 0 && readings > 1, "a round needs two readings")
        var fastest = UInt64.max
        var smallestStep = UInt64.max
        for _ in 0..<rounds {
            let first = clock.nowNanoseconds()
            var previous = first
            for _ in 1..<readings {
                let now = clock.nowNanoseconds()
                if now > previous { smallestStep = min(smallestStep, now - previous) }
                previous = now
            }
            fastest = min(fastest, previous &- first)
        }
        return ClockQuality(
            overheadNanoseconds: Double(fastest) / Double(readings - 1),
            resolutionNanoseconds: smallestStep == .max ? 0 : Double(smallestStep))
    }

    /// The shortest sample in which clock and overhead stay below one part in `factor`.
    package func shortestSampleNanoseconds(factor: Double) -> Double { factor * max(overheadNanoseconds, resolutionNanoseconds) }
}
