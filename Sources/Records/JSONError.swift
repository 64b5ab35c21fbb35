// Everything that can be wrong with a JSON document, and the one sentence for each.
// Leaves to others: naming the file (RecordError, SuiteError).

/// What is wrong with a document, and where.
package struct JSONError: Error, Sendable, Equatable {
    package enum Reason: Sendable, Equatable {
        case empty
        case tooLarge(limit: Int)
        case tooDeep(limit: Int)
        /// The text ends before the document does.
        case truncated
        case notUTF8
        case notANumber(String)
        case numberTooLarge
        case duplicateKey
        case syntax(String)
        case unknownKey(String, nearest: String?)
        case missingKey(String)
        case wrongType(expected: String, found: String)
        case outOfRange(String, type: String)
        case unknownWord(String, known: [String])
        case invalid(String)
    }

    package var reason: Reason
    package var path: JSONPath
    package var position: TextPosition?

    package init(_ reason: Reason, path: JSONPath = JSONPath(), position: TextPosition? = nil) {
        self.reason = reason
        self.path = path
        self.position = position
    }
}

extension JSONError {
    /// `line 12, column 5, measurements[3].metric: “gigabytes” is not known here. …`; begin it with the file's name.
    package var sentence: String {
        var place: [String] = []
        if let position {
            place.append(path.steps.isEmpty ? "line \(position.line), column \(position.column)" : "line \(position.line)")
        }
        if !path.steps.isEmpty { place.append(path.description) }
        return (place.isEmpty ? "" : place.joined(separator: ", ") + ": ") + explanation
    }

    private var explanation: String {
        switch reason {
        case .empty: "the file is empty."
        case .tooLarge(let limit): "the file is larger than \(limit >> 20) MiB, the most that is read."
        case .tooDeep(let limit): "more than \(limit) brackets are open here; that is no document of ours."
        case .truncated: "the file ends before the document does: it was cut off."
        case .notUTF8: "this is not UTF-8 text."
        case .notANumber(let text): "\(text) is no JSON number. What was not measured is left out."
        case .numberTooLarge: "this number is too large."
        case .duplicateKey: "this key stands twice in one object."
        case .syntax(let text): "this is not JSON (\(text))."
        case .unknownKey(let key, let nearest):
            "the key “\(key)” is not known here." + (nearest.map { " Did you mean “\($0)”?" } ?? " Remove it, or look for a newer Mettle.")
        case .missingKey(let key): "the key “\(key)” is missing."
        case .wrongType(let expected, let found): "\(expected) belongs here, not \(found)."
        case .outOfRange(let number, let type): "\(number) does not fit: \(type) belongs here."
        case .unknownWord(let word, let known):
            "“\(word)” is not known here." + (known.isEmpty ? "" : " Known are " + known.joined(separator: ", ") + ".")
        case .invalid(let text): text
        }
    }
}
