// Images made here, of CIFAR-10's shape, for where the real ones cannot be had. Learnable; results on them say `synthetic`.
// Leaves to others: training, and keeping such results apart from real ones.

import Digests
import Measurement

/// A class is a texture: random colours on an 8×8 grid about a tint, smoothly enlarged to 32×32 and wrapping round. An image shows its class's
/// texture shifted, in its own contrast and brightness, under another class's texture and noise. All arithmetic is in integers,
/// so the same seed gives the same bytes everywhere; image i does not depend on how many images there are.
package enum SyntheticImages {
    package static let name = "synthetic"
    /// Rises when the images of a seed change.
    package static let revision = 1
    private static let classes = 10
    private static let side = 32

    /// `training` and `test` images, classes in turn.
    package static func make(seed: UInt64, training: Int = 50_000, test: Int = 10_000) -> Dataset {
        let textures = Textures(seed: seed)
        func digest(_ part: Part, _ count: Int) -> String {
            SHA256.hexadecimal(of: Array("mettle synthetic images \(revision), seed \(seed), \(part), \(count)".utf8))
        }
        return Dataset(
            identity: DatasetIdentity(
                name: name, trainDigest: digest(.training, training), testDigest: digest(.test, test),
                trainIsOriginal: false, testIsOriginal: false, synthetic: true),
            training: images(training, of: .training, seed: seed, textures),
            test: images(test, of: .test, seed: seed, textures))
    }

    private enum Part: Int { case training, test }

    private static func images(_ count: Int, of part: Part, seed: UInt64, _ textures: Textures) -> LabelledImages {
        let values = 3 * side * side
        let scenes = Philox(seed: seed, stream: RandomStream.synthetic + 1, step: part.rawValue)
        let noise = Philox(seed: seed, stream: RandomStream.synthetic + 2, step: part.rawValue)
        let labels = (0..<count).map { UInt8($0 % classes) }
        let pixels = [UInt8](unsafeUninitializedCapacity: count * values) { pixels, filled in
            for image in 0..<count {
                let scene = Scene(scenes.words(UInt64(image)), label: Int(labels[image]))
                let target = UnsafeMutableBufferPointer(rebasing: pixels[image * values..<(image + 1) * values])
                paint(scene, textures, noise, firstBlock: UInt64(image * values / 16), into: target)
            }
            filled = count * values
        }
        return LabelledImages(classes: classes, pixels: pixels, labels: labels)
    }

    /// What one image shows, from four random words.
    private struct Scene {
        /// Offsets into a wrapped texture.
        var own: Int
        var other: Int
        /// Weights in 1/256.
        var ownGain: Int16
        var otherGain: Int16
        var brightness: Int16

        init(_ words: SIMD4<UInt32>, label: Int) {
            func bits(_ word: Int, _ shift: UInt32, _ count: UInt32) -> Int { Int(words[word] >> shift & (1 << count - 1)) }
            own = Textures.offset(label, shiftY: bits(0, 0, 4), shiftX: bits(0, 4, 4))
            let stranger = (label + 1 + Int((UInt64(words[1] >> 10) * UInt64(classes - 1)) >> 22)) % classes
            other = Textures.offset(stranger, shiftY: bits(1, 0, 5), shiftX: bits(1, 5, 5))
            ownGain = Int16(64 + bits(2, 0, 6))
            otherGain = Int16(48 + bits(2, 6, 6))
            brightness = Int16(bits(2, 12, 6)) - 32
        }
    }

    /// Sixteen pixels at a time. The gains keep the weighted sum of two textures inside 16 bits.
    private static func paint(
        _ scene: Scene, _ textures: Textures, _ noise: Philox, firstBlock: UInt64, into target: UnsafeMutableBufferPointer<UInt8>
    ) {
        let target = UnsafeMutableRawBufferPointer(target)
        textures.values.withUnsafeBytes { textures in
            func sixteen(_ index: Int) -> SIMD16<Int16> { textures.loadUnaligned(fromByteOffset: 2 * index, as: SIMD16<Int16>.self) }
            for channel in 0..<3 {
                for y in 0..<side {
                    let row = (channel * side + y) * side
                    let texture = (channel * Textures.side + y) * Textures.side
                    for x in stride(from: 0, to: side, by: 16) {
                        let own = sixteen(scene.own + texture + x) &* scene.ownGain
                        let other = sixteen(scene.other + texture + x) &* scene.otherGain
                        let bytes = unsafeBitCast(noise.words(firstBlock + UInt64((row + x) / 16)), to: SIMD16<UInt8>.self)
                        let grain = ((SIMD16<Int16>(truncatingIfNeeded: bytes) &- 128) &* 3) &>> 2
                        let value = ((own &+ other) &>> 8) &+ grain &+ (128 + scene.brightness)
                        let clamped = value.clamped(lowerBound: SIMD16(repeating: 0), upperBound: SIMD16(repeating: 255))
                        target.storeBytes(of: SIMD16<UInt8>(truncatingIfNeeded: clamped), toByteOffset: row + x, as: SIMD16<UInt8>.self)
                    }
                }
            }
        }
    }
}

/// The classes' textures, each twice as wide and high as an image so that a shifted one is read without wrapping.
private struct Textures {
    static let side = 64
    /// [class][channel][side][side] in −128…127.
    let values: [Int16]

    static func offset(_ label: Int, shiftY: Int, shiftX: Int) -> Int { (label * 3 * side + shiftY) * side + shiftX }

    init(seed: UInt64) {
        let random = Philox(seed: seed, stream: RandomStream.synthetic)
        var values: [Int16] = []
        values.reserveCapacity(10 * 3 * Self.side * Self.side)
        for plane in 0..<10 * 3 {
            /// Words 2048 and on tint each plane by up to half of the range: the easy thing that a network learns first.
            let tint = Int(random.word(2048 + plane) >> 25) - 64
            func corner(_ y: Int, _ x: Int) -> Int { tint + Int(random.word(plane * 64 + (y & 7) * 8 + x & 7) >> 25) - 64 }
            for y in 0..<Self.side {
                for x in 0..<Self.side {
                    // Bilinear between the corners of a 4×4 cell.
                    let cy = y / 4, cx = x / 4, fy = y % 4, fx = x % 4
                    let top = corner(cy, cx) * (4 - fx) + corner(cy, cx + 1) * fx
                    let bottom = corner(cy + 1, cx) * (4 - fx) + corner(cy + 1, cx + 1) * fx
                    values.append(Int16((top * (4 - fy) + bottom * fy) / 16))
                }
            }
        }
        self.values = values
    }
}
