// What a training makes of a photo: which size it is kept at, which part the network sees, how that part is chosen.
// Leaves to others: doing it (PhotoPipeline), recipes of optimisers (Networks).

import Measurement

/// A photo is first brought to its stored size, from which every part is cut: the same numbers whether the stored one was kept or is made anew.
package struct PhotoInput: Sendable, Hashable {
    package enum Crop: Sendable, Hashable {
        /// The middle, as in a test.
        case centre
        /// A square of `side` anywhere in the stored picture.
        case shifted
        /// A part of at least that share of the area, its sides at most as unequal as `aspect` to 1, brought to `side`.
        /// Source: Szegedy et al., “Going deeper with convolutions”, 2014.
        case resized(leastArea: Double, aspect: Double)
    }

    package enum Proportions: Sendable, Hashable {
        /// The stored picture's shorter side is `storedSide`; its longer one at most twice that, the rest is cut off evenly.
        case kept
        /// All of the photo in a square of `storedSide`: a part sees more of it, and nothing is out of sight in a test.
        case squeezed
    }

    /// Of the square that the network sees.
    package var side: Int
    /// The shorter side of the stored picture, at least `side`.
    package var storedSide: Int
    /// Of the squares of the stored picture that a test sees, brought to `side`. Where training parts are resized from more pixels than `side` has, a
    /// test's must be, too: or it would see sharper pictures than the network was trained on.
    package var testSide: Int
    package var proportions: Proportions
    package var crop: Crop
    /// Half of the photos of an epoch are mirrored left to right.
    package var mirrors: Bool
    package var normalisation: Normalisation

    package init(
        side: Int, storedSide: Int, testSide: Int? = nil, _ proportions: Proportions = .kept, crop: Crop = .shifted, mirrors: Bool = true,
        normalisation: Normalisation = .imageNet
    ) {
        precondition(side > 0 && storedSide >= side && (side...storedSide).contains(testSide ?? side))
        self.side = side
        self.storedSide = storedSide
        self.testSide = testSide ?? side
        self.proportions = proportions
        self.crop = crop
        self.mirrors = mirrors
        self.normalisation = normalisation
    }

    package var valuesPerImage: Int { 3 * side * side }

    /// The part of a decoded picture that is stored, and its size there.
    package func stored(width: Int, height: Int) -> (crop: PhotoCrop, width: Int, height: Int) {
        if proportions == .squeezed { return (PhotoCrop(x: 0, y: 0, width: width, height: height), storedSide, storedSide) }
        let shorter = min(width, height), longer = min(max(width, height), 2 * shorter)
        let storedLonger = max(storedSide, (2 * longer * storedSide + shorter) / (2 * shorter))
        let rest = max(width, height) - longer
        return width >= height
            ? (PhotoCrop(x: rest / 2, y: 0, width: longer, height: height), storedLonger, storedSide)
            : (PhotoCrop(x: 0, y: rest / 2, width: width, height: longer), storedSide, storedLonger)
    }

    /// The part for training. Its draws are eight numbers of Philox(seed, `RandomStream.augmentation`, epoch) from 8 · photo on, where `photo`
    /// is the photo's place in the training part: they do not depend on batches, threads, or the order of an epoch.
    package func trainingCrop(width: Int, height: Int, seed: UInt64, epoch: Int, photo: Int) -> PhotoCrop {
        let random = Philox(seed: seed, stream: RandomStream.augmentation, step: epoch)
        func draw(_ number: Int) -> Int { 8 * photo + number }
        var part = PhotoCrop(x: 0, y: 0, width: side, height: side)
        switch crop {
        case .centre: part = testCrop(width: width, height: height, view: 0)
        case .shifted: break
        case .resized(let leastArea, let aspect):
            let area = Double(width * height) * (leastArea + (1 - leastArea) * Double(random.uniform(draw(3))))
            let even = 2 * Double(random.uniform(draw(4))) - 1
            let ratio = even < 0 ? 1 / (1 - (aspect - 1) * even) : 1 + (aspect - 1) * even
            part.width = min(max(Int((area * ratio).squareRoot().rounded()), 1), width)
            part.height = min(max(Int((area / ratio).squareRoot().rounded()), 1), height)
        }
        if crop != .centre {
            part.x = random.integer(draw(1), below: width - part.width + 1)
            part.y = random.integer(draw(2), below: height - part.height + 1)
        }
        part.isMirrored = mirrors && random.word(draw(0)) >> 31 == 1
        return part
    }

    /// Of a test's views: the centre, mirrored centre, four corners, four corners mirrored.
    package static let testViews = 10

    package func testCrop(width: Int, height: Int, view: Int) -> PhotoCrop {
        precondition((0..<Self.testViews).contains(view))
        let right = width - testSide, below = height - testSide
        let corner = view >= 2 ? (view - 2) % 4 : -1
        let x = corner < 0 ? right / 2 : corner & 1 == 1 ? right : 0
        let y = corner < 0 ? below / 2 : corner & 2 == 2 ? below : 0
        return PhotoCrop(x: x, y: y, width: testSide, height: testSide, isMirrored: view == 1 || view >= 6)
    }
}
