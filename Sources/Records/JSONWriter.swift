// A JSONValue as text: the same bytes for the same value, readable, and small where there are many numbers.
// Leaves to others: which keys there are and in which order (JSONEncoding).

/// Two spaces of indentation; a list of numbers, or of small objects of numbers and words, stands on one line.
package enum JSONWriter {
    /// Longest object or list of mixed things that is put on one line, in bytes.
    private static let shortLine = 100

    package static func text(_ value: JSONValue) -> [UInt8] {
        var output: [UInt8] = []
        write(value, indent: 0, to: &output)
        output.append(UInt8(ascii: "\n"))
        return output
    }

    /// Without spaces and line breaks.
    package static func oneLine(_ value: JSONValue) -> String {
        var output: [UInt8] = []
        writeTight(value, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    private static func write(_ value: JSONValue, indent: Int, to output: inout [UInt8]) {
        if indent > 0, belongsOnOneLine(value) { return writeTight(value, to: &output) }
        switch value {
        case .object(let object) where !object.members.isEmpty:
            writeLines(object.members, between: "{}", indent: indent, to: &output) { member, output in
                writeString(member.key, to: &output)
                output += ": ".utf8
                write(member.value, indent: indent + 1, to: &output)
            }
        case .array(let elements) where !elements.isEmpty:
            writeLines(elements, between: "[]", indent: indent, to: &output) { element, output in
                write(element, indent: indent + 1, to: &output)
            }
        default: writeTight(value, to: &output)
        }
    }

    private static func writeLines<Element>(
        _ elements: [Element], between brackets: StaticString, indent: Int, to output: inout [UInt8],
        each: (Element, inout [UInt8]) -> Void
    ) {
        func newLine(_ depth: Int) {
            output.append(UInt8(ascii: "\n"))
            output += repeatElement(UInt8(ascii: " "), count: depth * 2)
        }
        output.append(brackets.utf8Start[0])
        for (index, element) in elements.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            newLine(indent + 1)
            each(element, &output)
        }
        newLine(indent)
        output.append(brackets.utf8Start[1])
    }

    /// Scalars; lists of scalars or of objects of at most four scalars, however long; what is flat and short.
    private static func belongsOnOneLine(_ value: JSONValue) -> Bool {
        switch value {
        case .array(let elements):
            return elements.allSatisfy { element in
                if case .object(let object) = element {
                    return object.members.count <= 4 && object.members.allSatisfy(\.value.isScalar) && !isWordy(object)
                }
                return element.isScalar
            }
        case .object(let object):
            return object.members.allSatisfy(\.value.isScalar) && oneLine(value).utf8.count <= shortLine
        default: return true
        }
    }

    /// Whether a sentence stands in it, which a reader wants on a line of its own.
    private static func isWordy(_ object: JSONObject) -> Bool {
        object.members.contains {
            if case .string(let text) = $0.value { text.utf8.count > shortLine / 3 } else { false }
        }
    }

    private static func writeTight(_ value: JSONValue, to output: inout [UInt8]) {
        switch value {
        case .null: output += "null".utf8
        case .bool(let flag): output += (flag ? "true" : "false").utf8
        case .integer(let number): output += number.description.utf8
        case .unsigned(let number): output += number.description.utf8
        // Swift's description is the shortest text that reads back to the same double, and JSON for every finite one.
        case .real(let number): output += number.description.utf8
        case .string(let text): writeString(text, to: &output)
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                writeTight(element, to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let object):
            output.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                writeString(member.key, to: &output)
                output.append(UInt8(ascii: ":"))
                writeTight(member.value, to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    private static func writeString(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 != 0x7F }) {
            output += text.utf8
            output.append(UInt8(ascii: "\""))
            return
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): output += "\\\"".utf8
            case UInt8(ascii: "\\"): output += "\\\\".utf8
            case UInt8(ascii: "\n"): output += "\\n".utf8
            case UInt8(ascii: "\t"): output += "\\t".utf8
            case 0..<0x20, 0x7F:
                let digits = Array("0123456789abcdef".utf8)
                output += "\\u00".utf8
                output += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
