// Reading CIFAR-10's files: size, first bytes, labels, digests, and the split into labels and pixels.
// Leaves to others: which files belong to a data set (CIFAR10), and the wording of errors (DatasetError).

import Digests

extension CIFAR10 {
    /// The images of the files in order, and the digest of all their bytes.
    static func read(_ files: [String], in directory: String, recordsPerFile: Int) throws(DatasetError) -> (LabelledImages, String) {
        let records = files.count * recordsPerFile
        var pixels = [UInt8](repeating: 0, count: records * (recordByteCount - 1))
        var labels = [UInt8](repeating: 0, count: records)
        var hash = SHA256()
        for (index, file) in files.enumerated() {
            let first = index * recordsPerFile
            try forEachRecord(of: directory + "/" + file, records: recordsPerFile) { block in
                hash.update(block)
            } body: { record, bytes in
                labels[first + record] = bytes[0]
                let start = (first + record) * (recordByteCount - 1)
                pixels.withUnsafeMutableBytes { pixels in
                    UnsafeMutableRawBufferPointer(rebasing: pixels[start..<start + recordByteCount - 1])
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[1...]))
                }
            }
        }
        return (LabelledImages(pixels: pixels, labels: labels), hash.finished())
    }

    /// Checks the file and hands over its bytes: `block` gets pieces of many records, `body` each record of a piece.
    static func forEachRecord(
        of path: String, records: Int, block: (UnsafeRawBufferPointer) -> Void, body: (Int, UnsafeRawBufferPointer) -> Void
    ) throws(DatasetError) {
        let file = try InputFile(path)
        try checkSize(file, expected: records * recordByteCount)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * recordByteCount, alignment: 64)
        defer { buffer.deallocate() }
        var record = 0
        while record < records {
            let wanted = min(256, records - record) * recordByteCount
            let got = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
            if got < wanted {
                throw .truncated(file: path, bytes: record * recordByteCount + got, expected: records * recordByteCount)
            }
            block(UnsafeRawBufferPointer(rebasing: buffer[..<wanted]))
            for start in stride(from: 0, to: wanted, by: recordByteCount) {
                let bytes = UnsafeRawBufferPointer(rebasing: buffer[start..<start + recordByteCount])
                if bytes[0] >= classNames.count { throw .label(file: path, record: record, label: bytes[0]) }
                body(record, bytes)
                record += 1
            }
        }
    }

    /// A file of another size is a cut-off or overlong one, or betrays by its first bytes that it is something else.
    private static func checkSize(_ file: borrowing InputFile, expected: Int) throws(DatasetError) {
        let bytes = try file.byteCount()
        if bytes == expected { return }
        let first = try file.firstBytes(5)
        if first.isEmpty { throw .otherContent(file: file.path, .empty) }
        if first.starts(with: [0x1f, 0x8b]) { throw .otherContent(file: file.path, .gzip) }
        let opening = String(decoding: first, as: UTF8.self).lowercased()
        if opening == "<!doc" || opening == "<html" { throw .otherContent(file: file.path, .webPage) }
        throw bytes < expected
            ? .truncated(file: file.path, bytes: bytes, expected: expected)
            : .oversized(file: file.path, bytes: bytes, expected: expected)
    }
}
