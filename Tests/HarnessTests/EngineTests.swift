// Programs of others beside Mettle: what is planned of them, what they are told, what becomes of their answers.
// Leaves to others: starting processes (ClientTests), the whole command (MettleTests).

import CPU
import Harness
import Measurement
import Networks
import Records
import Testing
import Workloads

private let gemmRun = EngineRun(
    benchmarks: ["gemm"], precisions: ["fp32", "fp16"], command: ["{python}", "{folder}/run.py", "{rows}", "{precision}", "{n}"],
    variants: [
        EngineVariant(name: "fast", arguments: ["--fast"], startSeconds: 9), EngineVariant(name: "faster", arguments: ["--faster={seed}"]),
    ])
private let trainRun = EngineRun(
    benchmarks: ["vgg16/train"], command: ["train", "{network}", "{batch}", "{sample_seconds}", "{most_samples}"])

private func engine(_ runs: [EngineRun] = [gemmRun, trainRun], obstacle: String? = nil) -> Engine {
    let file = EngineFile(
        name: "stand-in", summary: "", revision: 4, install: "get it", environment: ["THREADS={threads}"], probe: ["{python}", "probe"],
        startSeconds: 5, runs: runs)
    return Engine(file: file, folder: "/there", python: "py", version: "1.0", obstacle: obstacle)
}

private let machine = Surroundings(processors: 2, caches: [], availableBytes: 0, instructionSets: [.portable])
private let catalogue: [any Benchmark] = [GemmBenchmark(), PeakBenchmark(), TrainingBenchmark(.vgg16)]

private func plan(_ selections: [Selection], _ words: [String] = [], engine: Engine = engine(), precisions: [String] = []) throws -> Plan {
    var options = PlanOptions()
    options.engines = words
    options.knownEngines = [engine]
    options.precisions = precisions
    return try Plan.make(selections, options: options, surroundings: machine, catalogue: catalogue)
}

private let gemm = Selection(benchmark: "gemm", threads: ["2"], parameters: ["n": ["64x32x16"]], budgetSeconds: 3)

@Suite struct EnginePlanTests {
    @Test func enginesAreAnAxis() throws {
        let items = try plan([gemm], ["mettle", "stand-in", "stand-in:fast*"]).items
        #expect(
            items.map(\.configuration.identifier) == [
                "gemm:fp32,n=64x32x16,transpose=nn,portable,threads=2,cpu",
                "gemm:fp32,n=64x32x16,transpose=nn,threads=2,cpu,engine=stand-in",
                "gemm:fp32,n=64x32x16,transpose=nn,threads=2,cpu,engine=stand-in:fast",
                "gemm:fp32,n=64x32x16,transpose=nn,threads=2,cpu,engine=stand-in:faster",
            ])
        #expect(items.map { $0.engine == nil } == [true, false, false, false])
        #expect(items.map(\.configuration.engineName) == ["mettle", "stand-in", "stand-in", "stand-in"])
        #expect(items.last?.configuration.title == "fp32, 64x32x16, nn, 2 threads, stand-in:faster")
    }

    @Test func aStarIsThePlainWayToo() throws {
        #expect(try plan([gemm], ["stand-in:*"]).items.map(\.engine?.variant?.name) == [nil, "fast", "faster"])
    }

    @Test func aPrecisionMayBeTheEnginesAlone() throws {
        var both = gemm
        both.precisions = ["fp32", "fp16"]
        let items = try plan([both], ["mettle", "stand-in"]).items
        #expect(
            items.map { "\($0.configuration.precision ?? "") \($0.configuration.engineName)" } == [
                "fp32 mettle", "fp32 stand-in", "fp16 stand-in",
            ])
        #expect(try plan([gemm], ["mettle", "stand-in"], precisions: ["fp16"]).items.map(\.configuration.engineName) == ["stand-in"])
        #expect(throws: PlanError.self) { try plan([both], ["mettle"]) }
    }

    @Test func aSuitesEnginesAreItsOwnAndTheCommandLineReplacesThem() throws {
        var own = gemm
        own.engines = ["stand-in"]
        #expect(try plan([own]).items.map(\.configuration.engineName) == ["stand-in"])
        #expect(try plan([own], ["mettle"]).items.map(\.configuration.engineName) == ["mettle"])
    }

    @Test func whatAnEngineDoesNotRunIsLeftOutOrNamed() throws {
        let peak = Selection(benchmark: "peak/fma")
        #expect(try plan([peak, gemm], ["stand-in"]).items.map(\.configuration.benchmark) == ["gemm"])
        #expect(throws: PlanError.nothingSelected(patterns: [])) { try plan([peak], ["stand-in"]) }
        var own = peak
        own.engines = ["stand-in"]
        #expect(throws: PlanError.engineLacks(engine: "stand-in", benchmark: "peak/fma")) { try plan([own]) }
        // A description may name what another engine cannot be told: Mettle's own kernel.
        let peaks = engine([EngineRun(benchmarks: ["peak/fma"], command: ["x"])])
        #expect(throws: PlanError.nothingSelected(patterns: [])) { try plan([peak], ["stand-in"], engine: peaks) }
        #expect(throws: PlanError.engineLacks(engine: "stand-in", benchmark: "peak/fma")) { try plan([own], engine: peaks) }
    }

    @Test func namesThatNobodyHas() {
        #expect(throws: PlanError.unknownEngine(name: "torch", known: ["mettle", "stand-in"])) { try plan([gemm], ["torch"]) }
        #expect(throws: PlanError.unknownVariant(engine: "stand-in", variant: "slow", known: ["fast", "faster"])) {
            try plan([gemm], ["stand-in:slow"])
        }
        let typo = engine([EngineRun(benchmarks: ["gemm"], command: ["{colour}"])])
        do {
            _ = try plan([gemm], ["stand-in"], engine: typo)
            Issue.record("planned")
        } catch PlanError.badEngine(let problem) {
            #expect(
                problem.sentence.hasPrefix("the description of stand-in asks for {colour}, which there is not here; there are batch, ")
                    == false)
            #expect(problem.sentence.contains("{colour}") && problem.sentence.contains("columns, depth"))
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test func anObstacleIsASkip() throws {
        #expect(try plan([gemm], ["stand-in"], engine: engine(obstacle: "not here")).items.map(\.skip) == ["not here"])
    }

    @Test(arguments: [("pytorch", "pytorch", nil), ("a:b", "a", "b"), ("./x:y/e.json", "./x:y/e.json", nil), ("e.json:b", "e.json", "b")])
    func words(word: String, name: String, variant: String?) {
        #expect(EngineChoice.split(word).name == name && EngineChoice.split(word).variant == variant)
    }

    /// A training's sample is a step, and there are fewer samples than the whole run has steps.
    @Test func aTrainingIsProjectedAndBounded() throws {
        let training = Selection(benchmark: "vgg16/train", budgetSeconds: 3600, mode: .full, epochs: 1)
        let item = try #require(try plan([training], ["stand-in"]).items.first)
        #expect(item.training?.mode == .project && item.budgetSeconds == 120)
        let programs = Recorder { _ in ProgramResult(ending: .stopped) }
        _ = try runner([item], programs).run()
        #expect(programs.calls.map(\.arguments) == [["vgg16", "128", "0", "390"]])
    }
}

/// Answers a call as the test says, and keeps the calls.
private final class Recorder: ProgramRunning {
    var calls: [ProgramCall] = []
    let answer: (ProgramCall) -> ProgramResult

    init(_ answer: @escaping (ProgramCall) -> ProgramResult) { self.answer = answer }

    func run(_ call: ProgramCall, started: (Int32) -> Void, line: (Substring) -> Void, shouldStop: () -> Bool) -> ProgramResult {
        calls.append(call)
        let result = answer(call)
        started(1)
        for whole in result.output.split(separator: "\n") { line(whole) }
        return result
    }
}

/// Counts what it is asked.
private final class CountingWatch: SeriesWatch {
    var begun = 0
    var followed: [Int32?] = []
    func begin() { begun += 1 }
    func lap() -> Watch? { nil }
    func end() -> Watch? {
        var watch = Watch()
        watch.seconds = 1
        watch.stealFraction = 0.5
        watch.involuntarySwitches = 9
        return watch
    }
    func follow(_ process: Int32?) { followed.append(process) }
}

private func runner(_ items: [PlannedConfiguration], _ programs: Recorder?, watch: CountingWatch? = nil) -> Runner {
    let record = Record(
        runId: RunIdentifier.make(), createdAt: "2026-11-21T13:04:43Z", label: "x", provenance: Provenance(kind: .measured),
        machine: MachineEntry(name: "x", parts: "", deviceKind: "cpu", machineClass: ""))
    let context = Context(
        surroundings: machine, seed: 7, openDataset: { () throws(WorkloadError) in throw .unavailable("no data is needed") },
        openPhotos: { _, _ throws(WorkloadError) in throw .unavailable("no photos are needed") })
    return Runner(
        plan: items, catalogue: catalogue, record: record, context: context, watcher: watch, interruption: Interruption(),
        programs: programs, now: { "2026-11-21T13:04:44Z" }, save: { _ in }, listener: { _ in })
}

@Suite struct EngineRunTests {
    private func measured(
        _ output: String, _ ending: ProgramResult.Ending = .exited(0), complaint: String = "", seconds: Double = 10, cut: Bool = false,
        selection: Selection = gemm, word: String = "stand-in"
    ) throws -> MeasuredConfiguration {
        let programs = Recorder { _ in
            ProgramResult(ending: ending, output: output, complaint: complaint, seconds: seconds, isCut: cut)
        }
        return try #require(try runner(try plan([selection], [word]).items, programs).run().record.measurements.first)
    }

    private func reason(of measurement: MeasuredConfiguration) -> String {
        switch measurement.outcome {
        case .completed: "completed"
        case .skipped(let reason): "skipped: " + reason
        case .failed(let kind, let reason): "\(kind.rawValue): \(reason)"
        }
    }

    @Test func aGoodAnswerBecomesSamples() throws {
        let watch = CountingWatch()
        let programs = Recorder { _ in
            ProgramResult(
                ending: .exited(0),
                output: "chatter\n{\"mettle_engine_sampling\": 1}\n{\"mettle_engine_answer\": 1, \"version\": \"1.1\", \"iterations\": 2, "
                    + "\"sample_count\": 3, \"nanoseconds\": [100, 110, 120], \"components\": [\"part 2\"]}\n", seconds: 1)
        }
        let result = try runner(try plan([gemm], ["stand-in:fast"]).items, programs, watch: watch).run()
        let measurement = try #require(result.record.measurements.first)
        #expect(measurement.outcome == .completed)
        #expect(measurement.engine == "stand-in 1.1, fast" && measurement.engineRevision == 4 && measurement.engineComponents == ["part 2"])
        #expect(measurement.samples == [100, 110, 120].map { Sample(iterations: 2, nanoseconds: $0) })
        #expect(measurement.summary?.isReproduced(by: measurement.samples) == true)
        #expect(measurement.work?.operations == 2 * 64 * 32 * 16 && measurement.metric == .operationsPerSecond)
        // Both that the program ran and that it began to sample begin a watch; the switches were our own threads'.
        #expect(watch.begun == 2 && watch.followed == [1, nil])
        #expect(measurement.watch?.stealFraction == 0.5 && measurement.watch?.involuntarySwitches == nil)
        #expect(measurement.grade != nil && measurement.caveats.contains { $0.kind == .steal })
        #expect(result.record.problems().isEmpty == false, "the record has no program, nothing else")
        #expect(result.record.problems().map(\.path.description) == ["program"])
        let call = try #require(programs.calls.first)
        #expect(call.program == "py" && call.arguments == ["/there/run.py", "64", "fp32", "64x32x16", "--fast"])
        #expect(call.environment == ["THREADS": "2"] && call.limitSeconds == 9 + 2 * 3)
    }

    @Test func aTrainingsStepsBecomeARun() throws {
        let times = (0..<20).map { "\(1_000_000 + $0)" }.joined(separator: ",")
        let output =
            "{\"mettle_engine_answer\": 1, \"version\": \"1.1\", \"iterations\": 1, \"nanoseconds\": [\(times)], \"construction_seconds\": 2, "
            + "\"parameters\": 14719818, \"peak_bytes\": 5}"
        let measurement = try measured(output, selection: Selection(benchmark: "vgg16/train", epochs: 2))
        let training = try #require(measurement.training, "\(reason(of: measurement))")
        #expect(training.projected && training.measuredSteps == 20 && training.totalSteps == 782 && training.recipe.epochs == 2)
        #expect(abs(training.runSeconds - (2 + 781.25 * 1e-3)) < 1e-4 && training.peakBytes == 5)
        #expect(measurement.dataset == DatasetEntry(name: "synthetic-cifar-10", synthetic: true))
        #expect(Set(measurement.caveats.map(\.kind)).isSuperset(of: [.syntheticData, .projected]))
    }

    @Test func whatProgramsDoInstead() throws {
        func check(_ expected: String, _ measurement: MeasuredConfiguration) {
            let found = reason(of: measurement)
            #expect(found == expected)
            #expect(measurement.samples.isEmpty && measurement.summary == nil)
        }
        check("engine: stand-in ended with exit code 1: no such thing.", try measured("", .exited(1), complaint: "no such thing."))
        check("engine: stand-in ended with exit code 3 and said nothing.", try measured("", .exited(3)))
        check("engine: stand-in was ended by signal 11 (a wrong address).", try measured("", .signalled(11)))
        check("engine: stand-in had not finished after 10 s and was ended.", try measured("", .timedOut))
        check("skipped: stand-in needs py, which is not here: get it.", try measured("", .missing))
        check("engine: stand-in could not be started: no memory.", try measured("", .notStarted(reason: "no memory")))
        check("engine: stand-in ended without printing an answer.", try measured("\n"))
        check("engine: stand-in printed “hello” last, which is no answer.", try measured("{}\nhello\n"))
        check("engine: stand-in printed more than 8 MiB, and no answer was looked for.", try measured("x", cut: true))
        check(
            "skipped: stand-in: this processor has no bf16.",
            try measured("{\"mettle_engine_answer\": 1, \"skipped\": \"this processor has no bf16.\"}"))
        check("engine: stand-in gave up: no luck.", try measured("{\"mettle_engine_answer\": 1, \"failed\": \"no luck\"}"))
        check("engine: stand-in answered without its version.", try measured("{\"mettle_engine_answer\": 1}"))
    }

    @Test func answersThatCannotBe() throws {
        func sentence(_ members: String, seconds: Double = 10, selection: Selection = gemm) throws -> String {
            let output = "{\"mettle_engine_answer\": 1, \"version\": \"1\", \(members)}"
            return reason(of: try measured(output, seconds: seconds, selection: selection))
        }
        #expect(try sentence("\"nanoseconds\": [1, 2], \"sample_count\": 3") == "engine: stand-in said 3 samples and gave 2.")
        #expect(try sentence("\"nanoseconds\": [1]") == "engine: stand-in gave 1 sample, and two are the least.")
        #expect(try sentence("\"iterations\": 1") == "engine: stand-in gave no sample, and two are the least.")
        #expect(try sentence("\"nanoseconds\": [1, 2]").contains("the iterations of a sample are from 1"))
        #expect(try sentence("\"nanoseconds\": [1, 2], \"iterations\": 0").contains("the iterations of a sample are from 1"))
        #expect(try sentence("\"nanoseconds\": [1, 0], \"iterations\": 1").contains("one takes none"))
        #expect(
            try sentence("\"nanoseconds\": [3000000000, 4000000000], \"iterations\": 1", seconds: 5)
                == "engine: stand-in gave samples of 7.0 s together and ran for 5.0 s.")
        #expect(try sentence("\"nanoseconds\": [1, 2], \"iterations\": 1, \"colour\": 2").contains("the key “colour” is not known here"))
        #expect(
            try sentence("\"nanoseconds\": [1, -2], \"iterations\": 1").contains("engine: stand-in printed an answer that cannot be read"))
        #expect(
            try sentence("\"nanoseconds\": [1, 2], \"iterations\": 1, \"construction_seconds\": 11").contains("construction took 11.0 s"))
        let training = Selection(benchmark: "vgg16/train")
        #expect(
            try sentence("\"nanoseconds\": [1, 2], \"iterations\": 1, \"parameters\": 5", selection: training)
                == "engine: stand-in computes a network of 5 parameters, and this one has 14719818: its figure would not compare.")
        let many = (0..<1955).map { _ in "1" }.joined(separator: ",")
        #expect(
            try sentence("\"iterations\": 1, \"nanoseconds\": [\(many)]", selection: training)
                == "engine: stand-in gave 1955 samples, and 1954 are the most.")
        #expect(
            reason(of: try measured("{\"mettle_engine_answer\": 2}"))
                == "engine: stand-in printed an answer that cannot be read: it is of version 2, and this program reads 1.")
    }

    /// Interrupted, it is no result: a resumed run does it again.
    @Test func aStoppedProgramLeavesNothing() throws {
        let result = try runner(try plan([gemm], ["stand-in"]).items, Recorder { _ in ProgramResult(ending: .stopped) }).run()
        #expect(result.record.measurements.isEmpty && result.remaining == 1)
    }

    @Test func bracesInCommands() throws {
        let odd = engine([EngineRun(benchmarks: ["gemm"], command: ["x", "{{\"n\": {rows}}}", "{rows}{columns}", "a}}b"])])
        let programs = Recorder { _ in ProgramResult(ending: .stopped) }
        _ = try runner(try plan([gemm], ["stand-in"], engine: odd).items, programs).run()
        #expect(programs.calls.first?.arguments == ["{\"n\": 64}", "6432", "a}b"])
        for broken in ["{rows", "rows}", "{", "}"] {
            #expect(throws: PlanError.badEngine(.badTemplate(engine: "stand-in", text: broken))) {
                try plan([gemm], ["stand-in"], engine: engine([EngineRun(benchmarks: ["gemm"], command: ["x", broken])]))
            }
        }
    }
}

/// The engines that ship, against the catalogue.
@Suite struct ShippedEngineTests {
    private static let folder = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Profiles/engines"

    @Test(arguments: ["pytorch", "openvino", "onnxruntime"])
    func everyCommandHasItsWords(name: String) throws {
        let engine = Engine(file: try EngineFile.read("\(Self.folder)/\(name).json"), folder: Self.folder, python: "python3")
        _ = try engine.probe()
        var options = PlanOptions()
        options.engines = ["\(name):*"]
        options.knownEngines = [engine]
        var planned = 0
        for benchmark in Catalogue.all where engine.file.runs.contains(where: { $0.benchmarks.contains(benchmark.id) }) {
            for precision in engine.file.runs.first(where: { $0.benchmarks.contains(benchmark.id) })?.precisions ?? [] {
                options.precisions = [precision]
                let selection = Selection(benchmark: benchmark.id, precisions: [precision])
                // Planning fills every word in, or throws.
                planned += try Plan.make([selection], options: options, surroundings: machine, catalogue: Catalogue.all).items.count
            }
        }
        #expect(planned >= 6)
    }
}
