// Takes a few strings out of a JSON document by their paths and lets everything else pass unseen.
// It is tolerant where a validator would not be: a damaged document yields what stood before the damage. Records are not read with it.

struct JSONScanner {
    private let bytes: [UInt8]
    private let wanted: Set<String>
    private var position = 0
    private var found: [String: String] = [:]
    private static let deepest = 64

    /// Paths are keys joined by `/`, from the outermost object.
    init(_ bytes: [UInt8], wanted: Set<String>) {
        self.bytes = bytes
        self.wanted = wanted
    }

    /// The strings at the wanted paths; of a repeated key the first.
    mutating func scan() -> [String: String] {
        _ = value(at: "", depth: 0)
        return found
    }

    /// Passes one value; false when the document ends or breaks.
    private mutating func value(at path: String, depth: Int) -> Bool {
        guard depth < Self.deepest else { return false }
        skipBlanks()
        switch peek {
        case UInt8(ascii: "{"): return object(at: path, depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "\""):
            let keep = wanted.contains(path) && found[path] == nil
            guard let text = string(keep: keep) else { return false }
            if keep { found[path] = text }
            return true
        case nil: return false
        default: return word()
        }
    }

    private mutating func object(at path: String, depth: Int) -> Bool {
        position += 1
        skipBlanks()
        if take(UInt8(ascii: "}")) { return true }
        while true {
            skipBlanks()
            guard let key = string(keep: true) else { return false }
            skipBlanks()
            guard take(UInt8(ascii: ":")), value(at: path.isEmpty ? key : "\(path)/\(key)", depth: depth + 1) else { return false }
            skipBlanks()
            if take(UInt8(ascii: "}")) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    /// What stands in a list has no path of its own here, and is passed.
    private mutating func array(depth: Int) -> Bool {
        position += 1
        skipBlanks()
        if take(UInt8(ascii: "]")) { return true }
        while true {
            guard value(at: "\u{0}", depth: depth + 1) else { return false }
            skipBlanks()
            if take(UInt8(ascii: "]")) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    /// A string; its text only where it is kept. Escapes other than of plain ASCII become `?`: no word that we keep has them.
    private mutating func string(keep: Bool) -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        var text: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = peek else { return nil }
                position += 1
                if keep { text.append("\"\\/".utf8.contains(escaped) ? escaped : UInt8(ascii: "?")) }
            default: if keep { text.append(byte) }
            }
        }
        return nil
    }

    /// A number, `true`, `false` or `null`.
    private mutating func word() -> Bool {
        let start = position
        while let byte = peek, !",]} \t\r\n".utf8.contains(byte) { position += 1 }
        return position > start
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = peek, " \t\r\n".utf8.contains(byte) { position += 1 }
    }
}
