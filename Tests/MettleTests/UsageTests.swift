// What a person gets who types something wrong: one sentence, what to do, the right exit status.
// Leaves to others: the parser's own cases (CommandLineTests).

import Testing

@Suite struct UsageTests {
    @Test(arguments: [
        (["run", "--suit", "quick"], "no option --suit. Did you mean --suite?"),
        (["run", "--suite", "quik"], "no suite quik. Did you mean quick?"),
        (["rum"], "Did you mean run?"),
        (["run", "--only", "nothing-like-it", "--dry-run"], "nothing in the suite matches nothing-like-it."),
        (["run", "--device", "gpu", "--dry-run"], "no device gpu."),
        (["run", "--precision", "fp9", "--dry-run"], "nothing computes in “fp9”. There are fp32, fp64"),
        (["run", "--sustain", "1m", "--precision", "fp32,bf61", "--dry-run"], "nothing computes in “bf61”."),
        (["run", "--instance", "aws", "--dry-run"], "aws"),
        (["run", "--sustain", "10", "--dry-run"], "--sustain: “10” is not a duration. Write it like 90s, 5m or 1h30m."),
        (["run", "--sustain", "soon", "--dry-run"], "--sustain: “soon” is not a duration."),
        (["run", "--sustain", "0s", "--dry-run"], "--sustain: “0s” is not a duration."),
        (["run", "--sustain", "200ms", "--dry-run"], "--sustain takes a second or more"),
        (["run", "--sustain", "1m", "--budget", "1m", "--dry-run"], "--sustain is the time itself: leave out --budget."),
        (["run", "--sustain", "1m", "--contended", "--dry-run"], "--sustain and --contended are two courses"),
        (["run", "--contended", "--threads", "2", "--dry-run"], "--contended runs instances of one thread: leave out --threads."),
        (
            ["run", "--sustain", "1m", "--engine", "pytorch", "--dry-run"],
            "--sustain is a course of Mettle's own engine: leave out --engine."
        ),
        (["run", "--contended", "--engine", "mettle", "--dry-run"], "--contended is a course of Mettle's own engine"),
        (["run", "--resume", "x.json", "--contended"], "--resume goes on as the run began: leave out --sustain and --contended."),
        (["run", "--sustain", "1m", "--only", "nothing-like-it", "--dry-run"], "nothing in the suite matches nothing-like-it."),
        (["compare", "one.json"], "compare needs two result files"),
        (["compare", "--cross", "precison", "a", "b"], "Did you mean precision?"),
        (["board", "--out", "page.txt"], "page.txt does not say in which form"),
        (["board", "--as-of", "yesterday"], "--as-of takes a date"),
        (["data", "fetch", "cifar100"], "no data set cifar100"),
    ])
    func isOneSentenceAndStatus64(arguments: [String], sentence: String) throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let ended = try mettle.run(arguments)
        #expect(ended.status == 64)
        #expect(ended.errors.replacing("\n       ", with: " ").contains(sentence), "\(ended.errors)")
        #expect(ended.errors.hasPrefix("error: "))
        #expect(ended.output.isEmpty)
    }

    @Test(
        arguments: [
            (["show", "no-such.json"], 66), (["compare", "no-such.json", "neither.json"], 66), (["board", "no-such-folder"], 66),
            (["data", "check", "no-such-folder"], 66), (["run", "--suite", "./no-such.json"], 66),
            (["board", "--prices", "no-such-folder"], 66),
        ] as [([String], Int32)])
    func whatIsNotThereIs66(arguments: [String], status: Int32) throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let ended = try mettle.run(arguments)
        #expect(ended.status == status, "\(ended.errors)")
        #expect(ended.errors.hasPrefix("error: "))
    }

    @Test func anUnknownKeyOfASuiteNamesItselfAndItsLine() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let suite = try mettle.write(
            "suite.json",
            """
            {"mettle_suite": 1, "name": "x", "summary": "y",
             "benchmarks": [{"benchmark": "gemm",
               "treads": [1]}]}
            """)
        let ended = try mettle.run(["run", "--suite", suite])
        #expect(ended.status == 65)
        #expect(ended.errors.contains("treads") && ended.errors.contains("line 3"), "\(ended.errors)")
    }

    @Test func anUnknownBenchmarkNamesItsLineAndTheNearest() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let suite = try mettle.write(
            "suite.json",
            "{\"mettle_suite\": 1, \"name\": \"x\", \"summary\": \"y\",\n \"benchmarks\": [\n  {\"benchmark\": \"memory/latenzy\"}]}")
        let ended = try mettle.run(["run", "--suite", suite])
        #expect(ended.status == 65)
        #expect(ended.errors.contains("line 3") && ended.errors.contains("memory/latency"), "\(ended.errors)")
    }

    @Test func helpVersionAndCompletions() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        #expect(try mettle.run(["--version"]).output == "mettle 0.1.0\n")
        #expect(try mettle.run(["help", "run"]).output.contains("--resume"))
        #expect(try mettle.run(["help", "grades"]).output.contains("±1 %"))
        for shell in ["bash", "zsh", "fish"] { #expect(try mettle.run(["help", "--completions", shell]).output.contains("mettle")) }
    }
}
