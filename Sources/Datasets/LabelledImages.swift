// Images with labels in memory: one part (training or test) of a data set.
// Leaves to others: where they come from (CIFAR10, SyntheticImages), and order and normalisation (Batches).

/// Pixels [count][channels][height][width] in 0…255 and a class number each.
package struct LabelledImages: Sendable, Equatable {
    package let channels: Int
    package let height: Int
    package let width: Int
    package let classes: Int
    package let pixels: [UInt8]
    package let labels: [UInt8]

    package init(channels: Int = 3, height: Int = 32, width: Int = 32, classes: Int = 10, pixels: [UInt8], labels: [UInt8]) {
        precondition(pixels.count == labels.count * channels * height * width, "pixels and labels differ in their number of images")
        self.channels = channels
        self.height = height
        self.width = width
        self.classes = classes
        self.pixels = pixels
        self.labels = labels
    }

    package var count: Int { labels.count }
    /// Values of one image.
    package var valuesPerImage: Int { channels * height * width }

    /// How many images each class has.
    package var classCounts: [Int] {
        var counts = [Int](repeating: 0, count: classes)
        for label in labels { counts[Int(label)] += 1 }
        return counts
    }

    /// Mean and standard deviation of each channel, with pixels as 0…1, over all images.
    package var channelMoments: [(mean: Double, deviation: Double)] {
        let area = height * width
        return (0..<channels).map { channel in
            var sum: UInt64 = 0, squares: UInt64 = 0
            for image in 0..<count {
                let start = (image * channels + channel) * area
                for pixel in pixels[start..<start + area] {
                    sum += UInt64(pixel)
                    squares += UInt64(pixel) * UInt64(pixel)
                }
            }
            let values = Double(count * area)
            let mean = Double(sum) / values
            return (mean / 255, (Double(squares) / values - mean * mean).squareRoot() / 255)
        }
    }
}
