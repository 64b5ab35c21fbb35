// Which part of a photo a network sees: in training, in tests, and how it is stored.
// Leaves to others: cutting it out (ResamplerTests).

import Datasets
import Testing

@Suite struct PhotoInputTests {
    let shifted = PhotoInput(side: 128, storedSide: 144)
    let resized = PhotoInput(side: 96, storedSide: 120, crop: .resized(leastArea: 0.35, aspect: 4.0 / 3))

    @Test func trainingPartsFollowFromSeedEpochAndPhotoAlone() {
        for input in [shifted, resized] {
            let part = input.trainingCrop(width: 192, height: 144, seed: 1, epoch: 2, photo: 3)
            #expect(part == input.trainingCrop(width: 192, height: 144, seed: 1, epoch: 2, photo: 3))
            let others = [(2, 2, 3), (1, 3, 3), (1, 2, 4)].map {
                input.trainingCrop(width: 192, height: 144, seed: UInt64($0.0), epoch: $0.1, photo: $0.2)
            }
            #expect(others.allSatisfy { $0 != part })
        }
    }

    @Test func everyShiftIsDrawnAboutEquallyOftenAndHalfAreMirrored() {
        var places = [Int](repeating: 0, count: 17), mirrored = 0
        for photo in 0..<3400 {
            let part = shifted.trainingCrop(width: 144, height: 150, seed: 5, epoch: 0, photo: photo)
            #expect(part.width == 128 && part.height == 128 && (0...22).contains(part.y))
            places[part.x] += 1
            mirrored += part.isMirrored ? 1 : 0
        }
        #expect(places.allSatisfy { abs($0 - 200) < 70 })
        #expect(abs(mirrored - 1700) < 150)
        var never = shifted
        never.mirrors = false
        #expect((0..<100).allSatisfy { !never.trainingCrop(width: 144, height: 150, seed: 5, epoch: 0, photo: $0).isMirrored })
    }

    @Test func resizedPartsKeepTheirBounds() {
        var least = 1.0, most = 0.0, widest = 0.0, tallest = 0.0
        for photo in 0..<3000 {
            let part = resized.trainingCrop(width: 160, height: 120, seed: 5, epoch: 1, photo: photo)
            #expect(part.x >= 0 && part.y >= 0 && part.x + part.width <= 160 && part.y + part.height <= 120)
            let area = Double(part.width * part.height) / (160 * 120)
            (least, most) = (min(least, area), max(most, area))
            widest = max(widest, Double(part.width) / Double(part.height))
            tallest = max(tallest, Double(part.height) / Double(part.width))
        }
        #expect(least > 0.33 && least < 0.37 && most > 0.85)
        #expect(widest > 1.3 && widest < 1.36 && tallest > 1.3 && tallest < 1.36)
    }

    @Test func aSqueezedPhotoIsStoredWhole() {
        let kept = PhotoInput(side: 128, storedSide: 144), squeezed = PhotoInput(side: 128, storedSide: 144, .squeezed)
        for (width, height) in [(500, 375), (375, 500), (1, 900), (144, 144)] {
            let found = squeezed.stored(width: width, height: height)
            #expect(found.crop == PhotoCrop(x: 0, y: 0, width: width, height: height) && found.width == 144 && found.height == 144)
        }
        #expect(kept.stored(width: 500, height: 375).width == 192 && kept.stored(width: 500, height: 375).height == 144)
        #expect(kept.stored(width: 1, height: 900).crop.height == 2)
    }

    @Test func onePixelIsEnoughToTakeAPartOf() {
        let input = PhotoInput(side: 1, storedSide: 1, crop: .resized(leastArea: 0.1, aspect: 2))
        for photo in 0..<50 {
            let part = input.trainingCrop(width: 1, height: 2, seed: 1, epoch: 0, photo: photo)
            #expect(part.width == 1 && (1...2).contains(part.height))
        }
    }

    @Test func theTenViewsOfATest() {
        let parts = (0..<PhotoInput.testViews).map { shifted.testCrop(width: 200, height: 144, view: $0) }
        #expect(parts.map(\.x) == [36, 36, 0, 72, 0, 72, 0, 72, 0, 72])
        #expect(parts.map(\.y) == [8, 8, 0, 0, 16, 16, 0, 0, 16, 16])
        #expect(parts.map(\.isMirrored) == [false, true, false, false, false, false, true, true, true, true])
        #expect(Set(parts).count == 10 && parts.allSatisfy { $0.width == 128 && $0.height == 128 })
    }

    @Test func aTestMaySeeMorePixelsThanTheNetwork() {
        let input = PhotoInput(side: 128, storedSide: 192, testSide: 171, .squeezed)
        let parts = (0..<PhotoInput.testViews).map { input.testCrop(width: 192, height: 192, view: $0) }
        #expect(parts.allSatisfy { $0.width == 171 && $0.height == 171 } && parts[0].x == 10 && parts[3].x == 21 && parts[4].y == 21)
        #expect(input.trainingCrop(width: 192, height: 192, seed: 1, epoch: 0, photo: 0).width == 128)
    }

    /// The shorter side becomes 144, the longer at most 288.
    @Test(arguments: [
        (500, 374, 193, 144), (374, 500, 144, 193), (144, 144, 144, 144), (1, 1, 144, 144), (1000, 100, 288, 144), (3, 2000, 144, 288),
        (2, 3, 144, 216),
    ]) func storedSizes(width: Int, height: Int, storedWidth: Int, storedHeight: Int) throws {
        let file = JPEGEncoder().encode(try TestPictures.slope(width, height))
        let pipeline = PhotoPipeline()
        let (view, isDamaged) = try file.withUnsafeBytes { try pipeline.store($0, shifted) }
        #expect(view.width == storedWidth && view.height == storedHeight && !isDamaged)
        if width == 1000 {
            // The middle fifth of the slope from 20 to 220.
            #expect(abs(Int(view.bytes[0]) - 100) < 8 && abs(Int(view.bytes[3 * 287]) - 140) < 8)
        }
    }
}
