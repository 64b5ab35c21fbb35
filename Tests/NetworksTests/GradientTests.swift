// Every layer's gradients against finite differences of the loss, in float64.
// Leaves to others: values worked out by hand (ReferenceTests).

import Measurement
import Networks
import Testing

@Suite struct GradientTests {
    /// A layer after one that is trained, so that the gradient of its input is checked as well as its own.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let input: Shape
        let layers: [Layer]
        var testDescription: String { name }
    }

    static let image = Shape(channels: 2, height: 5, width: 6)

    static let cases: [Case] = [
        Case(name: "dense", input: Shape(channels: 7), layers: [.dense(Dense(7, 5)), .dense(Dense(5, 3))]),
        Case(
            name: "convolution, padded", input: image,
            layers: [.convolution(Convolution(2, 3)), .convolution(Convolution(3, 2)), .flatten, .dense(Dense(60, 3))]),
        Case(
            name: "convolution, stride 2, 5×5, no bias", input: image,
            layers: [
                .convolution(Convolution(2, 3, kernel: 1, padding: 0)),
                .convolution(Convolution(3, 2, kernel: 5, stride: 2, padding: 2, hasBias: false)), .flatten, .dense(Dense(18, 3)),
            ]),
        Case(
            name: "convolution over a map smaller than its kernel", input: Shape(channels: 2, height: 1, width: 2),
            layers: [.convolution(Convolution(2, 3)), .convolution(Convolution(3, 2)), .flatten, .dense(Dense(4, 3))]),
        Case(
            name: "relu", input: image,
            layers: [.convolution(Convolution(2, 3)), .relu, .flatten, .dense(Dense(90, 3))]),
        Case(
            name: "max-pool", input: image,
            layers: [.convolution(Convolution(2, 3)), .maxPool(size: 2, stride: 2), .flatten, .dense(Dense(18, 3))]),
        Case(
            name: "max-pool, overlapping", input: image,
            layers: [.convolution(Convolution(2, 3)), .maxPool(size: 3, stride: 1), .flatten, .dense(Dense(36, 3))]),
        Case(
            name: "batch normalisation", input: image,
            layers: [.convolution(Convolution(2, 3)), .batchNormalisation(BatchNormalisation(3)), .flatten, .dense(Dense(90, 3))]),
        Case(
            name: "max-pool, padded", input: image,
            layers: [.convolution(Convolution(2, 3)), .maxPool(size: 3, stride: 2, padding: 1), .flatten, .dense(Dense(27, 3))]),
        Case(
            name: "means of maps", input: image,
            layers: [.convolution(Convolution(2, 3)), .globalPool(.average), .dense(Dense(3, 3))]),
        Case(
            name: "largest values and means of maps", input: image,
            layers: [.convolution(Convolution(2, 3)), .globalPool(.largestAndAverage), .dense(Dense(6, 3))]),
        Case(
            name: "residual sums", input: image,
            layers: [
                .convolution(Convolution(2, 3)), .relu, .convolution(Convolution(3, 3)), .add(value: 2), .relu,
                .convolution(Convolution(3, 4, stride: 2)), .branch(from: 5),
                .convolution(Convolution(3, 4, kernel: 1, stride: 2, padding: 0)),
                .add(value: 6), .globalPool(.average), .dense(Dense(4, 3)),
            ]),
        Case(
            name: "a sum of a value with itself, and one read three times", input: image,
            layers: [
                .convolution(Convolution(2, 3)), .relu, .add(value: 1), .add(value: 2), .add(value: 2), .flatten, .dense(Dense(90, 3)),
            ]),
        Case(
            name: "dropout", input: Shape(channels: 7),
            layers: [.dense(Dense(7, 12)), .dropout(rate: 0.4), .dense(Dense(12, 3))]),
        Case(
            name: "cloud-check in small", input: Shape(channels: 3, height: 4, width: 4),
            layers: [
                .convolution(Convolution(3, 4)), .relu, .convolution(Convolution(4, 4)), .relu, .maxPool(size: 2, stride: 2),
                .convolution(Convolution(4, 5)), .relu, .maxPool(size: 2, stride: 2), .flatten,
                .dense(Dense(5, 6)), .relu, .dropout(rate: 0.5), .dense(Dense(6, 3)),
            ]),
        Case(
            name: "vgg16-bn in small", input: Shape(channels: 3, height: 4, width: 4),
            layers: [
                .convolution(Convolution(3, 4)), .batchNormalisation(BatchNormalisation(4)), .relu, .maxPool(size: 2, stride: 2),
                .convolution(Convolution(4, 5)), .batchNormalisation(BatchNormalisation(5)), .relu, .maxPool(size: 2, stride: 2),
                .flatten, .dense(Dense(5, 3)),
            ]),
    ]

    @Test(arguments: cases) func matchesFiniteDifferences(_ example: Case) throws {
        let network = try Network(name: example.name, input: example.input, layers: example.layers)
        let count = 3
        let random = Philox(seed: 21, stream: RandomStream.fill)
        let images = (0..<count * network.input.count).map(random.normal)
        let labels: [UInt8] = [2, 0, 1]
        // Every value random, gamma and beta among them: at 1 and 0 some slips cancel.
        var state = (0..<network.stateCount).map { 0.5 * random.normal(10_000 + $0) }
        let executor = ReferenceExecutor(network, batch: count)
        executor.load(state: state.map { Float($0) })
        state = executor.state().map(Double.init)
        let (loss, gradients) = executor.gradients(images: images, labels: labels, seed: 4, step: 2)
        #expect(loss == executor.loss(state: state, images: images, labels: labels, seed: 4, step: 2))

        let step = 1e-6
        for i in gradients.indices {
            var moved = state
            moved[i] = state[i] + step
            let above = executor.loss(state: moved, images: images, labels: labels, seed: 4, step: 2)
            moved[i] = state[i] - step
            let below = executor.loss(state: moved, images: images, labels: labels, seed: 4, step: 2)
            let difference = (above - below) / (2 * step)
            #expect(abs(difference - gradients[i]) < 1e-7 * (1 + abs(difference)), "parameter \(i)")
        }
        #expect(gradients.contains { abs($0) > 1e-3 })
    }
}
