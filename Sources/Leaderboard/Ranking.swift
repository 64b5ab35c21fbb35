// Order and shared ranks of values that are known only so well.
// Leaves to others: which rows take part (Standing), which value they bring (WorkloadBoard+Ranking), the verdict on two (Comparison).

package import Measurement

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A value above zero with how well it is known.
package struct RankedValue: Sendable, Equatable {
    package var value: Double
    /// nil where one number is all there is: it is taken as exact, so that only the noise floor blurs it. (`compare` assumes ±5 % for such a
    /// run; a table of published numbers would then hardly have an order.)
    package var interval: Interval?
    /// |ln ratio| inside which the machine cannot tell two runs apart; nil where nobody measured it: then 2 % is assumed.
    package var floor: Double?

    package init(value: Double, interval: Interval? = nil, floor: Double? = nil) {
        self.value = value
        self.interval = interval
        self.floor = floor
    }
}

package enum Ranking {
    /// Ranks in the order of `values`. A row joins the group of the first one before it with which `compare` ends `same` or `inconclusive`, so
    /// that a rank of its own is only given where the order is known.
    package static func ranks(_ values: [RankedValue], lowerIsBetter: Bool) -> [Rank] {
        let order = values.indices.sorted {
            let (a, b) = (values[$0].value, values[$1].value)
            return a == b ? $0 < $1 : (a < b) == lowerIsBetter
        }
        var ranks = [Rank](repeating: Rank(position: 0, shared: false), count: values.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, !isDistinct(values[order[start]], values[order[end]]) { end += 1 }
            for place in start..<end { ranks[order[place]] = Rank(position: start + 1, shared: end - start > 1) }
            start = end
        }
        return ranks
    }

    /// Whether `compare` ends `faster` or `slower` on the two.
    static func isDistinct(_ a: RankedValue, _ b: RankedValue) -> Bool {
        guard a.value > 0, b.value > 0 else { return a.value != b.value }
        let verdict = Comparison(estimate(a), estimate(b), floor: floor(a, b)).verdict
        return verdict == .faster || verdict == .slower
    }

    private static func estimate(_ value: RankedValue) -> Estimate {
        Estimate(seconds: value.value, interval: value.interval ?? Interval(lower: value.value, upper: value.value))
    }

    /// The larger of the two machines' floors.
    private static func floor(_ a: RankedValue, _ b: RankedValue) -> NoiseFloor {
        let larger = max(a.floor ?? NoiseFloor.assumed.value, b.floor ?? NoiseFloor.assumed.value)
        return .chosen(expm1(larger))
    }
}
