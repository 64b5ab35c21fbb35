// Order and shared ranks of values that are known only so well.
// Leaves to others: which rows take part (Standing), and which value they bring (Board+Ranking).

package import Measurement

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A value with how well it is known.
package struct RankedValue: Sendable, Equatable {
    package var value: Double
    /// nil where one number is all there is: then it is taken as exact, and only the noise floor blurs it.
    package var interval: Interval?
    /// |ln ratio| inside which two values count as the same.
    package var floor: Double

    package init(value: Double, interval: Interval? = nil, floor: Double) {
        self.value = value
        self.interval = interval
        self.floor = floor
    }
}

package enum Ranking {
    /// |ln ratio| that is assumed where a machine has no A/A test, and for published figures: 2 %.
    package static let defaultFloor = 0.02

    /// Ranks in the order of `values`. A row joins the group of the first one before it with which the comparison ends `same` or
    /// `inconclusive`, so that a rank is only given where the order is known.
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

    /// Whether `compare` would end `faster` or `slower`: the interval of ln(b/a) excludes 0 and |ln(b/a)| is above the noise floor.
    static func isDistinct(_ a: RankedValue, _ b: RankedValue) -> Bool {
        guard a.value > 0, b.value > 0 else { return a.value != b.value }
        let distance = abs(log(b.value / a.value))
        let (ha, hb) = (logHalfWidth(a), logHalfWidth(b))
        return distance > max(a.floor, b.floor) && distance > (ha * ha + hb * hb).squareRoot()
    }

    /// Half the interval's width on a logarithmic scale: independent intervals then add as squares.
    private static func logHalfWidth(_ value: RankedValue) -> Double {
        guard let interval = value.interval, interval.lower > 0, interval.upper >= interval.lower else { return 0 }
        return log(interval.upper / interval.lower) / 2
    }
}
