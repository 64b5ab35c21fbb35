// Numbers as text: how many digits a time, a cost, a rate and a share are shown with.
// Leaves to others: units and their scaling (Figure), alignment on the decimal point (RankingTable).

/// DESIGN-SYSTEM §3: thousands by comma, ranges by en dash, a median and its interval with the same decimals.
enum Digits {
    /// `value` with `decimals` digits after the point and commas between thousands.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return value.isFinite ? "\(value)" : "–" }
        let scale = (0..<decimals).reduce(1.0) { factor, _ in factor * 10 }
        let scaled = (abs(value) * scale).rounded()
        let whole = Int((scaled / scale).rounded(.down))
        let sign = value < 0 && scaled > 0 ? "−" : ""
        guard decimals > 0 else { return sign + grouped(whole) }
        let fraction = "\(Int((scaled - Double(whole) * scale).rounded()))"
        return sign + grouped(whole) + "." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }

    /// `1,234,567`.
    static func grouped(_ value: Int) -> String {
        var text = "\(abs(value))"
        var index = text.count - 3
        while index > 0 {
            text.insert(",", at: text.index(text.startIndex, offsetBy: index))
            index -= 3
        }
        return value < 0 ? "−" + text : text
    }

    /// Decimals of a run time in seconds: one under 100 s, two under 10 s, three under 1 s.
    static func timeDecimals(_ seconds: Double) -> Int { seconds < 0.9995 ? 3 : seconds < 9.995 ? 2 : seconds < 99.95 ? 1 : 0 }

    static func time(_ seconds: Double) -> String { fixed(seconds, timeDecimals(seconds)) }

    /// `1,795–1,828`, in the decimals of the median between them.
    static func range(_ lower: Double, _ upper: Double, _ decimals: Int) -> String { fixed(lower, decimals) + "–" + fixed(upper, decimals) }

    /// Decimals of an amount of money: three, two from ten, four under a cent, six under a hundredth of one.
    static func costDecimals(_ amount: Double) -> Int {
        switch abs(amount) {
        case 9.9995...: 2
        case 0.00995...: 3
        case 0.000_095...: 4
        default: 6
        }
    }

    static func cost(_ amount: Double) -> String { fixed(amount, costDecimals(amount)) }

    /// Decimals that give `value` at most `digits` significant digits and at least none after the point.
    static func decimals(of value: Double, significant digits: Int) -> Int {
        guard value.isFinite, value != 0 else { return 0 }
        var bound = 1.0
        var wholeDigits = 0
        while abs(value) >= bound * 0.9995, wholeDigits < 15 {
            bound *= 10
            wholeDigits += 1
        }
        guard wholeDigits == 0 else { return max(0, digits - wholeDigits) }
        var zeros = 0
        while abs(value) * bound < 0.1, zeros < 9 {
            bound *= 10
            zeros += 1
        }
        return digits + zeros
    }

    /// `value` with at most `digits` significant digits.
    static func significant(_ value: Double, _ digits: Int = 3) -> String { fixed(value, decimals(of: value, significant: digits)) }

    /// A round number beside an axis: no zeros that say nothing.
    static func tick(_ value: Double) -> String {
        let text = fixed(value, decimals(of: value, significant: 2))
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

    /// A plain decimal number for machines: no grouping, no exponent, at most nine decimals.
    static func plain(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return value.isFinite ? "\(value)" : "" }
        var text = fixed(abs(value), 9).filter { $0 != "," }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return value < 0 && text != "0" ? "-" + text : text
    }
}
