// Shell-like patterns for --only and --skip: `*`, `?` and literal text.
// Leaves to others: what they are matched against (Plan).

/// A pattern over a whole text: `*` is any run of characters, slashes included; `?` is one.
package struct Glob: Sendable, Equatable {
    package var pattern: String

    package init(_ pattern: String) { self.pattern = pattern }

    package func matches(_ text: String) -> Bool {
        let pattern = Array(pattern.unicodeScalars)
        let text = Array(text.unicodeScalars)
        var p = 0, t = 0
        // Where to return to when the literal part after the last star does not fit.
        var star: Int?, resume = 0
        while t < text.count {
            if p < pattern.count, pattern[p] == "*" {
                star = p
                resume = t
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
                p += 1
                t += 1
            } else if let star {
                p = star + 1
                resume += 1
                t = resume
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }
}
