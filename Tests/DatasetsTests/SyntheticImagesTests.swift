// Synthetic images: the same for a seed, named as such, and learnable but not at a glance.
// Leaves to others: networks that learn them (WorkloadsTests).

import Datasets
import Testing

@Suite struct SyntheticImagesTests {
    static let set = SyntheticImages.make(seed: 1, training: 2_000, test: 500)

    @Test func saysWhatItIs() {
        let identity = Self.set.identity
        #expect(identity.name == "synthetic" && identity.synthetic && identity.trainIsOriginal == false && identity.testIsOriginal == false)
        #expect(identity.trainDigest.count == 64 && identity.trainDigest != identity.testDigest)
        #expect(SyntheticImages.make(seed: 2, training: 10, test: 10).identity.trainDigest != identity.trainDigest)
    }

    @Test func isAFunctionOfTheSeedAndAPrefixOfALargerSet() {
        let small = SyntheticImages.make(seed: 1, training: 100, test: 50)
        #expect(small.training.pixels.elementsEqual(Self.set.training.pixels.prefix(100 * 3072)))
        #expect(small.training.labels.elementsEqual(Self.set.training.labels.prefix(100)))
        #expect(small.test.pixels.elementsEqual(Self.set.test.pixels.prefix(50 * 3072)))
        #expect(SyntheticImages.make(seed: 2, training: 100, test: 50).training.pixels != small.training.pixels)
        #expect(small.test.pixels != Array(small.training.pixels.prefix(50 * 3072)))
    }

    /// The bytes are the same on every platform: a checksum (FNV-1a) written down once.
    @Test func bytesAreWrittenDown() {
        let hash = Self.set.training.pixels.prefix(30 * 3072).reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        #expect(hash == 4_369_813_721_555_298_611)
    }

    @Test func classesAreBalancedAndPixelsSpread() {
        #expect(Self.set.training.classCounts == [Int](repeating: 200, count: 10))
        #expect(Self.set.training.channels == 3 && Self.set.training.height == 32 && Self.set.training.width == 32)
        for moments in Self.set.training.channelMoments {
            #expect(abs(moments.mean - 0.5) < 0.05)
            #expect(moments.deviation > 0.15 && moments.deviation < 0.3)
        }
    }

    /// The nearest mean image of a class tells classes apart far better than chance and far from surely.
    @Test func isLearnableAndNotTrivial() {
        let training = Self.set.training, test = Self.set.test
        var means = [[Double]](repeating: [Double](repeating: 0, count: 3072), count: 10)
        for image in 0..<training.count {
            for i in 0..<3072 { means[Int(training.labels[image])][i] += Double(training.pixels[image * 3072 + i]) / 200 }
        }
        var right = 0
        for image in 0..<test.count {
            let distances = means.map { mean in
                (0..<3072).reduce(0) {
                    let difference = Double(test.pixels[image * 3072 + $1]) - mean[$1]
                    return $0 + difference * difference
                }
            }
            if distances.indices.min(by: { distances[$0] < distances[$1] }) == Int(test.labels[image]) { right += 1 }
        }
        let accuracy = Double(right) / Double(test.count)
        #expect(accuracy > 0.25 && accuracy < 0.9)
    }
}
