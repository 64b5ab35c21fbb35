// Reading whole files, and replacing them so that there is never half a file.
// Leaves to others: what the bytes mean (RecordFile, SuiteFile).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A system call that failed on a file.
package struct FileFailure: Error, Sendable, Equatable {
    /// `open`, `read`, `write`, `fsync`, `rename`, `create`.
    package var operation: String
    package var code: Int32

    package init(operation: String, code: Int32) {
        self.operation = operation
        self.code = code
    }

    /// The code of “file exists”.
    package static let existsCode = EEXIST

    /// The system's words for it.
    package var reason: String { String(cString: strerror(code)) }
}

/// The system calls of writing, so that tests can fill a disk.
package struct FileCalls: Sendable {
    package var write: @Sendable (Int32, UnsafeRawPointer, Int) -> Int
    package var synchronize: @Sendable (Int32) -> Int32

    package init(
        write: @escaping @Sendable (Int32, UnsafeRawPointer, Int) -> Int, synchronize: @escaping @Sendable (Int32) -> Int32
    ) {
        self.write = write
        self.synchronize = synchronize
    }

    package static let system = FileCalls(
        write: { descriptor, bytes, count in systemWrite(descriptor, bytes, count) }, synchronize: { descriptor in fsync(descriptor) })
}

// The system's calls under names that our own do not hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int { write(descriptor, bytes, count) }
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int { read(descriptor, buffer, count) }

package enum FileBytes {
    /// Calls `body` with each piece of a file, up to 256 KiB, for as long as it answers true.
    package static func forEachPiece(of path: String, _ body: (UnsafeRawBufferPointer) -> Bool) throws(FileFailure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(operation: "open", code: errno) }
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = systemRead(descriptor, buffer.baseAddress, buffer.count)
            if count == 0 { return }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileFailure(operation: "read", code: errno)
            }
            guard body(UnsafeRawBufferPointer(rebasing: buffer[..<count])) else { return }
        }
    }

    /// The whole file. Of one larger than `limit`, `limit + 1` bytes: enough to see that it is.
    package static func read(_ path: String, limit: Int) throws(FileFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        try forEachPiece(of: path) { piece in
            bytes.append(contentsOf: piece.prefix(limit + 1 - bytes.count))
            return bytes.count <= limit
        }
        return bytes
    }

    /// Puts `bytes` in the place of whatever stands at `path`, or nothing at all: written beside it, flushed, renamed.
    ///
    /// Mode 644 less the umask. Where it fails, the old file stands as it was and nothing is left beside it.
    package static func replace(_ path: String, with bytes: [UInt8], calls: FileCalls = .system) throws(FileFailure) {
        let (directory, name) = split(path)
        let temporary = directory + "/." + name + ".\(getpid())-" + String(UInt32.random(in: 0...UInt32.max), radix: 16)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileFailure(operation: "create", code: errno) }
        do throws(FileFailure) {
            try write(bytes, to: descriptor, calls: calls)
            guard rename(temporary, path) == 0 else { throw FileFailure(operation: "rename", code: errno) }
        } catch {
            unlink(temporary)
            throw error
        }
        // So that the new name outlives a power cut; not every file system can do it for a directory.
        let parent = open(directory, O_RDONLY | O_CLOEXEC)
        if parent >= 0 {
            _ = calls.synchronize(parent)
            close(parent)
        }
    }

    /// Like `replace`, but fails with `EEXIST` where there is something at `path`.
    package static func create(_ path: String, with bytes: [UInt8], calls: FileCalls = .system) throws(FileFailure) {
        let reserved = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard reserved >= 0 else { throw FileFailure(operation: "create", code: errno) }
        close(reserved)
        do throws(FileFailure) {
            try replace(path, with: bytes, calls: calls)
        } catch {
            unlink(path)
            throw error
        }
    }

    private static func split(_ path: String) -> (directory: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let directory = String(path[..<slash])
        return (directory.isEmpty ? "/" : directory, String(path[path.index(after: slash)...]))
    }

    /// Writes and flushes everything, and closes the descriptor in any case.
    private static func write(_ bytes: [UInt8], to descriptor: Int32, calls: FileCalls) throws(FileFailure) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { calls.write(descriptor, $0.baseAddress! + written, bytes.count - written) }
            if count < 0 {
                let code = errno
                if code == EINTR { continue }
                close(descriptor)
                throw FileFailure(operation: "write", code: code)
            }
            written += count
        }
        let isFlushed = calls.synchronize(descriptor) == 0
        let code = errno
        guard close(descriptor) == 0, isFlushed else { throw FileFailure(operation: "fsync", code: isFlushed ? errno : code) }
    }
}
