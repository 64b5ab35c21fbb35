// Batches of a data set's part: the order of an epoch, and images gathered and normalised into a caller's buffer.
// Leaves to others: the training loop (Workloads), reading and making images (CIFAR10, SyntheticImages).

/// Draws batches from one part, in file order or shuffled anew each epoch. Nothing is allocated after `init`.
package struct Batches: Sendable {
    package let images: LabelledImages
    /// Images of a full batch; an epoch's last may be smaller.
    package let batch: Int
    /// order[i] is the image that the epoch shows at place i.
    package private(set) var order: [Int32]

    /// Float of each pixel value: ((x / 255) − 0.5) / 0.5, rounded after each operation as PyTorch's transforms are.
    private static let normalised: [Float] = (0...255).map { (Float($0) / 255 - 0.5) / 0.5 }

    package init(_ images: LabelledImages, batch: Int) {
        precondition(batch > 0 && images.count > 0)
        self.images = images
        self.batch = batch
        order = (0..<Int32(images.count)).map { $0 }
    }

    /// Batches of an epoch, the last one included.
    package var count: Int { (images.count + batch - 1) / batch }
    /// Images in batch `index`.
    package func count(of index: Int) -> Int { min(batch, images.count - index * batch) }

    /// Sets the order of an epoch, which follows from the seed and its number alone.
    package mutating func shuffle(seed: UInt64, epoch: Int) { order.shuffle(seed: seed, epoch: epoch) }

    /// Back to file order, as evaluation has it.
    package mutating func restoreFileOrder() { for i in order.indices { order[i] = Int32(i) } }

    /// Writes batch `index`: `images` [batch][channels][height][width] and `labels` [batch]. Returns how many images it has.
    package func fill(_ index: Int, images destination: UnsafeMutablePointer<Float>, labels: UnsafeMutablePointer<UInt8>) -> Int {
        precondition((0..<count).contains(index), "batch \(index) of \(count)")
        let values = images.valuesPerImage, filled = count(of: index)
        images.pixels.withUnsafeBufferPointer { pixels in
            Self.normalised.withUnsafeBufferPointer { table in
                for place in 0..<filled {
                    let image = Int(order[index * batch + place])
                    labels[place] = images.labels[image]
                    let source = UnsafeBufferPointer(rebasing: pixels[image * values..<(image + 1) * values])
                    let target = destination + place * values
                    for i in 0..<values { target[i] = table[Int(source[i])] }
                }
            }
        }
        return filled
    }
}
