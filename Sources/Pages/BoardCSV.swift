// The board's rows as CSV (RFC 4180), safe to open in a spreadsheet.
// Leaves to others: the columns (ExportColumns).

package import Leaderboard

package enum BoardCSV {
    /// A header and one line a row, of all workloads; UTF-8, lines ending in CR LF.
    package static func text(_ board: Board) -> String {
        var lines = [ExportColumn.all.map(\.name).joined(separator: ",")]
        for workload in board.workloads {
            for row in workload.allRows {
                lines.append(ExportColumn.all.map { cell($0.value(row, workload)) }.joined(separator: ","))
            }
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    private static func cell(_ value: ExportValue) -> String {
        switch value {
        case .absent: ""
        case .text(let text): quoted(defused(text))
        case .number(let number): Digits.plain(number)
        case .whole(let whole): "\(whole)"
        case .flag(let flag): flag ? "true" : "false"
        }
    }

    /// A text that a spreadsheet would take for a formula is preceded by an apostrophe, which makes it a text there.
    private static func defused(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return text }
        let dangerous: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
        return dangerous.contains(first) ? "'" + text : text
    }

    private static func quoted(_ text: String) -> String {
        let special: Set<Unicode.Scalar> = ["\"", ",", "\r", "\n", "'", ";"]
        guard text.unicodeScalars.contains(where: special.contains) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
