// A sample read and written without Codable's containers.
// Leaves to others: everything else, which is few and goes the usual way (JSONCoder).

import Measurement

/// Samples are nearly all that a record holds; by way of keyed containers they would take most of the time of reading one.
extension Sample: JSONDirect {
    init(json: JSONValue, at trail: JSONTrail) throws {
        guard case .object(let object) = json, object.members.count == 2, object.members[0].key == "iterations",
            object.members[1].key == "nanoseconds", case .integer(let iterations) = object.members[0].value,
            case .integer(let nanoseconds) = object.members[1].value, nanoseconds >= 0
        else {
            self = try JSONNode(json, at: trail).readByContainers()
            return
        }
        self.init(iterations: Int(iterations), nanoseconds: UInt64(nanoseconds))
    }

    var json: JSONValue {
        .object(
            JSONObject([
                .init(key: "iterations", value: .integer(Int64(iterations))), .init(key: "nanoseconds", value: JSONValue(nanoseconds)),
            ]))
    }
}

/// Lists of such values, so that not one node is made for each.
extension Array: JSONDirect where Element: JSONDirect {
    init(json: JSONValue, at trail: JSONTrail) throws {
        guard case .array(let elements) = json else { throw JSONNode(json, at: trail).mismatch("a list") }
        self = try elements.enumerated().map { try Element(json: $1, at: .index($0, parent: trail)) }
    }

    var json: JSONValue { .array(map(\.json)) }
}
