// The working set of a configuration, where it names one.
// Leaves to others: what is drawn over it (CurveMaking), how it is written for people (Pages).

import Measurement

enum WorkingSet {
    /// Parameter names that state the bytes a kernel touches.
    static let names: Set<String> = ["size", "bytes", "working_set"]

    /// Bytes of `size = 32 KiB` or `bytes = 32768`; nil where the configuration names none.
    static func byteCount(of configuration: Configuration) -> Double? {
        configuration.parameters.first { names.contains($0.name) }.flatMap { parse($0.value) }
    }

    /// A number and an optional binary unit, with or without a space.
    static func parse(_ text: String) -> Double? {
        let digits = text.prefix { $0.isNumber || $0 == "." }
        guard let number = Double(digits), number > 0, number.isFinite else { return nil }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        let powers: [Substring: Int] = ["": 0, "B": 0, "KiB": 1, "MiB": 2, "GiB": 3, "TiB": 4]
        guard let power = powers[unit] else { return nil }
        return (0..<power).reduce(number) { value, _ in value * 1024 }
    }
}
