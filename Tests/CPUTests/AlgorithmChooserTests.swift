// Choosing a convolution's algorithm: what can compute it is tried and remembered, a name forces it, the executor says what it took.
// Leaves to others: that the algorithms agree (Convolution2DTests), which is faster (benchmarks).

import CPU
import Networks
import Testing

@Suite struct AlgorithmChooserTests {
    static func geometry(_ c: Convolution) -> ConvolutionGeometry { ConvolutionGeometry(c, height: 8, width: 8, batch: 4) }

    @Test func triesEveryAlgorithmThatCanAndRemembers() {
        let chooser = AlgorithmChooser(), team = WorkerTeam(threads: 2, placement: .unpinned)
        let layer = Self.geometry(Convolution(16, 32))
        let trials = chooser.trials(layer, passes: [.forward, .backwardWeights], set: .best, team: team)
        #expect(Set(trials.map(\.algorithm)) == [.direct, .winograd4])
        #expect(trials.allSatisfy { $0.seconds > 0 })
        #expect(trials[0].seconds <= trials[1].seconds)
        // To the last bit: remembered, not tried again.
        #expect(chooser.trials(layer, passes: [.forward, .backwardWeights], set: .best, team: team) == trials)
        #expect(chooser.trials(Self.geometry(Convolution(16, 32, stride: 2)), passes: [.forward], set: .best, team: team).isEmpty)
    }

    /// A forward pass that pays for its weights each time and one that keeps them are two questions; only networks for inference ask the second.
    @Test func keepingWeightsIsAQuestionOfItsOwn() throws {
        let chooser = AlgorithmChooser(), team = WorkerTeam(threads: 2, placement: .unpinned), layer = Self.geometry(Convolution(16, 32))
        _ = chooser.trials(layer, passes: [.forward], set: .best, team: team, keepsWeights: true)
        #expect(chooser.count == 1)
        let network = try Network(
            name: "one", input: Shape(channels: 16, height: 8, width: 8), layers: [.convolution(Convolution(16, 32)), .flatten])
        _ = try CPUExecutor(
            network, batch: 4, team: team, options: CPUExecutorOptions(algorithm: .measured, isForInference: true), chooser: chooser)
        #expect(chooser.count == 1)
        _ = chooser.trials(layer, passes: [.forward], set: .best, team: team)
        #expect(chooser.count == 2)
    }

    @Test func theExecutorTakesTheFastestAndSaysSo() throws {
        let network = try CPUExecutorTests.network("residual"), team = WorkerTeam(threads: 2, placement: .unpinned)
        let engine = try CPUExecutor(
            network, batch: 8, team: team, options: CPUExecutorOptions(algorithm: .measured), chooser: AlgorithmChooser())
        let convolutions = network.layers.indices.filter { if case .convolution = network.layers[$0] { true } else { false } }
        #expect(engine.layerAlgorithms.map(\.layer) == convolutions)
        for one in engine.layerAlgorithms {
            guard case .convolution(let c) = network.layers[one.layer] else { continue }
            #expect(one.trials.count == (c.kernel == 3 && c.stride == 1 ? 2 : 0))
            #expect(one.chosen == one.trials.first?.algorithm ?? .direct)
        }
    }

    @Test func aNameForcesWhatItCanCompute() throws {
        let network = try CPUExecutorTests.network("residual"), team = WorkerTeam(threads: 1, placement: .unpinned)
        func chosen(_ options: CPUExecutorOptions) throws -> [Bool] {
            try CPUExecutor(network, batch: 8, team: team, options: options, chooser: AlgorithmChooser()).layerAlgorithms.map {
                #expect($0.trials.isEmpty)
                return $0.chosen == .winograd4
            }
        }
        #expect(try chosen(CPUExecutorOptions(algorithm: .forced(.winograd4))) == [false, true, true, false, true, false])
        #expect(try !chosen(CPUExecutorOptions(algorithm: .forced(.direct))).contains(true))
        #expect(try !chosen(CPUExecutorOptions(isPrecise: true, algorithm: .forced(.winograd4))).contains(true))
        // The same bits each time need the same algorithms each time.
        let rule = try chosen(CPUExecutorOptions(algorithm: .rule))
        #expect(try chosen(CPUExecutorOptions(isReproducible: true, algorithm: .measured)) == rule)
    }
}
