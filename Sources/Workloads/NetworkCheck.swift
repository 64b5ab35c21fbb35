// Checks an executor against the float64 reference on a narrow network of the same layers.
// Leaves to others: each kernel's own tests (Tests), what happens after a wrong answer (Harness).

import Measurement
package import Networks

package enum NetworkCheck {
    /// What an engine's answers are held against, and how far from them they may lie.
    package struct Bounds: Sendable, Equatable {
        /// Where the reference rounds.
        package var storage: ReferenceStorage
        /// Of loss, logits and parameters after two steps. Where storage rounds they are for 13 convolutions: a deeper network rounds more often,
        /// and what it rounded is amplified on the way. Residual networks of 30 convolutions in bf16 lie at 0.1 where 13 lie at 0.02.
        package var values: Double
        package var gradients: Double

        package init(storage: ReferenceStorage = .exact, values: Double, gradients: Double) {
            self.storage = storage
            self.values = values
            self.gradients = gradients
        }
    }

    /// Gradients of one batch, the parameters after two steps and the logits then, of the narrowed network, against the reference.
    ///
    /// Errors are root-mean-square errors, each relative to the reference's root mean square: single values near zero may differ by cancellation, a
    /// wrong kernel moves all of them. The answer is the error that takes most of its bound. Fp32 engines with Winograd stay under 1e-4 here.
    package static func verify(
        _ network: Network, _ bounds: Bounds, makeExecutor: (Network, Int) throws -> any Executor
    ) rethrows -> Verification {
        // Networks for photographs are deeper, have larger maps, and normalise single numbers an image: those want some images.
        let isLarge = network.input.height > 64, count = isLarge ? 8 : 4
        let narrow = network.withoutRepeatedBlocks.narrowed(by: isLarge ? 8 : 4)
        let executor = try makeExecutor(narrow, count)
        let reference = ReferenceExecutor(narrow, batch: count, storage: bounds.storage)
        let state = narrow.initialState(seed: 7)
        executor.load(state: state)
        reference.load(state: state)
        let (images, labels) = batch(for: narrow, count: count)
        var gradientError = 0.0, valueError = 0.0
        images.withUnsafeBufferPointer { images in
            labels.withUnsafeBufferPointer { labels in
                let (x, y) = (images.baseAddress!, labels.baseAddress!)
                let ours = executor.gradients(images: x, labels: y, count: count, seed: 3, step: 0)
                let theirs = reference.gradients(images: x, labels: y, count: count, seed: 3, step: 0)
                gradientError = relativeError(ours.gradients, theirs.gradients)
                valueError = abs(ours.loss - theirs.loss) / abs(theirs.loss)
                // Deep networks at their random start have steep losses: long steps would make rounding grow from one to the next.
                let recipe = Recipe(batch: count, epochs: 1, rate: isLarge ? 0.001 : 0.01, labelSmoothing: 0.1)
                for step in 0..<2 {
                    _ = executor.trainStep(images: x, labels: y, count: count, recipe: recipe, seed: 3, step: step)
                    _ = reference.trainStep(images: x, labels: y, count: count, recipe: recipe, seed: 3, step: step)
                }
                valueError = max(valueError, relativeError(executor.state(), reference.state()))
                // From the same parameters: what a coarse precision did to the steps is judged already.
                executor.load(state: reference.state())
                valueError = max(valueError, logitError(executor, reference, x, count))
            }
        }
        // Float32 rounds too little for its depth to tell.
        let depth = bounds.storage == .exact ? 1 : narrow.depthOverVGG16
        let values = min(bounds.values * depth * depth, 0.5), gradients = min(bounds.gradients * depth, 0.95)
        let isGradient = gradientError / gradients > valueError / values
        return Verification(relativeError: isGradient ? gradientError : valueError, tolerance: isGradient ? gradients : values)
    }

    private static func batch(for network: Network, count: Int) -> (images: [Float], labels: [UInt8]) {
        let random = Philox(seed: 11, stream: RandomStream.fill)
        let images = (0..<count * network.input.count).map { random.uniform($0) * 2 - 1 }
        let labels = (0..<count).map { UInt8($0 % network.classes) }
        return (images, labels)
    }

    private static func logitError(_ a: any Executor, _ b: any Executor, _ images: UnsafePointer<Float>, _ count: Int) -> Double {
        func logits(_ executor: any Executor) -> [Float] {
            [Float](unsafeUninitializedCapacity: count * executor.network.classes) { buffer, initialized in
                executor.infer(images: images, count: count, logits: buffer.baseAddress!)
                initialized = buffer.count
            }
        }
        return relativeError(logits(a), logits(b))
    }

    /// Root mean square of the difference over that of the reference; infinite where anything is not a number.
    private static func relativeError(_ ours: [Float], _ theirs: [Float]) -> Double {
        var difference = 0.0, size = 0.0
        for (a, b) in zip(ours, theirs) {
            difference += Double(a - b) * Double(a - b)
            size += Double(b) * Double(b)
        }
        let error = (difference / max(size, 1e-300)).squareRoot()
        return error.isNaN || ours.count != theirs.count ? .infinity : error
    }
}

extension Network {
    /// Convolutions over the 13 of VGG16, at least 1.
    fileprivate var depthOverVGG16: Double {
        max(1, Double(layers.count { if case .convolution = $0 { true } else { false } }) / 13)
    }
}
