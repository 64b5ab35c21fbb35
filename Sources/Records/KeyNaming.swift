// How a Swift name is spelt in a file: `binarySha256` is `binary_sha256`.
// Leaves to others: looking keys up (JSONDecoding) and writing them (JSONEncoding).

enum KeyNaming {
    /// The snake_case spelling: an underscore before a capital that follows a small letter or a digit, and before the last capital
    /// of a run that a small letter follows (`cpuMHz` is `cpu_m_hz`).
    static func snakeCase(_ name: String) -> String {
        guard name.utf8.contains(where: isCapital) else { return name }
        let bytes = Array(name.utf8)
        var spelt: [UInt8] = []
        spelt.reserveCapacity(bytes.count + 4)
        for (index, byte) in bytes.enumerated() {
            guard isCapital(byte) else {
                spelt.append(byte)
                continue
            }
            if index > 0, bytes[index - 1] != UInt8(ascii: "_") {
                let startsWord = !isCapital(bytes[index - 1])
                let endsRun = index + 1 < bytes.count && isSmall(bytes[index + 1])
                if startsWord || endsRun { spelt.append(UInt8(ascii: "_")) }
            }
            spelt.append(byte | 0x20)
        }
        return String(decoding: spelt, as: UTF8.self)
    }

    /// The way back, for enums with payloads, whose case is the key: `foo_bar` is `fooBar`.
    static func camelCase(_ name: String) -> String {
        let words = name.split(separator: "_")
        return words.dropFirst().reduce(String(words.first ?? "")) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }

    private static func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    private static func isSmall(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

    /// The known key that a mistyped one probably means: at most two letters wrong, or a third of a short word.
    static func nearest(to key: String, among known: [String]) -> String? {
        let allowed = min(2, max(1, key.count / 3))
        let ranked = known.map { ($0, distance(Array(key), Array($0))) }.filter { $0.1 <= allowed }
        return ranked.min { $0.1 < $1.1 }?.0
    }

    /// Levenshtein's distance.
    private static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var row = Array(0...other.count)
        for (index, letter) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, opposite) in other.enumerated() {
                let substituted = diagonal + (letter == opposite ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substituted, diagonal + 1, row[column] + 1)
            }
        }
        return row[other.count]
    }
}
