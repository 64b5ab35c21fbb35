// Finds numbers in text that is read while measuring: no strings are made, nothing is allocated.
// Text that is read once, before measuring, is left to Text.

/// A cursor over bytes owned by the caller.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The next unsigned decimal on this line; nil at the line's end. A value beyond 64 bits stops at the largest.
    mutating func number() -> UInt64? {
        while position < bytes.count, !isDigit(bytes[position]) {
            if bytes[position] == UInt8(ascii: "\n") { return nil }
            position += 1
        }
        guard position < bytes.count else { return nil }
        var value: UInt64 = 0
        while position < bytes.count, isDigit(bytes[position]) {
            let (tens, over) = value.multipliedReportingOverflow(by: 10)
            let (sum, above) = tens.addingReportingOverflow(UInt64(bytes[position] - UInt8(ascii: "0")))
            value = over || above ? .max : sum
            position += 1
        }
        return value
    }

    /// The next decimal with an optional fraction, as in `2596.148`.
    mutating func decimal() -> Double? {
        guard let whole = number() else { return nil }
        guard position < bytes.count, bytes[position] == UInt8(ascii: ".") else { return Double(whole) }
        position += 1
        var value = Double(whole)
        var scale = 0.1
        while position < bytes.count, isDigit(bytes[position]) {
            value += scale * Double(bytes[position] - UInt8(ascii: "0"))
            scale /= 10
            position += 1
        }
        return value
    }

    /// The number that the whole text is, with a sign where temperatures have one.
    mutating func signedNumber() -> Int64? {
        let negative = bytes.first == UInt8(ascii: "-")
        guard let value = number(), value <= UInt64(Int64.max) else { return nil }
        return negative ? -Int64(value) : Int64(value)
    }

    /// Goes behind the next line start that reads `key`; false, and at the end, when there is none.
    mutating func skip(toLine key: StaticString) -> Bool {
        let wanted = UnsafeRawBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
        while position < bytes.count {
            if matches(wanted) {
                position += wanted.count
                return true
            }
            skipLine()
        }
        return false
    }

    /// Goes behind the next occurrence of `key` on this line; false, and at the line's end, when there is none.
    mutating func skip(to key: StaticString) -> Bool {
        let wanted = UnsafeRawBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") {
            if matches(wanted) {
                position += wanted.count
                return true
            }
            position += 1
        }
        return false
    }

    private mutating func skipLine() {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        position += 1
    }

    private func matches(_ wanted: UnsafeRawBufferPointer) -> Bool {
        guard position + wanted.count <= bytes.count else { return false }
        for offset in 0..<wanted.count where bytes[position + offset] != wanted[offset] { return false }
        return true
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}
