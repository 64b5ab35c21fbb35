// One pass over JSON text before libjansson sees it: nesting is bounded, and set aside are integers that jansson cannot hold, and long lists of
// integers, for each of which it would allocate a node.
// Leaves to others: whether the text is JSON (JSONValue+Parsing).

/// Text that libjansson can read without loss.
///
/// jansson's integers end at Int64.max, seeds at UInt64.max. A larger integer is handed to it as a real of the same length (its last
/// two digits become `e0`), and remembered under its number among the reals of the document, whose order jansson keeps.
///
/// A record is nearly all samples: lists of plain integers. Of one with many elements jansson is handed the brackets alone, since reading a
/// thousand records took most of its time otherwise. Whatever is not such a list to the letter is left as it stands, for jansson to judge.
struct JSONPrescan {
    /// The whole document, byte for byte where it was: its errors have the places of the document.
    private(set) var text: [UInt8]
    /// What lies between the brackets of lists that were set aside.
    private var gaps: [Range<Int>] = []
    /// The n-th real of the document, from 0, is really this integer.
    private(set) var largeIntegers: [Int: UInt64] = [:]
    /// The n-th list of the document, from 0, holds really these integers.
    private(set) var integerLists: [Int: [JSONValue]] = [:]
    private var realCount = 0
    private var listCount = 0

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
                let isList = bytes[offset] == UInt8(ascii: "[")
                offset += 1
                if isList {
                    setAsideIntegers(in: bytes, at: &offset)
                    listCount += 1
                }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                offset += 1
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): offset = number(in: bytes, from: offset)
            default: offset += 1
            }
        }
    }

    /// The document without the lists that were set aside; the same is wrong with it as with `text`.
    var shortText: [UInt8] {
        var short: [UInt8] = []
        short.reserveCapacity(text.count - gaps.reduce(0) { $0 + $1.count })
        var start = 0
        for gap in gaps {
            short += text[start..<gap.lowerBound]
            start = gap.upperBound
        }
        return short + text[start...]
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

    /// Sets the elements of the list whose first byte is at `offset` aside, and moves to its closing bracket; nothing where it is a short list or
    /// holds anything but integers of at most 18 digits.
    private mutating func setAsideIntegers(in bytes: [UInt8], at offset: inout Int) {
        var elements: [JSONValue] = []
        var end = offset
        func skipSpace() {
            while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x0A || bytes[end] == 0x0D || bytes[end] == 0x09 { end += 1 }
        }
        while true {
            skipSpace()
            guard let integer = JSONPrescan.integer(in: bytes, at: &end) else { return }
            elements.append(.integer(integer))
            skipSpace()
            guard end < bytes.count else { return }
            if bytes[end] == UInt8(ascii: "]") { break }
            guard bytes[end] == UInt8(ascii: ",") else { return }
            end += 1
        }
        guard elements.count >= JSONPrescan.longList else { return }
        gaps.append(offset..<end)
        integerLists[listCount] = elements
        offset = end
    }

    /// A JSON integer: a minus sign or none, and digits of which the first of several is no zero.
    private static func integer(in bytes: [UInt8], at offset: inout Int) -> Int64? {
        let isNegative = offset < bytes.count && bytes[offset] == UInt8(ascii: "-")
        let start = offset + (isNegative ? 1 : 0)
        var end = start
        var value: Int64 = 0
        while end < bytes.count, case let digit = bytes[end] &- UInt8(ascii: "0"), digit < 10 {
            guard end - start < 18 else { return nil }
            value = value * 10 + Int64(digit)
            end += 1
        }
        guard end > start, end - start == 1 || bytes[start] != UInt8(ascii: "0") else { return nil }
        offset = end
        return isNegative ? -value : value
    }

    private static let longList = 8
}
