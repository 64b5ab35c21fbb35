// Where in a JSON document something stands: `measurements[3].summary.median_seconds`, and in which line.
// Leaves to others: finding the line of a path (JSONScanner), and the sentence around it (JSONError).

/// The way from the document's root to a value.
package struct JSONPath: Sendable, Equatable, CustomStringConvertible {
    package enum Step: Sendable, Equatable {
        case key(String)
        case index(Int)
    }

    package var steps: [Step]

    package init(_ steps: [Step] = []) { self.steps = steps }

    package func appending(_ key: String) -> JSONPath { JSONPath(steps + [.key(key)]) }
    package func appending(_ index: Int) -> JSONPath { JSONPath(steps + [.index(index)]) }

    package var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .key(let key): text += (text.isEmpty ? "" : ".") + key
            case .index(let index): text += "[\(index)]"
            }
        }
        return text
    }
}

/// `"noise_floor.measured_at"`: keys parted by points.
extension JSONPath: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(text.split(separator: ".").map { .key(String($0)) }) }
}

/// A place in a text, counted from 1; columns are characters.
package struct TextPosition: Sendable, Equatable {
    package var line: Int
    package var column: Int
    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}
