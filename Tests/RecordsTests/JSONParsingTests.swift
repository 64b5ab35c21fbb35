// Tests of reading JSON text: what is refused and in which words, and that nothing is lost of what is read.
// Leaves to others: Swift types (JSONCoderTests).

import Records
import Testing

@Suite("JSON text")
struct JSONParsingTests {
    private func sentence(_ text: String, limits: JSONLimits = JSONLimits()) -> String { sentence(Array(text.utf8), limits: limits) }

    private func sentence(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) -> String {
        do {
            return JSONWriter.oneLine(try JSONValue(parsing: bytes, limits: limits))
        } catch {
            return error.sentence
        }
    }

    @Test("numbers that are none are named", arguments: ["NaN", "nan", "Infinity", "-Infinity", "-inf"])
    func notANumber(word: String) {
        let found = sentence("{\n  \"a\": \(word)\n}")
        #expect(found.hasPrefix("line 2, column "))
        #expect(found.hasSuffix(": \(word) is no JSON number. What was not measured is left out."))
    }

    @Test("every place at which a document may be cut is a cut", arguments: 1..<41)
    func truncated(length: Int) {
        let text = #"{"a": [1, true, "x\n"], "bc": {"d": 2.5}}"#
        #expect(text.utf8.count == 41)
        #expect(sentence(String(text.prefix(length))).hasSuffix("the file ends before the document does: it was cut off."))
    }

    @Test("what is no JSON")
    func syntax() {
        #expect(sentence("") == "the file is empty.")
        #expect(sentence(" \n") == "the file is empty.")
        #expect(sentence("{\"a\": 1,}").hasPrefix("line 1, column 9: this is not JSON ("))
        #expect(sentence("{'a': 1}").contains("this is not JSON"))
        #expect(sentence("{\"a\": 01}").contains("this is not JSON"))
        #expect(sentence("{} x").contains("this is not JSON (end of file expected"))
        #expect(sentence("12\n\n").contains("this is not JSON"))
        #expect(sentence("xyz").contains("this is not JSON"))
        #expect(sentence("{\"a\": 1,\n \"b\": 2, \"a\": 3}") == "line 2, column 12: this key stands twice in one object.")
        #expect(sentence("[1e999]").hasSuffix("this number is too large."))
        #expect(sentence(Array("[\"".utf8) + [0xFF] + Array("\"]".utf8)).hasSuffix("this is not UTF-8 text."))
        #expect(sentence("[\"\\ud800\"]").contains("this is not JSON"))
        #expect(sentence("[\"a\u{1}b\"]").contains("this is not JSON"))
    }

    @Test("size and depth are bounded before anything is built")
    func limits() {
        let small = JSONLimits(byteCount: 1 << 20, depth: 3)
        #expect(
            sentence(String(repeating: " ", count: 1 << 20) + "{}", limits: small)
                == "the file is larger than 1 MiB, the most that is read.")
        #expect(sentence("[[[[]]]]", limits: small) == "line 1, column 4: more than 3 brackets are open here; that is no document of ours.")
        #expect(sentence("[[[\"[[[[\\\"[\"]]]", limits: small) == "[[[\"[[[[\\\"[\"]]]")
        #expect(sentence(String(repeating: "[", count: 1_000_000)).contains("more than 64 brackets"))
    }

    @Test("integers keep every digit, whatever their size")
    func integers() {
        let text =
            "[0,-9223372036854775808,9223372036854775807,9223372036854775808,18446744073709551615,\"7 18446744073709551615\",{\"a\":[1.5,-3]}]"
        #expect(sentence(text) == text)
        #expect(sentence("[9223372036854775807]") == "[9223372036854775807]")
        let mixed = "[1.5,18446744073709551614,2e+300,{\"a\":9223372036854775808,\"b\":-1.0},18446744073709551613]"
        #expect(sentence(mixed) == mixed)
        #expect(sentence("[18446744073709551616]").hasSuffix("this number is too large."))
        #expect(sentence("[-9223372036854775809]").hasSuffix("this number is too large."))
    }

    @Test("long lists of integers are read beside libjansson, and to the same values")
    func integerLists() throws {
        let numbers = (0..<20).map { Int64($0 * $0 - 50) } + [999_999_999_999_999_999, -999_999_999_999_999_999]
        let list = numbers.map(String.init).joined(separator: " ,\n\t")
        let text = "{\"a\": [1.5, [ \(list)\r\n], 18446744073709551615], \"b\": [[1,2]], \"c\": [\(list)], \"d\": [0.5]}"
        let expected: JSONValue = .array(numbers.map(JSONValue.integer))
        let value = try JSONValue(parsing: Array(text.utf8))
        guard case .object(let object) = value else {
            Issue.record("no object")
            return
        }
        #expect(object["a"] == .array([.real(1.5), expected, .unsigned(.max)]))
        #expect(object["b"] == .array([.array([.integer(1), .integer(2)])]))
        #expect(object["c"] == expected && object["d"] == .array([.real(0.5)]))
    }

    @Test(
        "a long list that is none is judged as any other text, and errors behind one keep their place",
        arguments: [
            ("[1,2,3,4,5,6,7,8,]", 1, 18), ("[1,2,3,4,5,6,7,08]", 1, 16), ("[1,2,3,4,5,6,7,8 9]", 1, 18), ("[1,2,3,4,5,6,7,- 8]", 1, 16),
            ("[[1,2,3,4,5,6,7,8,\n9],\n x]", 3, 2),
        ])
    func damagedLists(text: String, line: Int, column: Int) throws {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text.utf8)) }
        #expect(error?.position.map { [$0.line, $0.column] } == [line, column])
    }

    @Test(
        "doubles are written as the shortest text that reads back to the same bits",
        arguments: [
            0.1, -0.0, 1, 1e-9, .leastNonzeroMagnitude, 1.7976931348623157e308, 1e16, 123_456_789.125, 0.30000000000000004, 2.5e-10,
        ])
    func doubles(number: Double) throws {
        let text = JSONWriter.oneLine(.array([.real(number)]))
        let back = try JSONValue(parsing: Array(text.utf8))
        guard case .array(let elements) = back, case .real(let read) = elements[0] else {
            Issue.record("\(text) is not read as a double")
            return
        }
        #expect(read.bitPattern == number.bitPattern)
    }

    @Test("text keeps every character; order stays; a byte order mark is passed over")
    func strings() throws {
        let value = JSONValue.object(
            JSONObject([.init(key: "z\n", value: .string("\u{0}\u{1F}\"\\/\t\u{7F}ä→🙂\r\n")), .init(key: "a", value: .null)]))
        #expect(try JSONValue(parsing: JSONWriter.text(value)) == value)
        #expect(try JSONValue(parsing: [0xEF, 0xBB, 0xBF] + JSONWriter.text(value)) == value)
    }
}
