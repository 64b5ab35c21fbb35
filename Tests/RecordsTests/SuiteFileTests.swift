// Tests of suite files: every mistake with its line, then the suites that ship.
// Leaves to others: whether their benchmarks exist (Harness).

import Records
import Testing

@Suite("SuiteFile")
struct SuiteFileTests {
    /// A suite of one benchmark in line 3, with more keys for it.
    private func sentence(
        _ more: String, benchmark: String = "gemm", head: String = "\"mettle_suite\": 1, \"name\": \"x\", \"summary\": \"\""
    ) -> String {
        let text = "{\(head), \"benchmarks\": [\n\n{\"benchmark\": \"\(benchmark)\"\(more.isEmpty ? "" : ", ")\(more)}]}"
        do {
            _ = try SuiteFile.parse(Array(text.utf8), file: "s.json")
            return "read"
        } catch {
            return error.sentence
        }
    }

    @Test("an unknown key names itself and its line")
    func unknownKeys() {
        #expect(sentence("") == "read")
        #expect(sentence("\"thread\": [1]").hasPrefix("s.json, line 3, benchmarks[0].thread: the key “thread” is not known here."))
        #expect(
            sentence("\"training\": {\"mode\": \"full\", \"step\": 1}").hasPrefix(
                "s.json, line 3, benchmarks[0].training.step: the key “step”"))
        #expect(
            sentence("", head: "\"mettle_suite\": 1, \"nam\": \"x\", \"summary\": \"\"").hasPrefix(
                "s.json, line 1, nam: the key “nam” is not known here. Did you mean “name”?"))
    }

    @Test("one sentence for each other mistake")
    func mistakes() {
        #expect(
            sentence("", head: "\"mettle_suite\": 2, \"new\": 1, \"name\": \"x\", \"summary\": \"\"").contains("is a suite of version 2"))
        #expect(
            sentence("", head: "\"mettle_suite\": 1, \"name\": \"a b\", \"summary\": \"\"").contains(
                "line 1, name: a suite’s name is one word"))
        #expect(sentence("", benchmark: "").contains("line 3, benchmarks[0].benchmark: a benchmark has an id"))
        #expect(
            sentence("\"threads\": [\"many\"]").contains(
                "line 3, benchmarks[0].threads[0]: “many” is no number of threads: 1, 2, …, all or scaling."))
        #expect(sentence("\"threads\": [0]").contains("“0” is no number of threads"))
        #expect(sentence("\"threads\": []").contains("line 3, benchmarks[0].threads: an empty list leaves nothing to run"))
        #expect(sentence("\"precisions\": []").contains("precisions: an empty list"))
        #expect(sentence("\"instruction_sets\": []").contains("instruction_sets: an empty list"))
        #expect(sentence("\"devices\": []").contains("devices: an empty list"))
        #expect(sentence("\"engines\": []").contains("engines: an empty list"))
        #expect(sentence("\"parameters\": {\"n\": []}").contains("benchmarks[0].parameters.n: an empty list"))
        #expect(sentence("\"parameters\": {\"n\": 512}").contains("benchmarks[0].parameters.n: a list belongs here, not a number."))
        #expect(sentence("\"parameters\": {\"n\": [1.5]}").contains("benchmarks[0].parameters.n[0]: 1.5 does not fit"))
        #expect(sentence("\"budget_seconds\": 0").contains("benchmarks[0].budget_seconds: a budget is more than 0 seconds."))
        #expect(sentence("\"samples\": 0").contains("benchmarks[0].samples: at least one sample"))
        #expect(
            sentence("\"training\": {\"mode\": \"guess\"}").contains("training.mode: “guess” is not known here. Known are project, full."))
        #expect(sentence("\"training\": {\"mode\": \"full\", \"steps\": 0}").contains("training.steps: at least one step"))
        #expect(sentence("\"training\": {\"mode\": \"full\", \"epochs\": 0}").contains("training.epochs: at least one epoch"))
        #expect(sentence("\"training\": {\"mode\": \"full\", \"seeds\": []}").contains("training.seeds: an empty list"))
        do {
            _ = try SuiteFile.read("/no/such/suite.json")
            Issue.record("a suite that is not there was read")
        } catch {
            #expect(
                error.sentence == "/no/such/suite.json cannot be read: No such file or directory. mettle list names the suites there are.")
        }
    }

    @Test("axes keep their order; numbers and words are text; entries know their lines")
    func reading() throws {
        let text = """
            {"mettle_suite": 1, "name": "x", "summary": "A test.", "budget_seconds": 9.5, "benchmarks": [
              {"benchmark": "gemm", "threads": [1, "2", "all", "scaling"], "parameters": {"z": [512, "a"], "n": [1]}},
              {"benchmark": "vgg16/train", "training": {"mode": "full", "epochs": 5, "seeds": [18446744073709551615]}}
            ]}
            """
        let loaded = try SuiteFile.parse(Array(text.utf8), file: "s.json")
        #expect(loaded.lines == [2, 3])
        #expect(
            loaded.suite
                == SuiteFile(
                    name: "x", summary: "A test.", budgetSeconds: 9.5,
                    benchmarks: [
                        SuiteEntry(
                            benchmark: "gemm", threads: [.count(1), .count(2), .all, .scaling],
                            parameters: SuiteParameters([.init("z", ["512", "a"]), .init("n", ["1"])])),
                        SuiteEntry(benchmark: "vgg16/train", training: SuiteTraining(mode: .full, epochs: 5, seeds: [.max])),
                    ]))
    }

    @Test("the suites that ship are read, under their own names, and satisfy the schema", arguments: ["tiny", "quick", "standard", "full"])
    func shipped(name: String) throws {
        let path = "Profiles/suites/\(name).json"
        let loaded = try SuiteFile.read(Repository.root + "/" + path)
        #expect(loaded.suite.name == name)
        let schema = JSONSchema(root: try JSONValue(parsing: Repository.bytes("Profiles/schema/suite-1.schema.json")))
        #expect(schema.violations(of: try JSONValue(parsing: Repository.bytes(path))) == [])
    }
}
