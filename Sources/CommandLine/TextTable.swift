// A table for a terminal, as data: columns that know how they are aligned and from which width they are shown, rows of cells.
// Leaves widths and lines to TextTable+Layout.swift.

/// Columns of a table, printed whole or line by line as rows come in.
package struct TextTable: Sendable, Equatable {
    package enum Alignment: Sendable, Equatable {
        case left, right
        /// On the decimal point, with room for so many digits before it and so many characters from it on.
        /// A cell without a point ends where the point would stand.
        case point(integer: Int = 0, fraction: Int = 0)
    }

    package struct Column: Sendable, Equatable {
        package var head: String
        /// The head where the terminal is narrower than `wideFrom`.
        package var narrowHead: String?
        package var alignment: Alignment
        /// The look of cells that name none of their own.
        package var style: Style
        package var minimumWidth: Int
        /// Blanks before the column.
        package var gap: Int
        /// The least terminal width at which the column is shown.
        package var shownFrom: Int
        /// Whether the column may be narrowed when the table would not fit. Numbers never are.
        package var canShrink: Bool
        /// Whether what is too long for the narrowed column goes on in the next line; else it is cut.
        package var wraps: Bool

        package init(
            _ head: String, narrow narrowHead: String? = nil, _ alignment: Alignment = .left, style: Style = .plain, minimumWidth: Int = 0,
            gap: Int = 2, shownFrom: Int = 0, canShrink: Bool = false, wraps: Bool = false
        ) {
            self.head = head
            self.narrowHead = narrowHead
            self.alignment = alignment
            self.style = style
            self.minimumWidth = minimumWidth
            self.gap = gap
            self.shownFrom = shownFrom
            self.canShrink = canShrink
            self.wraps = wraps
        }
    }

    package struct Cell: Sendable, Equatable, ExpressibleByStringInterpolation {
        package var text: String
        /// The cell's own look; nil for its column's.
        package var style: Style?

        package init(_ text: String, _ style: Style? = nil) {
            self.text = text
            self.style = style
        }

        package init(stringLiteral text: String) { self.init(text) }
    }

    package enum Row: Sendable, Equatable {
        /// One cell a declared column, also for columns that are not shown at this width.
        case cells([Cell])
        /// The same, the whole line in one look.
        case emphasised([Cell], Style)
        /// Cells of the first columns, then a text that runs to the end of the line.
        case remark([Cell], Cell)
        /// A line of its own between rows, not moved in.
        case heading(Cell)
    }

    /// The terminal width from which tables show all their columns.
    package static let wideFrom = 120

    package let columns: [Column]
    /// Blanks before the first column.
    package let indent: Int

    package init(_ columns: [Column], indent: Int = 2) {
        self.columns = columns
        self.indent = indent
    }

    /// The head and all rows.
    package func lines(_ rows: [Row], on terminal: Terminal) -> [String] {
        let layout = layout(for: rows, on: terminal)
        return [layout.head] + rows.flatMap(layout.lines)
    }
}
