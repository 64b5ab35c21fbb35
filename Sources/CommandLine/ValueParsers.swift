// How durations and sizes are written on a command line.
// Leaves the error for one that is wrong to Arguments+Values.swift.

/// Reads `90s`, `5m`, `1h30m`, `250ms`, `1.5h`: units from large to small, each at most once. Nil for anything else.
package func parseDuration(_ text: String) -> Duration? {
    let units: [(String, Double)] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1), ("ms", 1e-3)]
    var rest = text[...]
    var seconds = 0.0
    var nextUnit = 0
    repeat {
        guard let number = takeNumber(from: &rest) else { return nil }
        let unit = rest.prefix { $0.isLetter }
        guard let index = units[nextUnit...].firstIndex(where: { $0.0 == unit }) else { return nil }
        rest = rest.dropFirst(unit.count)
        seconds += number * units[index].1
        nextUnit = index + 1
    } while !rest.isEmpty
    let year = 366 * 86_400.0
    return seconds <= year ? .milliseconds(Int64((seconds * 1000).rounded())) : nil
}

/// Reads `4096B`, `64KiB`, `1.5GiB`, `2GB` as a number of bytes. Nil for anything else, for a part of a byte among it.
package func parseByteCount(_ text: String) -> Int? {
    let units: [String: Double] = [
        "B": 1, "KiB": 0x1p10, "MiB": 0x1p20, "GiB": 0x1p30, "TiB": 0x1p40, "kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12,
    ]
    var rest = text[...]
    guard let number = takeNumber(from: &rest), let unit = units[String(rest.drop { $0 == " " })] else { return nil }
    return Int(exactly: number * unit)
}

/// A plain decimal number at the beginning of `text`: digits, perhaps a point and digits. No sign, no exponent.
private func takeNumber(from text: inout Substring) -> Double? {
    let isDigit = { (character: Character) in ("0"..."9").contains(character) }
    let digits = text.prefix { isDigit($0) || $0 == "." }
    guard let first = digits.first, let last = digits.last, isDigit(first), isDigit(last), let value = Double(digits) else { return nil }
    text = text.dropFirst(digits.count)
    return value
}
