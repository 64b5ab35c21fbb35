// The training loop: where its batches come from, what it counts, how it judges.
// Leaves to others: the arithmetic of a step (CPUTests), photographs (DatasetsTests).

import Datasets
import Measurement
import Networks
import Testing
import Workloads

/// A tiny network over CIFAR-10's shape.
private func tiny(classes: Int = 10) throws -> Network {
    try Network(
        name: "tiny", input: Shape(channels: 3, height: 4, width: 4),
        layers: [.convolution(Convolution(3, 4)), .relu, .flatten, .dense(Dense(64, classes))])
}

private func dataset(training: Int, test: Int) -> Dataset {
    func images(_ count: Int, step: Int) -> LabelledImages {
        let random = Philox(seed: 4, stream: RandomStream.fill, step: step)
        return LabelledImages(
            height: 4, width: 4, pixels: (0..<count * 48).map { UInt8(random.word($0) >> 24) }, labels: (0..<count).map { UInt8($0 % 10) })
    }
    let identity = DatasetIdentity(
        name: "cifar10", trainDigest: "", testDigest: "", trainIsOriginal: nil, testIsOriginal: nil, synthetic: false)
    return Dataset(identity: identity, training: images(training, step: 0), test: images(test, step: 1))
}

/// Three views of two classes: the plain one is wrong about every image of class 1, the others are surer and right.
private final class Views: BatchSource {
    let identity = DatasetIdentity(
        name: "cifar10", trainDigest: "", testDigest: "", trainIsOriginal: nil, testIsOriginal: nil, synthetic: false)
    let (channels, height, width, classes, trainingCount, testCount, batch, byteCount, testViews) = (3, 4, 4, 2, 4, 5, 2, 0, 3)
    private let buffer = BatchBuffer(batch: 2, valuesPerImage: 48)
    private(set) var asked: [String] = []
    /// Images of a training batch that can be decoded.
    var left = 2

    func trainingBatch(step: Int) -> ImageBatch { ImageBatch(images: buffer.images, labels: buffer.labels, count: left, owner: buffer) }
    func beginTest(views: Int) { asked.append("begin \(views)") }
    func endTest() { asked.append("end") }
    /// Image 4 of the test cannot be decoded: the last batch is empty of it.
    func testBatch(_ index: Int, view: Int) -> ImageBatch {
        asked.append("\(index).\(view)")
        for place in 0..<2 {
            let label = UInt8((2 * index + place) % 2)
            buffer.labels[place] = label
            for i in 0..<48 { buffer.images[48 * place + i] = view == 0 ? -1 : label == 0 ? -3 : 3 }
        }
        if index == 0, view == 2, losesOne {
            buffer.labels[0] = buffer.labels[1]
            for i in 0..<48 { buffer.images[i] = buffer.images[48 + i] }
            return ImageBatch(images: buffer.images, labels: buffer.labels, count: 1, holes: [0], owner: buffer)
        }
        return ImageBatch(
            images: buffer.images, labels: buffer.labels, count: index == 2 ? 0 : 2, holes: index == 2 ? [0] : [], owner: buffer)
    }
    /// Image 0 of the test is lost before its last view.
    var losesOne = false
}

@Suite struct TrainingTests {
    /// The loop as it stood before there were sources of batches: shuffled by epoch, filled by place.
    @Test func stepsAreThoseOfBatchesInTheirOrder() throws {
        let network = try tiny(), data = dataset(training: 10, test: 3)
        let recipe = Recipe(batch: 4, epochs: 2, rate: 0.05)
        let training = try Training(network: network, recipe: recipe, seed: 7, source: MemoryBatches(data, batch: 4, seed: 7)) {
            ReferenceExecutor(network, batch: 4)
        }
        let executor = ReferenceExecutor(network, batch: 4)
        executor.load(state: network.initialState(seed: 7))
        var batches = Batches(data.training, batch: 4)
        var images = [Float](repeating: 0, count: 4 * 48), labels = [UInt8](repeating: 0, count: 4)
        for step in 0..<training.totalSteps {
            if step % 3 == 0 { batches.shuffle(seed: 7, epoch: step / 3) }
            let count = batches.fill(step % 3, images: &images, labels: &labels)
            let loss = executor.trainStep(images: images, labels: labels, count: count, recipe: recipe, seed: 7, step: step)
            #expect(training.nextCount == count)
            #expect(training.takeStep() == count)
            #expect(training.lastLoss == loss)
        }
        #expect(training.step == 6 && training.totalSteps == 6)
        #expect(training.executor.state() == executor.state())
        #expect(training.images == 20 && training.trouble == nil)
        #expect(training.inputSeconds > 0)
        #expect(training.bytes > executor.byteCount)
    }

    @Test func shortBatchesArePassedBetweenSamples() throws {
        let network = try tiny()
        // Two full steps of an epoch, then one of two images.
        let training = try Training(
            network: network, recipe: Recipe(batch: 4, epochs: 2), seed: 7,
            source: MemoryBatches(dataset(training: 10, test: 3), batch: 4, seed: 7)
        ) { ReferenceExecutor(network, batch: 4) }
        for _ in 0..<5 {
            training.passShortBatch(within: 1)
            #expect(training.takeStep() == 4)
        }
        #expect(training.step == 7 && training.images == 2 * 10 + 4)
        training.passShortBatch(within: 2)
        #expect(training.step == 9)
        training.passShortBatch(within: 2)
        // No three full steps follow each other.
        training.passShortBatch(within: 3)
        #expect(training.step == 9)
        let even = try Training(
            network: network, recipe: Recipe(batch: 4, epochs: 2), seed: 7,
            source: MemoryBatches(dataset(training: 8, test: 3), batch: 4, seed: 7)
        ) { ReferenceExecutor(network, batch: 4) }
        even.passShortBatch(within: 2)
        #expect(even.step == 0)
    }

    /// One dense layer from images of 4 × 4 to two classes.
    private func training(on source: Views, epochs: Int) throws -> Training {
        let network = try Network(
            name: "sign", input: Shape(channels: 3, height: 4, width: 4), layers: [.flatten, .dense(Dense(48, 2))])
        return try Training(network: network, recipe: Recipe(batch: 2, epochs: epochs), seed: 1, source: source) {
            ReferenceExecutor(network, batch: 2)
        }
    }

    /// Of a class of which no photo can be decoded none stands in, and the batch comes short.
    @Test func aBatchThatComesShortIsTrouble() throws {
        let source = Views(), training = try training(on: source, epochs: 4)
        #expect(training.takeStep() == 2 && training.trouble == nil)
        for left in [0, 2] {
            source.left = left
            #expect(training.takeStep() == left)
            #expect(training.trouble?.hasPrefix("A batch of the training has 0 of its 2 images") == true)
        }
        #expect(training.step == 3 && training.images == 4)
    }

    @Test func severalViewsAreJudgedByTheirMeanProbability() throws {
        let source = Views(), training = try training(on: source, epochs: 1)
        // Class 1's logit is the mean of the image, class 0's its opposite.
        training.executor.load(state: [Float](repeating: -1 / 48, count: 48) + [Float](repeating: 1 / 48, count: 48) + [0, 0])
        #expect(try training.accuracy(shouldStop: { false }) == 0.5)
        #expect(source.asked == ["begin 1", "0.0", "1.0", "2.0", "end"])
        #expect(try training.accuracy(views: 3, shouldStop: { false }) == 1)
        #expect(source.asked.suffix(11).prefix(7) == ["begin 3", "0.0", "0.1", "0.2", "1.0", "1.1", "1.2"])
        #expect(try training.accuracy(views: 3, shouldStop: { source.asked.count > 20 }) == nil)
        #expect(source.asked.last == "end")
        // The other image of its batch keeps its own views.
        source.losesOne = true
        #expect(try training.accuracy(views: 3, shouldStop: { false }) == 1)
    }

    /// A program beside Mettle scales its steps to the run that Mettle would make.
    @Test(arguments: [
        ("cloud-check/train", "cifar-10", 50_000, 10_000), ("catsdogs-cnn/train", "cats-dogs", 1501, 501),
        ("resnet34-pets/train", "oxford-iiit-pet", 5912, 1478),
    ])
    func otherProgramsTrainOnAsMuch(_ id: String, _ dataset: String, _ train: Int, _ test: Int) throws {
        let benchmark = try #require(Catalogue.benchmark(id)), configuration = Configuration(benchmark: id, precision: "fp32")
        let task = try #require(benchmark.engineTask(for: configuration, training: nil)?.training)
        #expect(task.dataset == dataset && task.trainImages == train && task.testImages == test)
        #expect(benchmark.summary.contains("CIFAR-10") == (dataset == "cifar-10"))
    }

    @Test func aHeadIsTrainedByMettleAlone() throws {
        let benchmark = try #require(Catalogue.benchmark("resnet34-pets/train-head"))
        #expect(benchmark.engineTask(for: Configuration(benchmark: benchmark.id, precision: "fp32"), training: nil) == nil)
        #expect(benchmark.summary.hasPrefix("train the head of resnet34-pets on the Oxford-IIIT Pet photos"))
    }
}
