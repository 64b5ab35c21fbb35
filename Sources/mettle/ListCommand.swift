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
        let plan = try RunCommand(arguments, console: console).makePlan(suite, options, Surroundings(host: Host.describe()))
        if arguments.has(.json) {
            let listing = Listing(suite: suite.suite.name, items: plan.items)
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
    var benchmarks: [Entry]
    var suite: String
    var configurations: [Point]

    init(suite: String, items: [PlannedConfiguration]) {
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
