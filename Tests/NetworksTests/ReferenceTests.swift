// The reference's layers against values worked out by hand.
// Leaves to others: gradients of whole networks (GradientTests), the executor's steps (ReferenceExecutorTests).

import Measurement
import Networks
import Testing

/// Whether two arrays agree to `tolerance`, absolute.
func agree(_ a: [Double], _ b: [Double], _ tolerance: Double = 1e-12) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
}

@Suite struct ReferenceTests {
    /// 1 2 3 / 4 5 6 / 7 8 9 under a kernel with one tap a corner and the centre.
    @Test func convolutionByHand() {
        let c = Convolution(1, 1)
        let shape = Shape(channels: 1, height: 3, width: 3)
        let x: [Double] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
        let weights: [Double] = [1, 0, 0, 0, 10, 0, 0, 0, 100]
        let y = Reference.convolution(c, x, weights: weights, bias: [0.5], input: shape, output: shape, count: 1)
        #expect(y == [510.5, 620.5, 30.5, 840.5, 951.5, 62.5, 70.5, 84.5, 95.5])
    }

    @Test func convolutionWithStrideWithoutPaddingSumsItsInputChannels() {
        let c = Convolution(2, 1, kernel: 2, stride: 2, padding: 0, hasBias: false)
        let input = Shape(channels: 2, height: 3, width: 5), output = Shape(channels: 1, height: 1, width: 2)
        let x = (0..<30).map(Double.init)
        let weights: [Double] = [1, 2, 3, 4, 0, 0, 0, 1000]
        let y = Reference.convolution(c, x, weights: weights, bias: [], input: input, output: output, count: 1)
        // First window: 0 + 2·1 + 3·5 + 4·6 + 1000·21; second: 2 + 2·3 + 3·7 + 4·8 + 1000·23.
        #expect(y == [21_041, 23_061])
    }

    /// A stride keeps every second value of the same convolution without one, at every padding.
    @Test(arguments: [0, 1, 2, 3]) func strideSkipsOutputs(padding: Int) {
        let random = Philox(seed: 8, stream: RandomStream.fill)
        let input = Shape(channels: 2, height: 6, width: 7)
        let x = (0..<2 * input.count).map(random.normal), w = (500..<600).map(random.normal)
        let dense = Convolution(2, 2, kernel: 5, padding: padding, hasBias: false)
        let sparse = Convolution(2, 2, kernel: 5, stride: 2, padding: padding, hasBias: false)
        let all = Shape(channels: 2, height: 2 + 2 * padding, width: 3 + 2 * padding)
        let half = Shape(channels: 2, height: (1 + 2 * padding) / 2 + 1, width: (2 + 2 * padding) / 2 + 1)
        let y = Reference.convolution(dense, x, weights: w, bias: [], input: input, output: all, count: 2)
        let kept = y.indices.filter { $0 % all.width % 2 == 0 && $0 / all.width % all.height % 2 == 0 }.map { y[$0] }
        #expect(agree(Reference.convolution(sparse, x, weights: w, bias: [], input: input, output: half, count: 2), kept))
    }

    @Test func convolutionOfAWindowThatSeesOnlyPaddingIsItsBias() {
        let c = Convolution(1, 1, kernel: 1, padding: 2)
        let input = Shape(channels: 1, height: 1, width: 1), output = Shape(channels: 1, height: 5, width: 5)
        let y = Reference.convolution(c, [3], weights: [2], bias: [1], input: input, output: output, count: 1)
        #expect(y == (0..<25).map { $0 == 12 ? 7 : 1 })
    }

    /// A convolution that covers its input is a dense layer, forward and backward.
    @Test func convolutionOverTheWholeInputIsDense() {
        let c = Convolution(3, 4, kernel: 2, padding: 0), d = Dense(12, 4)
        let input = Shape(channels: 3, height: 2, width: 2), output = Shape(channels: 4, height: 1, width: 1)
        let random = Philox(seed: 1, stream: RandomStream.fill)
        let x = (0..<24).map(random.normal), w = (100..<148).map(random.normal), b = (200..<204).map(random.normal)
        let dy = (300..<308).map(random.normal)
        #expect(
            agree(
                Reference.convolution(c, x, weights: w, bias: b, input: input, output: output, count: 2),
                Reference.dense(d, x, weights: w, bias: b, count: 2)))
        #expect(
            agree(
                Reference.convolutionBackwardData(c, dy, weights: w, input: input, output: output, count: 2),
                Reference.denseBackwardData(d, dy, weights: w, count: 2)))
        let own = Reference.convolutionBackwardWeights(c, x, dy, input: input, output: output, count: 2)
        let dense = Reference.denseBackwardWeights(d, x, dy, count: 2)
        #expect(agree(own.weights, dense.weights) && agree(own.bias, dense.bias))
    }

    @Test func denseByHand() {
        let y = Reference.dense(Dense(2, 3), [1, 2, 3, 4], weights: [1, 0, 0, 1, 10, 100], bias: [0, 0, 0.5], count: 2)
        #expect(y == [1, 2, 210.5, 3, 4, 430.5])
    }

    @Test func maxPoolTakesTheFirstOfEqualsAndDropsOddRests() {
        let input = Shape(channels: 1, height: 3, width: 5), output = Shape(channels: 1, height: 1, width: 2)
        let x: [Double] = [1, 7, 3, 3, 99, 7, 7, 3, 3, 99, 99, 99, 99, 99, 99]
        let (y, sources) = Reference.maxPool(x, size: 2, stride: 2, input: input, output: output, count: 1)
        #expect(y == [7, 3])
        #expect(sources == [1, 2])
        let dx = Reference.maxPoolBackward([5, 6], sources: sources, inputCount: 15)
        #expect(dx == [0, 5, 6] + [Double](repeating: 0, count: 12))
    }

    @Test func overlappingMaxPoolAddsGradients() {
        let input = Shape(channels: 1, height: 2, width: 3), output = Shape(channels: 1, height: 1, width: 2)
        let (y, sources) = Reference.maxPool([0, 9, 0, 0, 0, 0], size: 2, stride: 1, input: input, output: output, count: 1)
        #expect(y == [9, 9])
        #expect(Reference.maxPoolBackward([1, 2], sources: sources, inputCount: 6) == [0, 3, 0, 0, 0, 0])
    }

    @Test func reluAndItsSlopeAtZero() {
        #expect(Reference.relu([-1, 0, 2]) == [0, 0, 2])
        #expect(Reference.reluBackward([-1, 0, 2], [5, 5, 5]) == [0, 0, 5])
    }

    /// Channel 0 holds 1, 2, 3, 6 over two images (mean 3, biased variance 3.5); channel 1 is constant.
    @Test func batchNormalisationByHand() {
        let b = BatchNormalisation(2, epsilon: 0.5)
        let shape = Shape(channels: 2, height: 1, width: 2)
        let x: [Double] = [1, 2, 4, 4, 3, 6, 4, 4]
        let batch = Reference.statistics(x, shape: shape, count: 2)
        #expect(batch.mean == [3, 4] && batch.variance == [3.5, 0] && batch.count == 4)
        let y = Reference.batchNormalisation(
            b, x, mean: batch.mean, variance: batch.variance, gamma: [2, 7], beta: [0.5, -1], shape: shape)
        #expect(agree(y, [-1.5, -0.5, -1, -1, 0.5, 3.5, -1, -1]))
        #expect(agree(Reference.moved([0, 1], towards: [3, 3.5], momentum: 0.1), [0.3, 1.25]))
    }

    /// The gradient of a constant shift or scale of a channel's input is nothing, for the output does not change.
    @Test func batchNormalisationGradientIsOrthogonalToMeanAndScale() {
        let shape = Shape(channels: 1, height: 2, width: 3)
        let random = Philox(seed: 5, stream: RandomStream.fill)
        let x = (0..<12).map(random.normal), dy = (20..<32).map(random.normal)
        let dx = Reference.batchNormalisationBackward(
            BatchNormalisation(1, epsilon: 0), x, dy, Reference.statistics(x, shape: shape, count: 2), gamma: [1.7], shape: shape
        ).dx
        #expect(abs(dx.reduce(0, +)) < 1e-12)
        let product = zip(dx, x).map(*).reduce(0, +)
        #expect(abs(product) < 1e-12)
        #expect(dx.contains { abs($0) > 0.01 })
    }

    @Test func dropoutAsksPhiloxByIndex() {
        let random = Philox(seed: 9, stream: RandomStream.dropout + 4, step: 3)
        let x = (1...64).map(Double.init)
        let y = Reference.dropout(x, rate: 0.25, random: random)
        for i in x.indices { #expect(y[i] == (random.uniform(i) >= 0.25 ? x[i] / 0.75 : 0)) }
        #expect(y.contains(0))
    }

    @Test func softmaxCrossEntropyByHand() {
        let even = Reference.softmaxCrossEntropy([5, 5, 5, 5], labels: [2], classes: 4)
        #expect(abs(even.loss - 1.386_294_361_119_890_6) < 1e-15)
        #expect(agree(even.gradient, [0.25, 0.25, -0.75, 0.25]))
        // Logits ln 1, ln 2, ln 5: probabilities 1/8, 2/8, 5/8.
        let logits = [0, 0.693_147_180_559_945_3, 1.609_437_912_434_100_4]
        let two = Reference.softmaxCrossEntropy(logits + logits, labels: [0, 2], classes: 3)
        let expected = (2.079_441_541_679_836 + 0.470_003_629_245_735_6) / 2
        #expect(abs(two.loss - expected) < 1e-15)
        #expect(agree(two.gradient.map { $0 * 16 }, [-7, 2, 5, 1, 2, -3]))
    }

    /// Probabilities 1/8, 2/8, 5/8 against 0.1, 0.1, 0.8; and by finite differences.
    @Test func smoothedLabelsByHand() {
        let logits = [0, 0.693_147_180_559_945_3, 1.609_437_912_434_100_4]
        let smoothed = Reference.softmaxCrossEntropy(logits, labels: [2], classes: 3, labelSmoothing: 0.3)
        #expect(abs(smoothed.loss - (0.1 * 2.079_441_541_679_836 + 0.1 * 1.386_294_361_119_890_6 + 0.8 * 0.470_003_629_245_735_6)) < 1e-15)
        #expect(agree(smoothed.gradient.map { $0 * 40 }, [1, 6, -7]))
        for i in logits.indices {
            func loss(_ step: Double) -> Double {
                var moved = logits
                moved[i] += step
                return Reference.softmaxCrossEntropy(moved, labels: [2], classes: 3, labelSmoothing: 0.3).loss
            }
            #expect(abs((loss(1e-5) - loss(-1e-5)) / 2e-5 - smoothed.gradient[i]) < 1e-9)
        }
    }

    @Test func softmaxCrossEntropyBearsLargeLogits() {
        let huge = Reference.softmaxCrossEntropy([1000, 0, -1000], labels: [1], classes: 3)
        #expect(huge.loss == 1000)
        #expect(agree(huge.gradient, [1, -1, 0]))
    }
}
