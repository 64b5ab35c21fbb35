// A program like ours for the tests, and its words.
// Leaves what is expected of it to the suites.

import CommandLine

extension Option {
    static let suite = Option(
        "suite", short: "s", .value("NAME"), default: .value("quick"), completion: .valuesOrFile(["quick", "standard", "full"]),
        help: "Which benchmarks at which sizes.")
    static let only = Option(
        "only", .list("GLOB"), completion: .values(["gemm", "conv2d"]), help: "Only what matches; don't run the rest.")
    static let precision = Option("precision", .list("TYPE"), choices: ["fp32", "fp64", "bf16"], help: "Number formats.")
    static let threads = Option("threads", .list("N"), default: .value("all"), help: "Thread counts, or all.")
    static let budget = Option("budget", .value("TIME"), help: "The most time for one configuration.")
    static let memory = Option("memory", .value("SIZE"), help: "The most memory.")
    static let seed = Option("seed", .value("N"), default: .value("1"), help: "The seed of all random numbers.")
    static let threshold = Option("threshold", .value("FRACTION"), help: "The noise floor.")
    static let out = Option(
        "out", short: "o", .value("FILE"), default: .described("Results/DATE-TIME-LABEL.json"), completion: .file, help: "The result file.")
    static let data = Option("data", .value("DIR"), completion: .directory, help: "Where the data sets are.")
    static let dryRun = Option("dry-run", .flag, help: "Print the plan [and end].")
    static let reproducible = Option("reproducible", .flag, help: "The same bits for a seed.")
}

let sample = Program(
    name: "mettle", version: "0.1.0", summary: "what a machine does, and what it costs",
    commands: [
        Command(
            "run", summary: "Measure this machine",
            discussion: "Runs a suite of benchmarks: each is verified, warmed up and sampled until its interval is narrow.",
            options: [
                .suite, .only, .precision, .threads, .budget, .memory, .seed, .threshold, .out, .data, .dryRun, .reproducible,
            ]),
        Command("show", summary: "Print a result file", positionals: [Positional("FILE", completion: .file, help: "A result file.")]),
        Command(
            "compare", summary: "Compare result files", positionals: [Positional("FILE", .atLeastOne, completion: .file, help: "Files.")]),
        Command(
            "data", summary: "Fetch or check a data set",
            positionals: [
                Positional("ACTION", choices: ["fetch", "check"], help: "What to do."),
                Positional("WHAT", .optional, completion: .directory, help: "A data set or its folder."),
            ]),
    ], topics: [Topic("grades", summary: "What the grades mean", text: "A is best.\n  A  ±1 %")])

func parse(_ line: String) throws -> Arguments {
    guard case .run(_, let arguments) = try sample.parse(words(line), on: .plain80) else { throw NotACommand() }
    return arguments
}

/// The two sentences of the error that a command line gives; empty where it gives none.
func complaint(_ line: String) -> [String] {
    do {
        _ = try sample.parse(words(line), on: .plain80)
        return []
    } catch {
        return error.sentences
    }
}

func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

struct NotACommand: Error {}

extension Terminal {
    static let plain80 = Terminal(isInteractive: false, width: 80, isUTF8: true, hasColour: false)
    static let colour80 = Terminal(isInteractive: true, width: 80, isUTF8: true, hasColour: true)
    static let plain120 = plain80.resized(to: 120)
    static let ascii80 = Terminal(isInteractive: true, width: 80, isUTF8: false, hasColour: false)
}
