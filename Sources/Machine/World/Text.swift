// Small readers of text that the kernel writes: trimmed lines, `key: value` pairs, sizes with a suffix, fixed decimals.
// Files are left to FileTree; numbers read while measuring to ByteReader, which allocates nothing.

package enum Text {
    private static let longestLine = 200

    /// One line fit for a record: no control characters, no blanks at the ends, at most 200 characters; nil when nothing is left.
    package static func cleaned(_ text: some StringProtocol) -> String? {
        var result = ""
        for scalar in text.unicodeScalars where scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value) {
            result.unicodeScalars.append(scalar)
        }
        let line = trimmed(result).prefix(longestLine)
        return line.isEmpty ? nil : String(line)
    }

    /// Without blanks at either end.
    package static func trimmed(_ text: some StringProtocol) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }

    /// `key: value` or `key=value`, both trimmed; nil when the line has no separator.
    package static func pair(_ line: some StringProtocol, separator: Character) -> (key: String, value: String)? {
        guard let place = line.firstIndex(of: separator) else { return nil }
        return (trimmed(line[..<place]), trimmed(line[line.index(after: place)...]))
    }

    /// Bytes of `512K`, `32M`, `1G` (binary), `1024 kB`, or a plain number; nil beyond a pebibyte, which no machine has and sums survive.
    package static func byteCount(_ text: some StringProtocol) -> Int? {
        let digits = text.prefix(while: \.isNumber)
        guard let number = Int(digits), number <= 1 << 50 else { return nil }
        let shift: Int
        switch trimmed(text.dropFirst(digits.count)).lowercased() {
        case "", "b": shift = 0
        case "k", "kb", "kib": shift = 10
        case "m", "mb", "mib": shift = 20
        case "g", "gb", "gib": shift = 30
        default: return nil
        }
        return number <= 1 << (50 - shift) ? number << shift : nil
    }

    /// A number with a fixed count of decimals, without a formatter or a locale.
    package static func decimal(_ value: Double, _ places: Int) -> String {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 9e15 else { return "\(value)" }
        let whole = Int(scaled / scale)
        let sign = value < 0 && scaled > 0 ? "−" : ""
        guard places > 0 else { return "\(sign)\(whole)" }
        let rest = String(Int(scaled) - whole * Int(scale))
        return "\(sign)\(whole).\(String(repeating: "0", count: places - rest.count))\(rest)"
    }
}
