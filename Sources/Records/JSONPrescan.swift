// One pass over JSON text before libjansson sees it: nesting is bounded, and integers that jansson cannot hold are set aside.
// Leaves to others: whether the text is JSON (JSONValue+Parsing).

/// Text that libjansson can read without loss.
///
/// jansson's integers end at Int64.max, seeds at UInt64.max. A larger integer is handed to it as a real of the same length (its last
/// two digits become `e0`), and remembered under its number among the reals of the document, whose order jansson keeps.
struct JSONPrescan {
    private(set) var text: [UInt8]
    /// The n-th real of the document, from 0, is really this integer.
    private(set) var largeIntegers: [Int: UInt64] = [:]
    private var realCount = 0

    init(_ bytes: [UInt8], depthLimit: Int) throws(JSONError) {
        text = bytes
        var depth = 0
        var offset = 0
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""): offset = JSONPrescan.endOfString(in: bytes, from: offset + 1)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                guard depth <= depthLimit else {
                    throw JSONError(.tooDeep(limit: depthLimit), position: JSONScanner.position(at: offset, in: bytes))
                }
                offset += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                offset += 1
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): offset = number(in: bytes, from: offset)
            default: offset += 1
            }
        }
    }

    private static func endOfString(in bytes: [UInt8], from start: Int) -> Int {
        var offset = start
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""): return offset + 1
            case UInt8(ascii: "\\"): offset += 2
            default: offset += 1
            }
        }
        return offset
    }

    /// Passes over a number, counts it where it is a real, and sets it aside where it is too large an integer.
    private mutating func number(in bytes: [UInt8], from start: Int) -> Int {
        var end = start
        var isReal = false
        while end < bytes.count {
            switch bytes[end] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"): break
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): isReal = true
            default:
                finish(start..<end, isReal: isReal)
                return end
            }
            end += 1
        }
        return end
    }

    private mutating func finish(_ range: Range<Int>, isReal: Bool) {
        if isReal {
            realCount += 1
        } else if range.count > 18, let large = UInt64(String(decoding: text[range], as: UTF8.self)), large > UInt64(Int64.max) {
            text[range.upperBound - 2] = UInt8(ascii: "e")
            text[range.upperBound - 1] = UInt8(ascii: "0")
            largeIntegers[realCount] = large
            realCount += 1
        }
    }
}
