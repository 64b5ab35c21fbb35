// A comparison in the terminal: two machines, a table by groups with a geometric mean each, and what may settle what is open.
// Leaves to others: verdicts (Measurement), widths (CommandLine).

import CommandLine
import Measurement
import Records

struct ComparePrinter {
    let comparison: RecordComparison
    let console: Console

    init(_ comparison: RecordComparison, console: Console) {
        self.comparison = comparison
        self.console = console
    }

    private static let table = TextTable([
        .init("benchmark", minimumWidth: 22, canShrink: true), .init("unit", style: .dim, minimumWidth: 8), .init("A", .point(integer: 4)),
        .init("B", .point(integer: 4)), .init("B/A", .point(integer: 1), style: .bold, minimumWidth: 5),
        .init("95 % interval", .right, shownFrom: TextTable.wideFrom), .init("verdict", minimumWidth: 12),
        .init("½×           1×           2×", shownFrom: TextTable.wideFrom),
    ])

    func print() {
        head("A", comparison.a, comparison.fileA, note: "reference")
        head("B", comparison.b, comparison.fileB, note: "")
        console.print([
            Span("Speed of B relative to A; above 1 is faster. Threshold ±\(Figure.percent(comparison.floor.value)), \(floorSource).", .dim)
        ])
        console.print()
        var rows: [TextTable.Row] = []
        for (title, pairs) in [("One thread", comparison.group(isOneThread: true)), ("All threads", comparison.group(isOneThread: false))] {
            if pairs.isEmpty { continue }
            rows.append(.heading(TextTable.Cell(title, .bold)))
            rows += pairs.map(row)
            if pairs.count(where: { $0.crossed.isEmpty }) > 1 { rows.append(meanRow(pairs)) }
        }
        for line in Self.table.lines(rows, on: console.terminal) { console.print(line) }
        console.print()
        for pair in comparison.pairs where !pair.crossed.isEmpty {
            console.paragraph("Crosses \(pair.crossed.joined(separator: "; ")): \(pair.a.configuration.benchmark). It is in no mean.")
        }
        let open = comparison.pairs.filter { $0.comparison.verdict == .inconclusive }
        if !open.isEmpty { suggest(open) }
    }

    private var floorSource: String {
        switch comparison.floor.source {
        case .assumed: "assumed; mettle doctor --self-test measures it"
        case .measured: "from A’s A/A test"
        case .chosen: "as asked"
        }
    }

    private func head(_ letter: String, _ record: Record, _ file: String, note: String) {
        let name = record.label
        console.print([
            Span(letter, .bold), Span("  \(name)   \(record.createdAt.prefix(10))   \(file)"), Span(note.isEmpty ? "" : "   " + note, .dim),
        ])
    }

    private func row(_ pair: RecordComparison.Pair) -> TextTable.Row {
        let name = "\(pair.a.configuration.benchmark) \(Self.shortTitle(pair.a.configuration))"
        let (a, b, unit) = Self.figures(pair)
        return .cells(
            [TextTable.Cell(name), TextTable.Cell(unit), TextTable.Cell(a), TextTable.Cell(b)] + Self.cells(pair.comparison, mark: "●"))
    }

    private func meanRow(_ pairs: [RecordComparison.Pair]) -> TextTable.Row {
        let counted = pairs.filter { $0.crossed.isEmpty }
        let mean = Comparison.geometricMean(counted.map(\.comparison), floor: comparison.floor)
        return .cells([TextTable.Cell("geometric mean"), "", "", ""] + Self.cells(mean, mark: "◆"))
    }

    private static func cells(_ comparison: Comparison, mark: Character) -> [TextTable.Cell] {
        let ratio = Figure.ratio(comparison.ratio, interval: comparison.interval)
        let interval = [ratio.lower, ratio.upper].compactMap { $0 }.joined(separator: "–")
        return [
            TextTable.Cell(ratio.text), TextTable.Cell(interval, .dim),
            TextTable.Cell(comparison.verdict.rawValue, comparison.verdict == .inconclusive ? .dim : .plain),
            TextTable.Cell(strip(comparison, mark: mark)),
        ]
    }

    /// The interval on an axis of logarithms from a half to two, 29 characters wide.
    static func strip(_ comparison: Comparison, mark: Character) -> String {
        func place(_ ratio: Double) -> Int { min(28, max(0, Int(((log2(ratio) + 1) * 14).rounded()))) }
        var line = [Character](repeating: " ", count: 29)
        line[14] = "│"
        for i in place(comparison.interval.lower)...max(place(comparison.interval.lower), place(comparison.interval.upper)) {
            line[i] = "─"
        }
        line[place(comparison.ratio)] = mark
        return String(line)
    }

    private static func log2(_ x: Double) -> Double {
        // Of a ratio between a quarter and four: the series of the inverse hyperbolic tangent converges at once.
        let clamped = min(4, max(0.25, x))
        let t = (clamped - 1) / (clamped + 1)
        var term = t, sum = 0.0
        for k in stride(from: 1, through: 61, by: 2) {
            sum += term / Double(k)
            term *= t * t
        }
        return 2 * sum / 0.693147180559945
    }

    /// Both medians in the same unit.
    private static func figures(_ pair: RecordComparison.Pair) -> (a: String, b: String, unit: String) {
        if let a = pair.a.training, let b = pair.b.training {
            return (TimeText.seconds(a.runSeconds), TimeText.seconds(b.runSeconds), "s")
        }
        guard let a = pair.a.value, let b = pair.b.value else { return ("", "", "") }
        let unit = FigureUnit.suited(to: a, metric: pair.a.metric, item: ResultTable.item(of: pair.a.configuration))
        return (Figure(value: a, unit: unit).text, Figure(value: b, unit: unit).text, unit.symbol)
    }

    private static func shortTitle(_ configuration: Configuration) -> String {
        ([configuration.precision].compactMap { $0 } + configuration.parameters.map(\.value) + [configuration.engine].compactMap { $0 })
            .joined(separator: ", ")
    }

    private func suggest(_ open: [RecordComparison.Pair]) {
        let names = open.map(\.a.configuration.benchmark).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        console.paragraph(
            "\(open.count) of \(comparison.pairs.count) \(open.count == 1 ? "is" : "are") inconclusive. More samples may settle \(open.count == 1 ? "it" : "them"):"
        )
        console.print("  mettle run --only '\(names.joined(separator: ","))' --budget 10m --out FILE")
    }
}

/// `mettle compare --json`.
struct CompareReport: Codable {
    struct Row: Codable {
        var benchmark: String
        var configuration: String
        var secondsA: Double
        var secondsB: Double
        var ratio: Double
        var interval: Interval
        var verdict: Verdict
        var crossed: [String]
    }
    struct Against: Codable {
        var fileA: String
        var fileB: String
        var threshold: Double
        var rows: [Row]
    }
    var comparisons: [Against]

    init(_ comparisons: [RecordComparison]) {
        self.comparisons = comparisons.map { comparison in
            Against(
                fileA: comparison.fileA, fileB: comparison.fileB, threshold: comparison.floor.value,
                rows: comparison.pairs.compactMap { pair in
                    guard let a = pair.a.estimate, let b = pair.b.estimate else { return nil }
                    return Row(
                        benchmark: pair.a.configuration.benchmark, configuration: pair.a.configuration.identifier, secondsA: a.seconds,
                        secondsB: b.seconds, ratio: pair.comparison.ratio, interval: pair.comparison.interval,
                        verdict: pair.comparison.verdict, crossed: pair.crossed)
                })
        }
    }
}
