// JSON text to a JSONValue through libjansson: no duplicate keys, bounded size and depth, line and column in errors.
// Leaves to others: what the document means (JSONCoder).

import CJansson

/// How large a document may be before it is refused.
package struct JSONLimits: Sendable {
    package var byteCount: Int
    package var depth: Int
    package init(byteCount: Int = 64 << 20, depth: Int = 64) {
        self.byteCount = byteCount
        self.depth = depth
    }
}

extension JSONValue {
    /// The document that `bytes` hold: an object or a list, with nothing behind it. A byte order mark is passed over.
    package init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        guard bytes.count <= limits.byteCount else { throw JSONError(.tooLarge(limit: limits.byteCount)) }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        guard text.contains(where: { !JSONValue.isSpace($0) }) else { throw JSONError(.empty) }
        let scanned = try JSONPrescan(text, depthLimit: limits.depth)
        var failure = json_error_t()
        guard let root = JSONValue.load(scanned.shortText, &failure) ?? JSONValue.load(scanned.text, &failure) else {
            throw JSONValue.error(failure, in: text)
        }
        defer { json_decref(root) }
        var counts = Counts()
        self = JSONValue(root, scanned, &counts)
    }

    private static func load(_ text: [UInt8], _ failure: inout json_error_t) -> UnsafeMutablePointer<json_t>? {
        text.withUnsafeBytes { json_loadb($0.baseAddress, $0.count, Int(JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL), &failure) }
    }

    /// Reals and lists met on the way through the tree: by their numbers the scan knows those that it set aside.
    private struct Counts {
        var reals = 0
        var lists = 0
    }

    /// Copies jansson's tree, whose depth is bounded and whose order is the document's, and puts back what the scan has set aside.
    private init(_ node: UnsafeMutablePointer<json_t>, _ scanned: borrowing JSONPrescan, _ counts: inout Counts) {
        switch node.pointee.type {
        case JSON_OBJECT:
            var members: [JSONObject.Member] = []
            members.reserveCapacity(json_object_size(node))
            var iterator = json_object_iter(node)
            while let here = iterator, let key = json_object_iter_key(here), let value = json_object_iter_value(here) {
                members.append(.init(key: String(cString: key), value: JSONValue(value, scanned, &counts)))
                iterator = json_object_iter_next(node, here)
            }
            self = .object(JSONObject(members))
        case JSON_ARRAY:
            counts.lists += 1
            if let integers = scanned.integerLists[counts.lists - 1] {
                self = .array(integers)
                return
            }
            var elements: [JSONValue] = []
            elements.reserveCapacity(json_array_size(node))
            for index in 0..<json_array_size(node) {
                if let element = json_array_get(node, index) { elements.append(JSONValue(element, scanned, &counts)) }
            }
            self = .array(elements)
        case JSON_STRING:
            let text = UnsafeRawBufferPointer(start: json_string_value(node), count: json_string_length(node))
            self = .string(String(decoding: text, as: UTF8.self))
        case JSON_INTEGER: self = .integer(json_integer_value(node))
        case JSON_REAL:
            self = scanned.largeIntegers[counts.reals].map(JSONValue.unsigned) ?? .real(json_real_value(node))
            counts.reals += 1
        case JSON_TRUE: self = .bool(true)
        case JSON_FALSE: self = .bool(false)
        default: self = .null
        }
    }

    private static func error(_ failure: json_error_t, in text: [UInt8]) -> JSONError {
        var failure = failure
        let position = TextPosition(line: Int(failure.line), column: max(1, Int(failure.column)))
        let offset = min(max(0, Int(failure.position)), text.count)
        switch json_error_code(&failure) {
        case json_error_premature_end_of_input: return JSONError(.truncated, position: position)
        case json_error_invalid_utf8: return JSONError(.notUTF8, position: position)
        case json_error_duplicate_key: return JSONError(.duplicateKey, position: position)
        case json_error_numeric_overflow: return JSONError(.numberTooLarge, position: position)
        default: break
        }
        if let word = word(around: offset, in: text), ["nan", "inf", "infinity"].contains(word.lowercased().drop { "+-".contains($0) }) {
            return JSONError(.notANumber(word), position: position)
        }
        // A word, number or escape cut in the middle is a bad token to jansson; at the very end of a document it is a cut.
        let isOpen = "{[".utf8.contains(text.first { !isSpace($0) } ?? 0) && !"}]".utf8.contains(text.last ?? 0)
        if offset == text.count, isOpen, json_error_code(&failure) == json_error_invalid_syntax {
            return JSONError(.truncated, position: position)
        }
        return JSONError(.syntax(message(failure)), position: position)
    }

    /// The letters and signs around a byte, for telling NaN and Infinity from other mistakes.
    private static func word(around offset: Int, in text: [UInt8]) -> String? {
        let start = text[..<offset].lastIndex { !isWordByte($0) }.map { $0 + 1 } ?? 0
        let end = text[offset...].firstIndex { !isWordByte($0) } ?? text.count
        return start < end ? String(decoding: text[start..<end], as: UTF8.self) : nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
    }

    /// jansson's own words, without control characters.
    private static func message(_ failure: json_error_t) -> String {
        let text = withUnsafeBytes(of: failure.text) { raw in
            String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
        }
        return String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
    }
}
