// A set of processor numbers, written as Linux writes it: `0-3,8`.
// What the set is for (online, allowed, a node's) is left to its owner.

/// Processor numbers in ascending order; coded as the text `0-3,8`.
package struct CPUSet: Sendable, Equatable, Codable, CustomStringConvertible {
    package let indices: [Int]

    package init(_ indices: some Sequence<Int>) {
        self.indices = Set(indices).sorted()
    }

    /// Reads `0-3,8`; nil when it is anything else. Numbers above 65,535 are refused, so that a damaged file cannot ask for a huge array.
    package init?(list: some StringProtocol) {
        var found: [Int] = []
        for part in list.split(separator: ",") {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int(Text.trimmed($0)) }
            guard let first = ends[0], let last = ends.count == 1 ? first : ends[1], ends.count <= 2,
                0 <= first, first <= last, last <= 65_535
            else { return nil }
            found += first...last
        }
        self.init(found)
    }

    package var count: Int { indices.count }
    package var isEmpty: Bool { indices.isEmpty }

    package func contains(_ index: Int) -> Bool { indices.contains(index) }

    package var description: String {
        var parts: [String] = []
        var position = 0
        while position < indices.count {
            var end = position
            while end + 1 < indices.count && indices[end + 1] == indices[end] + 1 { end += 1 }
            parts.append(position == end ? "\(indices[position])" : "\(indices[position])-\(indices[end])")
            position = end + 1
        }
        return parts.joined(separator: ",")
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let set = CPUSet(list: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a list of processors such as 0-3,8")
        }
        self = set
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
