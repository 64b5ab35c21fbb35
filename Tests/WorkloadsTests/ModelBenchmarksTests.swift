// Models that are no image classifiers, as the harness meets them: parameters, units, and a small point prepared, verified and run.
// Leaves to others: their arithmetic (CPUTests, NetworksTests).

import CPU
import Measurement
import Networks
import Testing
import Workloads

@Suite struct ModelBenchmarksTests {
    static let surroundings = Surroundings(processors: 2, caches: [], availableBytes: 8 << 30, instructionSets: InstructionSet.available)

    static func prepare(_ benchmark: String, _ parameters: [(String, String)]) throws -> any Workload {
        let context = Context(withoutDataOn: surroundings)
        let point = Configuration(
            benchmark: benchmark, parameters: parameters.map { Parameter($0.0, $0.1) }, threads: 2,
            instructionSet: InstructionSet.best.rawValue,
            precision: "fp32")
        guard case .kernel(let workload) = try #require(Catalogue.benchmark(benchmark)).prepare(point, in: context) else {
            throw WorkloadError.unavailable("a training where a kernel is expected")
        }
        return workload
    }

    @Test(arguments: [
        [("units", "64"), ("mode", "step"), ("callers", "1")], [("units", "64"), ("mode", "step"), ("callers", "20")],
        [("units", "32"), ("mode", "continuation"), ("callers", "1")],
    ]) func robojam(parameters: [(String, String)]) throws {
        let workload = try Self.prepare("robojam/predict", parameters)
        #expect(workload.verify().passed)
        workload.run(iterations: 3)
        #expect(workload.verify().passed)
        #expect(workload.work.items == (parameters[2].1 == "20" ? 20 : 1))
        #expect(workload.work.operations > 0 && workload.observedThreads == 2)
    }

    @Test(arguments: ["images", "interpolation"]) func generator(mode: String) throws {
        let workload = try Self.prepare("gan/generate", [("batch", "2"), ("mode", mode)])
        #expect(workload.verify().passed)
        workload.run(iterations: 2)
        #expect(workload.work.items == 2 && workload.work.operations > 4e8 && workload.observedThreads == 2)
    }

    @Test func transformerTraining() throws {
        let workload = try Self.prepare("transformer/train", [("batch", "1")])
        #expect(workload.verify().passed && workload.losses.isEmpty)
        workload.run(iterations: 2)
        workload.run(iterations: 1)
        #expect(workload.losses.map(\.step) == [0, 2])
        // An untrained decoder guesses: ln 256.
        #expect(abs(workload.losses[0].loss - 5.55) < 0.3 && workload.losses[1].loss < workload.losses[0].loss)
        #expect(workload.work.items == 256 && workload.work.operations > 1.6e10)
    }

    @Test func transformerGeneration() throws {
        let workload = try Self.prepare("transformer/generate", [("tokens", "5")])
        #expect(workload.verify().passed)
        workload.run(iterations: 1)
        #expect(workload.verify().passed && workload.work.items == 5 && workload.observedThreads == 2)
        // 20 positions are read, 5 of them asked what follows.
        #expect(workload.work.operations == DecoderNetwork().forwardOperations(length: 20, asked: 5))
    }

    /// A batch whose activations do not fit is skipped with what it needs.
    @Test func aBatchThatDoesNotFitIsSkipped() throws {
        let benchmark = try #require(Catalogue.benchmark("transformer/train"))
        var small = Self.surroundings
        small.availableBytes = 1 << 30
        func point(_ batch: String) -> Configuration {
            Configuration(benchmark: "transformer/train", parameters: [Parameter("batch", batch)], precision: "fp32")
        }
        #expect(benchmark.obstacle(to: point("1"), in: small) == nil)
        #expect(benchmark.obstacle(to: point("64"), in: small)?.contains("of memory") == true)
    }

    @Test(arguments: [
        ("transformer/train", "batch", "0"), ("transformer/generate", "tokens", "241"), ("transformer/generate", "tokens", "all"),
        ("gan/generate", "batch", "0"), ("gan/generate", "mode", "video"),
        ("robojam/predict", "units", "65"), ("robojam/predict", "units", "0"), ("robojam/predict", "mode", "walk"),
        ("robojam/predict", "callers", "many"), ("robojam/predict", "callers", "0"),
    ]) func badValuesAreRefused(benchmark: String, parameter: String, value: String) throws {
        let found = try #require(Catalogue.benchmark(benchmark))
        #expect(throws: WorkloadError.self) { try found.expand(parameter: parameter, value: value, in: Self.surroundings) }
    }

    @Test func aContinuationOfManyIsSkippedWithAReason() throws {
        let point = Configuration(
            benchmark: "robojam/predict",
            parameters: [Parameter("units", "64"), Parameter("mode", "continuation"), Parameter("callers", "8")])
        #expect(
            try #require(Catalogue.benchmark("robojam/predict")).obstacle(to: point, in: Self.surroundings)?.contains("callers 1") == true)
    }

    @Test func figuresNameWhatTheyCount() throws {
        func metric(_ benchmark: String, _ parameters: [(String, String)]) throws -> Metric {
            try #require(Catalogue.benchmark(benchmark)).metric(
                of: Configuration(benchmark: benchmark, parameters: parameters.map { Parameter($0.0, $0.1) }))
        }
        #expect(try metric("robojam/predict", [("mode", "step"), ("callers", "1")]) == .secondsPerItem)
        #expect(try metric("robojam/predict", [("mode", "step"), ("callers", "8")]) == .itemsPerSecond)
        #expect(try metric("robojam/predict", [("mode", "continuation"), ("callers", "1")]) == .seconds)
        #expect(Configuration.items(of: "robojam/predict") == "predictions" && Configuration.items(of: "vgg16/infer") == "images")
        #expect(Configuration.items(of: "transformer/train") == "tokens" && Configuration.items(of: "gan/generate") == "images")
    }
}
