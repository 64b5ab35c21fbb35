// The lines that show how far a run is, as a pure function of its state.
// Leaves drawing and clearing them to ProgressWriter.swift.

/// How far a run is.
package struct ProgressBlock: Sendable, Equatable {
    /// What is being measured now.
    package struct Current: Sendable, Equatable {
        package var benchmark: String
        /// The figure so far with its unit; nil before the first sample.
        package var figure: String?
        /// Its interval, `±1.8 %`; nil before there are enough samples.
        package var interval: String?
        /// The interval that ends the sampling, `±1 %`.
        package var target: String?
        /// The row of the table of results that it will become: shown where the line has no room for the figure.
        package var row: TextTable.Row

        package init(benchmark: String, figure: String? = nil, interval: String? = nil, target: String? = nil, row: TextTable.Row) {
            self.benchmark = benchmark
            self.figure = figure
            self.interval = interval
            self.target = target
            self.row = row
        }
    }

    package var doneCount: Int
    package var totalCount: Int
    package var elapsedSeconds: Double
    /// Nil where it cannot be estimated.
    package var remainingSeconds: Double?
    package var current: Current?

    package init(doneCount: Int, totalCount: Int, elapsedSeconds: Double, remainingSeconds: Double? = nil, current: Current? = nil) {
        self.doneCount = doneCount
        self.totalCount = totalCount
        self.elapsedSeconds = elapsedSeconds
        self.remainingSeconds = remainingSeconds
        self.current = current
    }

    /// One line from 120 columns; below, the current row of the table and the bar.
    package func lines(on terminal: Terminal, under layout: TextTable.Layout?) -> [String] {
        let isWide = terminal.width >= TextTable.wideFrom
        var bar = barSpans(cells: isWide ? 28 : 24, width: terminal.width)
        guard let current else { return [terminal.line(bar)] }
        if isWide || layout == nil {
            bar += [Span("   ")] + currentSpans(current)
            return [terminal.line(bar)]
        }
        return [layout?.line(current.row), terminal.line(bar)].compactMap { $0 }
    }

    /// The share of the run's time that has gone, or of its configurations where the time left is not known.
    private var fraction: Double {
        if let remainingSeconds, elapsedSeconds + remainingSeconds > 0 { return elapsedSeconds / (elapsedSeconds + remainingSeconds) }
        return totalCount > 0 ? Double(doneCount) / Double(totalCount) : 0
    }

    private func barSpans(cells: Int, width: Int) -> [Span] {
        let left = remainingSeconds.map { ", \(clockTime($0)) left" } ?? ""
        let text = "  \(doneCount) of \(totalCount)   \(clockTime(elapsedSeconds)) gone" + left
        let cells = max(0, min(cells, width - 2 - text.count))
        let filled = min(cells, max(0, Int((fraction * Double(cells)).rounded())))
        return [
            Span("  " + String(repeating: "━", count: filled)), Span(String(repeating: "─", count: cells - filled), .dim), Span(text),
        ]
    }

    private func currentSpans(_ current: Current) -> [Span] {
        let figure = [current.figure.map { " " + $0 } ?? "", current.interval ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
        let target = current.target.map { " aiming at " + $0 } ?? ""
        return [Span(current.benchmark, .bold), Span(figure), Span(target, .dim)]
    }
}

/// Minutes and seconds as on a clock: `2:06`, `1:02:06`.
package func clockTime(_ seconds: Double) -> String {
    let whole = Int(max(0, min(seconds, 1e9)).rounded())
    let twoDigits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    let minutes = whole / 60
    let tail = ":" + twoDigits(whole % 60)
    return minutes < 60 ? "\(minutes)" + tail : "\(minutes / 60):" + twoDigits(minutes % 60) + tail
}
