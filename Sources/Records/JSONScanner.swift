// Walks JSON text without building anything: finds the line of a path, and where values end.
// Leaves to others: deciding whether the text is JSON (JSONValue+Parsing). On damaged text every step answers nil.

/// A cursor over bytes that are JSON, or were until they were cut off.
struct JSONScanner {
    let bytes: [UInt8]
    var offset: Int

    init(_ bytes: [UInt8], at offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    mutating func skipSpace() {
        while let byte = current, byte == 0x20 || (0x09...0x0D).contains(byte) { offset += 1 }
    }

    /// Skips space and then `byte`; false, at the place of the other byte, where something else stands.
    mutating func skip(_ byte: Character) -> Bool {
        skipSpace()
        guard current == byte.asciiValue else { return false }
        offset += 1
        return true
    }

    /// Skips a string; the offsets between its quotes, or nil where it does not end.
    mutating func string() -> Range<Int>? {
        guard skip("\"") else { return nil }
        let start = offset
        while let byte = current {
            offset += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "\"") { return start..<(offset - 1) }
        }
        return nil
    }

    /// Skips one value of any kind; its offsets, or nil where it does not end.
    mutating func value() -> Range<Int>? {
        skipSpace()
        let start = offset
        switch current {
        case UInt8(ascii: "\""):
            guard string() != nil else { return nil }
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard skipNested() else { return nil }
        case nil: return nil
        default:
            while let byte = current, isScalarByte(byte) { offset += 1 }
            guard offset > start else { return nil }
        }
        return start..<offset
    }

    /// Skips a bracket and everything up to the one that closes it.
    private mutating func skipNested() -> Bool {
        var depth = 0
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                guard string() != nil else { return false }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            offset += 1
            if depth == 0 { return true }
        }
        return false
    }

    private func isScalarByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// Moves to the value of `key` in the object at the cursor; the offset of the key, or nil where there is none.
    mutating func enter(key: String) -> Int? {
        guard skip("{") else { return nil }
        while true {
            skipSpace()
            let keyOffset = offset
            guard let name = string(), skip(":") else { return nil }
            if bytes[name].elementsEqual(key.utf8) { return keyOffset }
            guard value() != nil, skip(",") else { return nil }
        }
    }

    /// Moves to an element of the array at the cursor; its offset, or nil where there are not so many.
    mutating func enter(index: Int) -> Int? {
        guard skip("[") else { return nil }
        for _ in 0..<index {
            guard value() != nil, skip(",") else { return nil }
        }
        skipSpace()
        return current == UInt8(ascii: "]") ? nil : offset
    }
}

extension JSONScanner {
    /// Where a path stands; where its end does not exist, where the last part of it that exists does.
    static func position(of path: JSONPath, in bytes: [UInt8]) -> TextPosition? {
        var scanner = JSONScanner(bytes)
        scanner.skipSpace()
        var found = scanner.offset
        for step in path.steps {
            let next: Int? =
                switch step {
                case .key(let key): scanner.enter(key: key)
                case .index(let index): scanner.enter(index: index)
                }
            guard let next else { break }
            found = next
        }
        return position(at: found, in: bytes)
    }

    /// Line and column of a byte; a column counts characters, not bytes.
    static func position(at offset: Int, in bytes: [UInt8]) -> TextPosition {
        let before = bytes.prefix(offset)
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let line = before.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
        let column = before[lineStart...].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
        return TextPosition(line: line, column: column)
    }

    /// The plain text under a key of the outermost object; nil where there is none.
    static func string(under key: String, in bytes: [UInt8]) -> String? {
        var scanner = JSONScanner(bytes)
        guard scanner.enter(key: key) != nil, let range = scanner.string() else { return nil }
        return String(decoding: bytes[range], as: UTF8.self)
    }
}
