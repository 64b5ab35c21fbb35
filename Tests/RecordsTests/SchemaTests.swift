// Tests that the schemas, the Swift types and the files that ship say the same.
// Leaves to others: the validator (JSONSchema).

import Measurement
import Prices
import Records
import Testing

@Suite("Schemas")
struct SchemaTests {
    private func schema(_ name: String) throws -> JSONSchema {
        JSONSchema(root: try JSONValue(parsing: Repository.bytes("Profiles/schema/\(name)-1.schema.json")))
    }

    /// Records that write every outcome, and with the full example every key.
    private var records: [Record] {
        var skipped = Example.full()
        skipped.measurements = [Example.gemm(), Example.gemm()]
        for index in skipped.measurements.indices {
            skipped.measurements[index].samples = []
            skipped.measurements[index].summary = nil
        }
        skipped.measurements[0].outcome = .skipped(reason: "no CUDA device")
        skipped.measurements[1].outcome = .failed(kind: .wrongAnswer, reason: "the error is 1")
        var bare = Record(
            runId: Example.full().runId, createdAt: "2026-11-21T13:04:43Z", label: "x", provenance: Provenance(kind: .measured),
            machine: MachineEntry(name: "x", parts: "", deviceKind: "cpu", machineClass: ""))
        bare.offers = [
            Offer(provider: "me", instance: "x", region: "here", allocation: .owned, pricePerHour: nil, date: "2026-11", source: "a bill")
        ]
        return [Example.courses(), Example.full(), skipped, bare]
    }

    @Test(
        "what breaks the format breaks the schema",
        arguments: [
            ("\"mettle_record\": 1", "\"mettle_record\": 2"), ("2026-11-21T13:04:43Z", "2026-11-21"),
            ("\"label\": \"", "\"colour\": 1, \"label\": \""),
            ("\"kind\":\"measured\"", "\"kind\":\"guessed\""), ("operations_per_second", "gigaflops"), ("\"pairs\":5", "\"pairs\":0"),
            ("\"run_id\"", "\"run_name\""), ("\"status\":\"completed\"", "\"status\":\"completed\",\"reason\":\"x\""),
            ("\"grade\": \"A\"", "\"grade\": \"E\""),
            ("\"iterations\": 2", "\"iterations\": 0"), ("\"nanoseconds\": [100", "\"nanoseconds\": [0"),
            ("\"fraction\":0.94", "\"fraction\":\"94 %\""),
            ("\"steal_fraction\": 0.01", "\"steal_fraction\": 1.01"),
        ])
    func refused(part: String, replacement: String) throws {
        let text = String(decoding: try RecordFile.encode(Example.full()), as: UTF8.self)
        #expect(text.contains(part))
        let value = try JSONValue(parsing: Array(text.replacing(part, with: replacement, maxReplacements: 1).utf8))
        #expect(try schema("record").violations(of: value).count >= 1)
    }

    @Test("real encodings satisfy the schema")
    func satisfied() throws {
        let schema = try schema("record")
        for record in records { #expect(schema.violations(of: try JSONCoder.encode(record)) == []) }
    }

    @Test("the encoder writes every key of the schema, and the schema knows every key of the encoder")
    func sameKeys() throws {
        let schema = try schema("record")
        let written = try records.reduce(into: Set<String>()) { $0.formUnion(try JSONCoder.encode($1).keyPaths()) }
            // The host's description is the Machine module's, and open in the schema.
            .filter { !$0.hasPrefix("machine.host.") }
        #expect(written.subtracting(schema.keyPaths) == [], "written, and unknown to the schema")
        #expect(schema.keyPaths.subtracting(written) == [], "in the schema, and never written")
    }

    @Test("the words of the schema are the words of the program")
    func sameWords() throws {
        let schema = try schema("record")
        #expect(schema.words("$defs", "measurement", "properties", "metric") == Metric.allCases.map(\.rawValue))
        #expect(schema.words("$defs", "measurement", "properties", "grade") == Grade.allCases.map(\.rawValue))
        #expect(schema.words("$defs", "offer", "properties", "allocation") == Allocation.allCases.map(\.rawValue))
        #expect(schema.words("$defs", "caveat", "properties", "kind") == Caveat.Kind.allCases.map(\.rawValue))
        #expect(schema.words("properties", "provenance", "properties", "kind") == Provenance.Kind.allCases.map(\.rawValue))
    }

    @Test("the suite's schema and types have the same keys")
    func suite() throws {
        let schema = try schema("suite")
        let suite = SuiteFile(
            name: "all", summary: "Every key.", budgetSeconds: 1,
            benchmarks: [
                SuiteEntry(
                    benchmark: "gemm", threads: [.count(1), .all, .scaling], precisions: ["fp32"], instructionSets: ["avx2"],
                    devices: ["cpu"],
                    engines: ["mettle", "pytorch:compiled"],
                    parameters: SuiteParameters([.init("n", ["512"])]), budgetSeconds: 1, samples: 10,
                    training: SuiteTraining(mode: .project, steps: 1, epochs: 1, seeds: [.max]))
            ])
        let value = try JSONCoder.encode(suite)
        #expect(schema.violations(of: value) == [])
        #expect(value.keyPaths().subtracting(["benchmarks[].parameters.n"]) == schema.keyPaths)
        let text = String(decoding: try JSONCoder.encodeText(suite), as: UTF8.self)
        for (part, replacement) in [
            ("\"gemm\"", "\"\""), ("[\"1\",\"all\",\"scaling\"]", "[]"), ("\"all\"", "\"half\""), ("\"project\"", "\"guess\""),
        ] {
            let broken = try JSONValue(parsing: Array(text.replacing(part, with: replacement).utf8))
            #expect(schema.violations(of: broken) != [], "\(replacement)")
        }
    }

    @Test("the engine's schema and types have the same keys, and the engines that ship satisfy it")
    func engine() throws {
        let schema = try schema("engine")
        let engine = EngineFile(
            name: "x", summary: "", revision: 1, files: ["run.py"], install: "get it", environment: ["A=b"], probe: ["x"], startSeconds: 1,
            runs: [
                EngineRun(
                    benchmarks: ["gemm"], precisions: ["fp32"], command: ["x"],
                    variants: [EngineVariant(name: "y", arguments: [], startSeconds: 1)])
            ])
        let value = try JSONCoder.encode(engine)
        #expect(schema.violations(of: value) == [])
        #expect(value.keyPaths() == schema.keyPaths)
        for name in ["pytorch", "openvino", "onnxruntime"] {
            let shipped = try JSONValue(parsing: Repository.bytes("Profiles/engines/\(name).json"))
            #expect(schema.violations(of: shipped) == [], "\(name)")
        }
        let text = String(decoding: try JSONCoder.encodeText(engine), as: UTF8.self)
        for (part, replacement) in [("\"run.py\"", "\"../run.py\""), ("\"A=b\"", "\"Ab\""), ("[\"gemm\"]", "[]")] {
            let broken = try JSONValue(parsing: Array(text.replacing(part, with: replacement).utf8))
            #expect(schema.violations(of: broken) != [], "\(replacement)")
        }
    }
}
