// A JPEG file's bytes to a picture, through libjpeg-turbo, at a fraction of its size where a small picture is wanted.
// Leaves to others: exact sizes (Resampler), files (PhotoBytes), what becomes of a photo with a fault.

import CTurboJPEG

/// Belongs to one thread at a time; its buffers are used again for every photo.
package final class JPEGDecoder {
    /// The largest picture that is decoded, 8,192 × 8,192. A progressive file makes the library allocate six bytes for each pixel it claims.
    package static let mostPixels = 1 << 26

    private var handle: tjhandle
    private let stored = Picture()
    private let inks = Picture()

    package init() {
        guard let handle = tjInitDecompress() else { preconditionFailure("libjpeg-turbo has no memory for a decompressor") }
        self.handle = handle
    }

    deinit { tjDestroy(handle) }

    /// What a file says of its picture before any of it is decoded.
    package struct Head: Sendable, Equatable {
        /// Of the upright picture.
        package var width: Int
        package var height: Int
        package var orientation: ExifOrientation
        /// Four inks (CMYK, YCCK) in place of three colours.
        package var hasInks: Bool
    }

    /// Checks that the bytes are a JPEG's and how large its picture is.
    package func head(of bytes: UnsafeRawBufferPointer) throws(PhotoFault) -> Head {
        try Self.requireJPEG(bytes)
        var width: Int32 = 0, height: Int32 = 0, sampling: Int32 = 0, colours: Int32 = 0
        let status = tjDecompressHeader3(handle, Self.start(bytes), UInt(bytes.count), &width, &height, &sampling, &colours)
        if status != 0 {
            let isFatal = !endedWithWarning, words = complaint
            renew()
            if isFatal { throw .undecodable(words) }
        }
        // A file that ends before the frame's header gives no error and no size.
        if width <= 0 || height <= 0 { throw .cutOff }
        let orientation = ExifOrientation(jpeg: bytes), swaps = orientation.swapsSides
        let head = Head(
            width: Int(swaps ? height : width), height: Int(swaps ? width : height), orientation: orientation,
            hasInks: colours == Int32(TJCS_CMYK.rawValue) || colours == Int32(TJCS_YCCK.rawValue))
        if head.width * head.height > Self.mostPixels { throw .tooManyPixels(width: head.width, height: head.height) }
        return head
    }

    /// Decodes into `picture`, upright, three channels, at the smallest scale at which neither side is shorter than `side`.
    ///
    /// Returns whether libjpeg-turbo found damage that it could pass over. Scales are 1, 1/2, 1/4 and 1/8: the eighths between them have no
    /// vector code and take longer than the whole picture (0.60 ms at 5/8 against 0.37 ms, photos of 150,000 pixels).
    @discardableResult
    package func decode(_ bytes: UnsafeRawBufferPointer, into picture: Picture, covering side: Int) throws(PhotoFault) -> Bool {
        let head = try head(of: bytes)
        let swaps = head.orientation.swapsSides
        let full = swaps ? (head.height, head.width) : (head.width, head.height)
        let scale = Self.scale(of: min(full.0, full.1), covering: side)
        let width = Self.scaled(full.0, scale), height = Self.scaled(full.1, scale)
        let target = head.hasInks ? inks : head.orientation == .upright ? picture : stored
        try target.resize(width: width, height: height, channels: head.hasInks ? 4 : 3)
        let format = head.hasInks ? TJPF_CMYK : TJPF_RGB
        // The limit of scans stops a few kilobytes from keeping a processor busy for minutes.
        let status = tjDecompress2(
            handle, Self.start(bytes), UInt(bytes.count), target.bytes, Int32(width), 0, Int32(height), Int32(format.rawValue),
            TJFLAG_LIMITSCANS)
        let isDamaged = status != 0
        if isDamaged {
            let isFatal = !endedWithWarning, words = complaint
            renew()
            if isFatal { throw .undecodable(words) }
            if Self.endIsMissing(target, block: scale) { throw .cutOff }
        }
        if head.hasInks { try (head.orientation == .upright ? picture : stored).mix(inks) }
        if head.orientation != .upright { try picture.turn(stored, head.orientation) }
        return isDamaged
    }

    /// What the library remembers of a file with faults must not colour the next one.
    private func renew() {
        tjDestroy(handle)
        guard let fresh = tjInitDecompress() else { preconditionFailure("libjpeg-turbo has no memory for a decompressor") }
        handle = fresh
    }

    /// Eighths.
    static func scale(of length: Int, covering side: Int) -> Int {
        [1, 2, 4].first { scaled(length, $0) >= side } ?? 8
    }

    private static func scaled(_ length: Int, _ eighths: Int) -> Int { (length * eighths + 7) / 8 }

    private static func start(_ bytes: UnsafeRawBufferPointer) -> UnsafePointer<UInt8>? {
        bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    }

    private var endedWithWarning: Bool { tjGetErrorCode(handle) == Int32(TJERR_WARNING.rawValue) }
    private var complaint: String { String(cString: tjGetErrorStr2(handle)) }

    /// Where data ends early, libjpeg-turbo fills what is missing with middle grey. A file that lacks its end marker alone has its last block.
    private static func endIsMissing(_ picture: Picture, block: Int) -> Bool {
        let columns = (picture.width - 1) % block + 1
        let end = picture.bytes + picture.byteCount
        return (1...columns * picture.channels).allSatisfy { (127...128).contains(end[-$0]) }
    }

    private static func requireJPEG(_ bytes: UnsafeRawBufferPointer) throws(PhotoFault) {
        if bytes.isEmpty { throw .empty }
        if bytes.starts(with: [0xff, 0xd8]) { return }
        let known: [(String, [UInt8])] = [
            ("GIF", Array("GIF8".utf8)), ("PNG", [0x89, 0x50, 0x4e, 0x47]), ("BMP", Array("BM".utf8)), ("WebP", Array("RIFF".utf8)),
            ("TIFF", [0x49, 0x49, 0x2a, 0]), ("TIFF", [0x4d, 0x4d, 0, 0x2a]),
        ]
        if let kind = known.first(where: { bytes.starts(with: $0.1) }) { throw .otherContent(kind.0) }
        if bytes.dropFirst(4).starts(with: Array("ftyp".utf8)) { throw .otherContent("HEIF or AVIF") }
        let isText = bytes.prefix(64).allSatisfy { $0 >= 0x20 && $0 < 0x7f || $0 == 9 || $0 == 10 || $0 == 13 }
        throw .otherContent(isText ? "text" : "something else")
    }
}
