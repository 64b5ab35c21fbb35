// Why a photo cannot be used, and the words for it.
// Leaves to others: finding it out (JPEGDecoder, PhotoBytes), counting and naming such photos (PhotoFaults).

/// One photo's fault. It never ends a run: the photo is left out, counted, and named once.
package enum PhotoFault: Error, Sendable, Hashable {
    case empty
    /// Another kind of file under a photo's name: `GIF`, `PNG`, `text`.
    case otherContent(String)
    /// The data ends before the picture does.
    case cutOff
    /// More pixels than `JPEGDecoder.mostPixels`; nothing was allocated for them.
    case tooManyPixels(width: Int, height: Int)
    /// A file longer than `PhotoBytes.mostBytes`.
    case tooLong(byteCount: Int)
    case unreadable(errno: Int32)
    case outOfMemory(byteCount: Int)
    /// Libjpeg-turbo's own words.
    case undecodable(String)
}

extension PhotoFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "an empty file"
        case .otherContent(let kind): "no JPEG but \(kind)"
        case .cutOff: "cut off before the picture’s end"
        case .tooManyPixels(let width, let height): "\(width) × \(height) pixels, more than \(JPEGDecoder.mostPixels)"
        case .tooLong(let byteCount): "\(byteCount) bytes, more than \(PhotoBytes.mostBytes)"
        case .unreadable(let errno): "cannot be read: \(systemMessage(errno))"
        case .outOfMemory(let byteCount): "\(byteCount) bytes of memory could not be had for it"
        case .undecodable(let words): "cannot be decoded: \(words)"
        }
    }
}
