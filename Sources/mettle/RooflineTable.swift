// `mettle show --roofline`: the machine's roofs, and every kernel, layer and step under them.
// Leaves to others: placing them (Leaderboard), digits (Measurement), widths (CommandLine).

import CommandLine
import Leaderboard
import Measurement
import Pages

struct RooflineTable {
    let board: RooflineBoard
    let console: Console

    init(_ board: RooflineBoard, console: Console) {
        self.board = board
        self.console = console
    }

    func print() {
        let team = board.threads == 1 ? "1 thread" : "\(board.threads) threads"
        console.print()
        console.print([Span("Roofline, " + team + (board.instructionSet.map { ", \($0)" } ?? ""), .bold)])
        printRoofs()
        printComputing(board.points.filter { $0.operations > 0 })
        printMoving(board.points.filter { $0.operations == 0 })
        printRemarks()
    }

    private func printRoofs() {
        let table = TextTable([
            .init("roof", minimumWidth: 12), .init("measured", .point(integer: 4)), .init("unit", style: .dim, gap: 1),
            .init("FLOP/byte at the corner", .point(), shownFrom: TextTable.wideFrom),
            .init("of", style: .dim, canShrink: true, wraps: true),
        ])
        let peak = board.arithmetic.first?.operationsPerSecond
        let arithmetic = board.arithmetic.map { roof -> TextTable.Row in
            let figure = Figure(value: roof.operationsPerSecond, unit: .suited(to: roof.operationsPerSecond, metric: .operationsPerSecond))
            return .cells([
                TextTable.Cell(roof.precision), TextTable.Cell(figure.text, .bold), TextTable.Cell(figure.unit), "",
                TextTable.Cell(roof.benchmark),
            ])
        }
        let memory = board.memory.map { roof -> TextTable.Row in
            let figure = Figure(value: roof.bytesPerSecond, unit: .suited(to: roof.bytesPerSecond, metric: .bytesPerSecond))
            return .cells([
                TextTable.Cell(roof.name), TextTable.Cell(figure.text, .bold), TextTable.Cell(figure.unit),
                TextTable.Cell(peak.map { Self.short($0 / roof.bytesPerSecond) } ?? ""), TextTable.Cell("memory/bandwidth \(roof.title)"),
            ])
        }
        for line in table.lines(arithmetic + memory, on: console.terminal) { console.print(line) }
        if board.arithmetic.isEmpty { console.paragraph("No peak was measured with this team: run peak/fma too.", indent: 2) }
        if board.memory.isEmpty { console.paragraph("No bandwidth was measured with this team: run memory/bandwidth too.", indent: 2) }
    }

    private func printComputing(_ points: [RooflinePoint]) {
        if points.isEmpty { return }
        let table = TextTable([
            .init("", minimumWidth: 24, canShrink: true), .init("pass", minimumWidth: 4),
            .init("ms", .point(), shownFrom: TextTable.wideFrom),
            .init("FLOP/byte", narrow: "FLOP/B", .point()), .init("useful", .point(), style: .bold),
            .init("executed", narrow: "exec.", .point()),
            .init("attainable", narrow: "limit", .point()), .init("of it", .right, gap: 1), .init("bound by", minimumWidth: 6),
        ])
        console.print()
        console.print([Span("What computes", .bold), Span("  GFLOP/s", .dim)])
        for line in table.lines(rows(points, cells: computing), on: console.terminal) { console.print(line) }
    }

    private func computing(_ point: RooflinePoint, _ name: TextTable.Cell) -> [TextTable.Cell] {
        let executed = point.executedOperations == nil ? "" : Self.giga(point.executedPerSecond)
        return [
            name, TextTable.Cell(point.passWord), TextTable.Cell(Figure(value: point.seconds, unit: .milliseconds).text),
            TextTable.Cell(point.intensity.map(Self.short) ?? "–"), TextTable.Cell(Self.giga(point.usefulPerSecond)),
            TextTable.Cell(executed),
            TextTable.Cell(point.attainablePerSecond.map(Self.giga) ?? "–"), TextTable.Cell(point.fraction.map(Figure.percent) ?? "–"),
            TextTable.Cell(RooflineWords.bound(point)),
        ]
    }

    /// What has no operations of its own: its figure is bytes.
    private func printMoving(_ points: [RooflinePoint]) {
        if points.isEmpty { return }
        let table = TextTable([
            .init("", minimumWidth: 24, canShrink: true), .init("pass", minimumWidth: 4),
            .init("ms", .point(), shownFrom: TextTable.wideFrom), .init("moved", .point(), style: .bold),
            .init("attainable", narrow: "limit", .point()), .init("of it", .right, gap: 1), .init("bound by", minimumWidth: 6),
        ])
        console.print()
        console.print([Span("What only moves", .bold), Span("  GB/s", .dim)])
        let rows = rows(points) { point, name in
            [
                name, TextTable.Cell(point.passWord), TextTable.Cell(Figure(value: point.seconds, unit: .milliseconds).text),
                TextTable.Cell(point.bytesPerSecond.map(Self.giga) ?? "–"),
                TextTable.Cell(point.attainableBytesPerSecond.map(Self.giga) ?? "–"),
                TextTable.Cell(RooflineWords.share(point)), TextTable.Cell(RooflineWords.bound(point)),
            ]
        }
        for line in table.lines(rows, on: console.terminal) { console.print(line) }
    }

    /// A heading before the points of each benchmark that has several; the others carry its name.
    private func rows(_ points: [RooflinePoint], cells: (RooflinePoint, TextTable.Cell) -> [TextTable.Cell]) -> [TextTable.Row] {
        var rows: [TextTable.Row] = []
        var group: String?
        let counts = Dictionary(grouping: points, by: \.group).mapValues(\.count)
        for point in points {
            let named = point.group + (point.precision.map { ", \($0)" } ?? "")
            let isAlone = counts[point.group] == 1
            if !isAlone, named != group { rows.append(.heading(TextTable.Cell("  " + named, .bold))) }
            group = named
            rows.append(.cells(cells(point, TextTable.Cell(isAlone ? "\(point.group) \(point.title)" : point.rowTitle))))
        }
        return rows
    }

    private func printRemarks() {
        console.print()
        for sentence in RooflineWords.sentences(of: board) { console.paragraph(sentence, indent: 2) }
    }

    private static func giga(_ value: Double) -> String { Figure(value: value, unit: .gigaflops).text }

    /// Three digits, none after a point that says nothing.
    private static func short(_ value: Double) -> String { Figure(value: value, unit: FigureUnit("", factor: 1)).text }
}

extension RooflinePoint {
    /// The layer's number and name; its pass has a column.
    fileprivate var rowTitle: String {
        guard case .layer(let layer) = subject else { return title }
        return "\(layer.index) \(layer.name.hasPrefix("conv ") ? String(layer.name.dropFirst("conv ".count)) : layer.name)"
    }

    fileprivate var passWord: String { pass.map(RooflineWords.pass) ?? "" }
}
