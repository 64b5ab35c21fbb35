// Whole networks against the float64 reference: loss, gradients, several steps, running statistics, inference; every instruction set,
// several thread counts, counts below the batch.
// Leaves to others: single convolutions (Convolution2DTests).

import CPU
import Measurement
import Networks
import Testing

@Suite struct CPUExecutorTests {
    /// Small networks that meet every kind of stage, and odd sizes.
    static func network(_ name: String) throws -> Network {
        func make(_ input: Shape, _ layers: [Layer]) throws -> Network { try Network(name: name, input: input, layers: layers) }
        switch name {
        case "plain":
            return try make(
                Shape(channels: 3, height: 9, width: 10),
                [
                    .convolution(Convolution(3, 20)), .relu, .convolution(Convolution(20, 32)), .relu, .maxPool(size: 2, stride: 2),
                    .convolution(Convolution(32, 33)), .relu, .maxPool(size: 2, stride: 2), .convolution(Convolution(33, 16)), .relu,
                    .flatten, .dense(Dense(64, 24)), .relu, .dropout(rate: 0.5), .dense(Dense(24, 5)),
                ])
        case "normalised":
            return try make(
                Shape(channels: 3, height: 8, width: 8),
                [
                    .convolution(Convolution(3, 16)), .batchNormalisation(BatchNormalisation(16)), .relu,
                    .convolution(Convolution(16, 20)), .batchNormalisation(BatchNormalisation(20)), .relu, .maxPool(size: 2, stride: 2),
                    .convolution(Convolution(20, 32, hasBias: false)), .batchNormalisation(BatchNormalisation(32)), .relu,
                    .maxPool(size: 2, stride: 2), .convolution(Convolution(32, 48)), .batchNormalisation(BatchNormalisation(48)), .relu,
                    .maxPool(size: 2, stride: 2), .flatten, .dense(Dense(48, 7)),
                ])
        case "strided":
            return try make(
                Shape(channels: 2, height: 13, width: 11),
                [
                    .convolution(Convolution(2, 17, kernel: 5, stride: 2, padding: 2)), .relu,
                    .convolution(Convolution(17, 16, kernel: 1, stride: 1, padding: 0)), .batchNormalisation(BatchNormalisation(16)),
                    .convolution(Convolution(16, 16, kernel: 3, stride: 2, padding: 1)), .relu, .dropout(rate: 0.25), .flatten,
                    .dense(Dense(192, 4)),
                ])
        case "residual":
            return try make(
                Shape(channels: 3, height: 15, width: 14),
                [
                    .convolution(Convolution(3, 16, kernel: 7, stride: 2, padding: 3, hasBias: false)),
                    .batchNormalisation(BatchNormalisation(16)), .relu, .maxPool(size: 3, stride: 2, padding: 1),
                    .convolution(Convolution(16, 16, hasBias: false)), .batchNormalisation(BatchNormalisation(16)), .relu,
                    .convolution(Convolution(16, 16, hasBias: false)), .batchNormalisation(BatchNormalisation(16)), .add(value: 4), .relu,
                    .convolution(Convolution(16, 24, stride: 2, hasBias: false)), .batchNormalisation(BatchNormalisation(24)), .relu,
                    .convolution(Convolution(24, 24, hasBias: false)), .batchNormalisation(BatchNormalisation(24)), .branch(from: 11),
                    .convolution(Convolution(16, 24, kernel: 1, stride: 2, padding: 0, hasBias: false)),
                    .batchNormalisation(BatchNormalisation(24)), .add(value: 16), .relu, .globalPool(.largestAndAverage),
                    .batchNormalisation(BatchNormalisation(48)), .dropout(rate: 0.25), .dense(Dense(48, 6)),
                ])
        case "tangled":
            // Values read by several layers in every way: a masked one by sums, a normalised one by a sum and a ReLU, one added to itself.
            return try make(
                Shape(channels: 3, height: 6, width: 7),
                [
                    .convolution(Convolution(3, 18)), .relu, .add(value: 1), .convolution(Convolution(18, 18)),
                    .batchNormalisation(BatchNormalisation(18)), .relu, .add(value: 5), .add(value: 2), .add(value: 2), .relu,
                    .branch(from: 3), .maxPool(size: 3, stride: 1, padding: 1), .add(value: 10), .globalPool(.largestAndAverage),
                    .dense(Dense(36, 5)),
                ])
        case "head only":
            return try Network(
                name: name, input: Shape(channels: 3, height: 8, width: 8),
                layers: [
                    .convolution(Convolution(3, 16, hasBias: false)), .batchNormalisation(BatchNormalisation(16)), .relu,
                    .convolution(Convolution(16, 16)), .add(value: 3), .relu, .globalPool(.average), .dense(Dense(16, 20)), .relu,
                    .dense(Dense(20, 4)),
                ], firstTrained: 7)
        default:
            return try make(
                Shape(channels: 5, height: 10, width: 9),
                [
                    .batchNormalisation(BatchNormalisation(5)), .convolution(Convolution(5, 18)), .maxPool(size: 2, stride: 2), .relu,
                    .convolution(Convolution(18, 18)), .maxPool(size: 3, stride: 1), .batchNormalisation(BatchNormalisation(18)), .relu,
                    .maxPool(size: 2, stride: 2), .relu, .flatten, .dense(Dense(18, 10)), .dense(Dense(10, 3)), .relu,
                ])
        }
    }
    static let names = ["plain", "normalised", "strided", "standing alone", "residual", "tangled", "head only"]

    struct Inputs {
        let images: [Float], labels: [UInt8]
        init(_ network: Network, count: Int) {
            images = ConvolutionCase.values(count * network.input.count, stream: 9)
            labels = (0..<count).map { UInt8($0 * 7 % network.classes) }
        }
    }

    static func firstState(_ network: Network) -> [Float] {
        var state = network.initialState(seed: 3)
        // Neither zero biases nor unit scales: every path shall carry a number of its own.
        let noise = ConvolutionCase.values(state.count, stream: 11)
        for tensor in network.parameterTensors where tensor.role != .weight {
            for i in tensor.offset..<tensor.offset + tensor.count {
                state[i] += tensor.role == .gamma ? 0.9 * noise[i] * (i % 3 == 0 ? -2 : 1) : 0.2 * abs(noise[i])
            }
        }
        return state
    }

    @Test(arguments: names, InstructionSet.available)
    func gradientsMatchReference(_ name: String, _ set: InstructionSet) throws {
        let network = try Self.network(name), inputs = Inputs(network, count: 21)
        let reference = ReferenceExecutor(network, batch: 32), state = Self.firstState(network)
        reference.load(state: state)
        let expected = reference.gradients(images: inputs.images, labels: inputs.labels, count: 21, seed: 5, step: 2)
        for threads in 1...3 {
            for isPrecise in [false, true] {
                let engine = try CPUExecutor(
                    network, batch: 32, team: WorkerTeam(threads: threads, placement: .unpinned),
                    options: CPUExecutorOptions(instructionSet: set, isPrecise: isPrecise, isGuarded: true))
                engine.load(state: state)
                let found = engine.gradients(images: inputs.images, labels: inputs.labels, count: 21, seed: 5, step: 2)
                #expect(abs(found.loss - expected.loss) < 1e-5 * max(1, abs(expected.loss)))
                for tensor in network.parameterTensors where tensor.isTrained {
                    let range = tensor.offset..<tensor.offset + tensor.count
                    let right = expected.gradients[range].map(Double.init)
                    // A bias before batch normalisation has the gradient 0: what is left of it is rounding of sums ten times as large.
                    var cancels = false
                    if tensor.role == .bias, tensor.layer + 1 < network.layers.count,
                        case .batchNormalisation = network.layers[tensor.layer + 1]
                    {
                        cancels = true
                    }
                    let scale = max(right.map(abs).max() ?? 0, cancels ? 1e-2 : 1e-3)
                    let error = zip(found.gradients[range], right).map { abs(Double($0) - $1) }.max() ?? 0
                    #expect(error < 1e-4 * scale, "\(threads) threads, layer \(tensor.layer) \(tensor.role): \(error) of \(scale)")
                }
                #expect(engine.state() == state)
                #expect(engine.canariesAreIntact)
            }
        }
    }

    @Test(arguments: names)
    func stepsAndInferenceMatchReference(_ name: String) throws {
        let network = try Self.network(name),
            recipe = Recipe(
                batch: 24, epochs: 1, rate: 0.02, momentum: 0.9, weightDecay: 5e-3, labelSmoothing: 0.2)
        let reference = ReferenceExecutor(network, batch: 24), state = Self.firstState(network)
        let engine = try CPUExecutor(
            network, batch: 24, team: WorkerTeam(threads: 2, placement: .unpinned), options: CPUExecutorOptions(isGuarded: true))
        reference.load(state: state)
        engine.load(state: state)
        for (step, count) in [24, 24, 9, 24].enumerated() {
            let inputs = Inputs(network, count: count)
            let right = reference.trainStep(
                images: inputs.images, labels: inputs.labels, count: count, recipe: recipe, seed: 1, step: step)
            let found = engine.trainStep(
                images: inputs.images, labels: inputs.labels, count: count, recipe: recipe, seed: 1, step: step)
            #expect(abs(found - right) < 1e-3 * max(1, abs(right)), "step \(step)")
        }
        #expect(relativeError(engine.state(), reference.state().map(Double.init)) < 5e-3)
        engine.load(state: reference.state())
        for count in [24, 2, 1] {
            let inputs = Inputs(network, count: count)
            var found = [Float](repeating: 0, count: count * network.classes), right = found
            engine.infer(images: inputs.images, count: count, logits: &found)
            reference.infer(images: inputs.images, count: count, logits: &right)
            #expect(relativeError(found, right.map(Double.init)) < 1e-4, "inference of \(count)")
        }
    }

    /// From the engine's own gradients: AdamW moves a parameter by its gradient's sign, however small the gradient is.
    @Test(arguments: names)
    func stepsOfAdamWFollowTheGradients(_ name: String) throws {
        let network = try Self.network(name), inputs = Inputs(network, count: 24)
        let recipe = Recipe(.adamW, batch: 24, rate: 0.002, momentum: 0.9, weightDecay: 0.05)
        let engine = try CPUExecutor(
            network, batch: 24, team: WorkerTeam(threads: 2, placement: .unpinned),
            options: CPUExecutorOptions(isReproducible: true, isGuarded: true, optimizer: .adamW))
        for _ in 0..<2 {
            // Loaded anew, the moments and the count of steps begin anew.
            engine.load(state: Self.firstState(network))
            var w = Self.firstState(network).prefix(network.parameterCount).map(Double.init)
            var m = [Double](repeating: 0, count: w.count), v = m
            var (first, second) = (1.0, 1.0)
            for step in 0..<3 {
                let g = engine.gradients(images: inputs.images, labels: inputs.labels, count: 24, seed: 1, step: step).gradients
                _ = engine.trainStep(images: inputs.images, labels: inputs.labels, count: 24, recipe: recipe, seed: 1, step: step)
                (first, second) = (first * 0.9, second * 0.999)
                for i in w.indices {
                    m[i] = 0.9 * m[i] + 0.1 * Double(g[i])
                    v[i] = 0.999 * v[i] + 0.001 * Double(g[i]) * Double(g[i])
                    w[i] = w[i] * (1 - 0.002 * 0.05) - 0.002 * m[i] / (1 - first) / ((v[i] / (1 - second)).squareRoot() + 1e-8)
                }
                let error = zip(engine.state(), w).map { abs(Double($0) - $1) }.max() ?? 0
                #expect(error < 1e-5, "step \(step)")
            }
        }
        #expect(engine.canariesAreIntact)
    }

    @Test(arguments: names)
    func reproducibleStepsGiveTheSameBits(_ name: String) throws {
        let network = try Self.network(name), inputs = Inputs(network, count: 30), recipe = Recipe(batch: 30, epochs: 1)
        func states() throws -> [Float] {
            let engine = try CPUExecutor(
                network, batch: 32, team: WorkerTeam(threads: 3, placement: .unpinned), options: CPUExecutorOptions(isReproducible: true))
            engine.load(state: Self.firstState(network))
            for step in 0..<3 {
                _ = engine.trainStep(
                    images: inputs.images, labels: inputs.labels, count: 30, recipe: recipe, seed: 4, step: step)
            }
            return engine.state()
        }
        let first = try states(), second = try states()
        let finite = first.allSatisfy { $0.isFinite }
        #expect(finite)
        #expect(first == second)
    }

    @Test func memoryIsPlannedAndRefusedBeforeItIsTaken() throws {
        let network = try Self.network("plain"), team = WorkerTeam(threads: 1, placement: .unpinned)
        let plan = try CPUExecutor.plan(network, batch: 8, threads: 1)
        #expect(throws: ExecutorError.doesNotFit(needed: plan.byteCount, available: plan.byteCount - 1)) {
            try CPUExecutor(network, batch: 8, team: team, availableBytes: plan.byteCount - 1)
        }
        let engine = try CPUExecutor(network, batch: 8, team: team, availableBytes: plan.byteCount)
        #expect(engine.byteCount == plan.byteCount)
        #expect(plan.bytes.values.reduce(0, +) == plan.byteCount)
    }

    @Test func profileCountsUsefulOperations() throws {
        let network = try Self.network("plain"), inputs = Inputs(network, count: 8)
        let engine = try CPUExecutor(
            network, batch: 8, team: WorkerTeam(threads: 2, placement: .unpinned), options: CPUExecutorOptions(isProfiled: true))
        engine.load(state: Self.firstState(network))
        for step in 0..<2 {
            _ = engine.trainStep(images: inputs.images, labels: inputs.labels, count: 8, recipe: Recipe(), seed: 1, step: step)
        }
        let operations = engine.layerTimes.reduce(0) { $0 + $1.usefulOperations }
        #expect(operations == Double(2 * (network.trainingOperations(count: 8) - network.optimiserOperations)))
        let sound = engine.layerTimes.allSatisfy { $0.passes == 2 && $0.seconds >= 0 }
        #expect(sound)
        #expect(!engine.layerTimes.contains { $0.layer == 0 && $0.phase == .backwardData })
        engine.clearLayerTimes()
        #expect(engine.layerTimes.isEmpty)
    }
}
