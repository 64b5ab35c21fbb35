// Digests from hexadecimal to Base64, as a content security policy writes them.
// Leaves to others: computing them.

enum Base64 {
    /// The bytes that `hexadecimal` spells, in Base64 with padding. What is no pair of hexadecimal digits counts as nothing.
    static func text(hexadecimal: String) -> String {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { UInt32(digits[$0] << 4 | digits[$0 + 1]) }
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | $1 } << (8 * UInt32(3 - group.count))
            for place in 0...group.count { text.append(alphabet[Int(bits >> (18 - 6 * UInt32(place)) & 63)]) }
            text += String(repeating: "=", count: 3 - group.count)
        }
        return text
    }
}
