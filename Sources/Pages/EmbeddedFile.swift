// The files that the program carries in itself, by name.
// Leaves to others: which files those are (assets.c).

import Assets

package enum EmbeddedFile {
    /// Paths from the repository's top, in the order of their list.
    package static var paths: [String] { (0..<mettle_asset_count()).map { String(cString: mettle_asset_at($0).path) } }

    /// The bytes of the file that stands at `path` in the repository; nil where none was embedded.
    package static func bytes(_ path: String) -> [UInt8]? {
        (0..<mettle_asset_count()).lazy.map { mettle_asset_at($0) }.first { String(cString: $0.path) == path }.map {
            Array(UnsafeBufferPointer(start: $0.bytes, count: $0.count))
        }
    }
}
