// Pictures at other sizes, against plain definitions in Double.
// Leaves to others: which part is taken (PhotoInputTests).

import Datasets
import Measurement
import Testing

@Suite struct ResamplerTests {
    /// A picture of noise, in which any misplaced weight is seen.
    private func noise(_ width: Int, _ height: Int) throws -> Picture {
        let picture = Picture()
        try picture.resize(width: width, height: height)
        let random = Philox(seed: 3, stream: RandomStream.fill)
        for i in 0..<picture.byteCount { picture.bytes[i] = UInt8(random.word(i) >> 24) }
        return picture
    }

    /// Weights of one axis as they are defined, one list a new place.
    private func weights(_ length: Int, _ count: Int) -> [[Double]] {
        let stretch = Double(length) / Double(count)
        return (0..<count).map { i in
            (0..<length).map { old in
                if length > count {
                    let covered = min(Double(i + 1) * stretch, Double(old + 1)) - max(Double(i) * stretch, Double(old))
                    return max(0, covered) / stretch
                }
                let centre = min(max((Double(i) + 0.5) * stretch - 0.5, 0), Double(length - 1))
                return max(0, 1 - abs(Double(old) - centre))
            }
        }
    }

    private func reference(_ picture: Picture, _ crop: PhotoCrop, _ width: Int, _ height: Int) -> [Double] {
        let rows = weights(crop.height, height), columns = weights(crop.width, width)
        var values = [Double](repeating: 0, count: width * height * 3)
        for y in 0..<height {
            for x in 0..<width {
                let place = crop.isMirrored ? width - 1 - x : x
                for (v, row) in rows[y].enumerated() where row > 0 {
                    for (u, column) in columns[place].enumerated() where column > 0 {
                        let pixel = 3 * ((crop.y + v) * picture.width + crop.x + u)
                        for c in 0..<3 { values[3 * (y * width + x) + c] += row * column * Double(picture.bytes[pixel + c]) }
                    }
                }
            }
        }
        return values
    }

    @Test(arguments: [
        (40, 30, PhotoCrop(x: 0, y: 0, width: 40, height: 30), 7), (40, 30, PhotoCrop(x: 3, y: 5, width: 20, height: 20), 20),
        (40, 30, PhotoCrop(x: 3, y: 5, width: 30, height: 11, isMirrored: true), 13),
        (9, 5, PhotoCrop(x: 0, y: 0, width: 9, height: 5), 16),
        (1, 1, PhotoCrop(x: 0, y: 0, width: 1, height: 1), 4), (200, 3, PhotoCrop(x: 0, y: 0, width: 200, height: 3), 3),
        (17, 9, PhotoCrop(x: 16, y: 8, width: 1, height: 1, isMirrored: true), 2),
        (33, 65, PhotoCrop(x: 1, y: 1, width: 32, height: 64), 8),
        (31, 31, PhotoCrop(x: 0, y: 0, width: 31, height: 31, isMirrored: true), 30),
    ]) func equalsTheDefinition(width: Int, height: Int, crop: PhotoCrop, side: Int) throws {
        let picture = try noise(width, height), resampler = Resampler()
        let wanted = reference(picture, crop, side, side)
        let normalisation = Normalisation(mean: [0.1, 0.2, 0.3], deviation: [0.5, 0.25, 2])
        var planes = [Float](repeating: 99, count: 3 * side * side + 1)
        resampler.planes(of: picture.view, crop, side: side, normalisation, into: &planes)
        #expect(planes.last == 99)
        var bytes = [UInt8](repeating: 99, count: 3 * side * side + 1)
        resampler.bytes(of: picture.view, crop, width: side, height: side, into: &bytes)
        #expect(bytes.last == 99)
        for pixel in 0..<side * side {
            for c in 0..<3 {
                let value = wanted[3 * pixel + c]
                let normalised = (value / 255 - Double(normalisation.mean[c])) / Double(normalisation.deviation[c])
                #expect(abs(Double(planes[c * side * side + pixel]) - normalised) < 2e-5)
                #expect(abs(Double(bytes[3 * pixel + c]) - value) < 0.502)
            }
        }
    }

    @Test func aFlatPictureStaysFlat() throws {
        let picture = Picture()
        try picture.resize(width: 61, height: 47)
        for i in 0..<picture.byteCount { picture.bytes[i] = 255 }
        for side in [1, 7, 46, 47, 60, 61, 100] {
            var bytes = [UInt8](repeating: 0, count: 3 * side * side)
            Resampler().bytes(of: picture.view, .whole(picture.view), width: side, height: side, into: &bytes)
            #expect(bytes.allSatisfy { $0 == 255 })
        }
    }

    @Test func sizesNeedNotBeSquare() throws {
        let picture = try noise(20, 10)
        var bytes = [UInt8](repeating: 0, count: 3 * 12 * 5)
        Resampler().bytes(of: picture.view, .whole(picture.view), width: 12, height: 5, into: &bytes)
        let wanted = reference(picture, .whole(picture.view), 12, 5)
        #expect(zip(bytes, wanted).allSatisfy { abs(Double($0) - $1) < 0.502 })
    }
}
