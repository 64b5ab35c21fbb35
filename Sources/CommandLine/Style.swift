// The few looks that text has in a terminal, in the 16-colour codes that leave contrast to the user's theme.
// Leaves which words have which look to their writers.

/// How a piece of text looks. Words carry the meaning; this repeats it.
package enum Style: Sendable, Equatable {
    case plain, bold, dim, yellow, red

    fileprivate var code: String? {
        switch self {
        case .plain: nil
        case .bold: "1"
        case .dim: "2"
        case .yellow: "33"
        case .red: "31"
        }
    }
}

/// A piece of text of one look.
package struct Span: Sendable, Equatable {
    package var text: String
    package var style: Style

    package init(_ text: String, _ style: Style = .plain) {
        self.text = text
        self.style = style
    }
}

extension Terminal {
    /// The text as this terminal can show it, in that look.
    package func paint(_ text: String, _ style: Style = .plain) -> String { line([Span(text, style)]) }

    /// One line of spans: shown characters only, no blanks at its end, cut where it would pass the width.
    package func line(_ spans: [Span]) -> String {
        var line = spans.map { Span(shown($0.text), $0.style) }
        cut(&line, to: width)
        trimEnd(&line)
        return line.map { span in
            let text = String(span.text.map { $0 == noBreakSpace ? " " : $0 })
            guard hasColour, let code = span.style.code, !text.isEmpty else { return text }
            return "\u{1B}[\(code)m\(text)\u{1B}[0m"
        }.joined()
    }

    /// Takes characters from the end, over as many spans as it needs, and sets an ellipsis in their place.
    private func cut(_ spans: inout [Span], to width: Int) {
        var excess = spans.reduce(0) { $0 + displayWidth($1.text) } - width
        guard excess > 0 else { return }
        let ellipsis = String(self.ellipsis.prefix(max(0, width)))
        excess += displayWidth(ellipsis)
        while excess > 0, let last = spans.indices.last {
            guard let character = spans[last].text.popLast() else {
                spans.removeLast()
                continue
            }
            excess -= displayWidth(character)
        }
        if spans.isEmpty { spans = [Span("")] }
        spans[spans.count - 1].text += ellipsis
    }

    private func trimEnd(_ spans: inout [Span]) {
        while let last = spans.last {
            let kept = last.text.reversed().drop { $0 == " " }
            if !kept.isEmpty {
                spans[spans.count - 1].text = String(String(kept).reversed())
                return
            }
            spans.removeLast()
        }
    }
}
