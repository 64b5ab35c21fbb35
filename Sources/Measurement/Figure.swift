// A measured figure as text: scaled to its unit, with no more digits than its interval supports.
// Leaves to others: columns, colour, and replacing ±, µ and – where the terminal has no UTF-8.

/// A figure ready to be shown. Median and bounds have the same number of decimals, at most four significant digits.
package struct Figure: Sendable, Equatable {
    /// In `unit`, unrounded.
    package var value: Double
    /// `GFLOP/s`, `GB/s`, `images/s`, `ns`, `µs`, `ms`, `s`.
    package var unit: String
    package var text: String
    /// The bounds of the 95 % interval in `unit`; nil where there is none.
    package var lowerText: String?
    package var upperText: String?
    /// Half the interval's width over the median, rounded up: `±0.6 %`; nil where there is no interval.
    package var plusMinusText: String?

    /// `251.8–252.1`; nil where there is no interval.
    package var intervalText: String? {
        guard let lowerText, let upperText else { return nil }
        return lowerText + "–" + upperText
    }

    /// A figure from seconds per iteration. `item` is the plural that `Work.items` counts (`images`).
    package init(seconds: Double, interval: Interval? = nil, metric: Metric, work: Work, item: String = "items") {
        let value = metric.value(seconds: seconds, work: work)
        let unit = FigureUnit.suited(to: value, metric: metric, item: item)
        var bounds: Interval?
        if let interval {
            let ends = (
                metric.value(seconds: interval.lower, work: work), metric.value(seconds: interval.upper, work: work)
            )
            bounds = Interval(lower: min(ends.0, ends.1), upper: max(ends.0, ends.1))
        }
        self.init(value: value, interval: bounds, unit: unit)
        // The ± is of seconds, as the stopping criterion and the grade see it, whichever way the figure is stated.
        if let interval { plusMinusText = Figure.plusMinus((interval.upper - interval.lower) / 2 / seconds) }
    }

    package init(_ summary: Summary, metric: Metric, work: Work, item: String = "items") {
        self.init(seconds: summary.medianSeconds, interval: summary.intervalSeconds, metric: metric, work: work, item: item)
    }

    /// A figure from a value in SI base units, shown in `unit`.
    package init(value: Double, interval: Interval? = nil, unit: FigureUnit) {
        let shown = value * unit.factor
        let bounds = interval.map { Interval(lower: $0.lower * unit.factor, upper: $0.upper * unit.factor) }
        let places = Figure.places(median: shown, interval: bounds)
        self.value = shown
        self.unit = unit.symbol
        text = Decimals.text(shown, places: places)
        lowerText = bounds.map { Decimals.text($0.lower, places: places) }
        upperText = bounds.map { Decimals.text($0.upper, places: places) }
        plusMinusText = bounds.map { Figure.plusMinus(($0.upper - $0.lower) / 2 / shown) }
    }
}

extension Figure {
    static let mostSignificantDigits = 4

    /// How many decimals median and bounds share: to the first digit of the half-width (one more where that digit is a 1), but at
    /// least two significant digits and at most four. Without an interval three digits, or all of a whole number up to four.
    package static func places(median: Double, interval: Interval?) -> Int {
        let widest = max(median.magnitude, interval?.lower.magnitude ?? 0, interval?.upper.magnitude ?? 0)
        let most = mostSignificantDigits - 1 - Decimals.exponent(widest, significant: mostSignificantDigits)
        let medianExponent = Decimals.exponent(median, significant: mostSignificantDigits)
        guard let interval, interval.upper > interval.lower else { return min(most, max(2 - medianExponent, 0)) }
        let half = (interval.upper - interval.lower) / 2
        let wanted = -Decimals.exponent(half, significant: 1) + (Decimals.leadingDigit(half) == 1 ? 1 : 0)
        let least = max(1 - medianExponent, 0)
        return min(most, max(wanted, least))
    }

    /// `±0.6 %` from a fraction. Rounded up, since an uncertainty must not look smaller than it is: one decimal under 10 %; `>±999 %` above that.
    package static func plusMinus(_ fraction: Double) -> String {
        let percent = fraction.magnitude * 100
        guard percent.isFinite else { return "±\(percent) %" }
        // Beyond, digits say no more, and no column has room for them.
        if percent > 999 { return ">±999 %" }
        // Lets 1.0000000001 through as 1.0: that much is arithmetic, not width.
        let tenths = (percent * 10 - 1e-6).rounded(.up)
        if tenths < 100 { return "±" + Decimals.text(max(0, tenths) / 10, places: 1) + " %" }
        return "±" + Decimals.text((percent - 1e-7).rounded(.up), places: 0) + " %"
    }

    /// A ratio: two decimals, three within 5 % of 1 or where the interval is narrower than the second; at least two significant
    /// digits, at most four.
    package static func ratio(_ value: Double, interval: Interval? = nil) -> (text: String, lower: String?, upper: String?) {
        var places = 2
        if (value - 1).magnitude <= 0.05 { places = 3 }
        if let interval, interval.upper - interval.lower < 0.01 { places = 3 }
        places = max(places, 1 - Decimals.exponent(value))
        let widest = max(value.magnitude, interval?.upper.magnitude ?? 0)
        places = min(places, max(0, mostSignificantDigits - 1 - Decimals.exponent(widest, significant: mostSignificantDigits)))
        return (
            Decimals.text(value, places: places), interval.map { Decimals.text($0.lower, places: places) },
            interval.map { Decimals.text($0.upper, places: places) }
        )
    }

    /// A share as `0.8 %`: one decimal under 10 %, none above.
    package static func percent(_ fraction: Double) -> String {
        Decimals.text(fraction * 100, places: fraction.magnitude < 0.0995 ? 1 : 0) + " %"
    }
}
