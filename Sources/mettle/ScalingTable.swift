// `mettle show --scaling`: what each benchmark gains from more threads.
// Leaves to others: the ratios (Leaderboard), digits (Measurement), widths (CommandLine).

import CommandLine
import Leaderboard
import Measurement

struct ScalingTable {
    let board: ScalingBoard
    let console: Console

    init(_ board: ScalingBoard, console: Console) {
        self.board = board
        self.console = console
    }

    func print() {
        let table = TextTable([
            .init("", minimumWidth: 26, canShrink: true), .init("threads", .right, minimumWidth: 7),
            .init("median", .point(integer: 4), style: .bold), .init("unit", style: .dim, minimumWidth: 8, gap: 1),
            .init("speed-up", .point()), .init("95 % interval", style: .dim, shownFrom: TextTable.wideFrom),
            .init("efficiency", .right, gap: 1), .init("grade", narrow: "g"),
        ])
        let rows = board.lines.flatMap { line -> [TextTable.Row] in
            let unit = line.unit
            return [.heading(TextTable.Cell("  \(line.benchmark) \(line.title)", .bold))]
                + line.points.map { point in
                    let ratio = Figure.ratio(point.speedUp, interval: point.speedUpInterval)
                    let interval = [ratio.lower, ratio.upper].compactMap { $0 }.joined(separator: "–")
                    let isBase = point.threads == line.points.first?.threads
                    return .cells([
                        "", TextTable.Cell("\(point.threads)"), TextTable.Cell(Figure(value: point.value, unit: unit).text),
                        TextTable.Cell(unit.symbol), TextTable.Cell(isBase ? "1" : ratio.text), TextTable.Cell(isBase ? "" : interval),
                        TextTable.Cell(isBase ? "" : Figure.percent(point.efficiency)), TextTable.Cell(point.grade?.rawValue ?? ""),
                    ])
                }
        }
        console.print()
        console.print([Span("Threads", .bold), Span("  efficiency: speed-up over the ratio of the teams’ sizes", .dim)])
        for line in table.lines(rows, on: console.terminal) { console.print(line) }
    }
}

extension ScalingLine {
    fileprivate var unit: FigureUnit {
        .suited(to: points.last?.value ?? 1, metric: metric, item: Configuration.items(of: benchmark))
    }
}
