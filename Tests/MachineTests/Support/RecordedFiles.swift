// A file tree out of one text: `== path` begins a file, and a test may change files while sensors hold them open.
// The texts are in Fixtures; what is expected of them is said in the tests.

import Machine
import Synchronization

/// The format, one entry after a line `== PATH`:
/// `== PATH` text follows, `\0` stands for a zero byte · `== PATH -> TARGET` a link · `== PATH denied` a closed file · `== PATH hex` bytes.
/// `{0-3,8}` in a path makes one file for each number; `{n}`, `{n+16}`, `{n-16}` in its text are that number. Text before the first entry is a comment.
final class RecordedFiles: FileTree {
    enum Entry: Equatable, Sendable {
        case bytes([UInt8])
        case link(String)
        case denied
    }

    private struct Tree: Sendable {
        var entries: [String: Entry]
        /// The names in each directory; made when first asked for, dropped when a file changes.
        var names: [String: Set<String>]?
    }

    private let tree: Mutex<Tree>

    init(_ entries: [String: Entry] = [:]) {
        tree = Mutex(Tree(entries: entries))
    }

    /// A tree of plain texts.
    convenience init(texts: [String: String]) {
        self.init(texts.mapValues { .bytes(Array($0.utf8)) })
    }

    subscript(path: String) -> Entry? {
        get { tree.withLock { $0.entries[path] } }
        set {
            tree.withLock {
                if ($0.entries[path] == nil) != (newValue == nil) { $0.names = nil }
                $0.entries[path] = newValue
            }
        }
    }

    /// Every path that is a file, sorted.
    var paths: [String] {
        tree.withLock { $0.entries.filter { if case .bytes = $0.value { true } else { false } }.keys.sorted() }
    }

    /// Every path and every text.
    var everything: [String] {
        tree.withLock { all in
            all.entries.keys
                + all.entries.values.map { if case .bytes(let bytes) = $0 { String(decoding: bytes, as: UTF8.self) } else { "" } }
        }
    }

    func set(_ path: String, _ text: String) { self[path] = .bytes(Array(text.utf8)) }
    func remove(_ path: String) { self[path] = nil }

    func read(_ path: String) -> [UInt8]? {
        guard case .bytes(let bytes) = self[path] else { return nil }
        return bytes
    }

    func list(_ directory: String) -> [String] {
        let names = tree.withLock { tree in
            if tree.names == nil { tree.names = Self.directories(tree.entries.keys) }
            return tree.names?[directory] ?? []
        }
        return names.sorted()
    }

    private static func directories(_ paths: some Sequence<String>) -> [String: Set<String>] {
        var names: [String: Set<String>] = [:]
        for path in paths {
            var directory = ""
            for name in path.split(separator: "/") {
                names[directory, default: []].insert(String(name))
                directory += "/" + name
            }
        }
        return names
    }

    func link(_ path: String) -> String? {
        guard case .link(let target) = self[path] else { return nil }
        return target
    }

    func access(_ path: String) -> FileAccess {
        switch self[path] {
        case .bytes: .readable
        case .denied: .denied
        case .link, nil: .missing
        }
    }

    func open(_ path: String) -> (any OpenFile)? {
        access(path) == .readable ? Reader(self, path) : nil
    }

    /// Reads what stands in the tree at the moment of reading, as the kernel's files do.
    private final class Reader: OpenFile {
        let tree: RecordedFiles
        let path: String

        init(_ tree: RecordedFiles, _ path: String) { (self.tree, self.path) = (tree, path) }

        func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
            let bytes = tree.read(path) ?? []
            buffer.copyBytes(from: bytes.prefix(buffer.count))
            return min(bytes.count, buffer.count)
        }

        func readAll(into buffer: UnsafeMutableRawBufferPointer) -> Int { read(into: buffer) }
    }
}

extension RecordedFiles {
    static func parse(_ sections: [RecordedSection]) -> [String: Entry] {
        var entries: [String: Entry] = [:]
        for section in sections where section.head.hasPrefix("/") {
            let words = section.head.split(separator: " ", maxSplits: 2).map(String.init)
            for (path, number) in expanded(words[0]) {
                if words.count == 3, words[1] == "->" {
                    entries[path] = .link(words[2])
                } else if words.count == 2, words[1] == "denied" {
                    entries[path] = .denied
                } else if words.count == 2, words[1] == "hex" {
                    entries[path] = .bytes(hexadecimal(section.body))
                } else {
                    entries[path] = .bytes(Array(filled(section.body, number).utf8))
                }
            }
        }
        return entries
    }

    private static func expanded(_ path: String) -> [(String, Int)] {
        guard let open = path.firstIndex(of: "{"), let close = path.firstIndex(of: "}"),
            let set = CPUSet(list: path[path.index(after: open)..<close])
        else { return [(path, 0)] }
        return set.indices.map { (path[..<open] + "\($0)" + path[path.index(after: close)...], $0) }
    }

    private static func filled(_ text: String, _ number: Int) -> String {
        var result = text.replacing("{n}", with: "\(number)").replacing("\\0", with: "\0")
        for offset in [4, 16] {
            result = result.replacing("{n+\(offset)}", with: "\(number + offset)").replacing("{n-\(offset)}", with: "\(number - offset)")
        }
        return result
    }

    private static func hexadecimal(_ text: String) -> [UInt8] {
        let digits = text.filter(\.isHexDigit).map { UInt8($0.hexDigitValue!) }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}

/// One `== head` with the lines up to the next.
struct RecordedSection {
    var head: String
    var body: String

    static func all(_ text: String) -> [RecordedSection] {
        var sections: [RecordedSection] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("== ") {
                sections.append(RecordedSection(head: String(line.dropFirst(3)), body: ""))
            } else if !sections.isEmpty {
                sections[sections.count - 1].body += line + "\n"
            }
        }
        // A blank line before the next head is for the reader.
        for index in sections.indices {
            while sections[index].body.hasSuffix("\n\n") || sections[index].body == "\n" { sections[index].body.removeLast() }
        }
        return sections
    }
}
