// What a page must never have, found without a browser: tags that do not match, ids twice, styles and handlers in attributes, addresses
// outside the file, headings with gaps, pictures and heads without words.
// Leaves to others: how it looks and works (BrowserTests).

struct HTMLCheck {
    struct Tag {
        var name: String
        var attributes: [String: String]
    }

    private(set) var complaints: [String] = []
    private(set) var tags: [Tag] = []
    private(set) var ids: Set<String> = []
    private var stack: [String] = []
    private var references: [String] = []
    private var headings: [Int] = []

    private static let void: Set<String> = ["meta", "link", "input", "col"]

    init(_ html: String) {
        var rest = Substring(html)
        while let start = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: start)...]
            if rest.hasPrefix("!") { continue }
            guard let end = Self.endOfTag(rest) else {
                complaints.append("a tag without an end: \(rest.prefix(40))")
                break
            }
            let tag = rest[..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("/") { close(String(tag.dropFirst())) } else { open(tag) }
            // The sheet and the script are no markup.
            for raw in ["style", "script"] where stack.last == raw && !tag.hasPrefix("/") {
                guard let close = rest.firstRange(of: "</\(raw)>") else { continue }
                rest = rest[close.lowerBound...]
            }
        }
        finish()
    }

    /// The `>` of a tag, not one in an attribute's value.
    private static func endOfTag(_ text: Substring) -> Substring.Index? {
        var isQuoted = false
        for index in text.indices {
            if text[index] == "\"" { isQuoted.toggle() }
            if text[index] == ">", !isQuoted { return index }
        }
        return nil
    }

    private mutating func open(_ text: Substring) {
        let isClosed = text.hasSuffix("/")
        let name = String(text.prefix { $0 != " " && $0 != "/" && $0 != "\n" })
        let tag = Tag(name: name, attributes: Self.attributes(text.dropFirst(name.count)))
        tags.append(tag)
        check(tag)
        if !isClosed, !Self.void.contains(name) { stack.append(name) }
    }

    private mutating func close(_ name: String) {
        if stack.popLast() != name { complaints.append("</\(name)> out of order") }
    }

    private static func attributes(_ text: Substring) -> [String: String] {
        var found: [String: String] = [:]
        var rest = text.drop { $0 == " " || $0 == "\n" }
        while let first = rest.first, first != "/" {
            let name = String(rest.prefix { $0 != "=" && $0 != " " && $0 != "/" })
            rest = rest.dropFirst(name.count)
            if rest.first == "=" {
                let value = rest.dropFirst(2).prefix { $0 != "\"" }
                found[name] = String(value)
                rest = rest.dropFirst(3 + value.count)
            } else {
                found[name] = ""
            }
            rest = rest.drop { $0 == " " || $0 == "\n" }
        }
        return found
    }

    private mutating func check(_ tag: Tag) {
        let attributes = tag.attributes
        if let id = attributes["id"], !ids.insert(id).inserted { complaints.append("id twice: \(id)") }
        for name in attributes.keys where name == "style" || name.hasPrefix("on") { complaints.append("attribute \(name) on \(tag.name)") }
        for name in ["href", "src", "action"] {
            guard let address = attributes[name] else { continue }
            if address.hasPrefix("#") { references.append(String(address.dropFirst())) }
            if !address.hasPrefix("#"), !address.hasPrefix("data:image/svg+xml,") { complaints.append("outside address \(address)") }
        }
        for name in ["aria-labelledby", "aria-describedby", "form"] {
            references += (attributes[name] ?? "").split(separator: " ").map(String.init)
        }
        if tag.name.count == 2, tag.name.hasPrefix("h"), let level = Int(tag.name.dropFirst()) { headings.append(level) }
        if tag.name == "svg", !stack.contains("svg"), attributes["aria-hidden"] == nil, attributes["aria-label"] == nil {
            complaints.append("svg without a text alternative")
        }
        if tag.name == "th", attributes["scope"] == nil { complaints.append("th without scope") }
    }

    private mutating func finish() {
        if !stack.isEmpty { complaints.append("open: \(stack)") }
        complaints += references.filter { !$0.isEmpty && !ids.contains($0) }.map { "no element #\($0)" }
        if headings.first != 1 || headings.count(where: { $0 == 1 }) != 1 { complaints.append("headings begin with \(headings.prefix(3))") }
        for (above, below) in zip(headings, headings.dropFirst()) where below > above + 1 {
            complaints.append("a heading \(below) under \(above)")
        }
    }
}
