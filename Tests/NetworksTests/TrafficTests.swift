// Least bytes of small networks by hand, and of the catalogue as sums.
// Leaves to others: operations (CountsTests).

import Networks
import Testing

@Suite struct TrafficTests {
    /// conv 2→3 over 5×4, ReLU, pool to 2×2, flatten, dense 12→2: 120 → 60 → 12 → 2 values an image; 57 and 26 parameters.
    let small: Network

    init() throws {
        small = try Network(
            name: "small", input: Shape(channels: 2, height: 5, width: 4),
            layers: [.convolution(Convolution(2, 3)), .relu, .maxPool(size: 2, stride: 2), .flatten, .dense(Dense(12, 2))])
    }

    @Test func groupsBeginWithALayerThatMultiplies() throws {
        #expect(small.weightGroups == [0..<4, 4..<5])
        let late = try Network(
            name: "late", input: Shape(channels: 1, height: 4, width: 4),
            layers: [.maxPool(size: 2, stride: 2), .flatten, .dense(Dense(4, 2)), .relu])
        #expect(late.weightGroups == [0..<2, 2..<4])
        let empty = try Network(name: "empty", input: Shape(channels: 1), layers: [])
        #expect(empty.weightGroups == [])
        #expect(empty.trainingTraffic(count: 3) == Traffic(read: 0, written: 0))
    }

    @Test func passesByHand() {
        // The convolution alone: 40 values in, 60 out, 57 parameters.
        #expect(small.leastBytes(of: 0..<1, .forward, count: 7) == Traffic(read: 4 * (7 * 40 + 57), written: 4 * 7 * 60))
        // With the pool, what lies between stays inside.
        #expect(small.leastBytes(of: 0..<3, .forward, count: 7) == Traffic(read: 4 * (7 * 40 + 57), written: 4 * 7 * 12))
        #expect(small.leastBytes(of: 0..<3, .backwardData, count: 7) == Traffic(read: 4 * (7 * 12 + 57), written: 4 * 7 * 40))
        #expect(
            small.leastBytes(of: 0..<3, .backwardWeights, count: 7)
                == Traffic(read: 4 * (7 * 40 + 7 * 12 + 2 * 57), written: 4 * 2 * 57))
        // A pool by itself has no parameters.
        #expect(small.leastBytes(of: 2..<3, .forward, count: 1) == Traffic(read: 4 * 60, written: 4 * 12))
    }

    @Test func aStepByHand() {
        let forward = Traffic(read: 4 * (7 * 40 + 57) + 4 * (7 * 12 + 26), written: 4 * 7 * (12 + 2))
        #expect(small.inferenceTraffic(count: 7) == forward)
        // The first group needs no gradient of its input.
        let data = Traffic(read: 4 * (7 * 2 + 26), written: 4 * 7 * 12)
        let weights = Traffic(read: 4 * (7 * (40 + 12) + 2 * 57 + 7 * (12 + 2) + 2 * 26), written: 4 * 2 * (57 + 26))
        #expect(small.trainingTraffic(count: 7) == forward + data + weights)
    }

    @Test func halfTheBytesForShortActivationsAndWholeParameters() {
        #expect(ValueBytes.of(precision: nil) == .fp32 && ValueBytes.of(precision: "fp32") == .fp32)
        #expect(ValueBytes.of(precision: "fp64") == ValueBytes(activation: 8, parameter: 8))
        for word in ["bf16", "bf16-fast"] { #expect(ValueBytes.of(precision: word) == ValueBytes(activation: 2, parameter: 4)) }
        let short = small.leastBytes(of: 0..<1, .forward, count: 7, .of(precision: "bf16"))
        #expect(short == Traffic(read: 2 * 7 * 40 + 4 * 57, written: 2 * 7 * 60))
    }

    @Test func everyParameterIsReadByEveryPass() {
        for network in Network.all {
            let counted = network.layerCounts.reduce(0) { $0 + $1.parameters }
            let nothing = network.weightGroups.reduce(0) { $0 + network.leastBytes(of: $1, .forward, count: 0).read }
            #expect(nothing == 4 * counted, "\(network.name)")
            #expect(network.weightGroups.first?.lowerBound == 0 && network.weightGroups.last?.upperBound == network.layers.count)
        }
        // The widest layers of VGG: 64 channels of 32 × 32, and 512 × 512 weights.
        let wide = Network.vgg16.leastBytes(of: 2..<4, .forward, count: 128)
        #expect(wide == Traffic(read: 4 * (128 * 65_536 + 64 * 64 * 9 + 64), written: 4 * 128 * 65_536))
    }

    /// A block whose sum is with its projected input: the main way, the projection with the sum, each reading what entered.
    @Test func branchesAndSumsByHand() throws {
        let network = try Network(
            name: "residual", input: Shape(channels: 2, height: 4, width: 4),
            layers: [
                .convolution(Convolution(2, 3, stride: 2)), .branch(from: 0),
                .convolution(Convolution(2, 3, kernel: 1, stride: 2, padding: 0)),
                .add(value: 1), .relu,
            ])
        #expect(network.weightGroups == [0..<1, 1..<5])
        #expect(network.leastBytes(of: 0..<1, .forward, count: 1) == Traffic(read: 4 * (32 + 57), written: 4 * 12))
        // The photograph once more and the main way's map, against one map.
        #expect(network.leastBytes(of: 1..<5, .forward, count: 1) == Traffic(read: 4 * (32 + 12 + 9), written: 4 * 12))
    }
}
