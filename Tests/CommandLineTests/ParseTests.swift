// Command lines, wrong ones first: each says in one sentence what is wrong and in one what to do.
// Leaves help and completions to their own suites.

import CommandLine
import Testing

@Suite struct ParseTests {
    @Test(arguments: [
        ("run --suit quick", "no option --suit. Did you mean --suite?", "mettle help run lists the options."),
        ("run --repro", "no option --repro. Did you mean --reproducible?", "mettle help run lists the options."),
        ("run -suite quick", "no option -suite. Did you mean --suite?", "mettle help run lists the options."),
        ("run --colour", "no option --colour.", "mettle help run lists the options."),
        ("run -x", "no option -x.", "mettle help run lists the options."),
        ("run --suite", "--suite needs a value: --suite NAME.", "mettle help run lists the options."),
        ("run --suite --dry-run", "--suite needs a value: --suite NAME.", "mettle help run lists the options."),
        ("run --suite=", "--suite needs a value: --suite NAME.", "mettle help run lists the options."),
        ("run --dry-run=yes", "--dry-run takes no value.", "mettle help run lists the options."),
        ("run -s quick --suite full", "--suite is given twice.", "mettle help run lists the options."),
        ("run --only gemm,,conv2d", "--only: “gemm,,conv2d” has an empty item.", "mettle help run lists the options."),
        ("run --precision fp32,pf64", "--precision cannot be “pf64”. Did you mean fp64?", "It is fp32, fp64 or bf16."),
        ("run --precision int8", "--precision cannot be “int8”. It is fp32, fp64 or bf16.", "mettle help run lists the options."),
        ("run quick", "unexpected argument “quick”.", "mettle help run lists the options."),
        ("run suite", "unexpected argument “suite”. Did you mean --suite?", "mettle help run lists the options."),
        ("show a.json b.json", "unexpected argument “b.json”.", "mettle help show lists the options."),
        ("show", "mettle show needs FILE.", "mettle help show lists the options."),
        ("compare", "mettle compare needs FILE.", "mettle help compare lists the options."),
        ("data", "mettle data needs ACTION.", "mettle help data lists the options."),
        ("data fetsh", "ACTION cannot be “fetsh”. Did you mean fetch?", "It is fetch or check."),
        ("rnu", "no command rnu. Did you mean run?", "mettle help lists the commands."),
        ("benchmark", "no command benchmark.", "mettle help lists the commands."),
        ("--suite quick", "--suite stands before the command.", "Write mettle run --suite."),
        ("--versoin", "no option --versoin. Did you mean --version?", "mettle help lists the options."),
        ("help rum", "no command rum. Did you mean run?", "mettle help lists the commands."),
        (
            "help --completions csh", "--completions cannot be “csh”. Did you mean zsh?", "It is bash, zsh or fish."
        ),
    ])
    func wrongLine(line: String, statement: String, remedy: String) {
        #expect(complaint(line) == [statement, remedy])
    }

    @Test func valuesInAllForms() throws {
        let arguments = try parse("run --suite=full --only gemm,conv2d -o a=b.json --only peak/* --dry-run --dry-run")
        #expect(arguments.value(of: .suite) == "full")
        #expect(arguments.values(of: .only) == ["gemm", "conv2d", "peak/*"])
        #expect(arguments.value(of: .out) == "a=b.json")
        #expect(arguments.has(.dryRun))
        #expect(!arguments.has(.reproducible))
    }

    @Test func defaultsAreValuesOnlyWhereTheyAreGiven() throws {
        let arguments = try parse("run")
        #expect(arguments.value(of: .suite) == "quick")
        #expect(!arguments.has(.suite))
        #expect(arguments.value(of: .out) == nil)
        #expect(arguments.values(of: .only).isEmpty)
    }

    @Test func argumentsKeepTheirOrder() throws {
        #expect(try parse("compare a.json - b.json").positionals == ["a.json", "-", "b.json"])
        #expect(try parse("show -- --odd.json").positionals == ["--odd.json"])
        #expect(try parse("data check somewhere").positionals == ["check", "somewhere"])
    }

    @Test func helpAnswersEverywhere() throws {
        for line in [
            "--help", "-h", "help", "run --help", "run --suite quick -h", "run --wrong --help", "help run", "help grades", "--version",
        ] {
            guard case .print(let text, .ok) = try sample.parse(words(line), on: .plain80) else {
                Issue.record("\(line) should print")
                continue
            }
            #expect(text.hasSuffix("\n"))
        }
        #expect(try sample.parse(["--version"], on: .plain80) == .print("mettle 0.1.0\n", .ok))
        #expect(throws: UsageError.self) { try sample.parse(["show", "--", "--help", "extra"], on: .plain80) }
    }

    @Test func nothingTypedIsHelpAndAUsageError() throws {
        #expect(try sample.parse([], on: .plain80) == .print(sample.help(on: .plain80), .usage))
    }

    @Test(arguments: [
        ("suit", "suite", 1), ("fetsh", "fetch", 1), ("rnu", "run", 1), ("kitten", "sitting", 3), ("", "abc", 3), ("same", "same", 0),
    ])
    func distance(first: String, second: String, expected: Int) {
        let farther = expected + 1
        let decoy = second + String(repeating: "#", count: farther + first.count)
        #expect(
            nearest(to: first, among: [decoy, second]) == (expected <= max(1, (first.count + 1) / 3) && first.count > 1 ? second : nil))
    }
}
