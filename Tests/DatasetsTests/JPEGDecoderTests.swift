// Decoding of every kind of JPEG, whole and damaged, made by the tests themselves.
// Leaves to others: real files of these kinds (OddJPEGTests), sizes that are no eighths (ResamplerTests).

import Datasets
import FoundationEssentials
import Measurement
import Testing

@Suite struct JPEGDecoderTests {
    @Test(arguments: [JPEGSettings.Sampling.full, .half, .quarter], [false, true])
    func everySamplingComesBackAsItWas(sampling: JPEGSettings.Sampling, isProgressive: Bool) throws {
        let settings = JPEGSettings(quality: 95, sampling: sampling, isProgressive: isProgressive)
        for (width, height) in [(64, 48), (33, 17), (1, 1), (24, 200)] {
            let (picture, isDamaged) = try TestPictures.decode(try TestPictures.jpeg(width, height, settings))
            #expect(!isDamaged)
            #expect(TestPictures.difference(picture, try TestPictures.slope(width, height)) < 6)
        }
    }

    @Test func greyHasThreeEqualChannels() throws {
        let (picture, _) = try TestPictures.decode(try TestPictures.jpeg(40, 30, JPEGSettings(sampling: .grey)))
        #expect(picture.channels == 3 && picture.byteCount == 3 * 40 * 30)
        #expect(
            (0..<40 * 30).allSatisfy {
                picture.bytes[3 * $0] == picture.bytes[3 * $0 + 1] && picture.bytes[3 * $0] == picture.bytes[3 * $0 + 2]
            })
        let wanted = try TestPictures.slope(40, 30)
        let corner = 0.299 * Double(wanted.bytes[0]) + 0.587 * Double(wanted.bytes[1]) + 0.114 * Double(wanted.bytes[2])
        #expect(abs(Double(picture.bytes[0]) - corner) < 4)
    }

    @Test func inksAreMixedAsAdobeStoresThem() throws {
        let (picture, _) = try TestPictures.decode(try TestPictures.jpeg(40, 30, channels: 4, JPEGSettings(quality: 98, sampling: .full)))
        let inks = try TestPictures.slope(40, 30, channels: 4)
        for pixel in [0, 17, 40 * 30 - 1] {
            for channel in 0..<3 {
                let wanted = Double(inks.bytes[4 * pixel + channel]) * 200 / 255
                #expect(abs(Double(picture.bytes[3 * pixel + channel]) - wanted) < 6)
            }
        }
    }

    /// A file whose restart markers stand behind every second block (Pillow 12, quality 50).
    @Test func restartMarkers() throws {
        let text =
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/wAALCAAgACAB"
            + "AREA/8QAFwABAQEBAAAAAAAAAAAAAAAABAUDBv/EABYQAQEBAAAAAAAAAAAAAAAAAAMAYf/dAAQAAv/aAAgBAQAAPwDkzDJJhl//0Ixhkkwy/9GKYZKMMv/SxMMkmGX/08DD"
            + "JRhl/9Rhhkowy//VYYZKMMv/1r5hkowy/9k="
        let bytes = [UInt8](try #require(Data(base64Encoded: text)))
        let (picture, isDamaged) = try TestPictures.decode(bytes)
        #expect(!isDamaged && picture.width == 32 && picture.height == 32)
        // As Pillow decodes it, every eighth pixel of every eighth row.
        let wanted = [[16, 34, 54, 72], [52, 72, 92, 110], [90, 110, 128, 148], [128, 148, 166, 186]]
        for y in 0..<4 {
            for x in 0..<4 { #expect(abs(Int(picture.bytes[3 * (8 * y * 32 + 8 * x)]) - wanted[y][x]) <= 1) }
        }
        // Without the half of its data it ends in grey, which no restart marker mends.
        #expect(TestPictures.fault(Array(bytes.prefix(bytes.count - 20))) == .cutOff)
    }

    @Test(arguments: ExifOrientation.allCases, [false, true]) func isTurnedUpright(orientation: ExifOrientation, isLittle: Bool) throws {
        // The camera held so writes a file from which this picture comes back.
        let upright = try TestPictures.slope(48, 32)
        let swaps = orientation.swapsSides
        let stored = Picture()
        try stored.resize(width: swaps ? 32 : 48, height: swaps ? 48 : 32)
        for y in 0..<stored.height {
            for x in 0..<stored.width {
                // EXIF's table: where row 0 and column 0 of the file are in the upright picture.
                let (u, v): (Int, Int) =
                    switch orientation.rawValue {
                    case 1: (x, y)
                    case 2: (47 - x, y)
                    case 3: (47 - x, 31 - y)
                    case 4: (x, 31 - y)
                    case 5: (y, x)
                    case 6: (47 - y, x)
                    case 7: (47 - y, 31 - x)
                    default: (y, 31 - x)
                    }
                for c in 0..<3 { stored.bytes[3 * (y * stored.width + x) + c] = upright.bytes[3 * (v * 48 + u) + c] }
            }
        }
        let file = JPEGEncoder().encode(stored, JPEGSettings(quality: 98, sampling: .full))
        let bytes = TestPictures.withOrientation(UInt16(orientation.rawValue), isLittle: isLittle, file)
        #expect(TestPictures.difference(try TestPictures.decode(bytes).picture, upright) < 3)
        let head = try bytes.withUnsafeBytes { try JPEGDecoder().head(of: $0) }
        #expect(head.width == 48 && head.height == 32 && head.orientation == orientation && !head.hasInks)
    }

    @Test func strangeOrientationsAreUpright() throws {
        let file = try TestPictures.jpeg(24, 16)
        let exif = Array("Exif\0\0".utf8)
        let payloads: [[UInt8]] = [
            exif, exif + Array("MM".utf8), exif + [0x4d, 0x4d, 0, 42, 0xff, 0xff, 0xff, 0xff],
            exif + [0x49, 0x49, 42, 0, 8, 0, 0, 0, 0xff, 0xff, 1],
            exif + [0x4d, 0x49, 0, 42, 0, 0, 0, 8, 0, 0], Array("http".utf8),
        ]
        for bytes in payloads.map({ TestPictures.withSegment($0, file) })
            + [9, 0, 0x106].map({ TestPictures.withOrientation($0, isLittle: false, file) })
        {
            #expect(try bytes.withUnsafeBytes { try JPEGDecoder().head(of: $0) }.orientation == .upright)
            #expect(try TestPictures.decode(bytes).picture.width == 24)
        }
    }

    /// The smallest of 1/8, 1/4, 1/2 and 1 that is large enough.
    @Test(arguments: [(1, 8, 6), (6, 8, 6), (7, 16, 12), (12, 16, 12), (13, 32, 24), (24, 32, 24), (25, 64, 48), (1000, 64, 48)])
    func isDecodedAtTheScaleNearestAbove(side: Int, width: Int, height: Int) throws {
        let (picture, _) = try TestPictures.decode(try TestPictures.jpeg(64, 48), covering: side)
        #expect(picture.width == width && picture.height == height)
        #expect(TestPictures.difference(picture, try TestPictures.slope(width, height)) < 12)
    }

    @Test func cutOffFiles() throws {
        for isProgressive in [false, true] {
            let file = try TestPictures.jpeg(200, 160, JPEGSettings(isProgressive: isProgressive))
            for count in [2, 3, 20, 150, 400] where count < file.count / 2 {
                #expect(TestPictures.fault(Array(file.prefix(count))) == .cutOff, "\(count) bytes")
            }
            // The end marker alone is missing: damage that can be passed over.
            let (picture, isDamaged) = try TestPictures.decode(file.dropLast(2))
            #expect(isDamaged)
            #expect(TestPictures.difference(picture, try TestPictures.decode(file).picture) == 0)
        }
        let half = try TestPictures.jpeg(200, 160, JPEGSettings(quality: 98))
        #expect(TestPictures.fault(Array(half.prefix(half.count / 2))) == .cutOff)
        #expect(TestPictures.fault(Array(half.prefix(half.count / 2)), covering: 20) == .cutOff)
        let grey = try TestPictures.jpeg(200, 160, JPEGSettings(quality: 98, sampling: .grey))
        #expect(TestPictures.fault(Array(grey.prefix(grey.count / 2))) == .cutOff)
        let inks = try TestPictures.jpeg(200, 160, channels: 4, JPEGSettings(quality: 98))
        #expect(TestPictures.fault(Array(inks.prefix(inks.count / 2))) == .cutOff)
    }

    @Test func damageThatCanBePassedOver() throws {
        let file = try TestPictures.jpeg(64, 48)
        let (picture, isDamaged) = try TestPictures.decode(file.dropLast(2) + [UInt8](repeating: 0x55, count: 240) + [0xff, 0xd9])
        #expect(isDamaged && picture.width == 64)
        #expect(try !TestPictures.decode(file + [UInt8](repeating: 7, count: 999)).isDamaged)
    }

    @Test func hugeClaimsAreRefusedBeforeAnythingIsAllocated() throws {
        let file = try TestPictures.jpeg(16, 16)
        #expect(TestPictures.fault(try TestPictures.claiming(65_000, 65_000, file)) == .tooManyPixels(width: 65_000, height: 65_000))
        #expect(TestPictures.fault(try TestPictures.claiming(8193, 8192, file), covering: 1) == .tooManyPixels(width: 8193, height: 8192))
        // Just within the limit: accepted, and found to be cut off.
        #expect(TestPictures.fault(try TestPictures.claiming(8192, 8192, file), covering: 1) == .cutOff)
        #expect(TestPictures.fault(try TestPictures.claiming(0, 0, file)) != nil)
    }

    @Test(
        arguments: [
            ([], .empty), (Array("GIF89a".utf8), .otherContent("GIF")), ([0x89, 0x50, 0x4e, 0x47, 13, 10], .otherContent("PNG")),
            (Array("BM1234".utf8), .otherContent("BMP")), (Array("RIFFxxxxWEBP".utf8), .otherContent("WebP")),
            (Array("this is text\n".utf8), .otherContent("text")), ([0, 0, 0, 24] + Array("ftypheic".utf8), .otherContent("HEIF or AVIF")),
            ([0x49, 0x49, 42, 0], .otherContent("TIFF")), ([1, 2, 3], .otherContent("something else")),
            ([0xff], .otherContent("something else")),
            ([0xff, 0xd8], .cutOff),
        ] as [([UInt8], PhotoFault)])
    func otherFiles(bytes: [UInt8], fault: PhotoFault) {
        #expect(TestPictures.fault(bytes) == fault)
        #expect(!fault.description.isEmpty)
    }

    /// Whatever is in the file, the answer is a picture or a fault.
    @Test func damagedBytesNeverTrap() throws {
        let files = [
            try TestPictures.jpeg(40, 30), try TestPictures.jpeg(40, 30, JPEGSettings(isProgressive: true)),
            try TestPictures.jpeg(40, 30, channels: 4), TestPictures.withOrientation(6, isLittle: true, try TestPictures.jpeg(40, 30)),
        ]
        for (index, file) in files.enumerated() {
            let random = Philox(seed: 9, stream: RandomStream.fill, step: index)
            var answers = 0
            for round in 0..<150 {
                var bytes = file
                for change in 0..<3 {
                    bytes[2 + random.integer(8 * round + change, below: file.count - 2)] = UInt8(
                        truncatingIfNeeded: random.word(8 * round + change + 4))
                }
                // A claim of many pixels is lawful but would make this test slow.
                if let head = try? bytes.withUnsafeBytes({ try JPEGDecoder().head(of: $0) }), head.width * head.height > 1 << 20 {
                    continue
                }
                answers += TestPictures.fault(bytes, covering: 16) == nil ? 1 : 0
            }
            #expect(answers > 0)
        }
    }
}
