// Tests of engine descriptions: every mistake with its line, then the descriptions that ship.
// Leaves to others: whether their commands have all their words (HarnessTests).

import Records
import Testing

@Suite("EngineFile")
struct EngineFileTests {
    /// A description whose run stands in line 3; `old` is replaced by `new`.
    private func sentence(_ old: String = "", _ new: String = "") -> String {
        let text = """
            {"mettle_engine": 1, "name": "x", "summary": "", "revision": 1, "files": ["run.py"], "install": "get it",
             "environment": ["A=b"], "probe": ["x"], "start_seconds": 5, "runs": [
            {"benchmarks": ["gemm"], "precisions": ["fp32"], "command": ["x", "{n}"], "variants": [{"name": "y", "arguments": ["z"]}]}]}
            """
        #expect(old.isEmpty || text.contains(old))
        do {
            _ = try EngineFile.parse(Array(text.replacing(old, with: new, maxReplacements: old.isEmpty ? 0 : 1).utf8), file: "e.json")
            return "read"
        } catch {
            return error.sentence
        }
    }

    @Test("one sentence for each mistake")
    func mistakes() {
        #expect(sentence() == "read")
        #expect(sentence("\"mettle_engine\": 1", "\"mettle_engine\": 2").contains("is an engine’s description of version 2"))
        #expect(
            sentence("\"probe\"", "\"prob\"").hasPrefix("e.json, line 2, prob: the key “prob” is not known here. Did you mean “probe”?"))
        for name in ["", "X", "a b", "mettle", "a/b"] {
            #expect(
                sentence("\"x\", \"summary\"", "\"\(name)\", \"summary\"").contains("line 1, name: an engine’s name is one word"), "\(name)"
            )
        }
        #expect(sentence("\"revision\": 1", "\"revision\": 0").contains("revisions begin at 1."))
        #expect(sentence("5,", "0,").contains("start_seconds: a time is more than 0 seconds."))
        #expect(sentence("get it", "").contains("install: say what a person does"))
        for file in ["../run.py", "/etc/passwd", ".hidden", ""] {
            #expect(sentence("run.py", file).contains("files[0]: “\(file)” is no name of a file beside"), "\(file)")
        }
        #expect(sentence("A=b", "=b").contains("environment[0]: “=b” is not written NAME=value."))
        #expect(sentence("A=b", "Ab").contains("“Ab” is not written NAME=value."))
        #expect(sentence("\"probe\": [\"x\"]", "\"probe\": []").contains("probe: a command begins with a program."))
        #expect(sentence("[\"gemm\"]", "[]").contains("line 3, runs[0].benchmarks: name the benchmarks"))
        #expect(sentence("[\"fp32\"]", "[]").contains("line 3, runs[0].precisions: an empty list"))
        #expect(sentence("[\"x\", \"{n}\"]", "[\"\"]").contains("line 3, runs[0].command: a command begins with a program."))
        #expect(sentence("\"y\"", "\"Y\"").contains("runs[0].variants[0].name: a variant’s name is one word"))
        #expect(sentence("[\"z\"]}", "[\"z\"]}, {\"name\": \"y\", \"arguments\": []}").contains("used once"))
        #expect(sentence("[\"z\"]}", "[\"z\"], \"start_seconds\": 0}").contains("a time is more than 0 seconds."))
    }

    @Test("a description that is not there or no JSON")
    func unreadable() {
        #expect(throws: EngineFileError.self) { try EngineFile.read("/no/such/engine.json") }
        do {
            _ = try EngineFile.parse(Array("{".utf8), file: "e.json")
            Issue.record("read")
        } catch {
            #expect(error.sentence.contains("e.json"))
        }
    }

    @Test("the engines that ship", arguments: ["pytorch", "openvino", "onnxruntime"])
    func shipped(name: String) throws {
        let engine = try EngineFile.read(Repository.root + "/Profiles/engines/\(name).json")
        #expect(engine.name == name)
        for file in engine.files ?? [] { #expect(try !Repository.bytes("Profiles/engines/\(file)").isEmpty) }
    }
}
