// Long runs on a clock that stands still, and where synthetic series settle.
// Leaves to others: real sensors (MachineTests), the record (RecordsTests).

import Measurement
import Testing

@Suite struct SustainedTests {
    /// Windows of a second each; `speed` in thousands of iterations a second, by time.
    private func windows(_ count: Int = 600, _ speed: (Double) -> Double) -> [SustainedWindow] {
        (0..<count).map { index in
            SustainedWindow(
                startSeconds: Double(index), iterations: Int((1000 * speed(Double(index))).rounded()), nanoseconds: 1_000_000_000)
        }
    }

    /// ±`size`, the same for the same index.
    private func noise(_ t: Double, _ size: Double) -> Double {
        1 + size * (2 * Double(Philox(seed: 5, stream: 1).uniform(Int(t))) - 1)
    }

    @Test func windowsFollowEachOtherUntilTheTimeIsOver() throws {
        let clock = ManualClock()
        var ran = 0, laps = 0
        let windows = try #require(
            SustainedRun(clock: clock, seconds: 600).windows(
                sense: {
                    laps += 1
                    var watch = Watch()
                    watch.meanMegahertz = 3000 - Double(laps)
                    watch.maximumCelsius = 50
                    watch.throttleEvents = 1
                    return watch
                },
                run: { iterations in
                    ran += iterations
                    clock.advance(nanoseconds: 10_000_000 * UInt64(iterations))
                }))
        #expect(windows.count == 600 && windows.allSatisfy { $0.iterations == 100 && $0.nanoseconds == 1_000_000_000 })
        #expect(windows.last?.endSeconds == 600)
        #expect(zip(windows, windows.dropFirst()).allSatisfy { abs($1.startSeconds - $0.endSeconds) < 1e-9 })
        // The lap before the first window clears what came before it.
        #expect(laps == 601 && windows.first?.meanMegahertz == 2998 && windows.last?.maximumCelsius == 50)
        #expect(ran < 60_000 + 40)
    }

    @Test func aStepLongerThanAWindowIsAWindow() throws {
        let clock = ManualClock()
        let windows = try #require(
            SustainedRun(clock: clock, seconds: 30).windows(run: { clock.advance(seconds: 4 * Double($0)) }))
        #expect(windows.count == 8 && windows.allSatisfy { $0.iterations == 1 })
        #expect(SteadyState(windows) == nil)
    }

    @Test func aRunThatIsBrokenOffHasNoWindows() {
        let clock = ManualClock()
        var asked = 0
        let windows = SustainedRun(clock: clock, seconds: 600).windows(
            shouldStop: {
                asked += 1
                return asked > 20
            }, run: { clock.advance(seconds: 0.5 * Double($0)) })
        #expect(windows == nil)
    }

    @Test func whatNeverChangesIsSettledFromTheStart() throws {
        let state = try #require(SteadyState(windows { noise($0, 0.01) * 300 }))
        #expect(state.settledAfterSeconds == 0 && state.firstWindow == 0)
        #expect(state.tolerance == 0.02 && state.change.magnitude < 0.01)
    }

    @Test func aStepDownSettlesWhereItEnds() throws {
        let state = try #require(SteadyState(windows { noise($0, 0.005) * ($0 < 30 ? 300 : 240) }))
        let settled = try #require(state.settledAfterSeconds)
        #expect((28...31).contains(settled))
        #expect(abs(state.change + 0.2) < 0.005)
        #expect(abs(1e-3 / state.firstSeconds - 300) < 2 && abs(1e-3 / state.steadySeconds - 240) < 1)
    }

    /// 20 % lost with a time constant of 56 s: within 2 % of the end after some 150.
    @Test func aSlowDecaySettlesWhenItIsWithinTheTolerance() throws {
        func decay(_ t: Double) -> Double {
            // exp(−t / 56) by its series' limit, without a mathematics library.
            var value = 1.0
            for _ in 0..<Int(t) { value *= 1 - 1 / 56.5 }
            return 240 + 60 * value
        }
        let state = try #require(SteadyState(windows { decay($0) }))
        let settled = try #require(state.settledAfterSeconds)
        #expect((130...145).contains(settled))
        #expect(state.change < -0.17 && state.change > -0.2)
    }

    @Test func whatStillFallsAtTheEndHasNotSettled() throws {
        let state = try #require(SteadyState(windows { 300 - 0.2 * $0 }))
        #expect(!state.isSettled && state.firstWindow == 400)
        // The last third's median stands for it.
        #expect(abs(1e-3 / state.steadySeconds - (300 - 0.2 * 499.5)) < 0.2)
        // A step in the reference itself is no settling either.
        #expect(try #require(SteadyState(windows { $0 < 500 ? 300 : 240 })).isSettled == false)
    }

    @Test func burstsOfAFewSecondsPass() throws {
        // Every 50 s two windows at half speed.
        let state = try #require(SteadyState(windows { Int($0) % 50 < 2 ? 150 : noise($0, 0.005) * 300 }))
        #expect(state.settledAfterSeconds.map { $0 < 5 } == true)
    }

    @Test func aNoisyMachineHasAWiderTolerance() throws {
        let state = try #require(SteadyState(windows { noise($0, 0.08) * 300 }))
        #expect(state.isSettled && state.tolerance > 0.05 && state.tolerance <= 0.1)
    }

    @Test func fewWindowsCannotTell() {
        #expect(SteadyState(windows(11) { _ in 300 }) == nil)
        #expect(SteadyState(windows(12) { _ in 300 })?.settledAfterSeconds == 0)
        #expect(SteadyState([]) == nil)
    }

    @Test func coursesHaveWordsAndIdentifiers() {
        var configuration = Configuration(benchmark: "gemm", threads: 2, precision: "fp32", course: .sustained(seconds: 600))
        #expect(configuration.title == "fp32, 2 threads, sustained 10 min")
        #expect(configuration.identifier == "gemm:fp32,sustained=600s,threads=2,cpu")
        configuration.course = .contended(instances: 16)
        #expect(configuration.title == "fp32, 2 threads, 16 at once")
        #expect(configuration.identifier == "gemm:fp32,contended=16,threads=2,cpu")
    }
}
