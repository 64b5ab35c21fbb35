// The Decoder over a JSONValue: scalars, and which keys of an object were asked for.
// Leaves to others: keyed and unkeyed containers (JSONDecoding+Containers), lines in errors (JSONCoder).

/// One value of a document while it is decoded.
final class JSONNode: Decoder {
    let value: JSONValue
    let trail: JSONTrail
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    /// Members of an object that were asked for; nil until a keyed container was.
    private var isAsked: [Bool]?
    /// Where the next key is expected: synthesized code asks in the order in which we write.
    private var cursor = 0
    /// Nodes that custom code reads through nested containers; they are checked with this one.
    private var nested: [JSONNode] = []

    init(_ value: JSONValue, at trail: JSONTrail) {
        self.value = value
        self.trail = trail
    }

    var codingPath: [any CodingKey] { trail.codingPath }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let object) = value else { throw mismatch("an object") }
        if isAsked == nil { isAsked = Array(repeating: false, count: object.members.count) }
        return KeyedDecodingContainer(JSONKeyedReader<Key>(node: self, object: object))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = value else { throw mismatch("a list") }
        return JSONListReader(node: self, elements: elements)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { JSONScalarReader(node: self) }

    func mismatch(_ expected: String) -> JSONError {
        JSONError(.wrongType(expected: expected, found: value == .null ? "null (leave the key out)" : value.kindName), path: trail.path)
    }

    /// The place of a key among the members, marked as asked for.
    func find(_ key: String, in object: JSONObject) -> Int? {
        let members = object.members
        if cursor < members.count, members[cursor].key == key {
            isAsked?[cursor] = true
            cursor += 1
            return cursor - 1
        }
        // `decodeIfPresent` asks twice: whether there is one, and then for it.
        if cursor > 0, members[cursor - 1].key == key { return cursor - 1 }
        guard let index = members.firstIndex(where: { $0.key == key }) else { return nil }
        isAsked?[index] = true
        cursor = index + 1
        return index
    }

    func read<T: Decodable>(_ type: T.Type) throws -> T {
        if let direct = T.self as? any JSONDirect.Type, let result = try direct.init(json: value, at: trail) as? T { return result }
        return try readByContainers()
    }

    /// Decodes the whole value and refuses members that nothing asked for.
    func readByContainers<T: Decodable>(_ type: T.Type = T.self) throws -> T {
        let result: T
        do {
            result = try T(from: self)
        } catch let error as JSONError {
            throw misspeltKey(for: error) ?? error
        } catch DecodingError.dataCorrupted(let context) where context.debugDescription.hasPrefix("Cannot initialize") {
            // Raw-value enums say “Cannot initialize X from invalid …”: name the words that would do instead.
            guard case .string(let word) = value else { throw DecodingError.dataCorrupted(context) }
            throw JSONError(.unknownWord(word, known: vocabulary(of: type)), path: trail.path)
        }
        try refuseUnknownKeys()
        return result
    }

    /// A node whose container is handed to custom code.
    func nesting(_ node: JSONNode) -> JSONNode {
        nested.append(node)
        return node
    }

    private func refuseUnknownKeys() throws {
        for node in nested { try node.refuseUnknownKeys() }
        guard case .object(let object) = value, let isAsked, let unknown = isAsked.firstIndex(of: false) else { return }
        let key = object.members[unknown].key
        throw JSONError(.unknownKey(key, nearest: nil), path: trail.path.appending(key))
    }

    /// Where a key is missing and one almost like it stands there, that one is the mistake to name.
    private func misspeltKey(for error: JSONError) -> JSONError? {
        guard case .missingKey(let missing) = error.reason, error.path == trail.path, case .object(let object) = value, let isAsked
        else { return nil }
        let unasked = zip(object.members, isAsked).filter { !$0.1 }.map(\.0.key)
        guard let key = KeyNaming.nearest(to: missing, among: unasked) else { return nil }
        return JSONError(.unknownKey(key, nearest: missing), path: trail.path.appending(key))
    }
}

/// A type that reads and writes itself without `Codable`'s containers: for the many samples of a record, where those cost seconds.
protocol JSONDirect {
    init(json: JSONValue, at trail: JSONTrail) throws
    var json: JSONValue { get }
}

/// The words of an enum with text values, where it lists them.
private func vocabulary(of type: Any.Type) -> [String] {
    func words<E: CaseIterable & RawRepresentable>(_: E.Type) -> [String] { E.allCases.compactMap { $0.rawValue as? String } }
    guard let type = type as? any (CaseIterable & RawRepresentable).Type else { return [] }
    return words(type)
}

extension JSONNode {
    func bool() throws -> Bool {
        guard case .bool(let flag) = value else { throw mismatch("true or false") }
        return flag
    }

    func string() throws -> String {
        guard case .string(let text) = value else { throw mismatch("text") }
        return text
    }

    func double() throws -> Double {
        switch value {
        case .integer(let number): Double(number)
        case .unsigned(let number): Double(number)
        case .real(let number): number
        default: throw mismatch("a number")
        }
    }

    func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
        let exact: T?
        switch value {
        case .integer(let number): exact = T(exactly: number)
        case .unsigned(let number): exact = T(exactly: number)
        case .real(let number): exact = T(exactly: number)
        default: throw mismatch("a whole number")
        }
        if let exact { return exact }
        let range = T.isSigned ? "a whole number of at most \(T.bitWidth) bits" : "a whole number from 0 to \(T.max)"
        throw JSONError(.outOfRange(JSONWriter.oneLine(value), type: range), path: trail.path)
    }
}
