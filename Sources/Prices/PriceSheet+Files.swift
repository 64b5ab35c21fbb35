// Price sheets on disk: one file, or a directory of them in the order of their names.
// Leaves to others: what is in them (PriceSheet).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension PriceSheet {
    /// The largest sheet that is read: 64 MiB, more than any provider's whole catalogue.
    package static let byteLimit = 64 << 20

    package static func read(_ path: String) throws(PriceError) -> PriceSheet {
        try parse(try bytes(of: path), file: path)
    }

    /// Every `.csv` of a directory, in the order of the names' bytes; of a file, that file alone.
    package static func readAll(_ path: String) throws(PriceError) -> [PriceSheet] {
        guard let directory = opendir(path) else {
            guard errno == ENOTDIR else { throw .unreadable(file: path, code: errno) }
            return [try read(path)]
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name.hasSuffix(".csv"), !name.hasPrefix(".") { names.append(name) }
        }
        let base = path.hasSuffix("/") ? path : path + "/"
        return try names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { (name) throws(PriceError) in try read(base + name) }
    }

    private static func bytes(of path: String) throws(PriceError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(file: path, code: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = readBytes(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreadable(file: path, code: errno)
            }
            bytes += buffer[..<count]
            guard bytes.count <= byteLimit else { throw .tooLarge(file: path, limit: byteLimit) }
        }
    }
}

/// The system's `read`, whose name the sheets' own `read` hides.
private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int { read(descriptor, buffer, count) }

extension PriceError {
    /// The system's words for one of its codes.
    static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
