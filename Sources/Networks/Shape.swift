// The shape of one image's activations between two layers.
// Leaves to others: batches (the executors'), and memory layout.

/// Channels, height and width of one image; a flat vector of c values is c × 1 × 1.
package struct Shape: Sendable, Hashable, Codable, CustomStringConvertible {
    package var channels: Int
    package var height: Int
    package var width: Int

    package init(channels: Int, height: Int = 1, width: Int = 1) {
        self.channels = channels
        self.height = height
        self.width = width
    }

    package var count: Int { channels * height * width }
    package var description: String { "\(channels)×\(height)×\(width)" }
}
