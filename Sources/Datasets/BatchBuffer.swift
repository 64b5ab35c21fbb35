// Memory for one batch of images and labels.
// Leaves to others: filling it, and when it may be filled again.

/// Begins at a page, so that vectors never straddle lines for want of alignment. Threads may fill disjoint images at once.
package final class BatchBuffer: @unchecked Sendable {
    package let images: UnsafeMutablePointer<Float>
    package let labels: UnsafeMutablePointer<UInt8>
    package let batch: Int
    package let valuesPerImage: Int

    package init(batch: Int, valuesPerImage: Int) {
        precondition(batch > 0 && valuesPerImage > 0)
        self.batch = batch
        self.valuesPerImage = valuesPerImage
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: batch * valuesPerImage * MemoryLayout<Float>.stride, alignment: 4096)
        images = bytes.bindMemory(to: Float.self, capacity: batch * valuesPerImage)
        images.initialize(repeating: 0, count: batch * valuesPerImage)
        labels = .allocate(capacity: batch)
        labels.initialize(repeating: 0, count: batch)
    }

    deinit {
        images.deallocate()
        labels.deallocate()
    }

    package var byteCount: Int { batch * (valuesPerImage * MemoryLayout<Float>.stride + 1) }

    /// The first `count` images less those of the places that were left out: what stands behind them moves forward, in order.
    func lend(_ count: Int, holes: [Int] = []) -> ImageBatch {
        let batch = ImageBatch(images: images, labels: labels, count: count - holes.count, holes: holes.sorted(), owner: self)
        if holes.isEmpty { return batch }
        for (kept, place) in batch.places.enumerated() where kept != place {
            (images + kept * valuesPerImage).update(from: images + place * valuesPerImage, count: valuesPerImage)
            labels[kept] = labels[place]
        }
        return batch
    }
}
