// How pixel values become a network's input.
// Leaves to others: doing it (Resampler).

/// What is subtracted from each channel, with values as 0…1, and what it is then divided by.
package struct Normalisation: Sendable, Hashable {
    package var mean: [Float]
    package var deviation: [Float]

    package init(mean: [Float], deviation: [Float]) {
        precondition(mean.count == 3 && deviation.count == 3)
        self.mean = mean
        self.deviation = deviation
    }

    /// ImageNet's, which programs for photographs use by custom.
    package static let imageNet = Normalisation(mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])
}
