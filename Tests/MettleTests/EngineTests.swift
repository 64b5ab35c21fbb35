// `mettle run --engine` with a stand-in for another program, from its description to the record, the board and the comparison.
// Leaves to others: every answer that a program may give (HarnessTests).

import Client
import Foundation
import Measurement
import Networks
import Records
import Testing

@Suite struct EngineTests {
    private let good = "{\"mettle_engine_answer\": 1, \"version\": \"1.5\", \"iterations\": 1, \"nanoseconds\": [1000, 1100, 1200]}"

    /// A description whose program is `script`, a shell's; the probe answers unless told otherwise.
    private func describe(_ mettle: Mettle, script: String, probe: String? = nil, start: Double = 60) throws -> String {
        _ = try mettle.write("run.sh", script)
        _ = try mettle.write("probe.sh", probe ?? "echo '{\"mettle_engine_answer\": 1, \"version\": \"1.5\"}'")
        return try mettle.write(
            "stand-in.json",
            """
            {"mettle_engine": 1, "name": "stand-in", "summary": "For tests.", "revision": 3, "install": "install it",
             "probe": ["sh", "{folder}/probe.sh"], "start_seconds": \(start),
             "runs": [{"benchmarks": ["gemm"], "precisions": ["fp32"], "command": ["sh", "{folder}/run.sh", "{rows}", "{threads}"],
                       "variants": [{"name": "other", "arguments": ["other"]}]}]}
            """)
    }

    private func suite(_ mettle: Mettle) throws -> String {
        try mettle.write(
            "suite.json",
            """
            {"mettle_suite": 1, "name": "moment", "summary": "For tests.", "benchmarks": [
              {"benchmark": "gemm", "threads": [1], "budget_seconds": 0.05, "parameters": {"n": [32]}}
            ]}
            """)
    }

    private func run(_ mettle: Mettle, _ engine: String, _ more: String...) throws -> (Mettle.Ended, Record?) {
        let ended = try mettle.run(
            ["run", "--suite", try suite(mettle), "--engine", engine, "--out", mettle.path("r.json"), "--label", "x"] + more)
        return (ended, try? RecordFile.read(mettle.path("r.json")))
    }

    @Test func aRecordHoldsBothAndEveryCommandShowsThem() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let engine = try describe(mettle, script: "[ \"$1 $2\" = '32 1' ] || exit 9\necho noise\necho '\(good)'\n")
        let (ended, read) = try run(mettle, "mettle,\(engine):*")
        #expect(ended.status == 0, "\(ended.errors)")
        let record = try #require(read)
        #expect(record.measurements.map(\.engine) == ["mettle", "stand-in 1.5", "stand-in 1.5, other"])
        #expect(record.measurements.map(\.outcome) == [.completed, .completed, .completed], "\(ended.output)")
        #expect(record.invocation?.options == ["--engine=mettle,stand-in:*"])
        #expect(try !mettle.text("r.json").contains(mettle.folder), "a path of the user's is in the record")
        #expect(try mettle.run(["show", mettle.path("r.json")]).output.contains("stand-in:other"))
        let compared = try mettle.run(["compare", "--engine", "mettle,stand-in", "--threshold", "10%", mettle.path("r.json")])
        #expect([0, 1, 2].contains(compared.status) && compared.output.contains("x, stand-in"), "\(compared.errors)")
        let refused = try mettle.run(["compare", "--engine", "mettle,torch", mettle.path("r.json")])
        #expect(refused.status == 65 && refused.errors.contains("mettle, stand-in"), "\(refused.errors)")
        #expect(try mettle.run(["board", mettle.path("r.json"), "--out", mettle.path("b.html")]).status == 0)
        #expect(try mettle.text("b.html").contains("stand-in 1.5"))
    }

    @Test(
        arguments: [
            ("echo broken >&2; exit 1", "failed: stand-in ended with exit code 1: broken."), ("echo hello", "printed “hello” last"),
            ("kill -SEGV $$", "was ended by signal 11"), ("sleep 60 & sleep 60", "had not finished after 1 s and was ended."),
            ("echo '{\"mettle_engine_answer\": 1, \"version\": \"1\", \"iterations\": 1, \"nanoseconds\": [5]}'", "gave 1 sample"),
        ])
    func aBadProgramIsAFailureWithOneSentence(script: String, sentence: String) throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let (ended, record) = try run(mettle, try describe(mettle, script: script, start: 0.05))
        #expect(ended.status == 69)
        #expect(ended.output.contains(sentence), "\(ended.output)")
        #expect(record?.measurements.first?.summary == nil)
    }

    @Test func whatIsNotInstalledIsSkippedAndSaysWhatToInstall() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let probe = "echo '{\"mettle_engine_answer\": 1, \"skipped\": \"no such package\"}'"
        let (ended, record) = try run(mettle, try describe(mettle, script: "exit 1", probe: probe))
        #expect(ended.status == 69)
        #expect(record?.measurements.map(\.outcome) == [.skipped(reason: "stand-in: no such package: install it.")])
        // Ours, with a Python that is none.
        let none = try mettle.run([
            "run", "--suite", try suite(mettle), "--engine", "pytorch", "--engine-path", "no-such-python", "--dry-run",
        ])
        #expect(none.status == 0)
        #expect(none.oneLine.contains("pytorch needs no-such-python, which is not here: pip install torch"), "\(none.output)")
    }

    @Test func anInterruptedEngineIsRunAgain() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let engine = try describe(mettle, script: "touch \"$(dirname \"$0\")/started\"; sleep 60")
        let ended = try mettle.run(["run", "--suite", try suite(mettle), "--engine", engine, "--out", mettle.path("r.json")]) {
            mettle.exists("started")
        }
        #expect(ended.status == 143, "\(ended.output) \(ended.errors)")
        _ = try describe(mettle, script: "echo '\(good)'")
        let again = try mettle.run(["run", "--resume", mettle.path("r.json"), "--suite", mettle.path("suite.json"), "--engine", engine])
        #expect(again.status == 0, "\(again.errors)")
        #expect(try RecordFile.read(mettle.path("r.json")).measurements.map(\.engine) == ["stand-in 1.5"])
    }

    @Test func mistakesAreNamed() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let suite = try suite(mettle)
        for (engine, status, sentence) in [
            ("torch", 64, "Did you mean pytorch?"), ("pytorch:eager", 64, "has no variant eager"),
            ("./none.json", 66, "none.json cannot be read"),
        ] as [(String, Int32, String)] {
            let ended = try mettle.run(["run", "--suite", suite, "--engine", engine, "--dry-run"])
            #expect(ended.status == status)
            #expect(ended.errors.contains(sentence), "\(ended.errors)")
        }
        let own = try mettle.write(
            "own.json",
            "{\"mettle_suite\": 1, \"name\": \"x\", \"summary\": \"\", \"benchmarks\": [\n{\"benchmark\": \"peak/fma\", \"engines\": [\"pytorch\"]}]}"
        )
        let ended = try mettle.run(["run", "--suite", own, "--dry-run"])
        #expect(ended.status == 65 && ended.errors.contains("line 2: pytorch does not run"), "\(ended.errors)")
        #expect(try mettle.run(["compare", "--engine", "a", "x.json"]).status == 64)
        #expect(try mettle.run(["help", "engines"]).output.contains("mettle_engine_answer"))
    }

    private static let networks =
        #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Profiles/engines/mettle_networks.py"
    private static let hasPython =
        (try? Subprocess("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 10))"]).run().succeeded) == true

    /// The networks of our engines' programs have as many parameters as Mettle's own.
    @Test(.enabled(if: hasPython, "needs python3, at least 3.10"))
    func theProgramsHaveOurNetworks() throws {
        let listed = try Subprocess("python3", ["-B", Self.networks]).run()
        let counts = Dictionary(
            uniqueKeysWithValues: listed.output.split(separator: "\n").map { line in
                let words = line.split(separator: " ")
                return (String(words[0]), Int(words[1]))
            })
        #expect(counts.count >= 4, "\(listed.errorOutput)")
        for (name, count) in counts {
            guard let network = Network.named(name) else { continue }
            #expect(network.parameterCount == count, "\(name)")
        }
        for name in ["vgg16", "vgg16-bn", "cloud-check"] { #expect(counts[name] != nil) }
    }

    /// The programs of the built-in engines are unpacked, and go with the run.
    @Test func builtInEnginesAreComplete() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let python = try mettle.write("python", "#!/bin/sh\nls \"$(dirname \"$1\")\" >\"\(mettle.path("files"))\"\nexit 4\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: python)
        let ended = try mettle.run(
            ["run", "--suite", try suite(mettle), "--engine", "pytorch", "--engine-path", python, "--dry-run"],
            environment: ["TMPDIR": mettle.folder])
        #expect(ended.oneLine.contains("ended with exit code 4"), "\(ended.output)")
        #expect(try mettle.text("files") == "mettle_engine.py\nmettle_networks.py\nrun_pytorch.py\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: mettle.folder).allSatisfy { !$0.hasPrefix("mettle-engines") })
    }
}

extension Mettle.Ended {
    /// The output as if the terminal were wide enough.
    fileprivate var oneLine: String { output.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
