// CSV, JSON and Markdown: the same rows, safe where they are opened.
// Leaves to others: the rows themselves (LeaderboardTests).

import BoardSamples
import FoundationEssentials
import Leaderboard
import Pages
import Records
import Testing

@Suite("Exports")
struct ExportTests {
    private let board = SamplePage.board

    /// Cells of CSV text, by RFC 4180.
    private func cells(_ text: String) -> [[String]] {
        var rows: [[String]] = [[]]
        var cell = ""
        var isQuoted = false
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            if isQuoted, scalar == "\"", scalars.first == "\"" {
                scalars.removeFirst()
                cell.unicodeScalars.append("\"")
            } else if scalar == "\"" {
                isQuoted.toggle()
            } else if !isQuoted, scalar == "," || scalar == "\r" {
                rows[rows.count - 1].append(cell)
                cell = ""
                if scalar == "\r" {
                    scalars.removeFirst()
                    rows.append([])
                }
            } else {
                cell.unicodeScalars.append(scalar)
            }
        }
        return rows.dropLast()
    }

    private func records(_ text: String) -> [[String: String]] {
        let rows = cells(text)
        return rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(rows[0], $0)) }
    }

    @Test func csvHasARowForEachRowAndACellForEachColumn() {
        let rows = cells(BoardCSV.text(board))
        #expect(rows.count == 1 + board.workloads.reduce(0) { $0 + $1.allRows.count })
        #expect(Set(rows.map(\.count)).count == 1)
    }

    @Test func csvHoldsE1() throws {
        let rows = records(BoardCSV.text(board))
        let p100 = try #require(rows.first { $0["machine"] == "Tesla P100" })
        #expect(p100["run_seconds"] == "176" && p100["price_per_hour"] == "2.11" && p100["cost_pro_rata"] == "0.103156")
        #expect(p100["rank_time"] == "1=" && p100["grade"] == "" && p100["provenance"] == "published")
        let laptop = try #require(rows.first { $0["machine"] == "GeForce GTX 1070" })
        #expect(laptop["price_per_hour"] == "" && laptop["cost_pro_rata"] == "" && laptop["rank_cost"] == "")
    }

    @Test func noCellIsAFormula() throws {
        let rows = records(BoardCSV.text(board))
        for row in rows {
            for (column, cell) in row { #expect(cell.first.map { !"=+-@\t\r".contains($0) } ?? true, "\(column): \(cell)") }
        }
        #expect(rows.contains { $0["instance"] == "'=HYPERLINK(\"http://example.invalid\")" })
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1"])
    func whatASpreadsheetWouldComputeIsDefused(text: String) throws {
        var record = Samples.measured()
        record.machine.name = text
        let row = try #require(records(BoardCSV.text(Board.make(records: [(record, "r.json")]))).first)
        #expect(row["machine"] == "'" + text)
    }

    @Test func jsonIsReadBack() throws {
        struct Document: Decodable {
            struct Workload: Decodable { var benchmark: String, rows: [Row] }
            struct Row: Decodable { var machine: String, run_seconds: Double?, grade: String?, standing: String }
            struct Kernel: Decodable { var benchmark: String }
            var mettle_board: Int, as_of: String, workloads: [Workload], kernels: [Kernel]
        }
        let document = try JSONDecoder().decode(Document.self, from: Data(BoardJSON.text(board).utf8))
        #expect(document.mettle_board == 1 && document.as_of == "2026-11-18")
        let rows = try #require(document.workloads.first?.rows)
        #expect(rows.map(\.machine) == board.workloads[0].allRows.map(\.machine))
        #expect(rows.map(\.run_seconds) == board.workloads[0].allRows.map(\.seconds))
        #expect(rows.contains { $0.machine == Samples.hostileText })
        #expect(rows.first { $0.machine == "RTX 3060 12 GB" }?.standing == "flagged")
        #expect(document.kernels.map(\.benchmark) == board.kernels.map(\.benchmark))
        _ = try JSONDecoder().decode(Document.self, from: Data(BoardJSON.text(Board.make(records: [])).utf8))
    }

    @Test func markdownTablesHaveTheirColumns() {
        let text = BoardMarkdown.text(board)
        #expect(!text.contains("<script") && !text.contains("<b>"))
        var columns = 0
        for line in text.split(separator: "\n") where line.hasPrefix("|") {
            var cells = 0
            var previous: Character = " "
            for character in line {
                if character == "|", previous != "\\" { cells += 1 }
                previous = character
            }
            if line.contains("Rank") || line.contains("Benchmark") { columns = cells }
            #expect(cells == columns, "\(line)")
        }
        #expect(text.contains("| 1= | Tesla P100 | Azure NC6v2 | 176 | one run | 2.11 | 0.103 |"))
        #expect(text.contains("unpriced | unpriced | unpriced"))
        #expect(text.contains("\\| Cloud"))
    }
}
