// One workload's ranking with its notes, and its chart with the sentence that reads it.
// Leaves to others: the table (RankingTable), the drawing (CostTimeChart).

import Leaderboard
import Measurement

extension BoardPage {
    /// Notes beyond these say nothing new.
    private static let noteLimit = 200

    func writeRanking(_ table: RankingTable, _ workload: WorkloadBoard, into page: inout Markup) {
        let prefix = table.prefix
        page.element("section", ["class": "ranking w \(prefix)", "aria-labelledby": "\(prefix)-head"]) { section in
            section.element("h2", ["class": "sr", "id": "\(prefix)-head"], text: "Ranking of \(workload.title)")
            section.element("p", ["class": "cardscale", "aria-hidden": "true"], text: table.cardScale)
            table.write(into: &section)
            section.literal("<section class=\"empty none\" hidden><h3>No machine matches these filters</h3>")
            section.literal("<p>Widen one of them, or start again. Nothing was deleted: the filters only hide.</p>")
            section.literal("<button type=\"reset\" form=\"filters\">Show all machines</button></section>")
            section.element("p", ["class": "count", "id": "\(prefix)-note"]) { line in
                line.element("span") {
                    $0.literal("<span class=\"n\"></span>")
                    $0.text(
                        " of \(Digits.grouped(workload.allRows.count)) rows shown. Ranks are among all, so a gap means that a filter hides a row."
                    )
                }
                line.literal(" <button type=\"reset\" form=\"filters\">Show all</button>")
            }
            writeNotes(workload, into: &section)
        }
        page.newline()
    }

    /// What weakens the figures, row by row, and where published ones come from.
    private func writeNotes(_ workload: WorkloadBoard, into section: inout Markup) {
        let notes = notes(workload)
        guard !notes.isEmpty else { return }
        section.element("details") { details in
            details.element("summary", text: "What weakens these figures, and where the published ones come from")
            details.element("dl", ["class": "notes"]) { list in
                for note in notes.prefix(Self.noteLimit) {
                    list.element("dt", text: note.rows.joined(separator: "; "))
                    list.element("dd", text: note.text)
                }
            }
        }
    }

    /// Each note once, with all rows that it is about, in the rows' order.
    private func notes(_ workload: WorkloadBoard) -> [(text: String, rows: [String])] {
        var order: [String] = []
        var rows: [String: [String]] = [:]
        for row in workload.allRows {
            let several = row.runCount > 1 ? ["The best of \(row.runCount) comparable runs."] : []
            // That a published figure is one run stands in its row.
            let caveats = row.caveats.filter { $0.kind != .singleRun || row.provenance != .published }.map(\.sentence)
            for text in several + caveats + [row.citation].compactMap(\.self) {
                if rows[text] == nil { order.append(text) }
                if rows[text]?.contains(row.titleText) != true { rows[text, default: []].append(row.titleText) }
            }
        }
        return order.map { ($0, rows[$0] ?? []) }
    }

    func writeChart(_ workload: WorkloadBoard, prefix: String, into page: inout Markup) {
        guard !workload.rows.isEmpty else { return }
        page.element("section", ["class": "w \(prefix)", "aria-labelledby": "\(prefix)-chart"]) { section in
            section.element("figure") { figure in
                figure.element("figcaption") {
                    $0.element("h2", ["id": "\(prefix)-chart"], text: "Cost against time")
                    $0.text(chartCaption(workload))
                }
                for isNarrow in [false, true] {
                    figure.element("div", ["class": isNarrow ? "narrow" : "wide"]) {
                        var chart = CostTimeChart(workload, idPrefix: prefix, filters: filters, isNarrow: isNarrow)
                        chart.draw(into: &$0, finding: chartFinding(workload))
                    }
                }
            }
        }
        page.newline()
    }

    private func frontierRows(_ workload: WorkloadBoard) -> [BoardRow] {
        workload.frontier.compactMap { id in workload.rows.first { $0.id == id } }
    }

    private func chartCaption(_ workload: WorkloadBoard) -> String {
        let names = frontierRows(workload).map { $0.chartLabel(short: false) }
        var text = "Each mark is a row; down and left is better. "
        if names.isEmpty {
            text += "No ranked row has an on-demand price, so there is no frontier."
        } else {
            let list = names.count > 1 ? names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "") : names[0]
            text += "On the frontier of on-demand prices nothing is both faster and cheaper: \(list)."
        }
        text += " Faint diagonals join machines of equal price per hour. Hollow marks are published, filled ones measured by Mettle"
        if workload.rows.contains(where: \.synthetic) { text += ", dashed ones from generated images" }
        return text + ". Bars show a 95 % interval where it is wider than the mark."
    }

    private func chartFinding(_ workload: WorkloadBoard) -> String {
        let steps = frontierRows(workload).map { "\($0.titleText) (\($0.timeText), \($0.costText))" }
        let frontier = steps.isEmpty ? "No row is on the frontier." : "The Pareto frontier runs over \(steps.joined(separator: ", "))."
        return "Cost per run against run time, both on logarithmic axes; the table above holds every value. \(frontier)"
    }
}
