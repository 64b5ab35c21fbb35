// The few questions to the file system that reading a data set needs.
// Leaves to others: what the answers mean (CIFAR10+Reading).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The system's words for an error number.
func systemMessage(_ number: Int32) -> String { String(cString: strerror(number)) }

enum FileKind { case file, directory, absent }

func kind(of path: String) -> FileKind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .absent }
    return status.st_mode & S_IFMT == S_IFDIR ? .directory : .file
}

/// An open file, closed when it goes.
struct InputFile: ~Copyable {
    private let descriptor: Int32
    let path: String

    init(_ path: String) throws(DatasetError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        self.path = path
        if descriptor < 0 { throw .unreadable(file: path, errno: errno) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func byteCount() throws(DatasetError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(file: path, errno: errno) }
        return Int(status.st_size)
    }

    /// Fills the buffer from the file's present position; fewer bytes only at its end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        guard let base = buffer.baseAddress else { return 0 }
        var filled = 0
        while filled < buffer.count {
            #if canImport(Glibc)
                let got = Glibc.read(descriptor, base + filled, buffer.count - filled)
            #else
                let got = Darwin.read(descriptor, base + filled, buffer.count - filled)
            #endif
            if got < 0 && errno == EINTR { continue }
            if got < 0 { throw .unreadable(file: path, errno: errno) }
            if got == 0 { break }
            filled += got
        }
        return filled
    }

    /// Up to `count` bytes from the file's present position.
    func firstBytes(_ count: Int) throws(DatasetError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
        defer { buffer.deallocate() }
        return Array(buffer.prefix(try read(into: buffer)))
    }
}
