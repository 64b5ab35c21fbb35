// A picture in memory: bytes red, green, blue (or four of ink), row after row, in a buffer that grows and is used again.
// Leaves to others: where the bytes come from (JPEGDecoder), other sizes of it (Resampler).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Bytes red, green, blue, row after row, in somebody's memory, who keeps it as long as the view is used and writes nothing there.
package struct PixelView: @unchecked Sendable {
    package var bytes: UnsafePointer<UInt8>
    package var width: Int
    package var height: Int

    package init(bytes: UnsafePointer<UInt8>, width: Int, height: Int) {
        self.bytes = bytes
        self.width = width
        self.height = height
    }

    package var byteCount: Int { 3 * width * height }
}

/// Belongs to one thread at a time. Its memory is kept between pictures, unless one was exceptionally large.
package final class Picture {
    package private(set) var width = 0
    package private(set) var height = 0
    package private(set) var channels = 3
    private var base: UnsafeMutablePointer<UInt8>?
    private var capacity = 0

    /// What is kept for the next picture at most.
    private static let mostKeptBytes = 32 << 20

    package init() {}
    deinit { free(base) }

    package var byteCount: Int { width * height * channels }
    package var rowByteCount: Int { width * channels }

    /// Valid until the next `resize`.
    package var bytes: UnsafeMutablePointer<UInt8> {
        guard let base else { preconditionFailure("a picture without a size") }
        return base
    }

    /// Three channels, valid until the next `resize`.
    package var view: PixelView {
        precondition(channels == 3)
        return PixelView(bytes: bytes, width: width, height: height)
    }

    /// Makes room for a picture of that size, whose contents are then whatever they are.
    package func resize(width: Int, height: Int, channels: Int = 3) throws(PhotoFault) {
        precondition(width > 0 && height > 0 && channels > 0)
        let needed = width * height * channels
        if needed > capacity || capacity > Self.mostKeptBytes && needed <= Self.mostKeptBytes {
            free(base)
            base = malloc(needed)?.assumingMemoryBound(to: UInt8.self)
            capacity = base == nil ? 0 : needed
            if base == nil { throw .outOfMemory(byteCount: needed) }
        }
        self.width = width
        self.height = height
        self.channels = channels
    }

    /// Copies `stored` into this picture, the right way up.
    func turn(_ stored: Picture, _ orientation: ExifOrientation) throws(PhotoFault) {
        let swaps = orientation.swapsSides
        try resize(width: swaps ? stored.height : stored.width, height: swaps ? stored.width : stored.height)
        let from = stored.bytes
        var to = bytes
        for y in 0..<height {
            for x in 0..<width {
                let source = orientation.source(x, y, width: stored.width, height: stored.height)
                let pixel = from + 3 * (source.y * stored.width + source.x)
                (to[0], to[1], to[2]) = (pixel[0], pixel[1], pixel[2])
                to += 3
            }
        }
    }

    /// Makes this picture of red, green and blue from one of inks. As Adobe's programs store them, 255 is no ink: what is left of the
    /// light is the product with black's.
    func mix(_ inks: Picture) throws(PhotoFault) {
        try resize(width: inks.width, height: inks.height)
        let from = inks.bytes, to = bytes
        for pixel in 0..<width * height {
            let black = Int(from[4 * pixel + 3])
            for channel in 0..<3 { to[3 * pixel + channel] = UInt8((Int(from[4 * pixel + channel]) * black + 127) / 255) }
        }
    }
}
