// `mettle list`: the benchmarks, and what of a suite can run here.
// Leaves to others: the list itself (Workloads.Catalogue), the plan (Harness).

import CommandLine
import Harness
import Machine
import Measurement
import Records
import Workloads

struct ListCommand {
    let arguments: Arguments
    let console: Console

    init(_ arguments: Arguments, console: Console) {
        self.arguments = arguments
        self.console = console
    }

    func run() throws -> Int32 {
        let suite = try Suites.load(arguments.value(of: .suite) ?? "standard", profiles: arguments.value(of: .profiles))
        var options = PlanOptions()
        options.only = arguments.values(of: .only)
        options.skip = arguments.values(of: .skip)
        options.threads = arguments.values(of: .threads)
        options.precisions = arguments.values(of: .precision)
        options.totalBudgetSeconds = suite.suite.budgetSeconds
        options.engines = arguments.values(of: .engine)
        let engines = Engines(arguments)
        let run = RunCommand(arguments, console: console)
        let plan = try run.makePlan(suite, options, run.surroundings(of: Host.describe()), engines)
        _ = try engines.load(Engines.builtIn)
        if arguments.has(.json) {
            let listing = Listing(suite: suite.suite.name, items: plan.items, engines: engines.all)
            StandardStream.output.write(String(decoding: try JSONCoder.encodeText(listing), as: UTF8.self))
            return ExitCode.ok.rawValue
        }
        for benchmark in Catalogue.all {
            for line in console.terminal.hanging(Span(benchmark.id, .bold), at: 20, [benchmark.summary + "."]) { console.print(line) }
            for parameter in benchmark.parameters {
                for line in console.terminal.hanging(Span(parameter.name, .dim), from: 20, at: 31, [parameter.help]) { console.print(line) }
            }
        }
        console.print()
        for engine in engines.all {
            let state = engine.obstacle.map { "Not here: \($0)" } ?? "Version \(engine.version ?? "unknown") is here."
            for line in console.terminal.hanging(Span(engine.name, .bold), at: 20, [engine.file.summary, state]) { console.print(line) }
        }
        console.print()
        PlanPrinter(console: console).print(plan.items, suite: suite.suite.name)
        return ExitCode.ok.rawValue
    }
}

/// `mettle list --json`.
private struct Listing: Codable {
    struct Entry: Codable {
        var id: String
        var summary: String
        var metric: String
        var precisions: [String]
        var parameters: [String]
    }
    struct Point: Codable {
        var configuration: Configuration
        var budgetSeconds: Double
        var skip: String?
    }
    struct OtherEngine: Codable {
        var name: String
        var summary: String
        var version: String?
        var obstacle: String?
    }
    var benchmarks: [Entry]
    var engines: [OtherEngine]
    var suite: String
    var configurations: [Point]

    init(suite: String, items: [PlannedConfiguration], engines: [Engine]) {
        self.engines = engines.map { OtherEngine(name: $0.name, summary: $0.file.summary, version: $0.version, obstacle: $0.obstacle) }
        benchmarks = Catalogue.all.map { benchmark in
            let metric = benchmark.metric(of: Configuration(benchmark: benchmark.id))
            return Entry(
                id: benchmark.id, summary: benchmark.summary, metric: metric.rawValue, precisions: benchmark.precisions,
                parameters: benchmark.parameters.map(\.name))
        }
        self.suite = suite
        configurations = items.map { Point(configuration: $0.configuration, budgetSeconds: $0.budgetSeconds, skip: $0.skip) }
    }
}
