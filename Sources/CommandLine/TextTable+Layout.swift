// The widths of a table's columns on a terminal, and its lines.
// Leaves painting and the last cut at the terminal's edge to Style.swift.

extension TextTable {
    /// Fixed columns: rows printed one by one, minutes apart, stand under each other.
    package struct Layout: Sendable, Equatable {
        fileprivate struct Place: Sendable, Equatable {
            let index: Int
            var column: Column
            var width: Int
            /// Columns before the decimal point; all of them where the column has none.
            let integerWidth: Int
        }

        fileprivate let terminal: Terminal
        fileprivate let indent: Int
        fileprivate let places: [Place]

        /// The heads, dim.
        package var head: String {
            let spans = places.flatMap { place in
                fitted(Cell(terminal.head(of: place.column)), place, alignment: place.column.alignment == .left ? .left : .right)
            }
            return terminal.line([Span(blanks(indent) + spans.map(\.text).joined(), .dim)])
        }
    }

    /// Widths for the rows that will come, as far as they are known; what is declared as least widths serves the rest.
    package func layout(for rows: [Row], on terminal: Terminal) -> Layout {
        let shown = columns.indices.filter { columns[$0].shownFrom <= terminal.width }
        var places = shown.map { place(of: $0, in: rows, on: terminal) }
        if !places.isEmpty { places[0].column.gap = 0 }
        let total = places.reduce(indent) { $0 + $1.column.gap + $1.width }
        shrink(&places, by: total - terminal.width)
        return Layout(terminal: terminal, indent: indent, places: places)
    }

    private func place(of index: Int, in rows: [Row], on terminal: Terminal) -> Layout.Place {
        let column = columns[index]
        let texts = rows.compactMap { $0.cell(index) }.map { terminal.shown($0.text) }
        let head = displayWidth(terminal.shown(terminal.head(of: column)))
        let least = max(column.minimumWidth, head)
        guard case .point(let integer, let fraction) = column.alignment else {
            let width = texts.map { displayWidth($0) }.reduce(least, max)
            return Layout.Place(index: index, column: column, width: width, integerWidth: width)
        }
        let parts = texts.map(splitAtPoint)
        let fractionWidth = parts.map { displayWidth($0.fraction) }.reduce(fraction, max)
        let integerWidth = parts.map { displayWidth($0.integer) }.reduce(max(integer, least - fractionWidth), max)
        return Layout.Place(index: index, column: column, width: integerWidth + fractionWidth, integerWidth: integerWidth)
    }

    /// Takes the excess from the widest columns that may be cut, none below 8.
    private func shrink(_ places: inout [Layout.Place], by excess: Int) {
        var excess = excess
        while excess > 0 {
            let candidates = places.indices.filter { places[$0].column.canShrink && places[$0].width > 8 }
            guard let widest = candidates.max(by: { places[$0].width < places[$1].width }) else { return }
            places[widest].width -= 1
            excess -= 1
        }
    }
}

extension TextTable.Layout {
    /// A row, its remark and the cells of columns that wrap broken into lines that stand under each other.
    package func lines(_ row: TextTable.Row) -> [String] {
        switch row {
        case .heading: [line(row)]
        case .cells(let cells): lines(of: cells).map { line(.cells($0)) }
        case .emphasised(let cells, let style): lines(of: cells).map { line(.emphasised($0, style)) }
        case .remark(let cells, let remark): lines(of: cells, remark)
        }
    }

    /// The cells of a row's first line and of those that go on below it.
    private func lines(of cells: [TextTable.Cell]) -> [[TextTable.Cell]] {
        let pieces = cells.enumerated().map { index, cell in
            guard let place = places.first(where: { $0.index == index }), place.column.wraps else { return [cell] }
            // A list is broken between its parts where they fit: a number stays with its unit.
            let parts = terminal.shown(cell.text).split(separator: ", ").map(String.init)
            let bound = parts.map { displayWidth($0) < place.width ? $0.replacing(" ", with: "\u{A0}") : $0 }
            return wrap(bound.joined(separator: ", "), width: place.width).map {
                TextTable.Cell($0.replacing("\u{A0}", with: " "), cell.style)
            }
        }
        return (0..<(pieces.map(\.count).max() ?? 1)).map { number in pieces.map { number < $0.count ? $0[number] : "" } }
    }

    private func lines(of cells: [TextTable.Cell], _ remark: TextTable.Cell) -> [String] {
        let lead = lead + spans(cells) + [Span(blanks(gap(after: cells)))]
        let column = displayWidth(lead.map(\.text).joined())
        return wrap(terminal.shown(remark.text), width: max(20, terminal.width - column)).enumerated().map { index, text in
            terminal.line((index == 0 ? lead : [Span(blanks(column))]) + [Span(text, remark.style ?? .plain)])
        }
    }

    private func gap(after cells: [TextTable.Cell]) -> Int { places.first { $0.index >= cells.count }?.column.gap ?? 2 }

    /// One row in one line, never wider than the terminal.
    package func line(_ row: TextTable.Row) -> String {
        switch row {
        case .cells(let cells): return terminal.line(lead + spans(cells))
        case .emphasised(let cells, let style):
            return terminal.line([Span((lead + spans(cells)).map(\.text).joined(), style)])
        case .remark(let cells, let remark):
            return terminal.line(lead + spans(cells) + [Span(blanks(gap(after: cells))), Span(remark.text, remark.style ?? .plain)])
        case .heading(let cell): return terminal.line([Span(cell.text, cell.style ?? .bold)])
        }
    }

    private var lead: [Span] { [Span(blanks(indent))] }

    private func spans(_ cells: [TextTable.Cell]) -> [Span] {
        places.filter { $0.index < cells.count }.flatMap { fitted(cells[$0.index], $0, alignment: $0.column.alignment) }
    }

    /// The gap before a cell, and the cell padded to its column. Only the text itself has the look.
    private func fitted(_ cell: TextTable.Cell, _ place: Place, alignment: TextTable.Alignment) -> [Span] {
        var text = terminal.shown(cell.text)
        if place.column.canShrink { text = terminal.resized(to: place.width).line([Span(text)]) }
        let room = place.width - displayWidth(text)
        let before =
            switch alignment {
            case .left: 0
            case .right: room
            case .point: place.integerWidth - displayWidth(splitAtPoint(text).integer)
            }
        return [
            Span(blanks(place.column.gap + max(0, min(before, room)))), Span(text, cell.style ?? place.column.style),
            Span(blanks(room - max(0, min(before, room)))),
        ]
    }
}

extension TextTable.Row {
    /// The cell of a column, where this row's cells decide the column's width.
    fileprivate func cell(_ index: Int) -> TextTable.Cell? {
        switch self {
        case .cells(let cells), .emphasised(let cells, _), .remark(let cells, _): index < cells.count ? cells[index] : nil
        case .heading: nil
        }
    }
}

extension Terminal {
    fileprivate func head(of column: TextTable.Column) -> String {
        width < TextTable.wideFrom ? column.narrowHead ?? column.head : column.head
    }
}

private func splitAtPoint(_ text: String) -> (integer: String, fraction: String) {
    let integer = text.prefix { $0 != "." }
    return (String(integer), String(text.dropFirst(integer.count)))
}

private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
