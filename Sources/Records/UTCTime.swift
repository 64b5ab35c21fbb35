// Dates in records: ISO 8601 in UTC, to the second.
// Leaves to others: reading the clock; seconds are handed in.

/// A moment as it is written: `2026-11-21T13:04:43Z`.
package struct UTCTime: Sendable, Equatable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    package var seconds: Int64

    package init(secondsSince1970 seconds: Int64) { self.seconds = seconds }

    /// Reads exactly the form that `text` writes; nil for any other, and for days that do not exist.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            bytes[19] == UInt8(ascii: "Z"), let day = CivilDay(String(text.prefix(10))),
            let hour = UTCTime.twoDigits(bytes, at: 11), let minute = UTCTime.twoDigits(bytes, at: 14),
            let second = UTCTime.twoDigits(bytes, at: 17), hour < 24, minute < 60, second < 60
        else { return nil }
        seconds = day.daysSince1970 * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    }

    package var text: String {
        let second = Int(seconds.modulo(86_400))
        let clock = [second / 3600, second / 60 % 60, second % 60].map(CivilDay.padded).joined(separator: ":")
        return day.text + "T" + clock + "Z"
    }

    package var day: CivilDay { CivilDay(daysSince1970: (seconds - seconds.modulo(86_400)) / 86_400) }

    package static func < (lhs: UTCTime, rhs: UTCTime) -> Bool { lhs.seconds < rhs.seconds }

    private static func twoDigits(_ bytes: [UInt8], at index: Int) -> Int? {
        let digits = bytes[index...(index + 1)].map { Int($0) - 48 }
        return digits.allSatisfy { (0...9).contains($0) } ? digits[0] * 10 + digits[1] : nil
    }
}

/// A day of the Gregorian calendar.
package struct CivilDay: Sendable, Equatable {
    package var year: Int
    package var month: Int
    package var day: Int

    /// Days to a civil date by eras of 400 years (H. Hinnant, "chrono-compatible low-level date algorithms").
    package init(daysSince1970: Int64) {
        let shifted = daysSince1970 + 719_468
        let dayOfEra = shifted.modulo(146_097)
        let era = (shifted - dayOfEra) / 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
        month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    }

    /// Reads `2026-11-21`; nil for days that do not exist.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month), day > 0
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        guard self == CivilDay(daysSince1970: daysSince1970) else { return nil }
    }

    package var daysSince1970: Int64 {
        let shiftedYear = Int64(month <= 2 ? year - 1 : year)
        let yearOfEra = shiftedYear.modulo(400)
        let monthFromMarch = Int64(month > 2 ? month - 3 : month + 9)
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + Int64(day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return (shiftedYear - yearOfEra) / 400 * 146_097 + dayOfEra - 719_468
    }

    package var text: String {
        let digits = String(year)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "-" + CivilDay.padded(month) + "-" + CivilDay.padded(day)
    }

    static func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}

extension Int64 {
    /// The remainder that is never negative.
    fileprivate func modulo(_ divisor: Int64) -> Int64 {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
