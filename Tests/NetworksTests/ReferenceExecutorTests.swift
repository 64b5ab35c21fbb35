// The reference executor's steps, states and modes.
// Leaves to others: layers (ReferenceTests) and gradients (GradientTests).

import Measurement
import Networks
import Testing

@Suite struct ReferenceExecutorTests {
    let images: [Float] = [1, 2, -1, 0.5]
    let labels: [UInt8] = [1, 0]

    func dense() throws -> Network {
        try Network(name: "dense", input: Shape(channels: 2), layers: [.dense(Dense(2, 2))])
    }

    /// Two steps of momentum and decay, worked out from the executor's own gradients.
    @Test func updatesAsSGDWithMomentumAndDecay() throws {
        let executor = ReferenceExecutor(try dense(), batch: 2)
        let recipe = Recipe(rate: 0.5, momentum: 0.75, weightDecay: 0.25)
        var w: [Double] = [1, -1, 0.5, 2, 0, 0.25]
        var v = [Double](repeating: 0, count: 6)
        executor.load(state: w.map { Float($0) })
        for step in 0..<3 {
            let g = executor.gradients(images: images.map(Double.init), labels: labels, seed: 0, step: step)
            let loss = executor.trainStep(images: images, labels: labels, count: 2, recipe: recipe, seed: 0, step: step)
            #expect(loss == g.loss)
            for i in w.indices {
                v[i] = 0.75 * v[i] + g.gradients[i] + 0.25 * w[i]
                w[i] -= 0.5 * v[i]
            }
            #expect(executor.state() == w.map { Float($0) })
        }
    }

    /// Three steps of both moments, worked out from the executor's own gradients.
    @Test func updatesAsAdamW() throws {
        let executor = ReferenceExecutor(try dense(), batch: 2)
        let recipe = Recipe(.adamW, rate: 0.01, momentum: 0.75, weightDecay: 0.5)
        var w: [Double] = [1, -1, 0.5, 2, 0, 0.25]
        var m = [Double](repeating: 0, count: 6), v = m
        executor.load(state: w.map { Float($0) })
        for (step, powers) in [(0.75, 0.999), (0.5625, 0.998001), (0.421875, 0.997002999)].enumerated() {
            let g = executor.gradients(images: images.map(Double.init), labels: labels, seed: 0, step: step).gradients
            _ = executor.trainStep(images: images, labels: labels, count: 2, recipe: recipe, seed: 0, step: step)
            for i in w.indices {
                m[i] = 0.75 * m[i] + 0.25 * g[i]
                v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i]
                w[i] = 0.995 * w[i] - 0.01 * (m[i] / (1 - powers.0)) / ((v[i] / (1 - powers.1)).squareRoot() + 1e-8)
            }
            #expect(zip(executor.state(), w).allSatisfy { abs(Double($0) - $1) < 1e-6 }, "step \(step)")
        }
    }

    @Test(arguments: [Recipe.Optimizer.sgd, .adamW]) func loadingForgetsMoments(optimizer: Recipe.Optimizer) throws {
        let executor = ReferenceExecutor(try dense(), batch: 2)
        let first: [Float] = [1, -1, 0.5, 2, 0, 0.25]
        func step() { _ = executor.trainStep(images: images, labels: labels, count: 2, recipe: Recipe(optimizer), seed: 0, step: 0) }
        executor.load(state: first)
        step()
        let once = executor.state()
        step()
        executor.load(state: first)
        step()
        #expect(executor.state() == once)
    }

    /// Running statistics move by the batch's mean and unbiased variance in training, and they alone serve inference.
    @Test func runningStatisticsMoveInTrainingOnly() throws {
        let network = try Network(
            name: "bn", input: Shape(channels: 1, height: 1, width: 2),
            layers: [.batchNormalisation(BatchNormalisation(1, epsilon: 0, momentum: 0.5)), .flatten, .dense(Dense(2, 2))])
        let executor = ReferenceExecutor(network, batch: 2)
        // gamma 2, beta 1, identity weights, no bias, running mean 1, running variance 4.
        executor.load(state: [2, 1, 1, 0, 0, 1, 0, 0, 1, 4])
        var logits = [Float](repeating: 0, count: 2)
        executor.infer(images: [5, -1], count: 1, logits: &logits)
        #expect(logits == [5, -1])
        _ = executor.gradients(images: [1, 2, 3, 6], labels: labels, count: 2, seed: 0, step: 0)
        #expect(executor.state().suffix(2) == [1, 4])
        _ = executor.trainStep(
            images: [1, 2, 3, 6], labels: labels, count: 2, recipe: Recipe(rate: 0, momentum: 0, weightDecay: 0), seed: 0, step: 0)
        // Mean 3; unbiased variance 14 / 3.
        #expect(executor.state().suffix(2) == [2, Float(0.5 * 4 + 0.5 * 14 / 3)])
        #expect(executor.state().prefix(8) == [2, 1, 1, 0, 0, 1, 0, 0])
    }

    @Test func dropoutIsOffInInferenceAndFollowsSeedStepAndLayerInTraining() throws {
        let network = try Network(
            name: "dropout", input: Shape(channels: 16), layers: [.dropout(rate: 0.5), .dense(Dense(16, 2))])
        let executor = ReferenceExecutor(network, batch: 1)
        executor.load(state: [Float](repeating: 1, count: 16) + [Float](repeating: 0, count: 18))
        let ones = [Float](repeating: 1, count: 16)
        var logits: [Float] = [0, 0]
        executor.infer(images: ones, count: 1, logits: &logits)
        #expect(logits == [16, 0])
        for (seed, step) in [(UInt64(1), 0), (1, 1), (2, 0)] {
            let alive = (0..<16).filter { Philox(seed: seed, stream: RandomStream.dropout, step: step).survives($0, rate: 0.5) }.count
            let loss = executor.gradients(images: ones, labels: [0], count: 1, seed: seed, step: step).loss
            let expected = Reference.softmaxCrossEntropy([Double(2 * alive), 0], labels: [0], classes: 2).loss
            #expect(abs(loss - expected) < 1e-12)
        }
    }

    @Test func aSmallerLastBatchIsItsOwnMean() throws {
        let executor = ReferenceExecutor(try dense(), batch: 2)
        executor.load(state: [1, -1, 0.5, 2, 0, 0.25])
        let both = executor.gradients(images: images, labels: labels, count: 2, seed: 0, step: 0)
        let first = executor.gradients(images: images, labels: labels, count: 1, seed: 0, step: 0)
        let second = executor.gradients(images: Array(images[2...]), labels: [0], count: 1, seed: 0, step: 0)
        #expect(abs(both.loss - (first.loss + second.loss) / 2) < 1e-12)
    }

    @Test func learnsToSeparateTwoClasses() throws {
        let network = try Network(
            name: "tiny", input: Shape(channels: 1, height: 4, width: 4),
            layers: [
                .convolution(Convolution(1, 4)), .batchNormalisation(BatchNormalisation(4)), .relu, .maxPool(size: 2, stride: 2),
                .flatten, .dense(Dense(16, 2)),
            ])
        let executor = ReferenceExecutor(network, batch: 8)
        executor.load(state: network.initialState(seed: 1))
        let random = Philox(seed: 2, stream: RandomStream.fill)
        let labels: [UInt8] = (0..<8).map { UInt8($0 % 2) }
        // Class 0 has a bright left half, class 1 a bright top half.
        let images: [Float] = (0..<8 * 16).map { i in
            let bright = i / 16 % 2 == 0 ? i % 4 < 2 : i % 16 < 8
            return (bright ? 1 : -1) + 0.3 * Float(random.normal(i))
        }
        let losses = (0..<30).map {
            executor.trainStep(images: images, labels: labels, count: 8, recipe: Recipe(), seed: 1, step: $0)
        }
        #expect(losses[0] > 0.3)
        #expect(losses[29] < 0.05)
    }

    /// The whole catalogue, one image forward: shapes, finite values, and a loss near ln 10 before training.
    @Test func runsCloudCheck() {
        let network = Network.cloudCheck
        let executor = ReferenceExecutor(network, batch: 1)
        executor.load(state: network.initialState(seed: 1))
        let random = Philox(seed: 3, stream: RandomStream.fill)
        let image = (0..<network.input.count).map { 2 * random.uniform($0) - 1 }
        var logits = [Float](repeating: .nan, count: 10)
        executor.infer(images: image, count: 1, logits: &logits)
        let loss = Reference.softmaxCrossEntropy(logits.map(Double.init), labels: [0], classes: 10).loss
        #expect(abs(loss - 2.303) < 0.3)
    }
}
