// Two modes and drift: found where they are, seldom where they are not.

import Measurement
import Testing

@Suite struct TwoModesTests {
    /// `share` of the values are higher by `separation`; noise of half a percent.
    private func series(count: Int, share: Double, separation: Double, number: Int) -> [Double] {
        var noise = SimulatedNoise(seed: UInt64(number), stream: 20)
        return (0..<count).map { _ in 1 + 0.005 * noise.normal() + (noise.uniform() < share ? separation : 0) }
    }

    @Test func tooFewSamplesSayNothing() {
        #expect(TwoModes.found(inSorted: []) == nil)
        #expect(TwoModes.found(inSorted: Array(repeating: 1.0, count: 14) + Array(repeating: 2.0, count: 15)) == nil)
    }

    @Test func findsThemAndSaysWhere() throws {
        let values = series(count: 60, share: 0.4, separation: 0.2, number: 1).sorted()
        let modes = try #require(TwoModes.found(inSorted: values))
        #expect(abs(modes.lowerSeconds - 1) < 0.005)
        #expect(abs(modes.upperSeconds - 1.2) < 0.005)
        #expect(modes.upperShare == Double(values.count { $0 > 1.1 }) / 60)
        #expect(abs(modes.separation(median: 1) - 0.2) < 0.01)
    }

    @Test(arguments: [0.25, 0.5, 0.75])
    func findsMostOfThem(share: Double) {
        let found = (0..<200).count { number in
            TwoModes.found(inSorted: series(count: 60, share: share, separation: 0.06, number: number).sorted()) != nil
        }
        #expect(found >= 190)
    }

    @Test(arguments: NoiseShape.allCases)
    func seldomSeesTwoWhereThereIsOne(shape: NoiseShape) {
        let found = (0..<500).count { number in
            var noise = SimulatedNoise(seed: UInt64(number), stream: 21)
            let model = AutocorrelatedSeries(shape: shape, rho: 0.3, scale: 0.03)
            return TwoModes.found(inSorted: model.samples(count: 40, noise: &noise).map(\.seconds).sorted()) != nil
        }
        #expect(found <= 10)
    }

    /// A few slow samples are outliers, and modes a hair apart matter to nobody.
    @Test func outliersAndHairsAreNoModes() {
        let outliers = series(count: 60, share: 0.08, separation: 0.5, number: 3).sorted()
        #expect(TwoModes.found(inSorted: outliers) == nil)
        let hair = (0..<60).map { $0 % 2 == 0 ? 1.0 : 1.01 }.sorted()
        #expect(TwoModes.found(inSorted: hair) == nil)
        #expect(TwoModes.found(inSorted: Array(repeating: 1.0, count: 60)) == nil)
    }
}

@Suite struct DriftTests {
    @Test func eightValuesSayNothing() { #expect(Drift((0..<8).map(Double.init)) == nil) }

    @Test func findsWhichWay() throws {
        let noise = (0..<60).map { 0.002 * Double($0 * 7 % 5) }
        let slower = try #require(Drift(noise.indices.map { noise[$0] + 1 + 0.001 * Double($0) }))
        #expect(slower.isNoted)
        #expect(abs(slower.fraction - 0.04) < 0.005)
        let faster = try #require(Drift(noise.indices.map { noise[$0] + 2 - 0.001 * Double($0) }))
        #expect(faster.isNoted)
        #expect(faster.fraction < -0.015)
    }

    @Test func aSmallTrendIsNotNoted() throws {
        let drift = try #require(Drift((0..<60).map { 1 + 0.0001 * Double($0) }))
        #expect(drift.score > 5)
        #expect(!drift.isNoted)
        #expect(try #require(Drift(Array(repeating: 1, count: 30))).isNoted == false)
    }

    @Test(arguments: [0.0, 0.7])
    func autocorrelationIsSeldomTakenForDrift(rho: Double) {
        let noted = (0..<500).count { number in
            var noise = SimulatedNoise(seed: UInt64(number), stream: 22)
            let model = AutocorrelatedSeries(shape: .normal, rho: rho, scale: 0.05)
            return Drift(model.samples(count: 50, noise: &noise).map(\.seconds))?.isNoted == true
        }
        #expect(noted <= 12)
    }
}
