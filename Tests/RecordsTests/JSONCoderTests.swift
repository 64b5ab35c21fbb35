// Tests of the strict coder: errors with path and line, key names, and that any Codable value comes back as it was.
// Leaves to others: JSON text (JSONParsingTests), records (RecordFileTests).

import Measurement
import Records
import Testing

@Suite("JSONCoder")
struct JSONCoderTests {
    struct Inner: Codable, Equatable {
        var medianSeconds: Double
        var sha256Digest: String?
        var counts: [UInt8] = []
    }
    enum Shape: String, Codable, CaseIterable { case flatTop, round }
    enum Payload: Codable, Equatable {
        case nothingKnown
        case hugePages(kibibytes: Int, isForced: Bool)
    }
    struct Outer: Codable, Equatable {
        var runId: String
        var shape: Shape
        var isOn: Bool = true
        var list: [Inner] = []
        var table: [String: Int] = [:]
        var payloads: [Payload] = []
        var holes: [Int?] = []
        var cpuMHz: Float = 1.5
        var seed: UInt64 = .max
        var pair: Inner?
    }

    private func sentence<T: Decodable>(_ type: T.Type, _ text: String) -> String {
        do {
            _ = try JSONCoder.decode(type, from: Array(text.utf8))
            return "read"
        } catch {
            return error.sentence
        }
    }

    private let rest = #""is_on":true,"list":[],"table":{},"payloads":[],"holes":[],"cpu_m_hz":1.5,"seed":1"#

    @Test("an unknown key names itself, its path and its line")
    func unknownKeys() {
        #expect(
            sentence(Outer.self, "{\"run_id\": \"x\", \"shape\": \"round\", \(rest),\n \"foo\": 1}")
                == "line 2, foo: the key “foo” is not known here. Remove it, or look for a newer Mettle.")
        let nested =
            "{\"run_id\": \"x\", \"shape\": \"round\", \(rest.replacing("\"list\":[]", with: "\"list\":[{\"median_seconds\":1,\"counts\":[]},\n{\"median_seconds\":1,\"counts\":[],\"foo\":{}}]"))}"
        #expect(sentence(Outer.self, nested).hasPrefix("line 2, list[1].foo: the key “foo” is not known here."))
        #expect(sentence(Outer.self, "{\"runId\": \"x\"}") == "line 1, runId: the key “runId” is not known here. Did you mean “run_id”?")
        #expect(
            sentence(Inner.self, "{\"counts\": [],\n\"median_second\": 1}")
                == "line 2, median_second: the key “median_second” is not known here. Did you mean “median_seconds”?")
        #expect(
            sentence(Payload.self, "{\"huge_pages\": {\"kibibytes\": 1, \"is_forced\": true, \"x\": 1}}").hasPrefix(
                "line 1, huge_pages.x: the key “x”"))
    }

    @Test("missing keys, wrong types, null, numbers out of range, unknown words")
    func wrongValues() {
        #expect(sentence(Inner.self, "{\n}") == "line 1, column 1: the key “median_seconds” is missing.")
        #expect(sentence(Inner.self, "[]") == "line 1, column 1: an object belongs here, not a list.")
        #expect(
            sentence(Inner.self, "{\"median_seconds\": \"1\", \"counts\": []}")
                == "line 1, median_seconds: a number belongs here, not text.")
        #expect(
            sentence(Inner.self, "{\"median_seconds\": 1, \"sha256_digest\": null, \"counts\": []}")
                == "line 1, sha256_digest: text belongs here, not null (leave the key out).")
        #expect(
            sentence(Inner.self, "{\"median_seconds\": 1, \"counts\": [1,\n256]}")
                == "line 2, counts[1]: 256 does not fit: a whole number from 0 to 255 belongs here.")
        #expect(sentence(Inner.self, "{\"median_seconds\": 1, \"counts\": [-1]}").contains("-1 does not fit"))
        #expect(sentence(Inner.self, "{\"median_seconds\": 1, \"counts\": [1.5]}").contains("1.5 does not fit"))
        #expect(sentence(Inner.self, "{\"median_seconds\": 1, \"counts\": {}}") == "line 1, counts: a list belongs here, not an object.")
        #expect(sentence([Shape].self, "[\"round\", \"square\"]") == "line 1, [1]: “square” is not known here. Known are flatTop, round.")
        #expect(
            sentence([Metric].self, "[\"furlongs\"]").contains(
                "“furlongs” is not known here. Known are operations_per_second, integer_operations_per_second, bytes_per_second"))
        #expect(sentence([FailureKind].self, "[\"bad\"]") == "line 1, [0]: “bad” is not known here.")
        #expect(sentence([Outcome].self, "[{\"status\": \"lost\"}]").contains("status: “lost” is none of completed, skipped, failed"))
        #expect(
            sentence([Outcome].self, "[{\"status\": \"completed\", \"reason\": \"x\"}]").contains(
                "[0].reason: the key “reason” is not known here."))
        #expect(sentence([Outcome].self, "[{\"status\": \"skipped\"}]").contains("[0]: the key “reason” is missing."))
        #expect(sentence([Bool].self, "[1]") == "line 1, [0]: true or false belongs here, not a number.")
    }

    @Test("samples are as strict as everything else, on their short way and on the long one")
    func samples() throws {
        func says(_ run: String, _ words: String, _ place: SourceLocation = #_sourceLocation) {
            #expect(sentence([Sample].self, "[\(run)]").contains(words), sourceLocation: place)
        }
        says("{\"iterations\": 1, \"nanoseconds\": [2], \"x\": 3}", "[0].x: the key “x” is not known")
        says("{\"iterations\": 1, \"nanoseconds\": [3, -2]}", "[0].nanoseconds[1]: -2 does not fit")
        says("{\"iterations\": 1, \"nanoseconds\": []}", "[0]: a run of samples is empty")
        says("{\"iterations\": 1, \"nanoseconds\": \"2\"}", "[0].nanoseconds: a list belongs here, not text")
        says("{\"iterations\": 1.5, \"nanoseconds\": [2]}", "[0].iterations: 1.5 does not fit")
        says("{\"iterations\": 1}", "[0]: the key “nanoseconds” is missing")
        let swapped = try JSONCoder.decode(
            [Sample].self, from: Array("[{\"nanoseconds\": [18446744073709551615], \"iterations\": 3}]".utf8))
        #expect(swapped == [Sample(iterations: 3, nanoseconds: .max)])
        #expect(try JSONCoder.decode([Sample].self, from: try JSONCoder.encodeText(swapped)) == swapped)
    }

    @Test("samples of one length of batch stand together, in their order; the first records' single ones are read too")
    func sampleRuns() throws {
        let samples = [(2, 5), (2, 6), (3, 5), (2, 7)].map { Sample(iterations: $0, nanoseconds: $1) }
        let text = try JSONCoder.encodeText(samples)
        let runs =
            "[{\"iterations\":2,\"nanoseconds\":[5,6]},{\"iterations\":3,\"nanoseconds\":[5]},{\"iterations\":2,\"nanoseconds\":[7]}]"
        #expect(String(decoding: text, as: UTF8.self).filter { !$0.isWhitespace } == runs)
        #expect(try JSONCoder.decode([Sample].self, from: text) == samples)
        let single = "[{\"iterations\":2,\"nanoseconds\":5},{\"iterations\":2,\"nanoseconds\":[6]}]"
        #expect(try JSONCoder.decode([Sample].self, from: Array(single.utf8)) == Array(samples.prefix(2)))
    }

    @Test("any nesting of Codable values comes back as it was, under snake_case keys")
    func roundTrip() throws {
        var outer = Outer(runId: "ä", shape: .flatTop)
        outer.list = [Inner(medianSeconds: 0.1, sha256Digest: "x", counts: [1, 2]), Inner(medianSeconds: -1e-300)]
        outer.table = ["keepsItsName": 1, "b_c": 2]
        outer.payloads = [.nothingKnown, .hugePages(kibibytes: 2048, isForced: true)]
        outer.holes = [1, nil, 3]
        outer.pair = Inner(medianSeconds: 3)
        let text = try JSONCoder.encodeText(outer)
        #expect(try JSONCoder.decode(Outer.self, from: text) == outer)
        let written = String(decoding: text, as: UTF8.self)
        for key in ["run_id", "is_on", "median_seconds", "sha256_digest", "keepsItsName", "b_c", "nothing_known", "is_forced", "cpu_m_hz"] {
            #expect(written.contains("\"\(key)\":"), "\(key) in \(written)")
        }
        #expect(try JSONCoder.decode([Double].self, from: Array("[1, 2.5]".utf8)) == [1, 2.5])
    }

    @Test("NaN and infinity are never written", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(number: Double) {
        let value = Outer(runId: "", shape: .round, list: [Inner(medianSeconds: number)])
        #expect(throws: JSONError(.notANumber("\(number)"), path: "list[0].median_seconds".path)) { try JSONCoder.encodeText(value) }
    }

    @Test("the layout: two spaces, short flat things and lists of numbers on one line")
    func layout() throws {
        let value = Outer(
            runId: "1", shape: .round, list: [Inner(medianSeconds: 1, sha256Digest: "d", counts: [1, 2])], table: ["a": 1], pair: nil)
        let expected = """
            {
              "run_id": "1",
              "shape": "round",
              "is_on": true,
              "list": [
                {
                  "median_seconds": 1.0,
                  "sha256_digest": "d",
                  "counts": [1,2]
                }
              ],
              "table": {"a":1},
              "payloads": [],
              "holes": [],
              "cpu_m_hz": 1.5,
              "seed": 18446744073709551615
            }

            """
        #expect(String(decoding: try JSONCoder.encodeText(value), as: UTF8.self) == expected)
        let samples = (0..<1000).map { Sample(iterations: 1, nanoseconds: $0) }
        #expect(try JSONCoder.encodeText(["samples": samples]).split(separator: UInt8(ascii: "\n")).count == 8)
    }
}

extension String {
    /// `list[0].x` as a path.
    fileprivate var path: JSONPath {
        JSONPath(
            split { ".[]".contains($0) }.map { part in
                if let index = Int(part) { .index(index) } else { .key(String(part)) }
            })
    }
}
