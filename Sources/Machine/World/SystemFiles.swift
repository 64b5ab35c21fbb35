// The file tree of the running machine. Only here are files opened.
// It never waits on a pipe or a terminal (O_NONBLOCK) and leaves no descriptor to child processes.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The machine's own files, seen from a root directory (`/` unless a test says otherwise).
package struct SystemFiles: FileTree {
    private let root: String
    private static let largestFile = 4 << 20

    package init(root: String = "") {
        self.root = root == "/" ? "" : root
    }

    package func read(_ path: String) -> [UInt8]? {
        guard let file = Descriptor(root + path) else { return nil }
        return file.contents(limit: Self.largestFile)
    }

    package func list(_ directory: String) -> [String] {
        guard let stream = opendir(root + directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    package func link(_ path: String) -> String? {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
            let start = buffer.baseAddress!.assumingMemoryBound(to: CChar.self)
            let count = readlink(root + path, start, buffer.count)
            return count > 0 ? String(decoding: buffer[0..<count], as: UTF8.self) : nil
        }
    }

    package func access(_ path: String) -> FileAccess {
        let number = Descriptor.number(of: root + path)
        guard number < 0 else {
            close(number)
            return .readable
        }
        return errno == EACCES || errno == EPERM ? .denied : .missing
    }

    package func open(_ path: String) -> (any OpenFile)? {
        Descriptor(root + path)
    }
}

/// One open file descriptor, closed with the object.
private final class Descriptor: OpenFile {
    private let number: CInt

    init?(_ path: String) {
        let number = Self.number(of: path)
        guard number >= 0 else { return nil }
        self.number = number
    }

    /// A descriptor for reading, or −1 with `errno` set.
    static func number(of path: String) -> CInt {
        open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    }

    deinit { close(number) }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        max(0, pread(number, buffer.baseAddress!, buffer.count, 0))
    }

    func readAll(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = pread(number, buffer.baseAddress! + filled, buffer.count - filled, off_t(filled))
            if count <= 0 { break }
            filled += count
        }
        return filled
    }

    func contents(limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var size = 4096
        while true {
            var full = false
            bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                count = readAll(into: UnsafeMutableRawBufferPointer(buffer))
                full = count == size
            }
            if !full || size >= limit { break }
            size *= 8
        }
        var status = stat()
        if bytes.isEmpty && (fstat(number, &status) != 0 || status.st_mode & S_IFMT != S_IFREG) { return nil }
        return bytes
    }
}
