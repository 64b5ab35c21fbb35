// Whole networks with activations in bf16: against a reference that computes in float64 and rounds where the engine stores; every instruction set,
// several thread counts, counts below the batch. With bf16 operands: values and losses, since what they round turns ReLUs and pools.
// Leaves to others: single convolutions (Convolution2DTests), the networks (CPUExecutorTests).

import CPU
import Networks
import Testing

@Suite struct HalfPrecisionTests {
    static let names = CPUExecutorTests.names

    private func executor(
        _ network: Network, batch: Int, _ precision: Precision, _ set: InstructionSet = .best, threads: Int = 2, isPrecise: Bool = false
    ) throws -> CPUExecutor {
        let engine = try CPUExecutor(
            network, batch: batch, team: WorkerTeam(threads: threads, placement: .unpinned),
            options: CPUExecutorOptions(instructionSet: set, precision: precision, isPrecise: isPrecise, isGuarded: true))
        engine.load(state: CPUExecutorTests.firstState(network))
        return engine
    }

    private func reference(_ network: Network, batch: Int) -> ReferenceExecutor {
        let reference = ReferenceExecutor(network, batch: batch, storage: .bfloat16)
        reference.load(state: CPUExecutorTests.firstState(network))
        return reference
    }

    /// What is left is a stored value here and there that falls on the other side of a tie, and what that turns: ten times less than the rounding.
    @Test(arguments: names, InstructionSet.available)
    func gradientsAreThoseOfRoundedStorage(_ name: String, _ set: InstructionSet) throws {
        let network = try CPUExecutorTests.network(name), inputs = CPUExecutorTests.Inputs(network, count: 21)
        let expected = reference(network, batch: 32).gradients(
            images: inputs.images, labels: inputs.labels, count: 21, seed: 5, step: 2)
        for threads in [1, 3] {
            for isPrecise in [false, true] {
                let engine = try executor(network, batch: 32, .bf16, set, threads: threads, isPrecise: isPrecise)
                let found = engine.gradients(images: inputs.images, labels: inputs.labels, count: 21, seed: 5, step: 2)
                #expect(abs(found.loss - expected.loss) < 2e-3 * max(1, abs(expected.loss)))
                #expect(meanError(found.gradients, expected.gradients.map(Double.init)) < 2e-2)
                for tensor in network.parameterTensors where tensor.isTrained && tensor.role != .bias {
                    let range = tensor.offset..<tensor.offset + tensor.count
                    let error = meanError(Array(found.gradients[range]), expected.gradients[range].map(Double.init))
                    #expect(error < 3e-2, "\(threads) threads, layer \(tensor.layer) \(tensor.role)")
                }
                #expect(engine.canariesAreIntact)
            }
        }
    }

    @Test(arguments: names, [Precision.bf16, .bf16Fast])
    func lossesFollowReferenceOverSteps(_ name: String, _ precision: Precision) throws {
        let network = try CPUExecutorTests.network(name),
            recipe = Recipe(batch: 24, epochs: 1, rate: 0.01, momentum: 0.9, weightDecay: 5e-3)
        let reference = reference(network, batch: 24), engine = try executor(network, batch: 24, precision)
        let bound = precision == .bf16 ? 3e-2 : 8e-2
        for (step, count) in [24, 24, 9, 24, 24].enumerated() {
            let inputs = CPUExecutorTests.Inputs(network, count: count)
            let right = reference.trainStep(
                images: inputs.images, labels: inputs.labels, count: count, recipe: recipe, seed: 1, step: step)
            let found = engine.trainStep(
                images: inputs.images, labels: inputs.labels, count: count, recipe: recipe, seed: 1, step: step)
            #expect(abs(found - right) < bound * max(1, abs(right)), "step \(step)")
        }
        #expect(engine.canariesAreIntact)
    }

    /// Logits are stored in bf16 too: 2⁻⁹ is the least that any precision here can promise.
    @Test(arguments: names, InstructionSet.available)
    func inferenceStaysWithinRounding(_ name: String, _ set: InstructionSet) throws {
        let network = try CPUExecutorTests.network(name), reference = reference(network, batch: 24)
        for (precision, bound) in [(Precision.bf16, 6e-3), (.bf16Fast, 3e-2)] {
            let engine = try executor(network, batch: 24, precision, set)
            for count in [24, 2, 1] {
                let inputs = CPUExecutorTests.Inputs(network, count: count)
                var found = [Float](repeating: 0, count: count * network.classes), right = found
                engine.infer(images: inputs.images, count: count, logits: &found)
                reference.infer(images: inputs.images, count: count, logits: &right)
                #expect(meanError(found, right.map(Double.init)) < bound, "\(precision), inference of \(count)")
            }
        }
    }

    @Test(arguments: names, [Precision.bf16, .bf16Fast])
    func reproducibleStepsGiveTheSameBits(_ name: String, _ precision: Precision) throws {
        let network = try CPUExecutorTests.network(name), inputs = CPUExecutorTests.Inputs(network, count: 30)
        func states() throws -> [Float] {
            let engine = try CPUExecutor(
                network, batch: 32, team: WorkerTeam(threads: 3, placement: .unpinned),
                options: CPUExecutorOptions(precision: precision, isReproducible: true))
            engine.load(state: CPUExecutorTests.firstState(network))
            for step in 0..<3 {
                _ = engine.trainStep(
                    images: inputs.images, labels: inputs.labels, count: 30, recipe: Recipe(batch: 30, epochs: 1), seed: 4, step: step)
            }
            return engine.state()
        }
        let first = try states(), second = try states()
        #expect(first.allSatisfy { $0.isFinite } && first == second)
    }

    @Test func activationsTakeHalfTheMemory() throws {
        let network = try CPUExecutorTests.network("plain")
        func bytes(_ precision: Precision, _ use: MemoryPlan.Use) throws -> Int {
            try CPUExecutor.plan(network, batch: 64, threads: 2, options: CPUExecutorOptions(precision: precision)).bytes[use] ?? 0
        }
        #expect(try Double(bytes(.bf16, .gradients)) < 0.6 * Double(bytes(.fp32, .gradients)))
        // The bytes of pooling's choices stay.
        #expect(try Double(bytes(.bf16, .activations)) < 0.7 * Double(bytes(.fp32, .activations)))
        #expect(try bytes(.bf16, .parameters) == bytes(.fp32, .parameters))
        #expect(try bytes(.bf16Fast, .scratch) < bytes(.bf16, .scratch))
    }
}
