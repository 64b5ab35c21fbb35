// Real files of odd kinds, where METTLE_TEST_DATA names the directory that holds `odd-jpegs`.
// Leaves to others: such files made by the tests themselves (JPEGDecoderTests).

import Datasets
import Testing

@Suite(.enabled(if: testDirectory("odd-jpegs") != nil, "METTLE_TEST_DATA has no odd-jpegs")) struct OddJPEGTests {
    let folder = testDirectory("odd-jpegs") ?? ""

    private func decode(_ name: String, covering side: Int = 1 << 16) throws -> (picture: Picture, isDamaged: Bool) {
        let picture = Picture()
        let isDamaged = try PhotoBytes().withFile(folder + "/" + name) { bytes throws(PhotoFault) in
            try JPEGDecoder().decode(bytes, into: picture, covering: side)
        }
        return (picture, isDamaged)
    }

    @Test(
        arguments: [
            ("bmp-in.jpg", .otherContent("BMP")), ("gif-in.jpg", .otherContent("GIF")), ("png-in.jpg", .otherContent("PNG")),
            ("text-in.jpg", .otherContent("text")), ("empty.jpg", .empty), ("header-only.jpg", .cutOff), ("truncated-half.jpg", .cutOff),
        ] as [(String, PhotoFault)])
    func cannotBeDecoded(name: String, fault: PhotoFault) { #expect(throws: fault) { try decode(name) } }

    /// All of these show one photo, 500 × 433 (the turned one was 433 × 500 in the file).
    @Test(arguments: [
        ("progressive", false, 3.0), ("restart-markers", false, 3), ("quality-100", false, 6), ("sub422", false, 4), ("sub444", false, 6),
        ("no-eoi", true, 3), ("extraneous-240-before-eoi", true, 3), ("trailing-garbage", false, 3), ("cmyk-adobe", false, 12),
        ("grayscale", false, 60),
        ("scan-corrupt-40-bytes", false, 60), ("quality-1", false, 40),
    ]) func showTheSamePhoto(name: String, isDamaged: Bool, bound: Double) throws {
        let wanted = try decode("sub420.jpg").picture
        let answer = try decode(name + ".jpg")
        #expect(answer.isDamaged == isDamaged)
        #expect(TestPictures.difference(answer.picture, wanted) < bound)
    }

    @Test func isTurnedUpright() throws {
        for (name, swaps) in [("exif-orientation-3.jpg", false), ("exif-orientation-6.jpg", true)] {
            let head = try PhotoBytes().withFile(folder + "/" + name) { bytes throws(PhotoFault) in try JPEGDecoder().head(of: bytes) }
            #expect(head.orientation.swapsSides == swaps)
            #expect(TestPictures.difference(try decode(name).picture, try decode("sub420.jpg").picture) < 12)
        }
    }

    @Test func smallOnes() throws {
        #expect(try decode("one-pixel.jpg").picture.byteCount == 3)
        #expect(try decode("odd-size-17x9.jpg").picture.byteCount == 3 * 17 * 9)
        #expect(try decode("sub420.jpg", covering: 128).picture.height == 217)
    }
}
