// The Encoder that builds a JSONValue: keys in the order of declaration, nil left out, no NaN.
// Leaves to others: text (JSONWriter).

/// One value of a document while it is built.
final class JSONBuilder: Encoder {
    private enum Content {
        case nothing
        case value(JSONValue)
        case object([(key: String, builder: JSONBuilder)])
        case list([JSONBuilder])
    }

    let trail: JSONTrail
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    private var content = Content.nothing

    init(at trail: JSONTrail) { self.trail = trail }

    var codingPath: [any CodingKey] { trail.codingPath }

    static func build<T: Encodable>(_ value: T, at trail: JSONTrail) throws -> JSONValue {
        let builder = JSONBuilder(at: trail)
        try builder.write(value)
        return builder.finished()
    }

    func write<T: Encodable>(_ value: T) throws {
        if let direct = value as? any JSONDirect {
            content = .value(direct.json)
        } else {
            try value.encode(to: self)
        }
    }

    func set(_ value: JSONValue) { content = .value(value) }

    func set(_ number: Double) throws {
        guard number.isFinite else { throw JSONError(.notANumber("\(number)"), path: trail.path) }
        content = .value(.real(number))
    }

    /// A new member; a key that is set twice keeps its place and its last value.
    func child(_ key: String) -> JSONBuilder {
        let builder = JSONBuilder(at: .key(key, parent: trail))
        guard case .object(var members) = content else { return builder }
        content = .nothing
        if let index = members.firstIndex(where: { $0.key == key }) {
            members[index].builder = builder
        } else {
            members.append((key, builder))
        }
        content = .object(members)
        return builder
    }

    func nextElement() -> JSONBuilder {
        guard case .list(var elements) = content else { return JSONBuilder(at: trail) }
        content = .nothing
        let builder = JSONBuilder(at: .index(elements.count, parent: trail))
        elements.append(builder)
        content = .list(elements)
        return builder
    }

    var elementCount: Int {
        guard case .list(let elements) = content else { return 0 }
        return elements.count
    }

    func finished() -> JSONValue {
        switch content {
        case .nothing: .null
        case .value(let value): value
        case .object(let members): .object(JSONObject(members.map { .init(key: $0.key, value: $0.builder.finished()) }))
        case .list(let elements): .array(elements.map { $0.finished() })
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .object = content {} else { content = .object([]) }
        return KeyedEncodingContainer(JSONKeyedWriter<Key>(builder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .list = content {} else { content = .list([]) }
        return JSONListWriter(builder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { JSONScalarWriter(builder: self) }
}

struct JSONKeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let builder: JSONBuilder
    let isData = VerbatimKey.isData(Key.self)

    var codingPath: [any CodingKey] { builder.codingPath }

    private func child(_ key: Key) -> JSONBuilder {
        builder.child(isData ? key.stringValue : KeyNaming.snakeCase(key.stringValue))
    }

    /// Absent, not null.
    func encodeNil(forKey key: Key) throws {}

    func encode(_ value: Bool, forKey key: Key) throws { child(key).set(.bool(value)) }
    func encode(_ value: String, forKey key: Key) throws { child(key).set(.string(value)) }
    func encode(_ value: Double, forKey key: Key) throws { try child(key).set(value) }
    func encode(_ value: Float, forKey key: Key) throws { try child(key).set(Double(value)) }
    func encode(_ value: Int, forKey key: Key) throws { child(key).set(.integer(Int64(value))) }
    func encode(_ value: Int8, forKey key: Key) throws { child(key).set(.integer(Int64(value))) }
    func encode(_ value: Int16, forKey key: Key) throws { child(key).set(.integer(Int64(value))) }
    func encode(_ value: Int32, forKey key: Key) throws { child(key).set(.integer(Int64(value))) }
    func encode(_ value: Int64, forKey key: Key) throws { child(key).set(.integer(value)) }
    func encode(_ value: UInt, forKey key: Key) throws { child(key).set(JSONValue(UInt64(value))) }
    func encode(_ value: UInt8, forKey key: Key) throws { child(key).set(.integer(Int64(value))) }
    func encode(_ value: UInt16, forKey key: Key) throws { child(key).set(.integer(Int64(value))) }
    func encode(_ value: UInt32, forKey key: Key) throws { child(key).set(.integer(Int64(value))) }
    func encode(_ value: UInt64, forKey key: Key) throws { child(key).set(JSONValue(value)) }
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try child(key).write(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        child(key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { child(key).unkeyedContainer() }
    func superEncoder() -> any Encoder { builder }
    func superEncoder(forKey key: Key) -> any Encoder { child(key) }
}

struct JSONListWriter: UnkeyedEncodingContainer {
    let builder: JSONBuilder

    var codingPath: [any CodingKey] { builder.codingPath }
    var count: Int { builder.elementCount }

    func encodeNil() throws { builder.nextElement().set(.null) }
    func encode(_ value: Bool) throws { builder.nextElement().set(.bool(value)) }
    func encode(_ value: String) throws { builder.nextElement().set(.string(value)) }
    func encode(_ value: Double) throws { try builder.nextElement().set(value) }
    func encode(_ value: Float) throws { try builder.nextElement().set(Double(value)) }
    func encode(_ value: Int) throws { builder.nextElement().set(.integer(Int64(value))) }
    func encode(_ value: Int8) throws { builder.nextElement().set(.integer(Int64(value))) }
    func encode(_ value: Int16) throws { builder.nextElement().set(.integer(Int64(value))) }
    func encode(_ value: Int32) throws { builder.nextElement().set(.integer(Int64(value))) }
    func encode(_ value: Int64) throws { builder.nextElement().set(.integer(value)) }
    func encode(_ value: UInt) throws { builder.nextElement().set(JSONValue(UInt64(value))) }
    func encode(_ value: UInt8) throws { builder.nextElement().set(.integer(Int64(value))) }
    func encode(_ value: UInt16) throws { builder.nextElement().set(.integer(Int64(value))) }
    func encode(_ value: UInt32) throws { builder.nextElement().set(.integer(Int64(value))) }
    func encode(_ value: UInt64) throws { builder.nextElement().set(JSONValue(value)) }
    func encode<T: Encodable>(_ value: T) throws { try builder.nextElement().write(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        builder.nextElement().container(keyedBy: type)
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { builder.nextElement().unkeyedContainer() }
    func superEncoder() -> any Encoder { builder.nextElement() }
}

struct JSONScalarWriter: SingleValueEncodingContainer {
    let builder: JSONBuilder

    var codingPath: [any CodingKey] { builder.codingPath }

    func encodeNil() throws { builder.set(.null) }
    func encode(_ value: Bool) throws { builder.set(.bool(value)) }
    func encode(_ value: String) throws { builder.set(.string(value)) }
    func encode(_ value: Double) throws { try builder.set(value) }
    func encode(_ value: Float) throws { try builder.set(Double(value)) }
    func encode(_ value: Int) throws { builder.set(.integer(Int64(value))) }
    func encode(_ value: Int8) throws { builder.set(.integer(Int64(value))) }
    func encode(_ value: Int16) throws { builder.set(.integer(Int64(value))) }
    func encode(_ value: Int32) throws { builder.set(.integer(Int64(value))) }
    func encode(_ value: Int64) throws { builder.set(.integer(value)) }
    func encode(_ value: UInt) throws { builder.set(JSONValue(UInt64(value))) }
    func encode(_ value: UInt8) throws { builder.set(.integer(Int64(value))) }
    func encode(_ value: UInt16) throws { builder.set(.integer(Int64(value))) }
    func encode(_ value: UInt32) throws { builder.set(.integer(Int64(value))) }
    func encode(_ value: UInt64) throws { builder.set(JSONValue(value)) }
    func encode<T: Encodable>(_ value: T) throws { try builder.write(value) }
}
