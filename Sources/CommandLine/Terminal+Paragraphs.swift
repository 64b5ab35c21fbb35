// Text broken into lines by us, so that the terminal never does it.
// Leaves rows and columns to TextTable.swift.

/// Breaks text at its blanks into lines of at most `width` columns, those after the first moved in by `indent`.
/// A line feed begins a new line; a no-break space never breaks; a word wider than a line is cut.
package func wrap(_ text: String, width: Int, indent: Int = 0, firstIndent: Int? = nil) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
        var line = String(repeating: " ", count: lines.isEmpty ? firstIndent ?? indent : indent)
        var isEmpty = true
        for word in paragraph.split(separator: " ").flatMap({ pieces($0, of: max(1, width - indent)) }) {
            if !isEmpty, displayWidth(line) + 1 + displayWidth(word) > width {
                lines.append(line)
                line = String(repeating: " ", count: indent)
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        lines.append(isEmpty ? "" : line)
    }
    return lines
}

private func pieces(_ word: Substring, of width: Int) -> [String] {
    guard displayWidth(String(word)) > width else { return [String(word)] }
    var pieces = [""]
    for character in word {
        if displayWidth(pieces[pieces.count - 1]) + displayWidth(character) > width { pieces.append("") }
        pieces[pieces.count - 1].append(character)
    }
    return pieces
}

extension Terminal {
    /// A labelled paragraph: the label at column `start`, the text hanging at column `column`; each sentence on a line of its own.
    package func hanging(_ label: Span, from start: Int = 0, at column: Int, _ sentences: [String]) -> [String] {
        let lead = String(repeating: " ", count: start)
        let gap = String(repeating: " ", count: max(1, column - start - displayWidth(shown(label.text))))
        let lines = sentences.flatMap { wrap(shown($0), width: width, indent: column) }
        guard let first = lines.first else { return [line([Span(lead), label])] }
        let text = String(first.dropFirst(column))
        return [line([Span(lead), label, Span(gap + text)])] + lines.dropFirst().map { line([Span($0)]) }
    }

    /// An error for a person: what, where, what to do, each sentence on a line of its own behind a red `error:`.
    package func error(_ sentences: [String]) -> String {
        hanging(Span("error:", .red), at: 7, sentences).joined(separator: "\n") + "\n"
    }
}
