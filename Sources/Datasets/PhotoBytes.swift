// A photo's file read into memory that is used again for the next one.
// Leaves to others: which file (PhotoSet), and what the bytes hold (JPEGDecoder).

/// Belongs to one thread at a time.
package final class PhotoBytes {
    /// The longest file that is read: far above any camera's JPEG.
    package static let mostBytes = 1 << 27

    private var buffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)

    package init() {}
    deinit { buffer.deallocate() }

    /// Hands over the file's bytes, which are gone afterwards.
    package func withFile<Result>(
        _ path: String, _ body: (UnsafeRawBufferPointer) throws(PhotoFault) -> Result
    ) throws(PhotoFault) -> Result {
        let count: Int, filled: Int
        do throws(DatasetError) {
            let file = try InputFile(path)
            count = try file.byteCount()
            reserve(min(count, Self.mostBytes))
            filled = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(count, Self.mostBytes)]))
        } catch {
            guard case .unreadable(_, let number) = error else { throw .unreadable(errno: 0) }
            throw .unreadable(errno: number)
        }
        if count > Self.mostBytes { throw .tooLong(byteCount: count) }
        return try body(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
    }

    private func reserve(_ count: Int) {
        if count <= buffer.count { return }
        buffer.deallocate()
        buffer = .allocate(byteCount: count + count / 2, alignment: 64)
    }
}
