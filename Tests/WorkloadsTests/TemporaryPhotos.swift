// A folder of small photos that goes with the test.
// Leaves to others: which layout they make.

import Datasets
import FoundationEssentials
import Testing

/// Made under the system's place for temporary files, with a name of its own; removed with its files when released.
final class TemporaryPhotos {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.path() + "/mettle-test-" + UUID().uuidString
    }

    /// Writes a photo of 8 × 8 pixels under each name, or `bytes` in its place.
    func write(_ names: [String], _ bytes: [UInt8]? = nil) throws {
        let picture = Picture()
        try picture.resize(width: 8, height: 8)
        for i in 0..<picture.byteCount { picture.bytes[i] = UInt8(i) }
        let file = Data(bytes ?? JPEGEncoder().encode(picture))
        for name in names {
            let folder = path + "/" + name.split(separator: "/").dropLast().joined(separator: "/")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try file.write(to: URL(filePath: path + "/" + name))
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
