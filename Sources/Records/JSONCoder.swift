// Codable values to JSON documents and back, strictly: snake_case keys, no unknown key, no null, no NaN; errors with path and line.
// Leaves to others: files (RecordFile, SuiteFile), and what the values mean.

/// The one way in which documents of ours are read and written: records, suites, and what `--json` prints.
package enum JSONCoder {
    /// Reads `type` from JSON text.
    package static func decode<T: Decodable>(
        _ type: T.Type, from bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> T {
        let value = try JSONValue(parsing: bytes, limits: limits)
        return try decode(type, from: value, text: bytes)
    }

    /// Reads `type` from a parsed document; `text`, where given, serves only to name lines in errors.
    package static func decode<T: Decodable>(_ type: T.Type, from value: JSONValue, text: [UInt8]? = nil) throws(JSONError) -> T {
        do {
            return try JSONNode(value, at: .root).read(type)
        } catch {
            var failure = jsonError(from: error)
            if let text, failure.position == nil { failure.position = JSONScanner.position(of: failure.path, in: text) }
            throw failure
        }
    }

    /// The value as a JSON tree; keys in the order of declaration, nil left out. Throws where a number is NaN or infinite.
    package static func encode<T: Encodable>(_ value: T) throws(JSONError) -> JSONValue {
        do {
            return try JSONBuilder.build(value, at: .root)
        } catch {
            throw jsonError(from: error)
        }
    }

    /// The value as JSON text, indented by two spaces, ending with a line break. Equal values give equal bytes.
    package static func encodeText<T: Encodable>(_ value: T) throws(JSONError) -> [UInt8] {
        JSONWriter.text(try encode(value))
    }

    /// What custom `Codable` code throws, in our words.
    private static func jsonError(from error: any Error) -> JSONError {
        switch error {
        case let error as JSONError: error
        case DecodingError.keyNotFound(let key, let context):
            JSONError(.missingKey(KeyNaming.snakeCase(key.stringValue)), path: JSONPath(context.codingPath))
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context):
            JSONError(.invalid(context.debugDescription), path: JSONPath(context.codingPath))
        case EncodingError.invalidValue(_, let context):
            JSONError(.invalid(context.debugDescription), path: JSONPath(context.codingPath))
        default: JSONError(.invalid("\(error)"))
        }
    }
}

/// A coding key whose text stands in the file as it is: for objects whose keys are data, as a suite's parameters.
package struct VerbatimKey: CodingKey {
    package var stringValue: String
    package var intValue: Int?
    package init(stringValue: String) { self.stringValue = stringValue }
    package init(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
    }

    /// Whether the keys of a type are data: those that take any text, as a dictionary's do. A list of cases takes its own names alone.
    static func isData<Key: CodingKey>(_ type: Key.Type) -> Bool { Key(stringValue: "\u{1}") != nil }
}

/// The way to a value as a chain to its parents: long lists share it, and only errors spell it out.
indirect enum JSONTrail {
    case root
    case key(String, parent: JSONTrail)
    case index(Int, parent: JSONTrail)

    var path: JSONPath {
        var steps: [JSONPath.Step] = []
        var here = self
        while true {
            switch here {
            case .root: return JSONPath(steps.reversed())
            case .key(let key, let parent):
                steps.append(.key(key))
                here = parent
            case .index(let index, let parent):
                steps.append(.index(index))
                here = parent
            }
        }
    }

    var codingPath: [any CodingKey] {
        path.steps.map { step in
            switch step {
            case .key(let key): VerbatimKey(stringValue: key)
            case .index(let index): VerbatimKey(intValue: index)
            }
        }
    }
}

extension JSONPath {
    init(_ codingPath: [any CodingKey]) {
        self.init(
            codingPath.map { key in
                if let index = key.intValue { return .index(index) }
                return .key(key is VerbatimKey ? key.stringValue : KeyNaming.snakeCase(key.stringValue))
            })
    }
}
