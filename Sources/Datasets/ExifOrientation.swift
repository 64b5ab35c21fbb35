// Which way up a photo is: the orientation in its EXIF data, and turning a picture accordingly.
// Leaves to others: all other metadata, and decoding (JPEGDecoder).

/// The eight orientations, numbered as EXIF does. Source: CIPA DC-008 (Exif 2.32), tag 0x0112.
package enum ExifOrientation: UInt8, Sendable, CaseIterable {
    case upright = 1
    case mirrored, upsideDown, flipped
    /// From here on width and height change places.
    case transposed, turnedLeft, transversed, turnedRight

    package var swapsSides: Bool { rawValue >= 5 }

    /// What a JPEG file says; upright where it says nothing, or nothing that can be understood.
    package init(jpeg bytes: UnsafeRawBufferPointer) {
        self = Self.segment(of: bytes).flatMap(Self.orientation) ?? .upright
    }

    /// Where pixel (x, y) of the upright picture stands in the stored one of that width and height.
    @inline(__always)
    func source(_ x: Int, _ y: Int, width: Int, height: Int) -> (x: Int, y: Int) {
        switch self {
        case .upright: (x, y)
        case .mirrored: (width - 1 - x, y)
        case .upsideDown: (width - 1 - x, height - 1 - y)
        case .flipped: (x, height - 1 - y)
        case .transposed: (y, x)
        case .turnedLeft: (y, height - 1 - x)
        case .transversed: (width - 1 - y, height - 1 - x)
        case .turnedRight: (width - 1 - y, x)
        }
    }

    // MARK: - Reading

    private static func big(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Int { Int(bytes[offset]) << 8 | Int(bytes[offset + 1]) }

    /// The TIFF part of the first APP1 segment that begins with `Exif`.
    private static func segment(of bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        var offset = 2
        while offset + 4 <= bytes.count, bytes[offset] == 0xff {
            let marker = bytes[offset + 1]
            // Fill bytes before a marker; the scan's data, after which no metadata comes.
            if marker == 0xff {
                offset += 1
                continue
            }
            if marker == 0xda || marker == 0xd9 { return nil }
            let length = big(bytes, offset + 2), end = offset + 2 + length
            guard length >= 2, end <= bytes.count else { return nil }
            if marker == 0xe1, length >= 16, bytes[offset + 4..<offset + 10].elementsEqual([0x45, 0x78, 0x69, 0x66, 0, 0]) {
                return UnsafeRawBufferPointer(rebasing: bytes[offset + 10..<end])
            }
            offset = end
        }
        return nil
    }

    /// Tag 0x0112 of the first directory, which a TIFF header in either byte order points to.
    private static func orientation(of tiff: UnsafeRawBufferPointer) -> ExifOrientation? {
        guard tiff.count >= 8 else { return nil }
        let isLittle = tiff[0] == 0x49
        guard tiff[0] == tiff[1], isLittle || tiff[0] == 0x4d else { return nil }
        func short(_ offset: Int) -> Int { isLittle ? Int(tiff[offset + 1]) << 8 | Int(tiff[offset]) : big(tiff, offset) }
        func long(_ offset: Int) -> Int { isLittle ? short(offset + 2) << 16 | short(offset) : short(offset) << 16 | short(offset + 2) }
        let directory = long(4)
        guard short(2) == 42, directory <= tiff.count - 2 else { return nil }
        for entry in 0..<short(directory) {
            let offset = directory + 2 + 12 * entry
            guard offset + 12 <= tiff.count else { return nil }
            // A short (type 3) stands in the first two bytes of the value, in either order.
            if short(offset) == 0x0112 {
                return short(offset + 2) == 3 ? ExifOrientation(rawValue: UInt8(clamping: short(offset + 8))) : nil
            }
        }
        return nil
    }
}
