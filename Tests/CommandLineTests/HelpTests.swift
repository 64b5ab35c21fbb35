// Help at several widths, to the character where it is short enough to read here.
// Leaves when help is printed to ParseTests.swift.

import CommandLine
import Testing

@Suite struct HelpTests {
    @Test func programHelp() {
        let expected = """
            mettle 0.1.0: what a machine does, and what it costs

            usage: mettle COMMAND [options]

            Commands
              run      Measure this machine
              show     Print a result file
              compare  Compare result files
              data     Fetch or check a data set
              help     Explain a command

            Topics
              grades  What the grades mean

            mettle help COMMAND lists a command's options, mettle --version prints the
            version.
            mettle help --completions bash (or zsh, or fish) prints a shell's completions.

            """
        #expect(sample.help(on: .plain80) == expected)
    }

    @Test func commandHelp() throws {
        let help = try #require(printed("help run"))
        #expect(help.hasPrefix("mettle run: Measure this machine\n\nusage: mettle run [options]\n\nRuns a suite of"))
        let options = """

            Options
              -s, --suite NAME          Which benchmarks at which sizes. Default: quick.
                  --only GLOB,…         Only what matches; don't run the rest.
                  --precision TYPE,…    Number formats. One of fp32, fp64, bf16.
                  --threads N,…         Thread counts, or all. Default: all.
                  --budget TIME         The most time for one configuration.
                  --memory SIZE         The most memory.
                  --seed N              The seed of all random numbers. Default: 1.
                  --threshold FRACTION  The noise floor.
              -o, --out FILE            The result file. Default:
                                        Results/DATE-TIME-LABEL.json.
                  --data DIR            Where the data sets are.
                  --dry-run             Print the plan [and end].
                  --reproducible        The same bits for a seed.
              -h, --help                Print this help.

            """
        #expect(help.hasSuffix(options))
    }

    @Test func longNamesStandAbove() {
        let long = Command("x", summary: "Y", options: [Option("a-very-long-option-name", .value("PLACEHOLDER"), help: "What it does.")])
        let text = Program(name: "p", version: "1", summary: "s", commands: [long]).help(for: long, on: .plain80)
        #expect(
            text.contains("\n      --a-very-long-option-name PLACEHOLDER\n              What it does.\n  -h, --help  Print this help.\n"))
    }

    @Test func headingsAreBoldAndStandInsServeASCII() throws {
        let run = try #require(sample.commands.first)
        #expect(sample.help(for: run, on: .colour80).contains("\n\u{1B}[1mOptions\u{1B}[0m\n"))
        #expect(sample.help(for: run, on: .ascii80).contains("--only GLOB,...  "))
    }

    @Test func argumentsAreInTheUsage() throws {
        let help = try #require(printed("help data"))
        #expect(help.contains("\nusage: mettle data ACTION [WHAT]\n"))
        #expect(help.contains("\n  ACTION  What to do. One of fetch, check.\n"))
        #expect(try #require(printed("help compare")).contains("\nusage: mettle compare FILE...\n"))
    }

    @Test func topicKeepsItsIndentedLines() throws {
        #expect(printed("help grades") == "A is best.\n  A  ±1 %\n")
    }

    @Test(arguments: [40, 60, 80, 120])
    func noLineIsWiderThanTheTerminal(width: Int) throws {
        for line in ["help", "help run", "help data", "help help"] {
            let text = try #require(printed(line, width: width))
            for line in text.split(separator: "\n") { #expect(displayWidth(String(line)) <= width, "\(line)") }
        }
    }

    private func printed(_ line: String, width: Int = 80) -> String? {
        guard case .print(let text, .ok)? = try? sample.parse(words(line), on: Terminal.plain80.resized(to: width)) else { return nil }
        return text
    }
}
