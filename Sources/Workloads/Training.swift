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
    package let source: any BatchSource
    package let executor: any Executor
    /// Seconds that the network's construction and start took: part of a run's time (MISSION E1).
    package let constructionSeconds: Double
    /// Mean loss of single batches: the first, then every 50th, counted over all epochs.
    package private(set) var losses: [(step: Int, loss: Double)] = []
    package private(set) var lastLoss = Double.nan
    /// Steps taken so far, and the images of their batches.
    package private(set) var step = 0
    package private(set) var images = 0
    /// What is wrong with the data, in one sentence: a step on fewer images than planned is not the step that is timed, and figures are lost.
    package private(set) var trouble: String?
    /// Seconds of those steps in which training waited for its batch: all that is not the network's own work.
    package private(set) var inputSeconds = 0.0
    /// Seconds of `fillCache`.
    package private(set) var fillSeconds = 0.0

    /// Takes the executor's maker, so that construction can be timed: the network's initial state is loaded inside. The source's batch is the
    /// recipe's, its images are the network's input.
    package init(
        network: Network, recipe: Recipe, seed: UInt64, source: any BatchSource, makeExecutor: () throws -> any Executor
    ) throws {
        precondition(source.batch == recipe.batch && source.classes <= network.classes)
        precondition(Shape(channels: source.channels, height: source.height, width: source.width) == network.input)
        let start = monotonicRawNanoseconds()
        self.network = network
        self.recipe = recipe
        self.seed = seed
        self.source = source
        executor = try makeExecutor()
        executor.load(state: network.initialState(seed: seed))
        losses.reserveCapacity(recipe.epochs * source.stepsPerEpoch / Training.lossStride + 2)
        constructionSeconds = Double(monotonicRawNanoseconds() - start) * 1e-9
    }

    package static let lossStride = 50

    package var stepsPerEpoch: Int { source.stepsPerEpoch }
    package var totalSteps: Int { stepsPerEpoch * recipe.epochs }
    package var bytes: Int { executor.byteCount + source.byteCount }

    /// Images in the batch of the next step.
    package var nextCount: Int { source.count(ofStep: step) }

    /// Does before the first step what the first epoch has to do for all: its steps are then as long as those of the others.
    package func fillCache(shouldStop: @escaping @Sendable () -> Bool) {
        let start = monotonicRawNanoseconds()
        source.fillCache(shouldStop: shouldStop)
        fillSeconds = Double(monotonicRawNanoseconds() - start) * 1e-9
    }

    /// One step: waits for its batch, trains on it. Returns the number of images; where it is less than planned, `trouble` says so from then on.
    @discardableResult
    package func takeStep() -> Int {
        let planned = nextCount
        let start = monotonicRawNanoseconds()
        let batch = source.trainingBatch(step: step)
        inputSeconds += Double(monotonicRawNanoseconds() - start) * 1e-9
        if batch.count > 0 {
            lastLoss = executor.trainStep(
                images: batch.images, labels: batch.labels, count: batch.count, recipe: recipe.at(step: step, of: totalSteps), seed: seed,
                step: step)
        }
        if step % Training.lossStride == 0 { losses.append((step, lastLoss)) }
        step += 1
        images += batch.count
        if batch.count < planned, trouble == nil {
            trouble =
                "A batch of the training has \(batch.count) of its \(planned) images, since of some class no photo can be decoded: "
                + "`mettle data check` names such photos."
        }
        return batch.count
    }

    /// Takes the steps to the epoch's end where its short last batch is among the next `count`: a sample of that many is of full batches then.
    package func passShortBatch(within count: Int) {
        let left = stepsPerEpoch - step % stepsPerEpoch
        guard source.trainingCount % recipe.batch != 0, left <= count, count <= source.trainingCount / recipe.batch else { return }
        for _ in 0..<left { takeStep() }
    }

    /// How much longer a step takes here than on another executor, as a fraction: medians of steps taken in turn, on the next batch.
    /// The network is trained by it: call it when all else is measured. nil where there is no room for both.
    package func cost(over makeOther: () throws -> any Executor, pairs: Int = 5) -> Double? {
        guard let other = try? makeOther() else { return nil }
        other.load(state: network.initialState(seed: seed))
        let batch = source.trainingBatch(step: step)
        guard batch.count > 0 else { return nil }
        var own: [Double] = [], others: [Double] = []
        for pair in 0...pairs {
            for executor in [executor, other] {
                let start = monotonicRawNanoseconds()
                _ = executor.trainStep(
                    images: batch.images, labels: batch.labels, count: batch.count, recipe: recipe, seed: seed, step: pair)
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
    ///
    /// With several views of each image (test-time augmentation) the class is that of the greatest mean probability. An image that lacks one of them
    /// is not judged.
    package func accuracy(views: Int = 1, shouldStop: () -> Bool) throws -> Double? {
        precondition((1...source.testViews).contains(views))
        let classes = network.classes
        let logits = try AlignedBuffer<Float>(count: recipe.batch * classes)
        // What is judged, the labels and the views that were had, by place in the batch: a photo may be lost between two views.
        let sums = try AlignedBuffer<Float>(count: recipe.batch * classes)
        var labels = [UInt8](repeating: 0, count: recipe.batch), had = [Int](repeating: 0, count: recipe.batch)
        source.beginTest(views: views)
        defer { source.endTest() }
        var right = 0, seen = 0
        for index in 0..<source.testBatches {
            sums.pointer.update(repeating: 0, count: sums.count)
            for place in had.indices { had[place] = 0 }
            for view in 0..<views {
                if shouldStop() { return nil }
                let batch = source.testBatch(index, view: view)
                // A batch of photos none of which can be decoded is empty.
                if batch.count > 0 { executor.infer(images: batch.images, count: batch.count, logits: logits.pointer) }
                for (image, place) in batch.places.enumerated() {
                    labels[place] = batch.labels[image]
                    had[place] += 1
                    let row = logits.pointer + image * classes, sum = sums.pointer + place * classes
                    // One view is judged by its logits, as no sum of probabilities can tell apart what rounds to 1.
                    if views == 1 { sum.update(from: row, count: classes) } else { Self.addProbabilities(row, classes, to: sum) }
                }
            }
            for place in had.indices where had[place] == views {
                seen += 1
                if Self.greatest(sums.pointer + place * classes, classes) == Int(labels[place]) { right += 1 }
            }
        }
        return seen == 0 ? nil : Double(right) / Double(seen)
    }

    private static func greatest(_ row: UnsafeMutablePointer<Float>, _ classes: Int) -> Int {
        var best = 0
        for c in 1..<classes where row[c] > row[best] { best = c }
        return best
    }

    private static func addProbabilities(_ row: UnsafeMutablePointer<Float>, _ classes: Int, to sums: UnsafeMutablePointer<Float>) {
        let most = row[greatest(row, classes)]
        var total: Float = 0
        for c in 0..<classes {
            row[c] = exp(row[c] - most)
            total += row[c]
        }
        for c in 0..<classes { sums[c] += row[c] / total }
    }
}
