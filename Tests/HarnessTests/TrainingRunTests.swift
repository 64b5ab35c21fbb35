// Trainings on data that do not come as planned.
// Leaves to others: steps (WorkloadsTests), the statistics of a projection (MeasurementTests).

import CPU
import Datasets
import Harness
import Measurement
import Networks
import Records
import Synchronization
import Testing
import Workloads

/// Ten images in batches of four; some of them cannot be had.
private final class Images: BatchSource {
    let identity = DatasetIdentity(
        name: "cats-dogs", trainDigest: String(repeating: "0", count: 64), testDigest: String(repeating: "1", count: 64),
        trainIsOriginal: nil,
        testIsOriginal: nil, synthetic: false)
    let (channels, height, width, classes, trainingCount, testCount, batch, byteCount) = (3, 4, 4, 2, 10, 4, 4, 0)
    private let buffer = BatchBuffer(batch: 4, valuesPerImage: 48)
    private let have: Have

    /// How many images a batch has at most.
    struct Have: Sendable {
        var training = 4
        var test = 4
        /// What the source is asked for.
        var log = Log()
    }

    final class Log: Sendable {
        let calls = Mutex<[String]>([])
        func add(_ call: String) { calls.withLock { $0.append(call) } }
    }

    init(_ have: Have) { self.have = have }

    func fillCache(shouldStop: @escaping @Sendable () -> Bool) { have.log.add("fill") }
    func trainingBatch(step: Int) -> ImageBatch {
        have.log.add("step")
        return ImageBatch(images: buffer.images, labels: buffer.labels, count: min(have.training, count(ofStep: step)), owner: buffer)
    }
    func testBatch(_ index: Int, view: Int) -> ImageBatch {
        ImageBatch(images: buffer.images, labels: buffer.labels, count: have.test, owner: buffer)
    }
}

private struct Toy: Benchmark {
    let id = "toy/train"
    let summary = "a toy"
    let precisions = ["fp32"]
    let isTraining = true
    var have = Images.Have()
    func metric(of configuration: Configuration) -> Metric { .itemsPerSecond }
    func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        do {
            let network = try Network(
                name: "toy", input: Shape(channels: 3, height: 4, width: 4),
                layers: [.convolution(Convolution(3, 16)), .relu, .flatten, .dense(Dense(256, 2))])
            // A projection is of more steps than were measured.
            let recipe = Recipe(batch: 4, epochs: context.training.mode == .full ? 2 : 100_000)
            return .training(
                try Training(network: network, recipe: recipe, seed: 1, source: Images(have)) {
                    ReferenceExecutor(network, batch: 4)
                })
        } catch {
            throw .unavailable("\(error)")
        }
    }
}

@Suite struct TrainingRunTests {
    private func measure(_ mode: TrainingSettings.Mode, _ have: Images.Have) throws -> MeasuredConfiguration {
        let surroundings = Surroundings(
            processors: 1, processorOrder: Affinity.initial.cpus, caches: [], availableBytes: 1 << 30, instructionSets: [.portable])
        let item = PlannedConfiguration(
            configuration: Configuration(benchmark: "toy/train", threads: 1, instructionSet: "portable", precision: "fp32"),
            budgetSeconds: 0.02, training: TrainingSettings(mode: mode, seed: 1))
        let measured = try run(item, of: Toy(have: have), on: surroundings)
        #expect(measured.problems() == [])
        return try #require(measured.measurements.first)
    }

    @Test(arguments: [TrainingSettings.Mode.project, .full]) func whatComesAsPlannedIsMeasured(mode: TrainingSettings.Mode) throws {
        let measured = try measure(mode, Images.Have())
        #expect(measured.outcome == .completed && measured.summary != nil)
        #expect(measured.training?.totalSteps == (mode == .full ? 6 : 300_000) && measured.training?.projected == (mode == .project))
        #expect(mode == .project || measured.samples.count == 4 && measured.training?.accuracy != nil)
    }

    @Test(arguments: [TrainingSettings.Mode.project, .full], [0, 3]) func batchesThatComeShortAreNotTimed(
        mode: TrainingSettings.Mode, left: Int
    ) throws {
        let measured = try measure(mode, Images.Have(training: left))
        guard case .failed(.data, let reason) = measured.outcome else {
            Issue.record("\(measured.outcome)")
            return
        }
        #expect(reason.contains("\(left) of its 4 images"))
        #expect(measured.samples.isEmpty && measured.summary == nil && measured.training == nil)
    }

    /// What only the first epoch does is done once, before steps stand for those of all epochs; a whole run does it when it comes to it.
    @Test(arguments: [TrainingSettings.Mode.project, .full]) func aProjectionKeepsTheFirstEpochsWorkApart(mode: TrainingSettings.Mode)
        throws
    {
        let have = Images.Have(), measured = try measure(mode, have)
        let calls = have.log.calls.withLock { $0 }
        #expect(calls.filter { $0 == "fill" }.count == (mode == .project ? 1 : 0))
        #expect(calls.first == (mode == .project ? "fill" : "step"))
        #expect(try #require(measured.training?.inputWaitSeconds) > 0)
    }

    @Test func aTestWithoutImagesHasNoAccuracyAndSaysSo() throws {
        let measured = try measure(.full, Images.Have(test: 0))
        #expect(measured.outcome == .completed && measured.training?.accuracy == nil)
        #expect(measured.caveats.contains { $0.kind == .altered && $0.sentence.hasPrefix("None of the test photos") })
    }
}
