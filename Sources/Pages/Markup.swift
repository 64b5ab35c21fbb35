// Writes HTML and SVG into bytes; every text that is not a literal of this program is escaped on its way.
// Leaves to others: which elements a page has.

/// A buffer of markup. Element and attribute names are `StaticString`, so that nothing from a record can become one; texts and attribute values
/// are always escaped; what goes in unescaped is a literal, or the page's own sheet and script.
struct Markup {
    private(set) var bytes: [UInt8] = []

    /// Attributes in order: names of the program, values of anybody. One whose value is nil is left out.
    struct Attributes: ExpressibleByDictionaryLiteral {
        var pairs: [(StaticString, String?)]
        init(dictionaryLiteral elements: (StaticString, String?)...) { pairs = elements }
        static func + (a: Attributes, b: Attributes) -> Attributes {
            var sum = a
            sum.pairs += b.pairs
            return sum
        }
    }

    mutating func literal(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func text(_ text: String) { escape(text) }

    /// `<name attributes>` with `content` and its end tag.
    mutating func element(
        _ name: StaticString, _ attributes: Attributes = [:], _ content: (inout Markup) -> Void
    ) {
        open(name, attributes)
        content(&self)
        literal("</")
        literal(name)
        literal(">")
    }

    /// An element with one text in it.
    mutating func element(_ name: StaticString, _ attributes: Attributes = [:], text: String) {
        element(name, attributes) { $0.text(text) }
    }

    /// `<name attributes>` alone: HTML's elements without content.
    mutating func void(_ name: StaticString, _ attributes: Attributes = [:]) { open(name, attributes) }

    /// `<name attributes/>`: SVG's elements without content.
    mutating func shape(_ name: StaticString, _ attributes: Attributes) {
        open(name, attributes)
        bytes.removeLast()
        literal("/>")
    }

    mutating func newline() { bytes.append(UInt8(ascii: "\n")) }

    /// The page's own sheet or script; its hash stands in the policy.
    mutating func trusted(_ content: [UInt8]) { bytes.append(contentsOf: content) }

    private mutating func open(_ name: StaticString, _ attributes: Attributes) {
        literal("<")
        literal(name)
        for (key, value) in attributes.pairs {
            guard let value else { continue }
            literal(" ")
            literal(key)
            literal("=\"")
            escape(value)
            literal("\"")
        }
        literal(">")
    }

    /// The five characters of HTML, in texts and attributes alike. Control characters that no document may hold become U+FFFD.
    private mutating func escape(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): literal("&amp;")
            case UInt8(ascii: "<"): literal("&lt;")
            case UInt8(ascii: ">"): literal("&gt;")
            case UInt8(ascii: "\""): literal("&quot;")
            case UInt8(ascii: "'"): literal("&#39;")
            case 0...8, 11...12, 14...31, 127: literal("\u{FFFD}")
            default: bytes.append(byte)
            }
        }
    }
}
