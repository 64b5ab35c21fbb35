// Numbers as the pages write them: which digits a time, a cost and a tick are shown with.
// Leaves to others: rounding and grouping (Decimals), measured figures with their units (Figure), alignment on the point (RankingTable).

import Measurement

/// DESIGN-SYSTEM §3: thousands by comma, ranges by en dash, a median and its interval with the same decimals.
enum Digits {
    static func grouped(_ value: Int) -> String { Decimals.text(Double(value), places: 0) }

    /// Decimals of a run time in seconds: one under 100 s, two under 10 s, three under 1 s.
    static func timeDecimals(_ seconds: Double) -> Int { seconds < 0.9995 ? 3 : seconds < 9.995 ? 2 : seconds < 99.95 ? 1 : 0 }

    static func time(_ seconds: Double) -> String { Decimals.text(seconds, places: timeDecimals(seconds)) }

    /// `1,795–1,828`.
    static func range(_ lower: Double, _ upper: Double, _ decimals: Int) -> String {
        Decimals.text(lower, places: decimals) + "–" + Decimals.text(upper, places: decimals)
    }

    /// An amount of money; six decimals where four would read as nothing.
    static func cost(_ amount: Double) -> String {
        amount > 0 && amount < 0.000_05 ? Decimals.text(amount, places: 6) : MoneyText.cost(amount)
    }

    /// Digits after the point of a number's text.
    static func decimals(in text: String) -> Int { text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0 }

    static func significant(_ value: Double, _ digits: Int = 3) -> String {
        Decimals.text(value, places: max(0, digits - 1 - Decimals.exponent(value, significant: digits)))
    }

    /// A round number beside an axis: no zeros that say nothing.
    static func tick(_ value: Double) -> String { withoutTrailingZeros(significant(value, 2)) }

    private static func withoutTrailingZeros(_ text: String) -> String {
        guard text.contains(".") else { return text }
        let short = String(text.reversed().drop { $0 == "0" }.reversed())
        return short.hasSuffix(".") ? String(short.dropLast()) : short
    }

    /// A coordinate in a drawing: at most one decimal, none where it is 0.
    static func coordinate(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "0" }
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    /// A share of a drawing's width: `41.7%`.
    static func percent(_ share: Double) -> String { coordinate(share * 100) + "%" }

    /// A plain decimal number for machines: no grouping, no exponent, at most nine decimals; empty for what is no number.
    static func plain(_ value: Double) -> String {
        value.isFinite ? withoutTrailingZeros(Decimals.text(value, places: 9, grouped: false)) : ""
    }
}
