// What an executor for inference keeps of its weights: the same bits as one that transforms them in every pass, after every way to change them.

import CPU
import Networks
import Testing

@Suite struct KeptWeightsTests {
    @Test(arguments: CPUExecutorTests.names, Precision.allCases)
    func keepingChangesNoBit(_ name: String, _ precision: Precision) throws {
        let network = try CPUExecutorTests.network(name), inputs = CPUExecutorTests.Inputs(network, count: 17)
        let recipe = Recipe(batch: 17, epochs: 1, rate: 0.01, momentum: 0.9, weightDecay: 5e-3)
        let states = [CPUExecutorTests.firstState(network), network.initialState(seed: 9)]
        for choice in [AlgorithmChoice.forced(.direct), .forced(.winograd4)] {
            func executor(_ isForInference: Bool) throws -> CPUExecutor {
                try CPUExecutor(
                    network, batch: 17, team: WorkerTeam(threads: 2, placement: .unpinned),
                    options: CPUExecutorOptions(
                        precision: precision, isReproducible: true, isGuarded: true, algorithm: choice, isForInference: isForInference))
            }
            let keeping = try executor(true), plain = try executor(false)
            func logits(_ executor: CPUExecutor, _ count: Int) -> [Float] {
                var found = [Float](repeating: 0, count: count * network.classes)
                executor.infer(images: inputs.images, count: count, logits: &found)
                return found
            }
            func expectEqual(_ what: String) {
                // Few images take another algorithm; each pass twice, so that the second one finds what the first one kept.
                for count in [17, 17, 2, 2] { #expect(logits(keeping, count) == logits(plain, count), "\(what), \(count) images") }
            }
            for state in states {
                for executor in [keeping, plain] { executor.load(state: state) }
                expectEqual("\(choice), loaded")
            }
            for executor in [keeping, plain] {
                _ = executor.trainStep(images: inputs.images, labels: inputs.labels, count: 17, recipe: recipe, seed: 1, step: 0)
            }
            expectEqual("\(choice), trained a step")
            #expect(keeping.canariesAreIntact)
        }
    }

    /// What is multiplied is what was kept: the weights that it was made of may be lost. Floats of the direct algorithm are operands as they are.
    @Test(arguments: Precision.allCases)
    func whatIsKeptIsUsed(_ precision: Precision) throws {
        let network = try CPUExecutorTests.network("plain"), inputs = CPUExecutorTests.Inputs(network, count: 17)
        for choice in [ConvolutionAlgorithm.direct, .winograd4] {
            for isForInference in [true, false] {
                let executor = try CPUExecutor(
                    network, batch: 17, team: WorkerTeam(threads: 2, placement: .unpinned),
                    options: CPUExecutorOptions(precision: precision, algorithm: .forced(choice), isForInference: isForInference))
                executor.load(state: CPUExecutorTests.firstState(network))
                func logits(_ count: Int) -> [Float] {
                    var found = [Float](repeating: 0, count: count * network.classes)
                    executor.infer(images: inputs.images, count: count, logits: &found)
                    return found
                }
                let before = [17, 2].map(logits)
                executor.loseConvolutionWeights()
                let after = [17, 2].map(logits)
                let keeps = [choice != .direct || precision == .bf16Fast, precision == .bf16Fast].map { $0 && isForInference }
                for (index, keeps) in keeps.enumerated() {
                    #expect((before[index] == after[index]) == keeps, "\(choice), \(isForInference), \(index)")
                }
            }
        }
    }

    /// Where few images are multiplied as many are, by halves of their own, they are kept once.
    @Test func halvesAreKeptOnce() throws {
        let network = try Network(
            name: "one", input: Shape(channels: 64, height: 4, width: 4),
            layers: [.convolution(Convolution(64, 64)), .flatten, .dense(Dense(1024, 2))])
        func bytes(_ isForInference: Bool) throws -> Int {
            try CPUExecutor.plan(
                network, batch: 16, threads: 1,
                options: CPUExecutorOptions(precision: .bf16Fast, algorithm: .forced(.direct), isForInference: isForInference)
            ).bytes[.parameters] ?? 0
        }
        #expect(try bytes(true) - bytes(false) == 64 * 64 * 9 * 2)
    }
}
