// Batch normalisation of the reference, as PyTorch's BatchNorm2d.
// Leaves to others: when which statistics serve (ReferenceExecutor).

extension Reference {
    /// Mean and biased variance of each channel over N, H and W.
    package struct ChannelStatistics: Equatable {
        package var mean: [Double]
        package var variance: [Double]
        /// Values a channel: N · H · W.
        package var count: Int
    }

    package static func statistics(_ x: [Double], shape: Shape, count: Int) -> ChannelStatistics {
        let area = shape.height * shape.width, values = count * area
        precondition(values > 1, "batch normalisation in training needs more than one value a channel")
        var mean = [Double](repeating: 0, count: shape.channels)
        var variance = mean
        for i in x.indices { mean[i / area % shape.channels] += x[i] }
        for c in mean.indices { mean[c] /= Double(values) }
        for i in x.indices {
            let c = i / area % shape.channels
            variance[c] += (x[i] - mean[c]) * (x[i] - mean[c])
        }
        for c in variance.indices { variance[c] /= Double(values) }
        return ChannelStatistics(mean: mean, variance: variance, count: values)
    }

    /// y = gamma · (x − mean) / √(variance + epsilon) + beta, with whichever statistics are given.
    package static func batchNormalisation(
        _ b: BatchNormalisation, _ x: [Double], mean: [Double], variance: [Double], gamma: [Double], beta: [Double], shape: Shape
    ) -> [Double] {
        let area = shape.height * shape.width
        let scale = zip(gamma, variance).map { $0 / ($1 + b.epsilon).squareRoot() }
        return x.indices.map { i in
            let c = i / area % shape.channels
            return (x[i] - mean[c]) * scale[c] + beta[c]
        }
    }

    /// The gradients of input, gamma and beta, where the statistics are the batch's own and so depend on x.
    package static func batchNormalisationBackward(
        _ b: BatchNormalisation, _ x: [Double], _ dy: [Double], _ batch: ChannelStatistics, gamma: [Double], shape: Shape
    ) -> (dx: [Double], gamma: [Double], beta: [Double]) {
        let area = shape.height * shape.width
        let inverse = batch.variance.map { 1 / ($0 + b.epsilon).squareRoot() }
        var dGamma = [Double](repeating: 0, count: shape.channels)
        var dBeta = dGamma
        func normalised(_ i: Int, _ c: Int) -> Double { (x[i] - batch.mean[c]) * inverse[c] }
        for i in x.indices {
            let c = i / area % shape.channels
            dGamma[c] += dy[i] * normalised(i, c)
            dBeta[c] += dy[i]
        }
        let dx = x.indices.map { i in
            let c = i / area % shape.channels
            let centred = dy[i] - (dBeta[c] + normalised(i, c) * dGamma[c]) / Double(batch.count)
            return gamma[c] * inverse[c] * centred
        }
        return (dx, dGamma, dBeta)
    }

    /// The running value after a batch: (1 − momentum) · running + momentum · new.
    package static func moved(_ running: [Double], towards new: [Double], momentum: Double) -> [Double] {
        zip(running, new).map { (1 - momentum) * $0 + momentum * $1 }
    }
}
