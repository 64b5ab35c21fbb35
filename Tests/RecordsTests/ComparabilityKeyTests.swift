// Tests of the comparability key: what parts figures, and what does not.
// Leaves to others: verdicts and refusals (compare).

import Measurement
import Prices
import Records
import Testing

@Suite("ComparabilityKey")
struct ComparabilityKeyTests {
    typealias Part = ComparabilityKey.Part

    struct Change: Sendable, CustomTestStringConvertible {
        var part: Part
        var change: @Sendable (inout MeasuredConfiguration) -> Void
        var testDescription: String { part.rawValue }

        init(_ part: Part, _ change: @escaping @Sendable (inout MeasuredConfiguration) -> Void) {
            self.part = part
            self.change = change
        }
    }

    static let kernel = [
        Change(.benchmark) { $0.configuration.benchmark = "conv2d" }, Change(.benchmarkRevision) { $0.configuration.revision = 2 },
        Change(.parameters) { $0.configuration.parameters[0].value = "512" }, Change(.precision) { $0.configuration.precision = "bf16" },
        Change(.device) { $0.configuration.device = "cuda:0" }, Change(.threads) { $0.configuration.threads = 1 },
        Change(.instructionSet) { $0.configuration.instructionSet = "avx2" }, Change(.engine) { $0.engine = "openblas" },
        Change(.engineRevision) { $0.engineRevision = 4 },
        Change(.engineMode) { $0.engineMode = "precise" },
        Change(.course) { $0.configuration.course = .sustained(seconds: 600) },
        Change(.course) { $0.configuration.course = .contended(instances: 2) },
    ]

    static let training = [
        Change(.dataset) { $0.dataset?.name = "cifar-100" }, Change(.datasetDigest) { $0.dataset?.testSha256 = nil },
        Change(.synthetic) { $0.dataset?.synthetic = true }, Change(.recipe) { $0.training?.recipe.rate = 0.1 },
        Change(.recipe) { $0.training?.recipe.optimizer = "AdamW" }, Change(.projected) { $0.training?.projected = true },
    ]

    @Test("a kernel's figure is parted by each of its parts", arguments: kernel)
    func kernelParts(_ change: Change) {
        var other = Example.gemm()
        change.change(&other)
        let (one, two) = (ComparabilityKey(Example.gemm()), ComparabilityKey(other))
        #expect(one != two)
        #expect(one.differences(to: two) == [.init(part: change.part, one: one[change.part], other: two[change.part])])
        #expect(one.crossing([change.part]) == two.crossing([change.part]))
    }

    @Test("a training's figure is parted by its data and recipe", arguments: training)
    func trainingParts(_ change: Change) {
        var other = Example.training()
        change.change(&other)
        let (one, two) = (ComparabilityKey(Example.training()), ComparabilityKey(other))
        #expect(one.differences(to: two).map(\.part) == [change.part])
    }

    @Test("the machine's means do not part end-to-end figures; seeds, samples and the second GPU part nothing")
    func means() {
        var other = Example.training()
        other.configuration.threads = 64
        other.configuration.device = "cuda:0"
        other.configuration.instructionSet = "avx2"
        other.training?.recipe.seed = 99
        other.training?.runSeconds = 1
        other.caveats = []
        #expect(ComparabilityKey(Example.training()) == ComparabilityKey(other))
        var (one, two) = (Example.gemm(), Example.gemm())
        one.configuration.device = "cuda:0"
        two.configuration.device = "cuda:1"
        #expect(ComparabilityKey(one) == ComparabilityKey(two))
        #expect(ComparabilityKey.isEndToEnd(Configuration(benchmark: "vgg16/infer")))
        #expect(!ComparabilityKey.isEndToEnd(Configuration(benchmark: "memory/bandwidth")))
    }

    @Test("a published figure stands beside a measured one when what it cannot state is crossed, and only then")
    func published() throws {
        let published = try RecordFile.read(Repository.root + "/Results/published/2018-azure-nc6v2-p100.json").measurements[0]
        var measured = Example.training()
        measured.training?.recipe.optimizer = nil
        measured.training?.recipe.augmentation = nil
        measured.training?.recipe.testViews = nil
        measured.training?.recipe.labelSmoothing = nil
        let (one, two) = (ComparabilityKey(published), ComparabilityKey(measured))
        #expect(Set(one.differences(to: two).map(\.part)) == ComparabilityKey.unstatedByPublications)
        #expect(one.crossing(ComparabilityKey.unstatedByPublications) == two.crossing(ComparabilityKey.unstatedByPublications))
    }

    @Test("the names that --cross takes")
    func names() {
        #expect(
            Part.allCases.map(\.rawValue) == [
                "benchmark", "benchmark-revision", "parameters", "precision", "device", "threads", "instruction-set", "dataset",
                "dataset-digest", "synthetic", "recipe", "engine", "engine-revision", "engine-mode", "projected", "course",
            ])
    }
}
