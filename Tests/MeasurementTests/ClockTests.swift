// The clock's own cost and step, on clocks whose cost and step are known.

import Measurement
import Testing

@Suite struct ClockTests {
    @Test func findsOverheadAndResolution() {
        let clock = ManualClock(readingNanoseconds: 25, resolutionNanoseconds: 1)
        let quality = ClockQuality.measured(clock)
        #expect(quality.overheadNanoseconds == 25)
        #expect(quality.resolutionNanoseconds == 25)
        #expect(quality.shortestSampleNanoseconds(factor: 100) == 2500)
    }

    @Test func findsACoarseStep() {
        let quality = ClockQuality.measured(ManualClock(readingNanoseconds: 10, resolutionNanoseconds: 1000))
        #expect(quality.resolutionNanoseconds == 1000)
        // A round of 255 steps is known to one step of the clock.
        #expect(abs(quality.overheadNanoseconds - 10) <= 1000.0 / 255)
        #expect(quality.shortestSampleNanoseconds(factor: 100) == 100_000)
    }

    /// One interrupted round must not count.
    @Test func takesTheFastestRound() {
        final class Interrupted: Clock {
            var readings: UInt64 = 0
            var now: UInt64 = 0
            func nowNanoseconds() -> UInt64 {
                readings += 1
                now += readings == 700 ? 1_000_000 : 20
                return now
            }
        }
        #expect(ClockQuality.measured(Interrupted()).overheadNanoseconds == 20)
    }

    @Test func aClockThatStandsStillHasNeither() {
        let quality = ClockQuality.measured(ManualClock())
        #expect(quality == ClockQuality(overheadNanoseconds: 0, resolutionNanoseconds: 0))
    }
}
