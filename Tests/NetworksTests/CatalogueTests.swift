// The catalogue's networks against published counts, and what does not fit together.
// Leaves to others: weights (InitialisationTests), arithmetic (the Reference tests).

import Networks
import Testing

@Suite struct CatalogueTests {
    @Test func refusesALayerThatMeetsAnotherShape() {
        let wrong: [(Layer, Shape)] = [
            (.convolution(Convolution(4, 8)), Shape(channels: 3, height: 8, width: 8)),
            (.convolution(Convolution(3, 8, kernel: 5, padding: 0)), Shape(channels: 3, height: 4, width: 8)),
            (.convolution(Convolution(3, 8, stride: 0)), Shape(channels: 3, height: 4, width: 8)),
            (.dense(Dense(10, 2)), Shape(channels: 11)),
            (.dense(Dense(12, 2)), Shape(channels: 3, height: 2, width: 2)),
            (.batchNormalisation(BatchNormalisation(4)), Shape(channels: 3, height: 2, width: 2)),
            (.maxPool(size: 3, stride: 1), Shape(channels: 3, height: 2, width: 3)),
            (.maxPool(size: 3, stride: 1, padding: 2), Shape(channels: 3, height: 4, width: 4)),
            (.branch(from: 2), Shape(channels: 3, height: 4, width: 4)),
            (.add(value: 1), Shape(channels: 3, height: 4, width: 4)),
            (.add(value: -1), Shape(channels: 3, height: 4, width: 4)),
        ]
        for (layer, input) in wrong {
            #expect(throws: NetworkError.mismatch(index: 1, layer: "\(layer)", input: input)) {
                try Network(name: "wrong", input: input, layers: [.relu, layer, .flatten])
            }
        }
    }

    @Test func findsByNameAndOnlyByName() {
        #expect(Network.all.map(\.name) == ["vgg16-bn", "vgg16", "cloud-check"])
        #expect(Network.ofPhotos.map(\.name) == ["catsdogs-cnn", "resnet34", "resnet34-pets", "resnet50-catsdogs"])
        for network in Network.all + Network.ofPhotos { #expect(Network.named(network.name) == network) }
        #expect(Network.named("VGG16") == nil)
        #expect(Network.named("") == nil)
    }

    @Test func countsAreThePublishedOnes() {
        #expect(Network.cloudCheck.parameterCount == 22_914_634)
        #expect(Network.cloudCheck.multiplyAccumulates == 436_409_344)
        #expect(Network.vgg16.parameterCount == 14_719_818)
        #expect(Network.vgg16.multiplyAccumulates == 313_201_664)
        let proper = Network.vgg(name: "VGG16 proper", blocks: [2, 2, 3, 3, 3], batchNormalisation: false, head: Network.cloudCheckHead)
        #expect(proper.parameterCount == 15_245_130)
        #expect(proper.multiplyAccumulates == 313_725_952)
    }

    /// With 1,000 classes: torchvision's published parameters, and multiply-accumulates in its thousandths of 10⁹.
    @Test func residualCountsAreThePublishedOnes() {
        let small = Network.resnet(
            name: "a", blocks: [3, 4, 6, 3], isBottleneck: false, head: [.globalPool(.average), .dense(Dense(512, 1000))])
        #expect(small.parameterCount == 21_797_672)
        #expect((Double(small.multiplyAccumulates) / 1e6).rounded() == 3664)
        let large = Network.resnet(
            name: "b", blocks: [3, 4, 6, 3], isBottleneck: true, head: [.globalPool(.average), .dense(Dense(2048, 1000))])
        #expect(large.parameterCount == 25_557_032)
        #expect((Double(large.multiplyAccumulates) / 1e6).rounded() == 4089)
        #expect(Network.resnet34.parameterCount == 21_303_653)
    }

    @Test func aHeadAloneIsTrained() {
        let whole = Network.resnet34Pets, head = whole.headOnly
        #expect(head.stateCount == whole.stateCount)
        #expect(head.parameterCount == 2 * 1024 + 1024 * 512 + 512 + 2 * 512 + 512 * 37 + 37)
        let needed = head.layerCounts.filter(\.needsInputGradient).map(\.index)
        #expect(needed.min() == (head.layers.firstIndex(of: .globalPool(.largestAndAverage)) ?? 0) + 2)
        #expect(head.trainingOperations(count: 1) < whole.trainingOperations(count: 1) / 2)
    }

    @Test func batchNormalisationAddsTwoParametersAndTwoStatisticsAChannel() {
        let channels = 2 * 64 + 2 * 128 + 3 * 256 + 6 * 512
        #expect(Network.vgg16BatchNorm.parameterCount == Network.vgg16.parameterCount + 2 * channels)
        #expect(Network.vgg16BatchNorm.stateCount == Network.vgg16BatchNorm.parameterCount + 2 * channels)
        #expect(Network.vgg16BatchNorm.multiplyAccumulates == Network.vgg16.multiplyAccumulates)
        #expect(Network.vgg16.stateCount == Network.vgg16.parameterCount)
    }

    @Test func layersAreTheScripts() {
        func layers(_ network: Network) -> [Int] {
            var convolutions = 0, dense = 0, pools = 0, dropouts = 0
            for layer in network.layers {
                switch layer {
                case .convolution(let c):
                    convolutions += 1
                    #expect(c.hasBias && c.kernel == 3 && c.padding == 1 && c.stride == 1)
                case .dense: dense += 1
                case .maxPool(let size, let stride, let padding):
                    pools += 1
                    #expect(size == 2 && stride == 2 && padding == 0)
                case .dropout(let rate):
                    dropouts += 1
                    #expect(rate == 0.5)
                default: break
                }
            }
            return [convolutions, dense, pools, dropouts]
        }
        #expect(layers(.cloudCheck) == [17, 3, 5, 2])
        #expect(layers(.vgg16) == [13, 1, 5, 0])
        #expect(layers(.vgg16BatchNorm) == [13, 1, 5, 0])
        for network in Network.all {
            #expect(network.classes == 10)
            #expect(network.shapes[network.layers.firstIndex(of: .flatten) ?? 0] == Shape(channels: 512, height: 1, width: 1))
        }
    }

    @Test func recipesAreTheScripts() {
        let script = Recipe(batch: 128, epochs: 5, rate: 0.05, momentum: 0.9, weightDecay: 5e-4)
        #expect(Recipe.standard(for: .cloudCheck) == script)
        #expect(Recipe.standard(for: .vgg16BatchNorm) == script)
        var slower = script
        slower.rate = 0.01
        #expect(Recipe.standard(for: .vgg16) == slower)
    }

    @Test func oneCycleRisesAndFallsToZero() {
        let recipe = Recipe(rate: 0.1, schedule: .oneCycle)
        let rates = (0...100).map { recipe.at(step: $0, of: 100).rate }
        #expect(abs(rates[0] - 0.005) < 1e-12 && abs(rates[20] - 0.1) < 1e-12 && abs(rates[60] - 0.05) < 1e-12 && rates[100] < 1e-12)
        #expect(zip(rates[...20], rates[1...20]).allSatisfy { $0 < $1 })
        #expect(zip(rates[20...], rates[21...]).allSatisfy { $0 > $1 })
        #expect(Recipe(rate: 0.1).at(step: 70, of: 100).rate == 0.1)
    }

    @Test func tensorsCoverTheStateWithoutGapOrOverlap() {
        for network in Network.all + [.resnet34, .resnet50CatsDogs, .resnet34Pets.headOnly] {
            var next = 0
            for tensor in network.parameterTensors {
                #expect(tensor.offset == next)
                next += tensor.count
            }
            #expect(next == network.stateCount)
        }
    }
}
