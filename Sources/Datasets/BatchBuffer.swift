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

    func lend(_ count: Int) -> ImageBatch { ImageBatch(images: images, labels: labels, count: count, owner: self) }

    /// Moves what stands behind places that were left out forward, in order, and returns how many images are left of `count`.
    func close(_ holes: [Int], count: Int) -> Int {
        let holes = Set(holes)
        var kept = 0
        for place in 0..<count where !holes.contains(place) {
            if kept != place {
                (images + kept * valuesPerImage).update(from: images + place * valuesPerImage, count: valuesPerImage)
                labels[kept] = labels[place]
            }
            kept += 1
        }
        return kept
    }
}
