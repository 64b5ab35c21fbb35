// The files that facts are read from, behind a protocol, so that tests replay recorded machines.
// What the bytes mean is left to the readers in Facts and Sensors.

/// Why a path could or could not be read.
package enum FileAccess: Sendable, Equatable {
    case readable
    case denied
    case missing
}

/// A file that is read again and again from its start. Not for sharing between threads.
package protocol OpenFile: AnyObject {
    /// One read from the file's first byte; the number of bytes, 0 when nothing could be read.
    /// A second read would make the kernel ask the hardware again, so that a file with one value is read once.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int
    /// Reads until the file or the buffer ends: the kernel hands out its longer tables in pieces.
    func readAll(into buffer: UnsafeMutableRawBufferPointer) -> Int
}

/// A tree of small text files such as `/proc` and `/sys`. Paths are absolute within the tree.
package protocol FileTree: Sendable {
    /// The whole file, at most 4 MiB; nil when it is missing, denied or fails.
    func read(_ path: String) -> [UInt8]?
    /// The names in a directory, sorted; empty when there is none.
    func list(_ directory: String) -> [String]
    /// The target of a symbolic link as written.
    func link(_ path: String) -> String?
    /// Whether the path can be opened for reading.
    func access(_ path: String) -> FileAccess
    /// Opens a file for repeated reading.
    func open(_ path: String) -> (any OpenFile)?
}

extension FileTree {
    /// The file as one cleaned line: no control characters, no blanks at the ends, at most 200 characters; nil when empty.
    package func text(_ path: String) -> String? {
        read(path).flatMap { Text.cleaned(String(decoding: $0, as: UTF8.self)) }
    }

    /// The file's lines, without their ends.
    package func lines(_ path: String) -> [Substring] {
        guard let bytes = read(path) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    }

    /// The file as one decimal integer.
    package func integer(_ path: String) -> Int? {
        text(path).flatMap { Int($0) }
    }

    /// The file as a processor list such as `0-3,8`.
    package func processors(_ path: String) -> CPUSet? {
        text(path).flatMap { CPUSet(list: $0) }
    }

    /// The directories below `parent` that are named `prefix` and a number, in the order of that number.
    package func numbered(_ parent: String, _ prefix: String) -> [(number: Int, path: String)] {
        list(parent).compactMap { name in
            guard name.hasPrefix(prefix), let number = Int(name.dropFirst(prefix.count)) else { return nil }
            return (number, "\(parent)/\(name)")
        }.sorted { $0.number < $1.number }
    }
}
