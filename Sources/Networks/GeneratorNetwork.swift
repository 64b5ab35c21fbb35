// A generator of images of DCGAN's kind: a latent vector becomes a small map, transposed convolutions double its sides until it is an image.
// Source: Radford, Metz, Chintala, “Unsupervised representation learning with deep convolutional generative adversarial networks”, 2016.
// Leaves to others: the arithmetic (Reference+Generator, CPU.ImageGenerator).

import Measurement

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Sizes: a 4×4 map of channels[0], then for each next number of channels, and at last for the colours, a 4×4 transposed convolution of stride 2
/// and padding 1, without bias. Batch normalisation and ReLU follow each but the last, which tanh follows.
package struct GeneratorNetwork: Sendable, Equatable {
    package var latent: Int
    package var channels: [Int]

    package init(latent: Int = 100, channels: [Int] = [512, 256, 128, 64]) {
        self.latent = latent
        self.channels = channels
    }

    package static let base = 4
    package static let kernel = 4
    package static let colours = 3

    /// Pixels of an image's side.
    package var side: Int { Self.base << channels.count }

    /// Channels and side of each transposed convolution's input, and its channels out; without the first map.
    package var steps: [(inputs: Int, side: Int, outputs: Int)] {
        channels.indices.map { (channels[$0], Self.base << $0, $0 + 1 < channels.count ? channels[$0 + 1] : Self.colours) }
    }

    /// Multiplications and additions of an image, as those of direct convolutions.
    package var operations: Double {
        let area = Self.kernel * Self.kernel
        let products = steps.reduce(latent * channels[0] * area) { $0 + $1.side * $1.side * area * $1.inputs * $1.outputs }
        return 2 * Double(products)
    }

    package static let epsilon = 1e-5

    /// Between the directions of two latent vectors.
    package static func angle(_ a: [Float], _ b: [Float]) -> Double {
        var product = 0.0, left = 0.0, right = 0.0
        for index in a.indices {
            product += Double(a[index]) * Double(b[index])
            left += Double(a[index]) * Double(a[index])
            right += Double(b[index]) * Double(b[index])
        }
        return acos(max(-1, min(1, product / (left * right).squareRoot())))
    }

    /// The shares of two vectors on the arc that joins them: at t = 0 the first alone, at t = 1 the second. Where they point the same way it is a
    /// straight line. Source: White, “Sampling generative networks”, 2016.
    package static func shares(angle: Double, at t: Double) -> (first: Double, second: Double) {
        let sine = sin(angle)
        return sine > 1e-6 ? (sin((1 - t) * angle) / sine, sin(t * angle) / sine) : (1 - t, t)
    }
}

/// Weights as they are before a fold: of each transposed convolution [in][out][4][4], with the statistics that a trained network would hold.
package struct GeneratorParameters: Sendable {
    package struct Step: Sendable {
        package var weights: [Float]
        /// Empty where no normalisation follows.
        package var gamma: [Float] = []
        package var beta: [Float] = []
        package var mean: [Float] = []
        package var variance: [Float] = []
    }
    /// From the latent vector to the first map, then the network's steps.
    package var steps: [Step]

    /// DCGAN's start: weights N(0, 0.02), gamma N(1, 0.02). Running statistics lie around what such weights give, so that values stay of order 1.
    package init(_ network: GeneratorNetwork, seed: UInt64) {
        let area = GeneratorNetwork.kernel * GeneratorNetwork.kernel
        func normals(_ count: Int, _ mean: Double, _ deviation: Double, part: Int) -> [Float] {
            let random = Philox(seed: seed, stream: RandomStream.weights, step: part)
            return [Float](unsafeUninitializedCapacity: count) { values, filled in
                for start in stride(from: 0, to: count, by: 4) {
                    let four = random.normals(UInt64(start) >> 2)
                    for lane in 0..<min(4, count - start) { values[start + lane] = Float(mean + deviation * four[lane]) }
                }
                filled = count
            }
        }
        let sizes = [(network.latent, network.channels[0])] + network.steps.map { ($0.inputs, $0.outputs) }
        steps = sizes.enumerated().map { index, size in
            let (inputs, outputs) = size
            var step = Step(weights: normals(inputs * outputs * area, 0, 0.02, part: 8 * index))
            guard index < sizes.count - 1 else { return step }
            // A pixel of the first map has one weight of each input, the others four; half of what ReLU lets pass is nothing.
            let variance = 0.02 * 0.02 * Double(inputs) * (index == 0 ? 1 : 2)
            step.gamma = normals(outputs, 1, 0.02, part: 8 * index + 1)
            step.beta = normals(outputs, 0, 0.1, part: 8 * index + 2)
            step.mean = normals(outputs, 0, 0.1 * variance.squareRoot(), part: 8 * index + 3)
            step.variance = normals(outputs, 0, 0.1, part: 8 * index + 4).map { Float(variance) * exp($0) }
            return step
        }
    }
}
