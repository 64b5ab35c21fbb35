// A whole run's time from some of its steps: sums, widths, coverage.

import Measurement
import Testing

@Suite struct ProjectionTests {
    /// The founding experiment: 50,000 images in batches of 128, the last of 80, five epochs.
    private let length = RunLength(epochs: 5, images: 50_000, batch: 128)

    @Test func lengthOfTheRun() {
        #expect(length.fullSteps == 1950 && length.partialSteps == 5)
        #expect(length.equivalentSteps == 1953.125)
        #expect(RunLength(epochs: 2, images: 256, batch: 128).equivalentSteps == 4)
        #expect(RunLength(epochs: 3, images: 80, batch: 128) == RunLength(fullSteps: 0, partialSteps: 3, partialFraction: 0.625))
    }

    @Test func equalStepsGiveTheirSum() {
        let projection = Projection.projected(
            setupSeconds: 2, stepSeconds: Array(repeating: 0.5, count: 40), length: length, seed: 3)
        #expect(abs(projection.seconds - (2 + 1953.125 * 0.5)) < 1e-9)
        #expect(projection.relativeHalfWidth < 1e-12)
        #expect(projection.stepCount == 40 && projection.seed == 3 && projection.driftFraction == 0)
        #expect(projection.caveat.kind == .projected)
        #expect(projection.caveat.sentence == "Projected from 40 of 1,955 steps.")
    }

    /// A total is a sum: one slow step in ten counts, which the median would not see.
    @Test func slowStepsCount() {
        let steps = (0..<60).map { $0 % 10 == 3 ? 2.0 : 1.0 }
        let projection = Projection.projected(setupSeconds: 0, stepSeconds: steps, length: RunLength(fullSteps: 1000), seed: 1)
        #expect(abs(projection.seconds - 1100) < 1e-6)
        #expect(projection.intervalSeconds.lower < 1100 && projection.intervalSeconds.upper > 1100)
    }

    @Test func driftWidensIt() {
        let steady = (0..<60).map { 1 + 0.01 * Double($0 * 7 % 5) }
        let drifting = steady.enumerated().map { $0.element * (1 + 0.001 * Double($0.offset)) }
        let length = RunLength(fullSteps: 2000)
        let a = Projection.projected(setupSeconds: 0, stepSeconds: steady, length: length, seed: 1)
        let b = Projection.projected(setupSeconds: 0, stepSeconds: drifting, length: length, seed: 1)
        #expect(a.driftFraction == 0)
        #expect(b.driftFraction > 0.02)
        #expect(b.relativeHalfWidth > b.driftFraction)
        #expect(b.relativeHalfWidth > 3 * a.relativeHalfWidth)
        let faster = Projection.projected(setupSeconds: 0, stepSeconds: drifting.reversed(), length: length, seed: 1)
        #expect(faster.driftFraction < -0.02)
    }

    /// The totals of simulated runs lie in the interval projected from their first steps.
    @Test(arguments: [NoiseShape.normal, .lognormal], [0.0, 0.5])
    func coversTheTotalsOfWholeRuns(shape: NoiseShape, rho: Double) {
        let model = AutocorrelatedSeries(shape: shape, rho: rho, scale: 0.02)
        let total = 300
        let held = (0..<total).count { number in
            var noise = SimulatedNoise(seed: UInt64(number), stream: 40)
            let steps = model.samples(count: 600, noise: &noise).map(\.seconds)
            let projection = Projection.projected(
                setupSeconds: 1, stepSeconds: Array(steps.prefix(60)), length: RunLength(fullSteps: 600), seed: UInt64(number))
            let seconds = 1 + steps.reduce(0, +)
            return projection.intervalSeconds.lower <= seconds && seconds <= projection.intervalSeconds.upper
        }
        #expect(Double(held) >= 0.93 * Double(total), "\(held) of \(total)")
    }

    @Test func aWholeRunKeepsItsTotal() {
        var noise = SimulatedNoise(seed: 8)
        let steps = AutocorrelatedSeries(shape: .normal, rho: 0.3, scale: 0.03).samples(count: 400, noise: &noise).map(\.seconds)
        let total = steps.reduce(0, +) + 5
        let run = Projection.singleRun(totalSeconds: total, stepSeconds: steps, seed: 1)
        #expect(run.seconds == total)
        #expect(run.intervalSeconds.lower < total && run.intervalSeconds.upper > total)
        #expect(run.relativeHalfWidth > 0.002 && run.relativeHalfWidth < 0.01)
        #expect(run.caveat.kind == .singleRun)
        // Five epochs are enough to say something, and say less.
        let epochs = (0..<5).map { epoch in steps[(80 * epoch)..<(80 * epoch + 80)].reduce(0, +) }
        #expect(Projection.singleRun(totalSeconds: total, stepSeconds: epochs, seed: 1).relativeHalfWidth.isFinite)
    }

    @Test func isTheSameForASeed() {
        let steps = (0..<62).map { 1 + 0.02 * Double($0 * 11 % 7) }
        let first = Projection.projected(setupSeconds: 1, stepSeconds: steps, length: length, seed: 5)
        #expect(first == Projection.projected(setupSeconds: 1, stepSeconds: steps, length: length, seed: 5))
        #expect(first.intervalSeconds != Projection.projected(setupSeconds: 1, stepSeconds: steps, length: length, seed: 6).intervalSeconds)
    }
}
