// Photos made here, as JPEG files in memory, for where the real ones cannot be had. Results on them say `synthetic`.
// Leaves to others: what they show (PhotoScene), training, and keeping such results apart from real ones.

import Digests
import Measurement
import Synchronization

/// A few hundred different pictures of the sizes and qualities of the set that they stand for; a set's photos take them in turn, so that it is as
/// large as the real one and costs little memory. Each class has pictures of its own.
package enum SyntheticPhotos {
    /// Rises when the files of a seed change.
    package static let revision = 1

    /// What they stand for.
    package struct Kind: Sendable, Hashable {
        package let name: String
        package let classNames: [String]
        package let training: Int
        package let test: Int
        /// Widths and heights as often as they are drawn.
        let sizes: [SIMD2<Int>]
        let quality: Int
        let grain: Int

        /// Parted as the real set of so many photos is.
        private init(
            _ name: String, _ classNames: [String], photos: Int, parts: Int, sizes: [SIMD2<Int>], quality: Int, grain: Int
        ) {
            self.name = name
            self.classNames = classNames
            test = HeldOut.count(of: photos, parts: parts)
            training = photos - test
            self.sizes = sizes
            self.quality = quality
            self.grain = grain
        }

        /// As the 2,002 photos of `cats-dogs`: 150,000 pixels and 22 kB in the mean.
        package static let catsDogs = Kind(
            CatsDogs.name, CatsDogs.classNames, photos: 2002, parts: CatsDogs.parts,
            sizes: [
                [500, 374], [499, 375], [500, 374], [499, 375], [499, 333], [375, 499], [403, 499], [320, 239], [319, 240], [300, 280],
                [253, 399],
                [296, 200], [480, 359], [215, 174], [349, 343], [500, 386],
            ], quality: 69, grain: 4)

        /// As the 7,390 Oxford-IIIT Pet photos, parted as in fast.ai's lesson: 170,000 pixels and 95 kB in the mean.
        package static let pets = Kind(
            Pets.name, Pets.breeds, photos: 7390, parts: Pets.parts,
            sizes: [[500, 375], [500, 333], [375, 500], [300, 225], [600, 450], [500, 500], [334, 500], [500, 334]], quality: 96, grain: 6)
    }

    /// `limit` makes the set smaller, for tests and where only some photos are looked at.
    package static func make(_ kind: Kind, seed: UInt64, training: Int? = nil, test: Int? = nil, threads: WorkThreads) -> PhotoSet {
        let counts = [training ?? kind.training, test ?? kind.test]
        let classes = kind.classNames.count
        // Whole rounds of the classes: at least 96 pictures to train on, 32 to test on, but not more than photos.
        let pools = zip(counts, [96, 32]).map { count, least in (min(count, least) + classes - 1) / classes * classes }
        let files = write(kind, seed: seed, numbers: pools[0] + pools[1], threads: threads)
        func digest(_ part: String, _ count: Int) -> String {
            SHA256.hexadecimal(of: Array("mettle synthetic photos \(revision), \(kind.name), seed \(seed), \(part), \(count)".utf8))
        }
        func photos(_ part: String, _ count: Int, pool: Int, first: Int) -> [Photo] {
            (0..<count).map { Photo(name: "\(part)/\($0).jpg", label: UInt8($0 % classes), place: first + $0 % pool) }
        }
        let identity = DatasetIdentity(
            name: "synthetic-" + kind.name, trainDigest: digest("training", counts[0]), testDigest: digest("test", counts[1]),
            trainIsOriginal: false, testIsOriginal: false, synthetic: true)
        return PhotoSet(
            identity: identity, classNames: kind.classNames, origin: .memory(files),
            training: photos("training", counts[0], pool: pools[0], first: 0),
            test: photos("test", counts[1], pool: pools[1], first: pools[0]))
    }

    private static func write(_ kind: Kind, seed: UInt64, numbers: Int, threads: WorkThreads) -> [[UInt8]] {
        let classes = kind.classNames.count
        var files = [[UInt8]](repeating: [], count: numbers)
        files.withUnsafeMutableBufferPointer { buffer in
            // Each place is written by the one thread that took its number.
            nonisolated(unsafe) let places = buffer
            let next = Atomic(0)
            threads.perform {
                let picture = Picture(), encoder = JPEGEncoder()
                while true {
                    let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    if number >= places.count { return }
                    let size = kind.sizes[Philox(seed: seed, stream: RandomStream.synthetic + 5).integer(number, below: kind.sizes.count)]
                    let scene = PhotoScene(
                        width: size.x, height: size.y, label: number % classes, classes: classes, seed: seed, number: number,
                        grain: kind.grain)
                    do throws(PhotoFault) { try scene.paint(into: picture) } catch {
                        preconditionFailure("no memory for a picture: \(error)")
                    }
                    places[number] = encoder.encode(picture, JPEGSettings(quality: kind.quality))
                }
            }
        }
        return files
    }
}
