// A JSON document as a value: what the parser makes and the writer writes.
// Leaves to others: reading text (JSONValue+Parsing), writing it (JSONWriter), and Swift types (JSONCoder).

/// A JSON value. Objects keep their order; integers keep every digit from Int64.min to UInt64.max.
package enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// Only for integers above Int64.max, so that equal numbers are equal values.
    case unsigned(UInt64)
    case real(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    package init(_ number: UInt64) {
        self = number > UInt64(Int64.max) ? .unsigned(number) : .integer(Int64(number))
    }

    /// Name of the kind for error sentences: `a number`, `text`.
    package var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .unsigned, .real: "a number"
        case .string: "text"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// Whether it holds no other value.
    package var isScalar: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }
}

/// Members of a JSON object in the order of the document; keys are unique.
package struct JSONObject: Sendable, Equatable {
    package struct Member: Sendable, Equatable {
        package var key: String
        package var value: JSONValue
        package init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    package var members: [Member]

    package init(_ members: [Member] = []) { self.members = members }

    package subscript(key: String) -> JSONValue? { members.first { $0.key == key }?.value }
}
