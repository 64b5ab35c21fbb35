// A look at every photo of a set: its digest, and whether it can be decoded.
// Leaves to others: which photos (CatsDogs, Pets), and what becomes of the faults (PhotoSet+Opening).

import Digests
import Synchronization

struct PhotoInspection: Sendable {
    /// SHA-256 of the file; zeros where it cannot be read.
    var digest = String(repeating: "0", count: 64)
    var byteCount = 0
    var fault: PhotoFault?
    var isDamaged = false

    /// Looks at photos of a folder on several threads. Without `decoding` the head of each is read, which finds what is no JPEG; a file that is
    /// cut off, and damage, are found by decoding alone.
    static func of(_ photos: [Photo], in root: String, decoding: Bool, threads: WorkThreads) -> [PhotoInspection] {
        var found = [PhotoInspection](repeating: PhotoInspection(), count: photos.count)
        found.withUnsafeMutableBufferPointer { buffer in
            // Each place is written by the one thread that took its number.
            nonisolated(unsafe) let places = buffer
            let next = Atomic(0)
            threads.perform {
                let file = PhotoBytes(), decoder = JPEGDecoder(), picture = Picture()
                while true {
                    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    if index >= places.count { return }
                    places[index] = inspect(root + "/" + photos[index].name, decoding: decoding, file, decoder, picture)
                }
            }
        }
        return found
    }

    private static func inspect(
        _ path: String, decoding: Bool, _ file: PhotoBytes, _ decoder: JPEGDecoder, _ picture: Picture
    ) -> PhotoInspection {
        var inspection = PhotoInspection()
        do throws(PhotoFault) {
            try file.withFile(path) { bytes throws(PhotoFault) in
                var hash = SHA256()
                hash.update(bytes)
                inspection.digest = hash.finished()
                inspection.byteCount = bytes.count
                if decoding {
                    inspection.isDamaged = try decoder.decode(bytes, into: picture, covering: 1)
                } else {
                    _ = try decoder.head(of: bytes)
                }
            }
        } catch {
            inspection.fault = error
        }
        return inspection
    }
}
