// A validator for the part of JSON Schema 2020-12 that our schemas use; a keyword that it does not know is a failure.
// Leaves to others: the schemas (Profiles/schema).

import Records

struct JSONSchema {
    let root: JSONValue

    /// Keywords that say nothing about validity.
    private static let annotations: Set<String> = ["$schema", "$id", "$defs", "title", "description"]

    /// Violations, each with the path of what violates.
    func violations(of value: JSONValue) -> [String] { violations(of: value, against: root, at: JSONPath()) }

    private func violations(of value: JSONValue, against schema: JSONValue, at path: JSONPath) -> [String] {
        guard case .object(let object) = schema else { return ["\(path): the schema is no object"] }
        return object.members.flatMap { member in
            if Self.annotations.contains(member.key) { return [String]() }
            return check(member.key, member.value, of: value, in: object, at: path)
        }
    }

    private func check(
        _ keyword: String, _ argument: JSONValue, of value: JSONValue, in schema: JSONObject, at path: JSONPath
    ) -> [String] {
        func violated(_ holds: Bool) -> [String] {
            holds ? [] : ["\(path): \(JSONWriter.oneLine(value)) violates \(keyword) \(JSONWriter.oneLine(argument))"]
        }
        switch (keyword, argument) {
        case ("$ref", .string(let reference)):
            return violations(of: value, against: resolve(reference), at: path)
        case ("const", _): return violated(value == argument)
        case ("enum", .array(let allowed)): return violated(allowed.contains(value))
        case ("type", .string(let type)): return violated(value.hasType(type))
        case ("type", .array(let types)): return violated(types.contains { $0.text.map(value.hasType) ?? false })
        case ("oneOf", .array(let choices)):
            return violated(choices.filter { violations(of: value, against: $0, at: path).isEmpty }.count == 1)
        case ("minimum", _): return violated(value.number.map { $0 >= argument.number! } ?? true)
        case ("maximum", _): return violated(value.number.map { $0 <= argument.number! } ?? true)
        case ("exclusiveMinimum", _): return violated(value.number.map { $0 > argument.number! } ?? true)
        case ("minLength", _): return violated(value.text.map { Double($0.unicodeScalars.count) >= argument.number! } ?? true)
        case ("maxLength", _): return violated(value.text.map { Double($0.unicodeScalars.count) <= argument.number! } ?? true)
        case ("pattern", .string(let pattern)):
            guard let regex = try? Regex(pattern) else { return ["\(path): the pattern \(pattern) is none"] }
            return violated(value.text.map { $0.firstMatch(of: regex) != nil } ?? true)
        case ("minItems", _): return violated(value.elements.map { Double($0.count) >= argument.number! } ?? true)
        case ("items", _):
            return (value.elements ?? []).enumerated().flatMap { violations(of: $1, against: argument, at: path.appending($0)) }
        case ("required", .array(let keys)):
            guard case .object(let object) = value else { return [] }
            return keys.compactMap(\.text).filter { object[$0] == nil }.map { "\(path): \($0) is required" }
        case ("properties", .object(let properties)):
            guard case .object(let object) = value else { return [] }
            return object.members.flatMap { member in
                properties[member.key].map { violations(of: member.value, against: $0, at: path.appending(member.key)) } ?? []
            }
        case ("additionalProperties", _): return additional(argument, of: value, in: schema, at: path)
        default: return ["\(path): the keyword \(keyword) is not known to these tests"]
        }
    }

    private func additional(_ argument: JSONValue, of value: JSONValue, in schema: JSONObject, at path: JSONPath) -> [String] {
        guard case .object(let object) = value else { return [] }
        var known: [String] = []
        if case .object(let properties) = schema["properties"] { known = properties.members.map(\.key) }
        return object.members.filter { !known.contains($0.key) }.flatMap { member in
            argument == .bool(false)
                ? ["\(path): \(member.key) is not allowed"]
                : violations(of: member.value, against: argument, at: path.appending(member.key))
        }
    }

    private func resolve(_ reference: String) -> JSONValue {
        reference.split(separator: "/").dropFirst().reduce(root) { value, key in
            guard case .object(let object) = value else { return .null }
            return object[String(key)] ?? .null
        }
    }

    /// Every path of keys that the schema names, list elements as `[]`: `measurements[].samples[].iterations`.
    var keyPaths: Set<String> { keyPaths(of: root, at: "") }

    private func keyPaths(of schema: JSONValue, at path: String) -> Set<String> {
        guard case .object(let object) = schema else { return [] }
        var found: Set<String> = []
        if let reference = object["$ref"]?.text { found.formUnion(keyPaths(of: resolve(reference), at: path)) }
        if case .object(let properties) = object["properties"] {
            for member in properties.members {
                let here = path.isEmpty ? member.key : path + "." + member.key
                found.insert(here)
                found.formUnion(keyPaths(of: member.value, at: here))
            }
        }
        if let items = object["items"] { found.formUnion(keyPaths(of: items, at: path + "[]")) }
        for choice in object["oneOf"]?.elements ?? [] { found.formUnion(keyPaths(of: choice, at: path)) }
        return found
    }

    /// The words of an enum in the schema: `$defs`, a definition's name, `properties`, ….
    func words(_ path: String...) -> [String] {
        let found = path.reduce(root) { value, key in
            guard case .object(let object) = value else { return .null }
            return object[key] ?? .null
        }
        guard case .object(let object) = found else { return [] }
        return object["enum"]?.elements?.compactMap(\.text) ?? []
    }
}

extension JSONValue {
    var text: String? { if case .string(let text) = self { text } else { nil } }
    var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
    var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .unsigned(let number): Double(number)
        case .real(let number): number
        default: nil
        }
    }

    func hasType(_ type: String) -> Bool {
        switch (type, self) {
        case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool), ("null", .null): true
        case ("integer", .integer), ("integer", .unsigned), ("number", .integer), ("number", .unsigned), ("number", .real): true
        default: false
        }
    }

    /// Every path of keys that a document has, list elements as `[]`.
    func keyPaths(at path: String = "") -> Set<String> {
        switch self {
        case .object(let object):
            object.members.reduce(into: []) { found, member in
                let here = path.isEmpty ? member.key : path + "." + member.key
                found.insert(here)
                found.formUnion(member.value.keyPaths(at: here))
            }
        case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.keyPaths(at: path + "[]")) }
        default: []
        }
    }
}
