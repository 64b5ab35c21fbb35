// How much two runs of the same thing differ on this machine: what an interval from within one run cannot know.
// Leaves to others: running the pairs in separate processes (doctor --self-test), storing it (Records), applying it (Comparison).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The |ln ratio| that 95 % of A/A pairs stay under.
package struct NoiseFloor: Sendable, Equatable, Codable {
    package enum Source: String, Sendable, Equatable, Codable {
        /// Nobody measured it: 2 %.
        case assumed
        /// From A/A pairs over separate processes.
        case measured
        /// What the person asked for: a threshold of relevance, not of noise.
        case chosen
    }

    /// As |ln ratio|.
    package var value: Double
    package var source: Source
    /// The ratios of the A/A pairs; empty unless they are at hand.
    package var ratios: [Double]
    /// How many pairs it comes from; 0 unless measured.
    package var pairCount: Int
    /// The day it was measured, `2026-11-18`; nil unless measured.
    package var date: String?

    package static let leastPairs = 5
    static let confidence = 0.95
    package static let leastShareOfInterval = 1.5
    /// Five lucky pairs do not make a machine without noise.
    static let leastValue = 0.001

    private init(value: Double, source: Source, ratios: [Double] = [], pairCount: Int = 0, date: String? = nil) {
        self.value = value
        self.source = source
        self.ratios = ratios
        self.pairCount = pairCount
        self.date = date
    }

    package static let assumed = NoiseFloor(value: 0.02, source: .assumed)

    /// A threshold given as a fraction: 0.02 for 2 %.
    package static func chosen(_ fraction: Double) -> NoiseFloor {
        precondition(fraction > 0 && fraction.isFinite, "a threshold is above zero")
        return NoiseFloor(value: log1p(fraction), source: .chosen)
    }

    /// As a record keeps it: |ln ratio|, and the number of A/A pairs that it came from.
    package static func recorded(_ value: Double, pairs: Int, date: String) -> NoiseFloor {
        precondition(value >= 0 && pairs > 0, "a record's floor is checked where the record is read")
        return NoiseFloor(value: max(value, leastValue), source: .measured, pairCount: pairs, date: date)
    }

    /// From A/A pairs, each side a run in a process of its own; nil for fewer than five.
    ///
    /// The largest of five pairs is below the 95th percentile three times out of four. So the floor is what the next pair stays under with
    /// 95 %: Student's t with as many degrees as there are pairs, times the root mean square of ln ratio (its mean is zero: the two
    /// sides of a pair are the same). From 19 pairs on, where the order of the pairs alone bounds the next one with 95 %, that bound is
    /// taken when it is the larger, so that heavy tails are not underrated. A floor far below the pairs' own intervals would promise
    /// verdicts that such intervals do not allow: it is at least 1.5 times their typical half-width, with which a change of twice
    /// the floor is still found nine times out of ten.
    package static func measured(pairs: [(a: Estimate, b: Estimate)], date: String) -> NoiseFloor? {
        guard pairs.count >= leastPairs else { return nil }
        let comparisons = pairs.map { Comparison($0.a, $0.b, floor: .assumed) }
        let distances = comparisons.map(\.logRatio.magnitude).sorted()
        let n = Double(pairs.count)
        let square = distances.reduce(0) { $0 + $1 * $1 } / n
        var value = StudentDistribution.quantile(confidence: confidence, degrees: n) * square.squareRoot()
        let bounding = Int((confidence * (n + 1)).rounded(.up))
        if bounding <= pairs.count { value = max(value, distances[bounding - 1]) }
        let halfWidths = comparisons.map { 0.5 * ($0.below + $0.above) }.sorted()
        value = max(value, leastShareOfInterval * halfWidths[halfWidths.count / 2], leastValue)
        return NoiseFloor(value: value, source: .measured, ratios: comparisons.map(\.ratio), pairCount: pairs.count, date: date)
    }

    /// How often noise alone exceeds this |ln ratio|: 5 % at the floor itself. A chosen threshold is no noise: 0 above it, 1 up to it.
    package func chance(of distance: Double) -> Double {
        let relative = distance.magnitude / value
        switch source {
        case .chosen: return relative > 1 ? 0 : 1
        case .assumed: return NormalDistribution.twoSided(relative * NormalDistribution.quantile(confidence: Self.confidence))
        case .measured:
            let degrees = Double(pairCount)
            let quantile = StudentDistribution.quantile(confidence: Self.confidence, degrees: degrees)
            return StudentDistribution.twoSided(relative * quantile, degrees: degrees)
        }
    }
}
