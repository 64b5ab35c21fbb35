// The board as Markdown tables, for a report or a pull request.
// Leaves to others: words (RowWords), digits (Digits).

package import Leaderboard
import Measurement
import Prices

package enum BoardMarkdown {
    /// A heading and a table for each workload, then one for the kernels.
    package static func text(_ board: Board) -> String {
        var parts = ["# What a machine does, and what it costs"]
        parts += board.workloads.map(workload)
        parts += board.missingWorkloads.map { "## \(escaped($0))\n\nNo result for \(escaped($0)) in this file yet." }
        if !board.kernels.isEmpty { parts.append(kernels(board.kernels)) }
        let date = board.asOf.isEmpty ? "" : ", as of \(escaped(board.asOf))"
        parts.append("Made by `mettle board` from \(board.recordCount) \(board.recordCount == 1 ? "record" : "records")\(date).")
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func workload(_ board: WorkloadBoard) -> String {
        let sign = Currency.sign(board.currency)
        let heads = [
            "Rank", "Machine", "Where it ran", "Run time, s", "95 % interval", "\(sign)/h", "\(sign) a run, pro rata",
            "\(sign) a run, billed",
            "Images/s", "Accuracy, %", "Grade", "Provenance",
        ]
        let alignments = ["---:", "---", "---", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---", "---"]
        var parts = ["## \(escaped(board.title))", escaped(board.comparability.sentence)]
        parts.append(table(heads, alignments, board.rows.map { cells($0, board) }))
        if !board.notRanked.isEmpty {
            parts.append("Not ranked:")
            parts.append(board.notRanked.map { "- \(escaped($0.titleText)): \(escaped(reason($0)))" }.joined(separator: "\n"))
        }
        if board.omittedCount > 0 { parts.append("\(board.omittedCount) more rows are left out.") }
        return parts.joined(separator: "\n\n")
    }

    private static func reason(_ row: BoardRow) -> String { row.reason.map { "\($0.tag). \($0.sentence)" } ?? "" }

    private static func cells(_ row: BoardRow, _ board: WorkloadBoard) -> [String] {
        let tags = row.tags.isEmpty ? "" : " (\(row.tags.joined(separator: ", ")))"
        let money: [String]
        switch row.price {
        case .unpriced: money = ["unpriced", "unpriced", "unpriced"]
        case .free: money = ["0.00", "free", "free"]
        case .priced(let priced):
            let billed = priced.billed.map { Digits.cost($0.value) } ?? (row.provenance == .published ? "not published" : "not known")
            let foreign = priced.perHour.currency == board.currency ? "" : " " + priced.perHour.currency
            money = [(row.rateText ?? "") + foreign, priced.proRata.map { Digits.cost($0.value) + foreign } ?? "–", billed]
        }
        let accuracy = row.accuracyText
        let figures = [
            row.ranks.time?.text ?? "–", row.machine + tags, row.place, row.seconds.map(Digits.time) ?? "not run", row.intervalText,
        ]
        let trust = [
            accuracy.value + (accuracy.qualifier.map { " (\($0))" } ?? ""), row.grade?.rawValue ?? "none",
            "\(row.provenance.rawValue) \(row.date)",
        ]
        return figures + money + [row.imagesText ?? "–"] + trust
    }

    private static func kernels(_ boards: [KernelBoard]) -> String {
        let rows = boards.flatMap { board in
            board.groups.flatMap { group in
                group.bars.map { bar in
                    let figure = bar.figure(in: board.unit)
                    return [
                        board.benchmark, group.title, bar.machine, figure.text, figure.unit, figure.intervalText ?? "",
                        bar.grade?.rawValue ?? "none",
                    ]
                }
            }
        }
        let heads = ["Benchmark", "Configuration", "Machine", "Median", "Unit", "95 % interval", "Grade"]
        return "## Kernels\n\n" + table(heads, ["---", "---", "---", "---:", "---", "---:", "---"], rows)
    }

    private static func table(_ heads: [String], _ alignments: [String], _ rows: [[String]]) -> String {
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
        return ([line(heads), line(alignments)] + rows.map { line($0.map(escaped)) }).joined(separator: "\n")
    }

    /// Text that Markdown shows as it is: no cell ends early, no emphasis, no link, no HTML.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "|", "\\", "`", "*", "_", "[", "]", "~", "#", "!":
                result += "\\" + String(character)
            case _ where character.isNewline || character == "\t": result += " "
            default: result.append(character)
            }
        }
        return result
    }
}
