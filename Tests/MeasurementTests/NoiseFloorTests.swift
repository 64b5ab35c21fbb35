// The noise floor from A/A pairs, and what verdicts based on it are worth, simulated.

import Glibc
import Measurement
import Testing

@Suite struct NoiseFloorTests {
    private func exact(_ ratio: Double) -> (a: Estimate, b: Estimate) {
        (
            Estimate(seconds: ratio, interval: Interval(lower: ratio, upper: ratio)),
            Estimate(seconds: 1, interval: Interval(lower: 1, upper: 1))
        )
    }

    @Test func fourPairsAreTooFew() {
        #expect(NoiseFloor.measured(pairs: Array(repeating: exact(1.01), count: 4), date: "2026-11-18") == nil)
    }

    /// Student's t with five degrees, 2.5706, times the root mean square of the logarithms.
    @Test func fivePairs() throws {
        let logs = [0.01, -0.02, 0.005, 0, 0.015]
        let floor = try #require(NoiseFloor.measured(pairs: logs.map { exact(exp($0)) }, date: "2026-11-18"))
        let square = logs.reduce(0) { $0 + $1 * $1 } / 5
        #expect(abs(floor.value - 2.570581835636 * square.squareRoot()) < 1e-12)
        #expect(floor.source == .measured && floor.date == "2026-11-18" && floor.ratios.count == 5)
        #expect(abs(floor.chance(of: floor.value) - 0.05) < 1e-9)
        #expect(floor.chance(of: -2 * floor.value) < 0.01)
    }

    @Test func manyPairsWithAHeavyTailTakeTheOrderOfThePairs() throws {
        let logs = Array(repeating: 0.0001, count: 38) + [0.03]
        let floor = try #require(NoiseFloor.measured(pairs: logs.map { exact(exp($0)) }, date: "x"))
        // 38th of 39, bounded from below.
        #expect(floor.value >= 0.001 && floor.value < 0.03)
        let twenty = try #require(NoiseFloor.measured(pairs: logs.suffix(20).map { exact(exp($0)) }, date: "x"))
        #expect(abs(twenty.value - 0.03) < 1e-12)
    }

    @Test func isNeverFarBelowThePairsOwnIntervals() throws {
        let wide = Estimate(seconds: 1, interval: Interval(lower: exp(-0.03), upper: exp(0.03)))
        let floor = try #require(NoiseFloor.measured(pairs: Array(repeating: (wide, wide), count: 5), date: "x"))
        #expect(abs(floor.value - NoiseFloor.leastShareOfInterval * 0.03 * 2.0.squareRoot()) < 1e-12)
        let still = try #require(NoiseFloor.measured(pairs: Array(repeating: exact(1), count: 5), date: "x"))
        #expect(still.value == 0.001)
    }

    /// What a record keeps gives the same verdicts as the measured floor itself.
    @Test func recordedIsTheMeasuredOne() throws {
        let measured = try #require(NoiseFloor.measured(pairs: [0.01, -0.02, 0.005, 0, 0.015].map { exact(exp($0)) }, date: "x"))
        let recorded = NoiseFloor.recorded(measured.value, pairs: 5, date: "x")
        for distance in [0, 0.01, -0.05] { #expect(recorded.chance(of: distance) == measured.chance(of: distance)) }
        #expect(NoiseFloor.recorded(0, pairs: 5, date: "x").value == 0.001)
    }

    @Test func assumedAndChosen() {
        #expect(NoiseFloor.assumed.value == 0.02)
        #expect(abs(NoiseFloor.assumed.chance(of: 0.02) - 0.05) < 1e-12)
        #expect(abs(NoiseFloor.chosen(0.05).value - log(1.05)) < 1e-15)
        #expect(NoiseFloor.chosen(0.05).chance(of: 0.04) == 1)
        #expect(NoiseFloor.chosen(0.05).chance(of: 0.06) == 0)
    }
}

/// Runs in separate processes: each drifts as a whole, and is sampled with autocorrelated noise.
@Suite struct VerdictSimulationTests {
    enum DriftShape: CaseIterable { case normal, uniform, laplace }

    struct Laboratory {
        var shape: DriftShape
        /// Standard deviation of a run's level, as a fraction.
        var drift: Double
        var noise: SimulatedNoise
        let workspace = SummaryWorkspace(capacity: 24, resamples: 100)

        init(shape: DriftShape, drift: Double, number: Int) {
            self.shape = shape
            self.drift = drift
            noise = SimulatedNoise(seed: UInt64(number), stream: 30)
        }

        mutating func run(seconds: Double = 1) -> Estimate {
            let shift: Double
            switch shape {
            case .normal: shift = noise.normal()
            case .uniform: shift = (noise.uniform() - 0.5) * 12.0.squareRoot()
            case .laplace:
                let u = noise.uniform() - 0.5
                shift = (u < 0 ? 1 : -1) * log(1 - 2 * u.magnitude) / 2.0.squareRoot()
            }
            let level = seconds * exp(drift * shift)
            let model = AutocorrelatedSeries(shape: .normal, rho: 0.4, scale: 0.004)
            let series = model.samples(count: 24, noise: &noise)
                .map { Sample(iterations: 1, nanoseconds: UInt64(Double($0.nanoseconds) * level)) }
            let look = workspace.look(at: series, seed: 1, looks: .repeated)
            return Estimate(seconds: look.medianSeconds, interval: look.interval)
        }

        mutating func floor(pairs count: Int) -> NoiseFloor? {
            var pairs: [(a: Estimate, b: Estimate)] = []
            for _ in 0..<count { pairs.append((run(), run())) }
            return NoiseFloor.measured(pairs: pairs, date: "2026-11-18")
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var shape: DriftShape
        var drift: Double
        var pairs: Int
        var testDescription: String { "\(shape) drift of \(drift), \(pairs) pairs" }
    }
    static let cases = [0.002, 0.01].flatMap { drift in
        [5, 12].flatMap { pairs in [DriftShape.normal, .uniform].map { Case(shape: $0, drift: drift, pairs: pairs) } }
    }

    /// With the floor from so many A/A pairs: at most one false alarm in twenty, and a change of twice the floor found nine times in ten.
    @Test(arguments: cases)
    func falseAlarmsAndFinds(_ one: Case) throws {
        let total = 600
        var alarms = 0
        var finds = 0
        for number in 0..<total {
            var laboratory = Laboratory(shape: one.shape, drift: one.drift, number: number)
            let measured = laboratory.floor(pairs: one.pairs)
            let floor = try #require(measured)
            let (a, b) = (laboratory.run(), laboratory.run())
            let changed = laboratory.run(seconds: exp(2 * floor.value))
            let verdict = Comparison(a, b, floor: floor).verdict
            if verdict == .faster || verdict == .slower { alarms += 1 }
            if Comparison(a, changed, floor: floor).verdict == .slower { finds += 1 }
        }
        #expect(Double(alarms) <= 0.05 * Double(total), "\(alarms) of \(total)")
        #expect(Double(finds) >= 0.9 * Double(total), "\(finds) of \(total)")
    }

    /// Ten configurations together raise no more alarms than one. The floor knows only five pairs.
    @Test func aFamilyRaisesNoMoreAlarms() throws {
        let total = 300
        var alarms = 0
        for number in 0..<total {
            var laboratory = Laboratory(shape: .normal, drift: 0.01, number: 10_000 + number)
            let measured = laboratory.floor(pairs: 5)
            let floor = try #require(measured)
            var pairs: [(a: Estimate, b: Estimate)] = []
            for _ in 0..<10 { pairs.append((laboratory.run(), laboratory.run())) }
            let verdicts = Comparison.many(pairs, floor: floor).map(\.verdict)
            if verdicts.contains(.faster) || verdicts.contains(.slower) { alarms += 1 }
        }
        #expect(Double(alarms) <= 0.05 * Double(total), "\(alarms) of \(total)")
    }
}
