// Pictures and JPEG files that tests make for themselves.
// Leaves to others: what is asked of them (JPEGDecoderTests and its neighbours).

import Datasets
import Testing

enum TestPictures {
    /// A smooth picture in which every place has its own colour, so that a turned or shifted one is noticed.
    static func slope(_ width: Int, _ height: Int, channels: Int = 3) throws -> Picture {
        let picture = Picture()
        try picture.resize(width: width, height: height, channels: channels)
        for y in 0..<height {
            for x in 0..<width {
                let pixel = picture.bytes + channels * (y * width + x)
                pixel[0] = UInt8(20 + 200 * x / width)
                pixel[1] = UInt8(30 + 200 * y / height)
                pixel[2] = UInt8(60 + 100 * (x + y) / (width + height))
                if channels == 4 { pixel[3] = 200 }
            }
        }
        return picture
    }

    static func jpeg(_ width: Int, _ height: Int, channels: Int = 3, _ settings: JPEGSettings = JPEGSettings()) throws -> [UInt8] {
        JPEGEncoder().encode(try slope(width, height, channels: channels), settings)
    }

    static func decode(_ bytes: [UInt8], covering side: Int = 1 << 16) throws -> (picture: Picture, isDamaged: Bool) {
        let picture = Picture()
        let isDamaged = try bytes.withUnsafeBytes { try JPEGDecoder().decode($0, into: picture, covering: side) }
        return (picture, isDamaged)
    }

    static func fault(_ bytes: [UInt8], covering side: Int = 1 << 16) -> PhotoFault? {
        do {
            _ = try decode(bytes, covering: side)
            return nil
        } catch {
            return error as? PhotoFault
        }
    }

    /// Root mean square of the difference of two pictures of one size; infinite where sizes differ.
    static func difference(_ a: Picture, _ b: Picture) -> Double {
        guard a.width == b.width, a.height == b.height, a.channels == b.channels else { return .infinity }
        let sum = (0..<a.byteCount).reduce(0) { sum, i in
            let difference = Int(a.bytes[i]) - Int(b.bytes[i])
            return sum + difference * difference
        }
        return (Double(sum) / Double(a.byteCount)).squareRoot()
    }

    /// An APP1 segment with that orientation behind the file's first two bytes.
    static func withOrientation(_ orientation: UInt16, isLittle: Bool, _ jpeg: [UInt8]) -> [UInt8] {
        func short(_ value: UInt16) -> [UInt8] {
            let big = [UInt8(value >> 8), UInt8(value & 0xff)]
            return isLittle ? big.reversed() : big
        }
        func long(_ value: UInt16) -> [UInt8] { isLittle ? short(value) + [0, 0] : [0, 0] + short(value) }
        let tiff =
            Array((isLittle ? "II" : "MM").utf8) + short(42) + long(8) + short(2)
            // The maker's name, then the orientation: a short, one of it, in the first half of the value.
            + short(0x010f) + short(2) + long(2) + [0x4d, 0, 0, 0]
            + short(0x0112) + short(3) + long(1) + short(orientation) + [0, 0] + long(0)
        return withSegment(Array("Exif\0\0".utf8) + tiff, jpeg)
    }

    static func withSegment(_ payload: [UInt8], _ jpeg: [UInt8]) -> [UInt8] {
        let length = payload.count + 2
        return Array(jpeg[..<2]) + [0xff, 0xe1, UInt8(length >> 8), UInt8(length & 0xff)] + payload + jpeg[2...]
    }

    /// The file claims another size; its data stay.
    static func claiming(_ width: Int, _ height: Int, _ jpeg: [UInt8]) throws -> [UInt8] {
        var bytes = jpeg
        let frame = try #require(bytes.indices.dropLast(9).first { bytes[$0] == 0xff && (bytes[$0 + 1] == 0xc0 || bytes[$0 + 1] == 0xc2) })
        (bytes[frame + 5], bytes[frame + 6]) = (UInt8(height >> 8), UInt8(height & 0xff))
        (bytes[frame + 7], bytes[frame + 8]) = (UInt8(width >> 8), UInt8(width & 0xff))
        return bytes
    }
}
