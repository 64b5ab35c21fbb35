// Operations that algorithms execute, by hand and as sums; least bytes beside them.
// Leaves to others: useful operations (NetworksTests), the algorithms' answers (Convolution2DTests).

import CPU
import Networks
import Testing

@Suite struct ExecutedOperationsTests {
    private func convolution(
        _ inputs: Int, _ outputs: Int, _ height: Int, _ width: Int, batch: Int, _ algorithm: ConvolutionAlgorithm = .winograd4
    ) throws -> Convolution2D {
        try Convolution2D(
            Convolution(inputs, outputs), height: height, width: width, batch: batch, algorithm: algorithm,
            team: WorkerTeam(threads: 1, placement: .unpinned))
    }

    @Test func theDirectAlgorithmExecutesWhatIsUseful() throws {
        let direct = try convolution(16, 32, 8, 8, batch: 1, .direct)
        for pass in Convolution2D.Pass.allCases { #expect(direct.executedOperations(pass) == nil) }
    }

    /// 16→32 over 8×9, batch 3: 2 × 3 tiles, the last column sticking out.
    @Test func winogradByHand() throws {
        let c = try convolution(16, 32, 8, 9, batch: 3)
        let products = 2 * 36 * 6 * 16 * 32 * 3, along = 2 * 9 + 6 * 6
        #expect(c.executedOperations(.forward) == products + 22 * along * 16 * 3 + 160 * 6 * 32 * 3 + 108 * 16 * 32)
        #expect(c.executedOperations(.backwardData) == products + 16 * along * 32 * 3 + 22 * along * 16 * 3 + 108 * 16 * 32)
        // By itself, the pass also transforms the gradient.
        #expect(c.executedOperations(.backwardWeights) == products + 22 * along * 16 * 3 + 16 * along * 32 * 3 + 153 * 16 * 32)
    }

    /// Weights that an earlier pass transformed cost nothing more, of a convolution by itself and in a network for inference.
    @Test func keptWeightsAreNotTransformedAgain() throws {
        let team = WorkerTeam(threads: 1, placement: .unpinned), plain = try convolution(16, 32, 8, 8, batch: 32)
        let keeping = try Convolution2D(
            Convolution(16, 32), height: 8, width: 8, batch: 32, algorithm: .winograd4, team: team, keepsWeights: true)
        let forward = try #require(plain.executedOperations(.forward))
        #expect(keeping.executedOperations(.forward) == forward - 108 * 16 * 32)
        let network = try Network(
            name: "one", input: Shape(channels: 16, height: 8, width: 8),
            layers: [.convolution(Convolution(16, 32)), .flatten, .dense(Dense(2048, 2))])
        let counts = try [false, true].map { isForInference in
            let engine = try CPUExecutor(
                network, batch: 32, team: team,
                options: CPUExecutorOptions(algorithm: .forced(.winograd4), isForInference: isForInference))
            return try [false, true].map { try #require(engine.executedOperations(count: 32, isTraining: $0)) }
        }
        #expect(counts[1][0] == counts[0][0] - 108 * 16 * 32)
        #expect(counts[1][1] == counts[0][1])
    }

    @Test func theToeplitzFormByHand() throws {
        let c = try convolution(32, 48, 2, 2, batch: 16)
        let products = 2 * 9 * 32 * 48 * 16
        #expect(c.executedOperations(.forward) == products + 5 * 32 * 16 + 10 * 48 * 16 + 12 * 32 * 48)
        #expect(c.executedOperations(.backwardData) == products + 5 * 48 * 16 + 10 * 32 * 16 + 12 * 32 * 48)
        #expect(c.executedOperations(.backwardWeights) == products + 5 * 32 * 16 + 5 * 48 * 16 + 12 * 32 * 48)
    }

    /// Where channels are many, transforms vanish beside products: 36 of 144.
    @Test func aQuarterRemains() throws {
        for (channels, map, batch) in [(256, 8, 16), (256, 2, 64)] {
            let c = try convolution(channels, channels, map, map, batch: batch)
            for pass in Convolution2D.Pass.allCases {
                let share = Double(try #require(c.executedOperations(pass))) / Double(c.usefulOperations)
                #expect(share > 0.25 && share < 0.29, "\(channels) \(pass): \(share)")
            }
        }
    }

    @Test func layersOfAStepAddUpToIt() throws {
        let network = try Network(
            name: "two", input: Shape(channels: 3, height: 8, width: 8),
            layers: [
                .convolution(Convolution(3, 16)), .relu, .convolution(Convolution(16, 32)), .relu, .maxPool(size: 2, stride: 2), .flatten,
                .dense(Dense(512, 10)),
            ])
        let engine = try CPUExecutor(
            network, batch: 32, team: WorkerTeam(threads: 1, placement: .unpinned), options: CPUExecutorOptions(isProfiled: true))
        engine.load(state: network.initialState(seed: 1))
        let images = [Float](repeating: 0.5, count: 32 * network.input.count), labels = [UInt8](repeating: 1, count: 32)
        for step in 0..<2 {
            _ = engine.trainStep(images: images, labels: labels, count: 32, recipe: Recipe(), seed: 1, step: step)
        }
        let times = engine.layerTimes
        #expect(times.filter { $0.executedOperations != nil }.map(\.layer) == [2, 2, 2])
        #expect(times.filter { $0.algorithm == "winograd4" }.count == 3)
        let executed = times.reduce(0) { $0 + ($1.executedOperations ?? $1.usefulOperations) }
        let whole = try #require(engine.executedOperations(count: 32, isTraining: true))
        #expect(executed == Double(2 * (whole - network.optimiserOperations)))
        #expect(whole < network.trainingOperations(count: 32))
        // Few images go the direct way.
        #expect(engine.executedOperations(count: 32, isTraining: false) != nil)
        #expect(engine.executedOperations(count: 4, isTraining: false) == nil)

        // The convolution, its ReLU and the pool are one stage.
        let forward = try #require(times.first { $0.layer == 2 && $0.phase == .forward })
        let bytes = network.leastBytes(of: 2..<5, .forward, count: 32)
        #expect(forward.bytesRead == Double(2 * bytes.read) && forward.bytesWritten == Double(2 * bytes.written))
    }
}
