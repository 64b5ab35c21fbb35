// The few questions to the file system that reading a data set needs.
// Leaves to others: what the answers mean (CIFAR10+Reading, PhotoSet).

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

/// Names of the regular files in a folder that end with .jpg or .jpeg, in the order of their bytes. Hidden ones (macOS leaves `._` companions) and
/// what is no file at all, as a pipe that would never end, are not photos.
func photoNames(in folder: String) throws(DatasetError) -> [String] {
    guard let directory = opendir(folder) else { throw .unreadable(file: folder, errno: errno) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
        }
        let ending = name.lowercased()
        if name.hasPrefix(".") || !(ending.hasSuffix(".jpg") || ending.hasSuffix(".jpeg")) { continue }
        var status = stat()
        if stat(folder + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG { names.append(name) }
    }
    return names.sorted(by: isBefore)
}

/// The order of bytes, which no language of a machine changes.
func isBefore(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

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

    /// The whole file; what is longer than `most` is cut off.
    func allBytes(atMost most: Int) throws(DatasetError) -> [UInt8] { try firstBytes(min(try byteCount(), most)) }

    /// Up to `count` bytes from the file's present position.
    func firstBytes(_ count: Int) throws(DatasetError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
        defer { buffer.deallocate() }
        return Array(buffer.prefix(try read(into: buffer)))
    }
}
