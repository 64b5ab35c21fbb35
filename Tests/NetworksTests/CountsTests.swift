// Work counts of small networks by hand, and of the catalogue as sums.
// Leaves to others: the published parameter and multiply-accumulate counts (CatalogueTests).

import Networks
import Testing

@Suite struct CountsTests {
    /// conv 2→3 over 5×4, ReLU, pool to 2×2, conv 3→4 with stride 2 and without bias (1×1), flatten, dense 4→2.
    let small: Network

    init() throws {
        small = try Network(
            name: "small", input: Shape(channels: 2, height: 5, width: 4),
            layers: [
                .convolution(Convolution(2, 3)), .relu, .maxPool(size: 2, stride: 2),
                .convolution(Convolution(3, 4, stride: 2, hasBias: false)), .flatten, .dense(Dense(4, 2)),
            ])
    }

    @Test func layersByHand() {
        let counts = small.layerCounts
        #expect(counts.map(\.index) == [0, 1, 2, 3, 4, 5])
        #expect(counts.map(\.parameters) == [3 * 2 * 9 + 3, 0, 0, 4 * 3 * 9, 0, 4 * 2 + 2])
        #expect(counts.map(\.multiplyAccumulates) == [5 * 4 * 3 * 2 * 9, 0, 0, 4 * 3 * 9, 0, 8])
        #expect(counts.map(\.outputs) == [60, 60, 12, 4, 4, 2])
        #expect(counts.map(\.needsInputGradient) == [false, true, true, true, true, true])
        #expect(counts[0].trainingOperations == 2 * 2 * 1080)
        #expect(counts[0].backwardDataOperations == 0)
        #expect(counts[3].trainingOperations == 3 * 2 * 108)
    }

    @Test func stepByHand() {
        #expect(small.inferenceOperations(count: 7) == 7 * 2 * (1080 + 108 + 8))
        #expect(small.optimiserOperations == 6 * (57 + 108 + 10))
        #expect(small.trainingOperations(count: 7) == 7 * (4 * 1080 + 6 * 108 + 6 * 8) + 6 * 175)
        #expect(small.activationBytes(count: 7) == 7 * 4 * (40 + 60 + 12 + 4 + 2))
        #expect(small.activationBytes(count: 1, bytesPerValue: 2) == 2 * 118)
    }

    @Test func aLayerBeforeTheFirstTrainedNeedsNoGradient() throws {
        let network = try Network(
            name: "late", input: Shape(channels: 1, height: 4, width: 4),
            layers: [.maxPool(size: 2, stride: 2), .flatten, .dense(Dense(4, 2)), .dense(Dense(2, 2))])
        #expect(network.layerCounts.map(\.needsInputGradient) == [false, false, false, true])
    }

    @Test func catalogueSums() {
        let firstForward = 2 * 3 * 9 * 64 * 32 * 32
        for network in Network.all {
            let forward = network.inferenceOperations(count: 1)
            #expect(forward == 2 * network.multiplyAccumulates)
            #expect(network.trainingOperations(count: 128) == 128 * (3 * forward - firstForward) + 6 * network.parameterCount)
        }
        let convolutions = 2 * 65_536 + 2 * 32_768 + 4 * 16_384 + 5 * 8_192 + 4 * 2_048
        let pools = 16_384 + 8_192 + 4_096 + 2_048 + 512
        #expect(Network.cloudCheck.activationBytes(count: 1) == 4 * (3_072 + convolutions + pools + 512 + 512 + 10))
    }
}
