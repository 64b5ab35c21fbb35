// `mettle run`: from options to a plan, from the plan to a result file.
// Leaves to others: options of their own files (RunCommand+Options), the loop (Harness.Runner), how it looks (RunPresenter).

import CPU
import CommandLine
import Harness
import Machine
import Measurement
import Records
import Workloads

struct RunCommand {
    let arguments: Arguments
    let console: Console

    init(_ arguments: Arguments, console: Console) {
        self.arguments = arguments
        self.console = console
    }

    func run() throws -> Int32 {
        guard BuildIdentity.isRelease else {
            throw Failure(
                "this is a debug build, whose figures would be wrong by a factor of a hundred.", "Build with swift build -c release.",
                status: .unavailable)
        }
        let host = Host.describe()
        let surroundings = try surroundings(of: host)
        let start = try prepareStart(host: host, surroundings: surroundings)
        if arguments.has(.dryRun) {
            PlanPrinter(console: console).print(start.plan.items, suite: start.suite)
            return ExitCode.ok.rawValue
        }
        return try measure(start, host: host, surroundings: surroundings)
    }

    /// The machine, with what the command line says of its scratch folder and its peer.
    func surroundings(of host: Host) throws -> Surroundings {
        var surroundings = Surroundings(host: host)
        surroundings.scratch = arguments.value(of: .scratch) ?? "."
        if let text = arguments.value(of: .peer) {
            guard let peer = PeerAddress(text), peer.port > 0 else {
                throw arguments.contradiction("--peer takes a host and a port, like 192.0.2.7 or box.example:6388, not \(text).")
            }
            surroundings.peer = peer
        }
        return surroundings
    }

    /// What a run starts from: its plan, and a record, new or continued.
    struct Start {
        var suite: String
        var plan: Plan
        var record: Record
        var path: String
        var isResumed: Bool
        /// Keeps the engines' programs on disk as long as the run lasts.
        var engines: Engines
    }

    private func measure(_ start: Start, host: Host, surroundings: Surroundings) throws -> Int32 {
        Signals.install()
        let context = makeContext(surroundings, start.record.invocation)
        try create(start)
        printHead(start, host: host)
        let watcher = Watcher(SensorWorld(host: host))
        let presenter = RunPresenter(plan: start.plan.items, console: console)
        let runner = Runner(
            plan: start.plan.items, catalogue: Catalogue.all, record: start.record, context: context, watcher: watcher,
            interruption: .shared, programs: Programs(), now: { SystemTime.now.text }, save: { try save($0, at: start.path) },
            listener: presenter.receive)
        let result: RunResult
        do {
            defer {
                presenter.finish()
                watcher.stop()
            }
            result = try withExtendedLifetime(start.engines) { try runner.run() }
        }
        RunSummary(result: result, path: start.path, console: console).print()
        return result.exitStatus
    }

    /// Everything that decides how is computed comes from the record, so that a resumed run goes on as it began.
    private func makeContext(_ surroundings: Surroundings, _ invocation: Records.Invocation?) -> Context {
        let locator = DataLocator(given: arguments.value(of: .data)), seed = invocation?.seed ?? 1, options = invocation?.options ?? []
        let named = options.last { $0.hasPrefix("--algorithm=") }?.dropFirst("--algorithm=".count)
        let algorithm: AlgorithmChoice =
            switch named {
            case "rule": .rule
            case let name?: ConvolutionAlgorithm(rawValue: String(name)).map(AlgorithmChoice.forced) ?? .measured
            case nil: .measured
            }
        return Context(
            surroundings: surroundings, seed: seed, reproducible: invocation?.reproducible ?? false, precise: options.contains("--precise"),
            algorithm: algorithm, openDataset: { () throws(WorkloadError) in try locator.open(seed: seed) },
            openPhotos: { collection, context throws(WorkloadError) in
                try locator.open(collection, seed: seed, threads: context.workThreads)
            })
    }

    private func printHead(_ start: Start, host: Host) {
        let seconds = PlanEstimate.seconds(of: start.plan.items), about = PlanEstimate.isBound(start.plan.items) ? "at most" : "about"
        console.print([
            Span("Mettle \(Program.version)", .bold),
            Span(", \(start.suite) suite: \(start.plan.items.count) configurations, \(about) \(TimeText.words(seconds))"),
        ])
        console.paragraph(host.shortDescription)
        for caveat in start.record.caveats {
            for line in console.terminal.hanging(Span("caveat", .yellow), at: 8, [caveat.sentence]) { console.print(line) }
        }
    }

    private func create(_ start: Start) throws {
        if start.isResumed { return }
        do throws(RecordError) {
            try RecordFile.create(start.record, at: start.path)
        } catch {
            throw Failure(error.sentence, status: .ioError)
        }
    }

    private func save(_ record: Record, at path: String) throws {
        do throws(RecordError) {
            try RecordFile.replace(record, at: path)
        } catch {
            throw Failure(error.sentence, "The run stops here; what was saved until now is kept.", status: .ioError)
        }
    }
}
