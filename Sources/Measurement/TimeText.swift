// Durations and money as people read them.
// Leaves to others: measured figures with intervals (Figure), and what a run costs (Prices).

package enum TimeText {
    /// For a column whose head says seconds: `9.8`, `354`, `1,810`. One decimal under 100 s.
    package static func seconds(_ seconds: Double) -> String {
        Decimals.text(seconds, places: seconds.magnitude < 99.95 ? 1 : 0)
    }

    /// `0:34`, `2:06`, `2:24:00`: whole seconds, as a progress line shows them.
    package static func clock(_ seconds: Double) -> String {
        let total = wholeSeconds(seconds)
        let (hours, minutes, rest) = (total / 3600, total / 60 % 60, total % 60)
        return hours > 0 ? "\(hours):\(twoDigits(minutes)):\(twoDigits(rest))" : "\(minutes):\(twoDigits(rest))"
    }

    /// `40 s`, `2 min 40 s`, `1 h 5 min`: for a sentence.
    package static func words(_ seconds: Double) -> String {
        let total = wholeSeconds(seconds)
        if total < 60 { return "\(total) s" }
        if total < 3600 { return "\(total / 60) min" + (total % 60 == 0 ? "" : " \(total % 60) s") }
        let minutes = (total + 30) / 60
        return "\(minutes / 60) h" + (minutes % 60 == 0 ? "" : " \(minutes % 60) min")
    }

    private static func wholeSeconds(_ seconds: Double) -> Int {
        guard seconds.isFinite, seconds > 0 else { return 0 }
        return Int(min(seconds, 1e15).rounded(.toNearestOrEven))
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// Amounts of money without their currency's sign.
package enum MoneyText {
    /// What a run costs: three decimals, four under a cent, so that 0.0036 and 0.0041 differ.
    package static func cost(_ amount: Double) -> String {
        Decimals.text(amount, places: amount.magnitude < 0.01 && amount != 0 ? 4 : 3)
    }

    /// The same to the cent, as published tables have it.
    package static func cents(_ amount: Double) -> String { Decimals.text(amount, places: 2) }

    /// A price per hour: two decimals, up to four where the price has them (`0.40`, `0.084`, `0.0116`).
    package static func rate(_ amount: Double) -> String {
        var text = Decimals.text(amount, places: 4)
        for _ in 0..<2 where text.hasSuffix("0") { text.removeLast() }
        return text
    }
}
