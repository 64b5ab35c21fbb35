// The check of an engine on small networks: what they are made of, and that the CPU engine passes it for every network.
// Leaves to others: the engine's own tests (CPUTests).

import CPU
import Measurement
import Networks
import Testing
import Workloads

@Suite struct NetworkCheckTests {
    static let fp32 = NetworkCheck.Bounds(values: 1e-3, gradients: 1e-3)

    @Test func repeatedBlocksAreLeftOutOnce() {
        // Of 3, 4, 6, 3 blocks: one of the first stage, where all are alike; two of each other, whose first has a projection.
        func sums(_ network: Network) -> Int { network.layers.count { if case .add = $0 { true } else { false } } }
        #expect(sums(.resnet34) == 16)
        #expect(sums(Network.resnet34.withoutRepeatedBlocks) == 7)
        #expect(sums(Network.resnet50CatsDogs.withoutRepeatedBlocks) == 8)
        #expect(Network.resnet34.withoutRepeatedBlocks.shapes.last == Network.resnet34.shapes.last)
        let isDoubled = zip(Network.resnet34.withoutRepeatedBlocks.layers, Network.resnet34.withoutRepeatedBlocks.layers.dropFirst())
            .contains { $0 == .relu && $1 == .relu }
        #expect(!isDoubled)
        for network in Network.all { #expect(network.withoutRepeatedBlocks == network) }
        let head = Network.resnet34Pets.headOnly.withoutRepeatedBlocks
        #expect(head.layers[head.firstTrained] == .globalPool(.largestAndAverage))
    }

    @Test(arguments: ["vgg16-bn", "catsdogs-cnn", "resnet50-catsdogs"], Precision.allCases)
    func theEnginePasses(_ name: String, _ precision: Precision) throws {
        let network = try #require(Network.named(name)), team = WorkerTeam(threads: 2, placement: .unpinned)
        let bounds = Configuration(benchmark: name + "/infer", precision: precision.rawValue).networkBounds
        let found = try NetworkCheck.verify(network, bounds) {
            try CPUExecutor($0, batch: $1, team: team, options: CPUExecutorOptions(precision: precision))
        }
        #expect(found.passed, "\(found)")
        // Float32 is held to a thousandth however deep the network is.
        if precision == .fp32 { #expect(found.tolerance == 1e-3) }
    }

    @Test func aFaultIsFound() throws {
        let team = WorkerTeam(threads: 1, placement: .unpinned)
        // An engine for another network of the same shape: batch normalisation's momentum is wrong.
        let found = try NetworkCheck.verify(.catsDogs, Self.fp32) { network, batch in
            let layers = network.layers.map { layer -> Layer in
                guard case .batchNormalisation(let b) = layer else { return layer }
                return .batchNormalisation(BatchNormalisation(b.channels, epsilon: b.epsilon, momentum: 0.12))
            }
            return try CPUExecutor(Network(name: network.name, input: network.input, layers: layers), batch: batch, team: team)
        }
        #expect(!found.passed)
    }
}
