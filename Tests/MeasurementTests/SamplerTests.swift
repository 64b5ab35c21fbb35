// The choreography, proved with scripted time: order, counts, calibration, budget, interruption.

import Measurement
import Testing

/// A workload whose iterations take scripted times on a manual clock; it remembers what it was asked for.
final class ScriptedWorkload {
    let clock: ManualClock
    var calls: [Int] = []
    var iterations = 0
    /// Nanoseconds of the iteration with this number, from 0.
    let nanoseconds: (Int) -> UInt64

    init(clock: ManualClock = ManualClock(), nanoseconds: @escaping (Int) -> UInt64) {
        self.clock = clock
        self.nanoseconds = nanoseconds
    }

    func run(_ count: Int) {
        calls.append(count)
        // Long calls are charged by their first iteration: a million iterations need no loop.
        clock.advance(nanoseconds: nanoseconds(iterations) * UInt64(count))
        iterations += count
    }
}

@Suite struct SamplerTests {
    private func sampler(
        _ workload: ScriptedWorkload, _ criterion: PrecisionCriterion = PrecisionCriterion(), quality: ClockQuality? = nil
    ) -> Sampler<ManualClock, PrecisionCriterion> {
        Sampler(
            clock: workload.clock, clockQuality: quality ?? ClockQuality(overheadNanoseconds: 20, resolutionNanoseconds: 1),
            criterion: criterion, settings: SamplerSettings(seed: 42))
    }

    /// 100 ms an iteration, always the same: content at the first look.
    @Test func aSteadyWorkloadStopsAtTheFirstLook() throws {
        let workload = ScriptedWorkload { _ in 100_000_000 }
        let series = try #require(sampler(workload).series(run: workload.run))
        #expect(series.stopReason == .content)
        #expect(series.samples == Array(repeating: Sample(iterations: 1, nanoseconds: 100_000_000), count: 10))
        #expect(series.summary.medianSeconds == 0.1)
        #expect(series.summary.seed == 42)
        #expect(series.caveats.isEmpty)
        #expect(series.warmUp.isSteady == true)
        #expect(series.warmUp.iterations == 8)
        #expect(abs(series.warmUp.seconds - 0.8) < 1e-9)
        // Eight of the warm-up, one to calibrate, ten samples; nothing else was run.
        #expect(workload.calls == Array(repeating: 1, count: 19))
    }

    @Test func shortIterationsAreGrownOnceAndKept() throws {
        // 1 µs an iteration: a sample must last 10 ms.
        let workload = ScriptedWorkload { _ in 1000 }
        let series = try #require(sampler(workload).series(run: workload.run))
        let iterations = series.samples[0].iterations
        #expect(iterations >= 10_000 && iterations <= 15_000)
        #expect(series.samples.allSatisfy { $0.iterations == iterations })
        // Half a second of them: the first look at or after 50 samples is the 53rd.
        #expect(series.samples.count == 53)
        #expect(series.stopReason == .content)
        // The calibration starts again from one iteration, whatever the warm-up had found.
        let calibration = workload.calls.dropLast(series.samples.count)
        let lastOne = try #require(calibration.lastIndex(of: 1))
        #expect(lastOne > 0)
        let growth = Array(calibration[lastOne...])
        #expect(zip(growth, growth.dropFirst()).allSatisfy { $0 < $1 && $1 <= 10 * $0 + 1 })
        #expect(growth.last == iterations)
    }

    @Test func aSlowClockMakesSamplesLonger() throws {
        let workload = ScriptedWorkload { _ in 1000 }
        let slow = ClockQuality(overheadNanoseconds: 1_000_000, resolutionNanoseconds: 1)
        let series = try #require(sampler(workload, quality: slow).series(run: workload.run))
        #expect(series.samples[0].nanoseconds >= 100 * 1_000_000)
        let coarse = ClockQuality(overheadNanoseconds: 20, resolutionNanoseconds: 4_000_000)
        let other = ScriptedWorkload { _ in 1000 }
        let second = try #require(sampler(other, quality: coarse).series(run: other.run))
        #expect(second.samples[0].nanoseconds >= 100 * 4_000_000)
    }

    @Test func aWorkloadThatTakesNoTimeEndsAnyway() throws {
        let workload = ScriptedWorkload { _ in 0 }
        var sampler = sampler(workload)
        sampler.settings.mostIterations = 16
        sampler.settings.mostSamples = 100
        let series = try #require(sampler.series(run: workload.run))
        #expect(series.stopReason == .sampleLimit)
        #expect(series.samples.count == 100)
    }

    @Test func warmsUpUntilTheTrendEnds() throws {
        // 20 ms falling to 10 ms over the first 40 iterations, then constant.
        let workload = ScriptedWorkload { $0 < 40 ? 20_000_000 - UInt64($0) * 250_000 : 10_000_000 }
        let series = try #require(sampler(workload).series(run: workload.run))
        #expect(series.warmUp.isSteady == true)
        #expect(series.warmUp.iterations >= 40 && series.warmUp.iterations <= 50)
        #expect(series.summary.medianSeconds == 0.01)
        #expect(series.caveats.isEmpty)
    }

    @Test func aWarmUpThatNeverSettlesIsBoundedAndSaid() throws {
        // Ever slower: 5 % a tenth of a second.
        let workload = ScriptedWorkload { 50_000_000 + UInt64($0) * 2_500_000 }
        let series = try #require(sampler(workload, PrecisionCriterion(budgetSeconds: 6)).series(run: workload.run))
        #expect(series.warmUp.isSteady == false)
        #expect(series.warmUp.seconds <= 1.5)
        let unsteady = try #require(series.caveats.first { $0.kind == .unsteady })
        #expect(unsteady.sentence.hasPrefix("Times still rose by "))
        #expect(try #require(unsteady.value) > 0.05)
        #expect(series.caveats.contains { $0.kind == .drift })
    }

    @Test func theBudgetEndsIt() throws {
        // Alternating 100 and 140 ms: never within ±1 % in two seconds.
        let workload = ScriptedWorkload { $0 % 2 == 0 ? 100_000_000 : 140_000_000 }
        let series = try #require(sampler(workload, PrecisionCriterion(budgetSeconds: 2)).series(run: workload.run))
        #expect(series.stopReason == .budgetEnded)
        #expect(workload.clock.nowNanoseconds() <= 2_000_000_000)
        #expect(workload.clock.nowNanoseconds() > 1_800_000_000)
        #expect(series.caveats.map(\.kind).prefix(2) == [.budgetEnded, .wideInterval])
        let sentence = series.caveats[0].sentence
        #expect(sentence.hasPrefix("The budget of 2.0 s ended at ±") && sentence.hasSuffix("the aim was ±1.0 %."))
    }

    @Test func atLeastTwoSamplesWhateverTheyCost() throws {
        let workload = ScriptedWorkload { _ in 30_000_000_000 }
        let series = try #require(sampler(workload, PrecisionCriterion(budgetSeconds: 5)).series(run: workload.run))
        #expect(series.samples.count == 2)
        #expect(series.stopReason == .budgetEnded)
        #expect(series.warmUp.iterations == 1)
        #expect(series.warmUp.isSteady == nil)
        #expect(workload.calls.count == 4)
    }

    @Test func anInterruptionKeepsTheSamples() throws {
        let workload = ScriptedWorkload { $0 % 3 == 0 ? 100_000_000 : 140_000_000 }
        var samplesSeen = 0
        let series = try #require(
            sampler(workload).series(shouldStop: { samplesSeen >= 7 }, onProgress: { samplesSeen = $0.sampleCount }, run: workload.run))
        // The question comes before the progress of the same sample: the eighth finds it set.
        #expect(series.samples.count == 8)
        #expect(series.stopReason == .interrupted)
        #expect(!series.caveats.contains { $0.kind == .budgetEnded })
    }

    @Test func anInterruptedWarmUpHasNoSeries() {
        let workload = ScriptedWorkload { _ in 100_000_000 }
        #expect(sampler(workload).series(shouldStop: { true }, run: workload.run) == nil)
        #expect(workload.calls == [1])
        // During calibration.
        let short = ScriptedWorkload { _ in 1000 }
        var isCalibrating = false
        let series = sampler(short).series(
            shouldStop: { isCalibrating }, onProgress: { isCalibrating = $0.phase == .calibrating }, run: short.run)
        #expect(series == nil)
        #expect(short.calls.last == 1)
    }

    @Test func whatTheWorkloadThrowsIsThrown() {
        struct Broken: Error, Equatable { var call: Int }
        let workload = ScriptedWorkload { _ in 100_000_000 }
        #expect(throws: Broken(call: 12)) {
            _ = try sampler(workload).series { (count: Int) throws(Broken) in
                workload.run(count)
                if workload.calls.count == 12 { throw Broken(call: 12) }
            }
        }
        #expect(workload.calls.count == 12)
    }

    @Test func progressIsToldInOrder() throws {
        let workload = ScriptedWorkload { $0 % 2 == 0 ? 100_000_000 : 101_000_000 }
        var events: [Progress] = []
        let series = try #require(sampler(workload).series(onProgress: { events.append($0) }, run: workload.run))
        #expect(events.prefix(2).map(\.phase) == [.warmingUp, .calibrating])
        #expect(events.dropFirst(2).allSatisfy { $0.phase == .sampling })
        #expect(events.dropFirst(2).map(\.sampleCount) == Array(1...series.samples.count))
        #expect(events[10].relativeHalfWidth == nil)
        let last = try #require(events.last)
        #expect(last.medianSeconds == series.summary.medianSeconds)
        #expect(last.relativeHalfWidth == series.summary.relativeHalfWidth)
        #expect(zip(events, events.dropFirst()).allSatisfy { $0.usedSeconds <= $1.usedSeconds })
        #expect(last.budgetSeconds == 10 && last.aimedRelativeHalfWidth == 0.01)
    }

    /// Several series can take turns: each counts its own time only.
    @Test func seriesCanBeInterleaved() throws {
        let clock = ManualClock()
        let quick = ScriptedWorkload(clock: clock) { _ in 50_000_000 }
        let slow = ScriptedWorkload(clock: clock) { $0 % 2 == 0 ? 200_000_000 : 260_000_000 }
        let quality = ClockQuality(overheadNanoseconds: 20, resolutionNanoseconds: 1)
        let criterion = PrecisionCriterion(budgetSeconds: 4)
        let takes = [quick, slow].map { workload in
            (workload, Sampling(clock: clock, clockQuality: quality, criterion: criterion))
        }
        for (workload, sampling) in takes {
            sampling.warmUp(shouldStop: { false }, run: workload.run)
            sampling.calibrate(shouldStop: { false }, run: workload.run)
        }
        while takes.contains(where: { $0.1.stopReason == nil }) {
            for (workload, sampling) in takes { sampling.takeSample(shouldStop: { false }, run: workload.run) }
        }
        let first = try #require(takes[0].1.finish())
        let second = try #require(takes[1].1.finish())
        #expect(first.stopReason == .content && first.samples.count == 10)
        #expect(second.stopReason == .budgetEnded)
        #expect(takes[1].1.progress.usedSeconds <= 4)
        #expect(first.samples.allSatisfy { $0.nanoseconds == 50_000_000 })
    }

    /// What the sampler reports can be computed again from its samples.
    @Test func theSummaryIsThatOfTheSamples() throws {
        var noise = SimulatedNoise(seed: 4)
        let workload = ScriptedWorkload { _ in UInt64(20_000_000 * (1 + 0.004 * noise.normal().magnitude)) }
        let series = try #require(sampler(workload).series(run: workload.run))
        #expect(series.stopReason == .content)
        #expect(series.summary.isReproduced(by: series.samples))
        #expect(series.summary.relativeHalfWidth <= 0.01)
    }
}
