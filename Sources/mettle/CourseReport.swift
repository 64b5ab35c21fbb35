// Courses in the terminal: a few lines of each sustained run, a table of contended ones; in `mettle show` and at the end of a run.
// Leaves to others: the figures (Leaderboard), words that the page has too (Pages.CourseWords), widths (CommandLine).

import CommandLine
import Leaderboard
import Measurement
import Pages

struct CourseReport {
    let board: CourseBoard
    let console: Console

    init(_ board: CourseBoard, console: Console) {
        self.board = board
        self.console = console
    }

    func print() {
        for sustained in board.sustained { print(sustained) }
        if !board.contended.isEmpty { printContended() }
    }

    private func print(_ sustained: SustainedLine) {
        let unit = CourseWords.unit(sustained).symbol, figures = CourseWords.figures(sustained)
        console.print()
        console.print([
            Span(sustained.benchmark, .bold), Span("  \(sustained.title), sustained \(TimeText.words(sustained.seconds))", .dim),
        ])
        line("first seconds", figures.first, unit)
        line(
            sustained.settledAfterSeconds == nil ? "last third" : "settled", figures.steady,
            "\(unit), \(Figure.plusMinus(sustained.relativeHalfWidth)), \(CourseWords.change(sustained)) of speed")
        line("settled after", CourseWords.settled(sustained), CourseWords.within(sustained))
        ends("clock", sustained.megahertz, CourseWords.gigahertz, unit: "GHz, ", absence: "this machine passes no clock through")
        ends("temperature", sustained.celsius, CourseWords.celsius, unit: "°C, ", absence: "this machine passes no thermometer through")
        if let events = sustained.throttleEvents { line("throttling", CourseWords.throttling(events), "") }
        line("grade", sustained.grade?.rawValue ?? "none", "")
    }

    private func ends(_ name: String, _ ends: SustainedLine.Ends?, _ text: (Double) -> String, unit: String, absence: String) {
        guard let ends else { return line(name, "", "not measured: \(absence)") }
        line(name, text(ends.last), "\(unit)\(text(ends.first)) at first")
    }

    private func line(_ name: String, _ value: String, _ remark: String) {
        let padded = name + String(repeating: " ", count: max(1, 18 - name.count))
        console.print([Span("  " + padded), Span(value, .bold), Span((value.isEmpty ? "" : "  ") + remark, .dim)])
    }

    private func printContended() {
        let table = TextTable([
            .init("", minimumWidth: 26, canShrink: true, wraps: true), .init("alone", .point(integer: 4)),
            .init("each", .point(integer: 4)), .init("least–greatest", style: .dim, shownFrom: TextTable.wideFrom),
            .init("all", .point(integer: 4), style: .bold), .init("unit", style: .dim, minimumWidth: 8, gap: 1),
            .init("±95 %", .right, gap: 1), .init("efficiency", .right, gap: 1), .init("grade", narrow: "g"),
        ])
        let rows = board.contended.map { line -> TextTable.Row in
            let unit = CourseWords.unit(line), spread = line.spread
            func text(_ value: Double) -> String { Figure(value: value, unit: unit).text }
            let all = line.aggregate.map { Figure(value: $0, interval: line.aggregateInterval, unit: unit) }
            return .cells([
                TextTable.Cell("\(line.benchmark) \(line.title)"), TextTable.Cell(text(line.alone)), TextTable.Cell(text(line.each)),
                TextTable.Cell("\(text(spread.lower))–\(text(spread.upper))"), TextTable.Cell(all?.text ?? ""),
                TextTable.Cell(unit.symbol), TextTable.Cell(Figure.plusMinus(line.relativeHalfWidth)),
                TextTable.Cell(Figure.percent(line.efficiency)),
                TextTable.Cell(line.grade?.rawValue ?? ""),
            ])
        }
        console.print()
        let count = board.contended.map(\.instances.count).max() ?? 0
        console.print([
            Span("\(count) instances at once", .bold),
            Span("  one thread each; efficiency: speed over that of one alone", .dim),
        ])
        for line in table.lines(rows, on: console.terminal) { console.print(line) }
    }
}
