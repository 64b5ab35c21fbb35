// The plan of a run, for --dry-run and `mettle list`.
// Leaves to others: making it (Harness.Plan).

import CommandLine
import Harness
import Measurement

struct PlanPrinter {
    let console: Console

    func print(_ items: [PlannedConfiguration], suite: String) {
        let table = TextTable([
            .init("benchmark", minimumWidth: 18), .init("configuration", canShrink: true, wraps: true),
            .init("budget, s", .point(), style: .dim),
        ])
        let rows = items.map { item -> TextTable.Row in
            let name = TextTable.Cell(item.configuration.benchmark)
            if let skip = item.skip {
                return .remark([name], TextTable.Cell("\(item.configuration.title) would be skipped: \(skip)", .dim))
            }
            return .cells([
                name, TextTable.Cell(item.configuration.title), TextTable.Cell(Figure(value: item.budgetSeconds, unit: .seconds).text),
            ])
        }
        for line in table.lines(rows, on: console.terminal) { console.print(line) }
        console.print()
        let runnable = items.filter { $0.skip == nil }
        let about = PlanEstimate.isBound(items) ? "at most" : "about"
        console.paragraph(
            "\(suite): \(runnable.count) of \(items.count) configurations can run here, in \(about) "
                + "\(TimeText.words(PlanEstimate.seconds(of: items))). Nothing was run.")
    }
}
