// Whether a series became slower or faster while it was taken.
// Leaves to others: the sentence (Caveat), and how much trust it costs (Grade).

/// The trend of a series: how much its last third differs from its first, and how surely.
package struct Drift: Sendable, Equatable {
    /// Median of the last third over that of the first, less one: above zero it became slower.
    package var fraction: Double
    /// The rank correlation with time, in standard deviations of what chance and autocorrelation make.
    package var score: Double

    static let leastSamples = 9
    /// Below this a trend is not worth a word: the interval aims at the same.
    static let leastFraction = 0.01
    /// Two-sided 1 %.
    static let leastScore = 2.576

    package var isNoted: Bool { fraction.magnitude >= Drift.leastFraction && score.magnitude >= Drift.leastScore }

    /// Nil for fewer than nine values.
    ///
    /// Spearman's correlation of value and time; the autocorrelation of what is left without the line says how many independent values
    /// there are.
    package init?(_ values: [Double]) {
        let n = values.count
        guard n >= Drift.leastSamples else { return nil }
        let ranks = Drift.midRanks(values)
        let center = 0.5 * Double(n - 1)
        var timeSquare = 0.0
        var rankSquare = 0.0
        var product = 0.0
        for i in 0..<n {
            let (t, r) = (Double(i) - center, ranks[i] - center)
            timeSquare += t * t
            rankSquare += r * r
            product += t * r
        }
        let slope = product / timeSquare
        let residuals = (0..<n).map { ranks[$0] - center - slope * (Double($0) - center) }
        let rho = BlockBootstrap.cautious(Drift.autocorrelation(residuals), count: n)
        let independent = max(Double(n) * (1 - rho) / (1 + rho), 1)
        score = rankSquare > 0 ? product / (timeSquare * rankSquare).squareRoot() * (independent - 1).squareRoot() : 0
        let first = Summary.quantile(values.prefix(n / 3).sorted(), 0.5)
        let last = Summary.quantile(values.suffix(n / 3).sorted(), 0.5)
        fraction = first > 0 ? last / first - 1 : 0
    }

    /// Ranks from 0, ties sharing their mean.
    static func midRanks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
        var ranks = [Double](repeating: 0, count: values.count)
        var first = 0
        while first < order.count {
            var end = first
            while end < order.count && values[order[end]] == values[order[first]] { end += 1 }
            for i in first..<end { ranks[order[i]] = 0.5 * Double(first + end - 1) }
            first = end
        }
        return ranks
    }

    /// At lag 1, of a series whose mean is zero.
    static func autocorrelation(_ centered: [Double]) -> Double {
        var square = 0.0
        var product = 0.0
        for i in centered.indices {
            square += centered[i] * centered[i]
            if i > 0 { product += centered[i] * centered[i - 1] }
        }
        return square > 0 ? product / square : 0
    }
}
