// One kernel benchmark as bars from zero with their intervals, in a table: every number is text.
// Leaves to others: which bars there are (KernelMaking), their unit (BoardUnits).

import Leaderboard
import Measurement

struct KernelTable {
    let board: KernelBoard
    let filters: FilterKeys
    private let unit: FigureUnit
    private let scale: LinearScale
    /// One machine is named once, above the table, and its configurations are the rows.
    private let onlyMachine: String?

    init(_ board: KernelBoard, filters: FilterKeys) {
        self.board = board
        self.filters = filters
        let bars = board.groups.flatMap(\.bars)
        unit = board.unit
        scale = LinearScale(upTo: bars.map { max($0.value, $0.interval.upper) }.max() ?? 1)
        let machines = Set(bars.map { [$0.machine, $0.label] })
        onlyMachine = machines.count == 1 ? machines.first?.first : nil
    }

    func write(into page: inout Markup) {
        page.element("figure", ["class": "kernel"]) { figure in
            figure.element("figcaption") {
                $0.element("h3", text: board.benchmark)
                $0.text(caption)
            }
            figure.element("table", ["class": "bars"]) { table in
                table.element("caption", ["class": "sr"], text: "\(board.benchmark), \(unit.symbol)")
                table.literal("<colgroup><col class=\"c-name\"><col class=\"c-value\"><col><col class=\"c-grade\"></colgroup>")
                writeHead(into: &table)
                table.element("tbody") { body in
                    for group in board.groups { write(group, into: &body) }
                }
            }
        }
        page.newline()
    }

    private var caption: String {
        var parts: [String] = []
        if let onlyMachine { parts.append("On \(onlyMachine).") }
        if !board.metric.higherIsBetter { parts.append("Shorter is better.") }
        if onlyMachine == nil { parts.append("Each machine with its best instruction set.") }
        if board.groups.contains(where: { $0.bars.contains { $0.byteCount != nil } }) {
            parts.append("At the largest working set, beyond the caches.")
        }
        parts.append("Bars from zero, whiskers the 95 % interval.")
        let hidden = board.groups.reduce(0) { $0 + $1.omittedBarCount }
        if hidden > 0 { parts.append("\(hidden) more \(hidden == 1 ? "figure is" : "figures are") in the records.") }
        if board.omittedGroupCount > 0 { parts.append("\(board.omittedGroupCount) more configurations are in the records.") }
        return parts.joined(separator: " ")
    }

    private func writeHead(into table: inout Markup) {
        table.element("thead") { head in
            head.element("tr") { row in
                row.element("th", ["scope": "col"], text: onlyMachine == nil ? "Machine" : "Configuration")
                row.element("th", ["scope": "col", "class": "r"], text: unit.symbol)
                row.element("th", ["scope": "col"]) { cell in
                    cell.element("span", ["class": "sr"], text: "Bar")
                    cell.element("svg", ["aria-hidden": "true", "focusable": "false"]) { svg in
                        for (tick, anchor) in zip(scale.ticks, ["start", "middle", "end"]) {
                            svg.element(
                                "text", ["class": "axn", "x": Digits.percent(scale(tick)), "y": "11", "text-anchor": anchor],
                                text: unit.tick(tick))
                        }
                    }
                }
                row.element("th", ["scope": "col"], text: "Grade")
            }
        }
    }

    private func write(_ group: KernelGroup, into body: inout Markup) {
        if onlyMachine == nil, !group.title.isEmpty {
            body.element("tr", ["class": "group"]) { $0.element("th", ["scope": "rowgroup", "colspan": "4"], text: group.title) }
        }
        for bar in group.bars { write(bar, group.title, into: &body) }
    }

    private func write(_ bar: KernelBar, _ title: String, into body: inout Markup) {
        body.element("tr", ["class": bar.isHighlighted && onlyMachine == nil ? "me" : nil, "data-find": ""] + filters.attributes(of: bar)) {
            row in
            row.element("th", ["scope": "row"]) {
                $0.text(onlyMachine == nil || title.isEmpty ? bar.machine : title)
                $0.element("span", ["class": "q"], text: qualifier(bar))
            }
            row.element("td", ["class": "r"]) {
                let figure = bar.figure(in: unit)
                $0.text(figure.text)
                $0.element("span", ["class": "q"], text: figure.intervalText ?? "")
            }
            row.element("td", ["class": "bar"]) { cell in
                cell.element("svg", ["aria-hidden": "true", "focusable": "false"]) { writeBar(bar, into: &$0) }
                if let flag = bar.flags.first {
                    cell.element("span", ["class": "tag alert"], text: "Flagged, implausible")
                    cell.element("span", ["class": "q"], text: flag.sentence)
                }
            }
            row.element("td") { GradeMark.write(bar.grade, into: &$0) }
        }
        body.newline()
    }

    private func qualifier(_ bar: KernelBar) -> String {
        var parts = bar.engine == "mettle" ? [] : [bar.engine]
        if let revision = bar.olderRevision { parts.append("engine revision \(revision)") }
        parts.append(bar.threads == 1 ? "1 thread" : "\(bar.threads) threads")
        if let set = bar.instructionSet { parts.append(set) }
        if let bytes = bar.byteCount { parts.append(ByteText.binary(bytes)) }
        if let roof = bar.roofFraction {
            let executed = bar.executedRoofFraction.map { ", \(Figure.percent($0)) executed" } ?? ""
            parts.append("\(Figure.percent(roof)) of the roof" + executed)
        }
        return parts.joined(separator: ", ")
    }

    /// A bar from zero, its interval over it.
    private func writeBar(_ bar: KernelBar, into svg: inout Markup) {
        let (from, to) = (Digits.percent(scale(bar.interval.lower)), Digits.percent(scale(bar.interval.upper)))
        svg.shape(
            "rect", ["class": bar.flags.isEmpty ? "b" : "flagged", "y": "3", "width": Digits.percent(scale(bar.value)), "height": "8"])
        svg.shape("line", ["class": "wh", "x1": from, "x2": to, "y1": "7", "y2": "7"])
        for x in [from, to] { svg.shape("line", ["class": "cap", "x1": x, "x2": x, "y1": "3.5", "y2": "10.5"]) }
    }
}

enum ByteText {
    /// `32 KiB`, `1.5 MiB`.
    static func binary(_ bytes: Double) -> String {
        var (value, unit) = (bytes, 0)
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        while value >= 1024, unit < units.count - 1 { (value, unit) = (value / 1024, unit + 1) }
        return "\(Digits.tick(value)) \(units[unit])"
    }
}
