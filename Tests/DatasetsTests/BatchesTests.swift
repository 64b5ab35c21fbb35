// Orders of epochs, and what a batch holds.
// Leaves to others: Philox (PhiloxTests).

import Datasets
import Testing

@Suite struct BatchesTests {
    /// Image i has label i mod 10 and all its pixels i.
    static func images(_ count: Int) -> LabelledImages {
        LabelledImages(
            channels: 1, height: 2, width: 2, pixels: (0..<count).flatMap { [UInt8](repeating: UInt8($0), count: 4) },
            labels: (0..<count).map { UInt8($0 % 10) })
    }

    /// A batch in a buffer with a canary after it.
    static func batch(_ batches: Batches, _ index: Int) -> (images: [Float], labels: [UInt8], count: Int) {
        let values = batches.batch * batches.images.valuesPerImage
        var images = [Float](repeating: 99, count: values + 1)
        var labels = [UInt8](repeating: 99, count: batches.batch + 1)
        let count = batches.fill(index, images: &images, labels: &labels)
        #expect(images[count * batches.images.valuesPerImage] == 99 && labels[count] == 99)
        return (Array(images.prefix(count * batches.images.valuesPerImage)), Array(labels.prefix(count)), count)
    }

    @Test func fileOrderFirstAndASmallerLastBatch() {
        let batches = Batches(Self.images(10), batch: 4)
        #expect(batches.count == 3)
        #expect((0..<3).map { Self.batch(batches, $0).count } == [4, 4, 2])
        #expect(Self.batch(batches, 2).labels == [8, 9])
    }

    @Test func pixelsAreNormalisedAsTheScriptDoes() {
        let batches = Batches(Self.images(256), batch: 256)
        let values = Self.batch(batches, 0).images
        for pixel in 0..<256 {
            let expected = (Float(pixel) / 255 - 0.5) / 0.5
            #expect(values[4 * pixel..<4 * pixel + 4].allSatisfy { $0 == expected })
        }
        #expect(values[0] == -1 && values[4 * 255] == 1)
    }

    @Test func aShuffleIsAPermutationThatSeedAndEpochDecide() {
        var batches = Batches(Self.images(200), batch: 128)
        batches.shuffle(seed: 1, epoch: 0)
        let first = batches.order
        #expect(first.sorted() == (0..<200).map { Int32($0) })
        #expect(first != first.sorted())
        batches.shuffle(seed: 1, epoch: 1)
        #expect(batches.order != first)
        batches.shuffle(seed: 2, epoch: 0)
        #expect(batches.order != first)
        batches.shuffle(seed: 1, epoch: 0)
        #expect(batches.order == first)
        batches.restoreFileOrder()
        #expect(batches.order == (0..<200).map { Int32($0) })
    }

    @Test func anEpochShowsEveryImageOnceWithItsLabel() {
        var batches = Batches(Self.images(250), batch: 64)
        batches.shuffle(seed: 3, epoch: 7)
        var seen: [Int] = []
        for index in 0..<batches.count {
            let (images, labels, count) = Self.batch(batches, index)
            for place in 0..<count {
                let pixel = Int(((images[4 * place] + 1) * 127.5).rounded())
                #expect(labels[place] == pixel % 10)
                seen.append(pixel)
            }
        }
        #expect(seen.sorted() == Array(0..<250))
        #expect(seen == batches.order.map(Int.init))
    }

    /// Every image comes to the first place about equally often.
    @Test func shufflesAreFair() {
        var batches = Batches(Self.images(8), batch: 8)
        var firsts = [Int](repeating: 0, count: 8)
        for epoch in 0..<4_000 {
            batches.shuffle(seed: 5, epoch: epoch)
            firsts[Int(batches.order[0])] += 1
        }
        #expect(firsts.allSatisfy { abs($0 - 500) < 90 })
    }
}
