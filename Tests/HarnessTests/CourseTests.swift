// Plans of courses, and both courses run on a kernel that takes no time worth mentioning.
// Leaves to others: the rules for series (MeasurementTests), the files (RecordsTests).

import CPU
import Harness
import Measurement
import Records
import Synchronization
import Testing
import Workloads

/// Counts what it did; a training only by name.
private struct Counter: Benchmark {
    var id = "toy/kernel"
    let summary = "a toy"
    var parameters = [ParameterDeclaration("n", help: "a size", defaults: ["1", "2"])]
    let precisions = ["fp32"]
    var isTraining = false
    var canContend = true
    var tolerance = 1.0
    func metric(of configuration: Configuration) -> Metric { configuration[name: "n"] == "2" ? .secondsPerItem : .itemsPerSecond }
    func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        _ = context.team(configuration.threads)
        if configuration[name: "n"] == "3" { throw .doesNotFit(needed: 2, available: context.surroundings.availableBytes) }
        return .kernel(Spin(tolerance: tolerance))
    }
}

private final class Spin: Workload {
    let work = Work(operations: 10, items: 5)
    private let tolerance: Double
    private var sum = 0.0

    init(tolerance: Double) { self.tolerance = tolerance }

    func verify() -> Verification { Verification(relativeError: 0.5, tolerance: tolerance) }
    func run(iterations: Int) { for index in 0..<iterations * 1000 { sum += Double(index).squareRoot() } }
}

private final class Sensors: SeriesWatch {
    var laps = 0
    func begin() {}
    func lap() -> Watch? {
        laps += 1
        var watch = Watch()
        watch.meanMegahertz = 3000
        return watch
    }
    func end() -> Watch? {
        var watch = Watch()
        watch.seconds = 1
        watch.throttleEvents = 4
        return watch
    }
    func follow(_ process: Int32?) {}
}

private let machine = Surroundings(
    processors: 4, cores: 2, processorOrder: Affinity.initial.cpus, caches: [], availableBytes: 1 << 30, instructionSets: [.portable])
private let catalogue: [any Benchmark] = [
    Counter(), Counter(id: "vgg16-bn/train", parameters: [], isTraining: true),
    Counter(id: "cloud-check/train", parameters: [], isTraining: true),
    Counter(id: "toy/team", canContend: false),
]

@Suite struct CourseTests {
    private func sustained(_ selections: [Selection], only: [String] = [], threads: [String] = []) throws -> [Configuration] {
        var options = PlanOptions()
        (options.only, options.threads) = (only, threads)
        return try Plan.sustained(600, of: selections, options: options, surroundings: machine, catalogue: catalogue).items.map(
            \.configuration)
    }

    @Test func theFirstTrainingIsSustainedWithItsLargestTeam() throws {
        let suite = [Selection(benchmark: "toy/kernel"), Selection(benchmark: "cloud-check/train", threads: ["1", "all", "2"])]
        let found = try sustained(suite)
        #expect(found.map(\.identifier) == ["cloud-check/train:fp32,sustained=600s,threads=4,cpu"])
        #expect(try sustained(suite, threads: ["3"]).map(\.threads) == [3])
    }

    @Test func aSuiteWithoutTrainingsHasVGGs() throws {
        #expect(try sustained([Selection(benchmark: "toy/kernel")]).map(\.benchmark) == ["vgg16-bn/train"])
    }

    @Test func onlyNamesAKernelOrWhatTheSuiteHasNot() throws {
        let suite = [Selection(benchmark: "toy/kernel", threads: ["1", "all"])]
        let kernel = try sustained(suite, only: ["toy/kernel"])
        #expect(kernel.map { "\($0[name: "n"] ?? "") \($0.threads)" } == ["1 4"])
        #expect(try sustained(suite, only: ["cloud-check/*"]).map(\.benchmark) == ["cloud-check/train"])
        #expect(throws: PlanError.nothingSelected(patterns: ["gemm"])) { try sustained(suite, only: ["gemm"]) }
    }

    @Test func vggsTrainingGoesBeforeAnotherAndATrainingBeforeInference() throws {
        let suite = ["toy/kernel", "cloud-check/train", "vgg16-bn/train"].map { Selection(benchmark: $0) }
        #expect(try sustained(suite).map(\.benchmark) == ["vgg16-bn/train"])
        #expect(try sustained(suite, only: ["*"]).map(\.benchmark) == ["cloud-check/train"])
    }

    @Test func whatCannotContendIsNamed() throws {
        var options = PlanOptions()
        options.only = ["toy/team"]
        let suite = [Selection(benchmark: "toy/kernel"), Selection(benchmark: "toy/team")]
        #expect(throws: PlanError.nothingContends(benchmarks: ["toy/team"])) {
            try Plan.contended(suite, options: options, surroundings: machine, catalogue: catalogue)
        }
        options.only = ["gemm"]
        #expect(throws: PlanError.nothingSelected(patterns: ["gemm"])) {
            try Plan.contended(suite, options: options, surroundings: machine, catalogue: catalogue)
        }
    }

    @Test func contendedPlansHaveOneThreadAndAnInstanceACore() throws {
        let suite = [
            Selection(benchmark: "toy/kernel", threads: ["1", "all"]), Selection(benchmark: "toy/team"),
            Selection(benchmark: "vgg16-bn/train", mode: .full),
        ]
        let items = try Plan.contended(suite, options: PlanOptions(), surroundings: machine, catalogue: catalogue).items
        #expect(items.map(\.configuration.benchmark) == ["toy/kernel", "toy/kernel", "vgg16-bn/train"])
        #expect(items.allSatisfy { $0.configuration.threads == 1 && $0.configuration.course == .contended(instances: 2) })
        #expect(items.last?.training?.mode == .project)
        #expect(throws: PlanError.unknownBenchmark(name: "toy/kernal", nearest: "toy/kernel")) {
            try Plan.contended([Selection(benchmark: "toy/kernal")], options: PlanOptions(), surroundings: machine, catalogue: catalogue)
        }
    }

    @Test func aContinuedRunFindsItsCourse() throws {
        let plan = try Plan.make(
            [Selection(benchmark: "toy/kernel")], options: PlanOptions(), surroundings: machine, catalogue: catalogue)
        var wanted = plan.items[0].configuration
        #expect(plan.item(for: wanted) == plan.items[0])
        wanted.course = .sustained(seconds: 90)
        #expect(plan.item(for: wanted)?.budgetSeconds == 90 && plan.item(for: wanted)?.configuration == wanted)
        wanted.threads = 99
        #expect(plan.item(for: wanted) == nil)
    }

    private func measure(
        _ course: Course, n: String = "1", benchmark: Counter = Counter(), watch: Sensors? = nil, seconds: Double = 0.03,
        interruption: Interruption = Interruption()
    ) throws -> Record {
        var configuration = Configuration(benchmark: benchmark.id, parameters: [Parameter("n", n)], threads: 1, precision: "fp32")
        configuration.course = course
        let item = PlannedConfiguration(configuration: configuration, budgetSeconds: seconds, training: nil, skip: nil)
        return try run(item, of: benchmark, on: machine, watch: watch, interruption: interruption)
    }

    @Test func aSustainedKernelHasWindowsWithTheirSensors() throws {
        let watch = Sensors()
        let record = try measure(.sustained(seconds: 0.2), watch: watch)
        let measured = try #require(record.measurements.first)
        let sustained = try #require(measured.sustained)
        #expect(measured.outcome == .completed && measured.training == nil)
        #expect(sustained.windows.count >= 2 && watch.laps == sustained.windows.count + 1)
        #expect(sustained.windows.allSatisfy { $0.meanMegahertz == 3000 && $0.maximumCelsius == nil })
        #expect(measured.samples == sustained.windows.suffix(measured.samples.count).map(\.sample))
        // Throttling is what the course shows, and no caveat of it.
        #expect(!measured.caveats.contains { $0.kind == .throttling })
        #expect(measured.watch?.throttleEvents == 4 && measured.grade != nil)
        #expect(record.problems() == [])
    }

    @Test func instancesRunAtOnceAndAddUp() throws {
        // Long enough that two threads meet on a machine that is busy with other tests.
        let record = try measure(.contended(instances: 2), seconds: 1)
        let measured = try #require(record.measurements.first)
        // A machine of one processor has no second to pin to, and runs both on the one.
        let contention = try #require(measured.contention, "\(measured.outcome)")
        #expect(contention.instances.count == 2 && contention.alone.medianSeconds != nil)
        #expect(measured.work == Work(operations: 20, items: 10))
        #expect(!measured.caveats.contains { $0.kind == .undersubscribedTeam })
        #expect(record.problems() == [])
        // A latency is each instance's own.
        let latency = try #require(try measure(.contended(instances: 2), n: "2", seconds: 1).measurements.first)
        #expect(latency.work == Work(operations: 10, items: 5) && latency.metric == .secondsPerItem)
    }

    @Test func aWrongAnswerIsNeverTimed() throws {
        for course in [Course.sustained(seconds: 0.05), .contended(instances: 2)] {
            let measured = try #require(try measure(course, benchmark: Counter(tolerance: 0.1)).measurements.first)
            guard case .failed(.wrongAnswer, _) = measured.outcome else {
                Issue.record("\(measured.outcome)")
                continue
            }
            #expect(measured.samples.isEmpty && measured.sustained == nil && measured.contention == nil)
        }
    }

    @Test func instancesShareTheMemory() throws {
        let measured = try #require(try measure(.contended(instances: 2), n: "3").measurements.first)
        guard case .skipped(let reason) = measured.outcome else {
            Issue.record("\(measured.outcome)")
            return
        }
        #expect(reason.contains("512 MiB are free"), "\(reason)")
    }

    @Test func whatIsInterruptedIsNotSaved() throws {
        for course in [Course.sustained(seconds: 60), .contended(instances: 2)] {
            let interruption = Interruption()
            interruption.request(signal: 2)
            #expect(try measure(course, seconds: 60, interruption: interruption).measurements.isEmpty)
        }
    }
}
