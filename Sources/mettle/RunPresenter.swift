// How a run looks while it goes on: finished rows, and the redrawn block below them; one line a configuration elsewhere.
// Leaves to others: the events (Harness), drawing (CommandLine.ProgressWriter).

import CommandLine
import Harness
import Intrinsics
import Measurement
import Records
import Workloads

final class RunPresenter {
    private let console: Console
    private let layout: TextTable.Layout
    private let writer: ProgressWriter
    private let items: [PlannedConfiguration]
    private let titles: ShortTitles
    private let start = monotonicRawNanoseconds()
    private var done = 0
    /// Seconds the configurations that are finished were expected to take, and the time since.
    private var expectedDone = 0.0
    private var currentStart = 0.0

    init(plan: [PlannedConfiguration], console: Console) {
        self.console = console
        items = plan
        let titles = ShortTitles(plan.map(\.configuration))
        self.titles = titles
        let names = plan.map {
            TextTable.Row.cells([TextTable.Cell($0.configuration.benchmark), TextTable.Cell(titles.title($0.configuration))])
        }
        layout = ResultTable.table.layout(for: names, on: console.terminal)
        writer = ProgressWriter(terminal: console.terminal, layout: layout)
        if console.terminal.isInteractive, let sentence = titles.sentence { console.paragraph(sentence) }
        console.print()
        if console.terminal.isInteractive { console.print(layout.head) }
    }

    func receive(_ event: RunEvent) {
        switch event {
        case .began(let item, _, _):
            currentStart = elapsed
            show(item, figure: nil, interval: nil)
        case .waiting(let item): show(item, figure: nil, interval: nil)
        case .sampled(let item, let value, let halfWidth):
            let figure = Figure(value: value, unit: unit(value, item))
            show(item, figure: "\(figure.text) \(figure.unit)", interval: halfWidth.map(Figure.plusMinus))
        case .trained(let item, let step, let total, let loss, let rate, let left):
            let figure = Figure(value: rate, unit: FigureUnit.suited(to: rate, metric: .itemsPerSecond, item: "images"))
            show(
                item,
                figure:
                    "step \(step) of \(total), loss \(Figure(value: loss, unit: FigureUnit("", factor: 1)).text), \(figure.text) images/s",
                interval: nil, left: left)
        case .finished(let measurement, let index, _):
            done += 1
            expectedDone += PlanEstimate.seconds(of: items[index])
            writer.finish(
                console.terminal.isInteractive ? layout.lines(ResultTable.row(measurement, titles)) : [ResultTable.plainLine(measurement)])
        }
    }

    func finish() { writer.clear() }

    private var elapsed: Double { Double(monotonicRawNanoseconds() - start) * 1e-9 }

    private func unit(_ value: Double, _ item: PlannedConfiguration) -> FigureUnit {
        let metric = Catalogue.metric(of: item.configuration)
        return FigureUnit.suited(to: value, metric: metric, item: ResultTable.item(of: item.configuration))
    }

    private func show(_ item: PlannedConfiguration, figure: String?, interval: String?, left: Double? = nil) {
        let rest = PlanEstimate.seconds(of: items.dropFirst(done + 1))
        let current = left ?? max(0, PlanEstimate.seconds(of: item) - (elapsed - currentStart))
        var cells = [TextTable.Cell(item.configuration.benchmark), TextTable.Cell(titles.title(item.configuration))]
        if let figure {
            let words = figure.split(separator: " ", maxSplits: 1).map(String.init)
            cells += [TextTable.Cell(words[0]), TextTable.Cell(words.count > 1 ? words[1] : ""), TextTable.Cell(interval ?? "")]
        }
        writer.show(
            ProgressBlock(
                doneCount: done, totalCount: items.count, elapsedSeconds: elapsed, remainingSeconds: rest + current,
                current: .init(
                    benchmark: item.configuration.benchmark, figure: figure, interval: interval,
                    target: item.training?.mode == .full || item.engine != nil || item.configuration.course != nil ? nil : "±1 %",
                    row: .cells(cells))))
    }
}
