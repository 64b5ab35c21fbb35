// A network in training on a data set: steps, epochs, losses, accuracy.
// Leaves to others: the arithmetic (Executor), timing (Harness), how the figures are judged.

import CPU
package import Datasets
import Intrinsics
import Measurement
package import Networks

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A training that is ready to take its first step. Every image of an epoch is used once; the last batch is what remains.
package final class Training {
    package let network: Network
    package let recipe: Recipe
    package let seed: UInt64
    package let dataset: Dataset
    package let executor: any Executor
    /// Seconds that the network's construction and start took: part of a run's time (MISSION E1).
    package let constructionSeconds: Double
    /// Mean loss of single batches: the first, then every 50th, counted over all epochs.
    package private(set) var losses: [(step: Int, loss: Double)] = []
    package private(set) var lastLoss = Double.nan
    /// Steps taken so far.
    package private(set) var step = 0

    private var batches: Batches
    private let images: AlignedBuffer<Float>
    private let labels: AlignedBuffer<UInt8>

    /// Takes the executor's maker, so that construction can be timed: the network's initial state is loaded inside.
    package init(
        network: Network, recipe: Recipe, seed: UInt64, dataset: Dataset, makeExecutor: () throws -> any Executor
    ) throws {
        let start = monotonicRawNanoseconds()
        self.network = network
        self.recipe = recipe
        self.seed = seed
        self.dataset = dataset
        batches = Batches(dataset.training, batch: recipe.batch)
        executor = try makeExecutor()
        executor.load(state: network.initialState(seed: seed))
        images = try AlignedBuffer(count: recipe.batch * network.input.count)
        labels = try AlignedBuffer(count: recipe.batch)
        losses.reserveCapacity(recipe.epochs * batches.count / Training.lossStride + 2)
        constructionSeconds = Double(monotonicRawNanoseconds() - start) * 1e-9
    }

    package static let lossStride = 50

    package var stepsPerEpoch: Int { batches.count }
    package var totalSteps: Int { stepsPerEpoch * recipe.epochs }
    package var bytes: Int { executor.byteCount + images.byteCount + labels.byteCount }

    /// Images in the batch of the next step.
    package var nextCount: Int { batches.count(of: step % stepsPerEpoch) }

    /// One step: draws the epoch's order where one begins, fills the batch, trains on it. Returns the number of images.
    @discardableResult
    package func takeStep() -> Int {
        let inEpoch = step % stepsPerEpoch
        if inEpoch == 0 { batches.shuffle(seed: seed, epoch: step / stepsPerEpoch) }
        let count = batches.fill(inEpoch, images: images.pointer, labels: labels.pointer)
        lastLoss = executor.trainStep(
            images: images.pointer, labels: labels.pointer, count: count, recipe: recipe.at(step: step, of: totalSteps), seed: seed,
            step: step)
        if step % Training.lossStride == 0 { losses.append((step, lastLoss)) }
        step += 1
        return count
    }

    /// How much longer a step takes here than on another executor, as a fraction: medians of steps taken in turn, on the batch of the last step.
    /// The network is trained by it: call it when all else is measured. nil where there is no room for both.
    package func cost(over makeOther: () throws -> any Executor, pairs: Int = 5) -> Double? {
        guard let other = try? makeOther() else { return nil }
        other.load(state: network.initialState(seed: seed))
        var own: [Double] = [], others: [Double] = []
        for pair in 0...pairs {
            for executor in [executor, other] {
                let start = monotonicRawNanoseconds()
                _ = executor.trainStep(
                    images: images.pointer, labels: labels.pointer, count: recipe.batch, recipe: recipe, seed: seed, step: pair)
                let seconds = Double(monotonicRawNanoseconds() - start)
                // The first pair warms up.
                if pair > 0 { if executor === other { others.append(seconds) } else { own.append(seconds) } }
            }
        }
        return own.sorted()[pairs / 2] / others.sorted()[pairs / 2] - 1
    }

    /// Whether the last losses lie clearly below those of guessing, ln(classes): without batch normalisation a seed may stall there.
    package var hasLearned: Bool {
        let guessing = log(Double(network.classes))
        let last = losses.suffix(5).map(\.loss)
        guard !last.isEmpty, last.allSatisfy(\.isFinite) else { return false }
        return last.reduce(0, +) / Double(last.count) < 0.95 * guessing
    }

    /// Share of the test images that the network classifies rightly; nil where `shouldStop` said so before the end.
    package func accuracy(shouldStop: () -> Bool) throws -> Double? {
        let classes = network.classes
        let logits = try AlignedBuffer<Float>(count: recipe.batch * classes)
        let test = Batches(dataset.test, batch: recipe.batch)
        var right = 0
        for index in 0..<test.count {
            if shouldStop() { return nil }
            let count = test.fill(index, images: images.pointer, labels: labels.pointer)
            executor.infer(images: images.pointer, count: count, logits: logits.pointer)
            for i in 0..<count {
                let row = logits.pointer + i * classes
                var best = 0
                for c in 1..<classes where row[c] > row[best] { best = c }
                if best == Int(labels.pointer[i]) { right += 1 }
            }
        }
        return Double(right) / Double(dataset.test.count)
    }
}
