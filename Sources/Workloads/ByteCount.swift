// Sizes in bytes as people write them: `512KiB`, `64 MiB`, `2GiB`, or a cache's name.
// Leaves to others: which sizes a benchmark takes.

package enum ByteCount {
    private static let units: [(suffix: String, bytes: Int)] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1)]

    /// For people: `512 MiB`, `1.5 GiB`, the largest unit of which there is at least one, one decimal where it is not whole.
    package static func text(_ bytes: Int) -> String {
        for unit in units where bytes >= unit.bytes {
            let tenths = (bytes * 10 + unit.bytes / 2) / unit.bytes
            return tenths % 10 == 0 ? "\(tenths / 10) \(unit.suffix)" : "\(tenths / 10).\(tenths % 10) \(unit.suffix)"
        }
        return "0 B"
    }

    /// `512 MiB`, `1536 KiB`: the largest unit of which it is a whole number, so that `parse` gives the same bytes again.
    package static func exactText(_ bytes: Int) -> String {
        for unit in units where bytes >= unit.bytes && bytes % unit.bytes == 0 { return "\(bytes / unit.bytes) \(unit.suffix)" }
        return "0 B"
    }

    /// The bytes that `text` names, or nil. Whole numbers with B, KiB, MiB or GiB; a bare number is bytes.
    package static func parse(_ text: String) -> Int? {
        let compact = text.filter { $0 != " " }
        for unit in units where compact.hasSuffix(unit.suffix) {
            guard let count = Int(compact.dropLast(unit.suffix.count)), count > 0 else { return nil }
            let (bytes, overflow) = count.multipliedReportingOverflow(by: unit.bytes)
            return overflow ? nil : bytes
        }
        guard let count = Int(compact), count > 0 else { return nil }
        return count
    }
}
