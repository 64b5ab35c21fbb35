// Options read as numbers, durations, sizes and counts, with an error that says how each is written.
// Leaves what the values mean, and ranges that depend on the machine, to the commands.

/// `--threads 1,2,4`, `--threads all` or `--threads scaling`.
package enum CountList: Sendable, Equatable {
    case all
    case scaling
    case counts([Int])
}

extension Arguments {
    /// A positive duration; nil where the option is absent.
    package func duration(of option: Option) throws(UsageError) -> Duration? {
        try parsed(option, "a duration", "Write it like 90s, 5m or 1h30m.") { text in
            parseDuration(text).flatMap { $0 > .zero ? $0 : nil }
        }
    }

    /// A number of bytes; nil where the option is absent.
    package func byteCount(of option: Option) throws(UsageError) -> Int? {
        try parsed(option, "a size", "Write it like 64KiB, 512MiB or 2GB.", parseByteCount)
    }

    /// A whole number within `range`; nil where the option is absent.
    package func integer(of option: Option, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        try parsed(option, "a whole number in range", "Write one from \(range.lowerBound) to \(range.upperBound).") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A seed: a whole number below 2⁶⁴, also as `0x…`; nil where the option is absent.
    package func seed(of option: Option) throws(UsageError) -> UInt64? {
        try parsed(option, "a seed", "Write a whole number from 0 to 18446744073709551615.") { text in
            text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
        }
    }

    /// A fraction written as `2%` or `0.02`, above 0 and below 1; nil where the option is absent.
    package func fraction(of option: Option) throws(UsageError) -> Double? {
        try parsed(option, "a fraction", "Write it like 2% or 0.02.") { text in
            let value = text.hasSuffix("%") ? Double(text.dropLast()).map { $0 / 100 } : Double(text)
            return value.flatMap { $0 > 0 && $0 < 1 ? $0 : nil }
        }
    }

    /// Whole numbers within `range`, in the order written; empty where the option is absent.
    package func integers(of option: Option, in range: ClosedRange<Int>) throws(UsageError) -> [Int] {
        var numbers: [Int] = []
        for text in values(of: option) {
            guard let number = Int(text), range.contains(number) else {
                throw malformed(
                    option, text, "a whole number in range",
                    "Write numbers from \(range.lowerBound) to \(range.upperBound), parted by commas.")
            }
            numbers.append(number)
        }
        return numbers
    }

    /// Positive whole numbers, or one of the words `all` and `scaling`; nil where the option is absent.
    package func counts(of option: Option) throws(UsageError) -> CountList? {
        let texts = values(of: option)
        if texts.isEmpty { return nil }
        if texts == ["all"] { return .all }
        if texts == ["scaling"] { return .scaling }
        var counts: [Int] = []
        for text in texts {
            guard let count = Int(text), count > 0 else {
                throw malformed(option, text, "a count", "Write numbers like 1,2,4, or one of the words all and scaling by itself.")
            }
            counts.append(count)
        }
        return .counts(counts)
    }

    private func parsed<Value>(
        _ option: Option, _ expected: String, _ remedy: String, _ parse: (String) -> Value?
    ) throws(UsageError) -> Value? {
        guard let text = value(of: option) else { return nil }
        guard let value = parse(text) else { throw malformed(option, text, expected, remedy) }
        return value
    }

    private func malformed(_ option: Option, _ value: String, _ expected: String, _ remedy: String) -> UsageError {
        error(.malformed(name: "--" + option.name, value: value, expected: expected, remedy: remedy))
    }
}
