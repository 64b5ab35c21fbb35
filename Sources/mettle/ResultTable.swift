// The table of results in a terminal: one row a configuration, as in `mettle run` and `mettle show`.
// Leaves to others: widths and alignment (CommandLine.TextTable), digits (Measurement.Figure).

import CommandLine
import Measurement
import Records

enum ResultTable {
    static let table = TextTable([
        .init("benchmark", minimumWidth: 18),
        .init("configuration", minimumWidth: 25, canShrink: true, wraps: true),
        .init("median", .point(integer: 4, fraction: 3), style: .bold),
        .init("unit", style: .dim, minimumWidth: 8, gap: 1),
        .init("±95 %", .right, minimumWidth: 7, gap: 1),
        .init("95 % interval", style: .dim, minimumWidth: 15, shownFrom: TextTable.wideFrom),
        .init("roof", .right, minimumWidth: 5, gap: 1),
        .init("n", .right, minimumWidth: 4, shownFrom: TextTable.wideFrom),
        .init("grade", narrow: "g", minimumWidth: 1),
        .init("caveat", style: .yellow, shownFrom: TextTable.wideFrom, canShrink: true),
    ])

    static func row(_ measurement: MeasuredConfiguration, _ titles: ShortTitles) -> TextTable.Row {
        let title = titles.title(measurement.configuration)
        let name = TextTable.Cell(measurement.configuration.benchmark)
        switch measurement.outcome {
        case .skipped(let reason):
            return .remark([name], TextTable.Cell("\(title) skipped: \(reason)", .dim))
        case .failed(_, let reason):
            return .remark([name], TextTable.Cell("\(title) failed: \(reason)", .red))
        case .completed: break
        }
        guard let figure = figure(measurement) else {
            return .remark([name], TextTable.Cell("\(title): no figure in the file", .dim))
        }
        let grade = measurement.grade
        return .cells([
            name, TextTable.Cell(title), TextTable.Cell(figure.text), TextTable.Cell(figure.unit),
            TextTable.Cell(figure.plusMinusText ?? ""), TextTable.Cell(figure.intervalText ?? ""),
            TextTable.Cell(measurement.roof.map { percent($0.fraction) } ?? ""), TextTable.Cell("\(measurement.samples.count)"),
            TextTable.Cell(grade?.rawValue ?? "none", grade.map { $0 > .b ? .yellow : .plain } ?? .dim),
            TextTable.Cell(caveatWords(measurement)),
        ])
    }

    static func figure(_ measurement: MeasuredConfiguration) -> Figure? {
        guard let summary = measurement.summary, let work = measurement.work else { return nil }
        return Figure(summary, metric: measurement.metric, work: work, item: item(of: measurement.configuration))
    }

    /// What `Work.items` counts for a benchmark, as a plural.
    static func item(of configuration: Configuration) -> String {
        configuration.benchmark.hasSuffix("/train") || configuration.benchmark.hasSuffix("/infer")
            || configuration.benchmark.hasPrefix("input/") ? "images" : "items"
    }

    /// One line that describes itself, for output that is no terminal.
    static func plainLine(_ measurement: MeasuredConfiguration) -> String {
        let head = "\(measurement.configuration.benchmark) \(measurement.configuration.title)"
        switch measurement.outcome {
        case .skipped(let reason): return "\(head) skipped: \(reason)"
        case .failed(_, let reason): return "\(head) failed: \(reason)"
        case .completed: break
        }
        guard let figure = figure(measurement) else { return "\(head) no figure" }
        var line = "\(head) median \(figure.text) \(figure.unit)"
        if let lower = figure.lowerText, let upper = figure.upperText { line += " interval \(lower) \(upper)" }
        line += " n \(measurement.samples.count)"
        if let roof = measurement.roof { line += " roof \(percent(roof.fraction))" }
        line += " grade \(measurement.grade?.rawValue ?? "none")"
        let caveats = caveatWords(measurement)
        return caveats.isEmpty ? line : line + " caveats \(caveats)"
    }

    private static func percent(_ fraction: Double) -> String { Figure.percent(fraction) }

    private static func caveatWords(_ measurement: MeasuredConfiguration) -> String {
        measurement.caveats.map { $0.kind.rawValue.replacingUnderscores }.joined(separator: ", ")
    }
}

extension String {
    fileprivate var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}
