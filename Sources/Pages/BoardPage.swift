// The leaderboard as one self-contained HTML file: head, policy, body in the order a reader asks.
// Leaves to others: the parts (BoardPage+…, RankingTable, charts), the values (Leaderboard), writing the file.

package import Leaderboard

package struct BoardPage {
    let board: Board
    let filters: FilterKeys
    let tables: [RankingTable]
    /// The workload that is shown first: the one the reader's own run stands in.
    let firstWorkload: Int

    private init(_ board: Board) {
        self.board = board
        let filters = FilterKeys(board)
        self.filters = filters
        tables = board.workloads.enumerated().map { RankingTable($0.element, filters: filters, prefix: "w\($0.offset)") }
        firstWorkload = board.workloads.firstIndex { $0.allRows.contains(where: \.isHighlighted) } ?? 0
    }

    /// The page's bytes, UTF-8. Equal boards give equal bytes.
    /// - Parameter sha256: the digest, in hexadecimal, by which the page's policy names its sheet and its script.
    package static func html(_ board: Board, sha256: ([UInt8]) -> String) -> [UInt8] {
        let page = BoardPage(board)
        var markup = Markup()
        markup.literal("<!doctype html>\n<html lang=\"en\">\n")
        page.writeHead(into: &markup, sha256: sha256)
        markup.element("body") { body in
            body.literal("\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<div class=\"page\">\n")
            page.writeBar(into: &body)
            body.element("main", ["id": "main"]) { page.writeMain(into: &$0) }
            page.writeFooter(into: &body)
            body.literal("</div>\n")
            body.literal("<script>")
            body.trusted(Self.script)
            body.literal("</script>\n")
        }
        markup.literal("\n</html>\n")
        return markup.bytes
    }

    private static let script = EmbeddedFile.bytes("Sources/Assets/web/mettle.js") ?? []

    /// Workloads with rows, then those that no record has run: `w0`, `w1`, … in the select and in class names.
    var workloadCount: Int { board.workloads.count + board.missingWorkloads.count }

    private func writeHead(into markup: inout Markup, sha256: ([UInt8]) -> String) {
        let sheet =
            (EmbeddedFile.bytes("Sources/Assets/web/mettle.css") ?? [])
            + Array((filters.rules(workloadCount: workloadCount) + tables.map(\.axisRule).joined()).utf8)
        func source(_ content: [UInt8]) -> String { "'sha256-\(Base64.text(hexadecimal: sha256(content)))'" }
        let policy =
            "default-src 'none'; style-src \(source(sheet)); img-src data:; base-uri 'none'; form-action 'none'; script-src \(source(Self.script))"
        markup.element("head") { head in
            head.literal("\n<meta charset=\"utf-8\">\n")
            head.void("meta", ["http-equiv": "Content-Security-Policy", "content": policy])
            head.literal("\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            head.literal("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n")
            head.element("title", text: board.workloads.first.map { "\($0.title): Mettle leaderboard" } ?? "Mettle leaderboard")
            head.literal("\n<link rel=\"icon\" href=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 22 22'%3E")
            head.literal("%3Cpath fill='none' stroke='%23a43a08' stroke-width='2.4' d='M2.5 18.5 11 6.5H20'/%3E%3C/svg%3E\">\n")
            head.literal("<style>")
            head.trusted(sheet)
            head.literal("</style>\n")
        }
        markup.newline()
    }

    private func writeBar(into body: inout Markup) {
        body.literal(
            "<header class=\"bar-top\"><a class=\"brand\" href=\"#main\"><svg viewBox=\"0 0 22 22\" aria-hidden=\"true\" focusable=\"false\">"
        )
        body.literal(
            "<path class=\"roof\" d=\"M2.5 18.5 11 6.5H20\"/><circle class=\"pt\" cx=\"15.2\" cy=\"13\" r=\"2.3\"/></svg>Mettle</a>")
        body.element("nav", ["aria-label": "On this page"]) { nav in
            nav.element("a", ["href": "#ranking"], text: "Ranking")
            nav.element("a", ["href": "#cost-time"], text: "Cost against time")
            nav.element("a", ["href": "#guide"], text: "How to read this")
            if hasKernels { nav.element("a", ["href": "#kernels"], text: "Kernels") }
            if !board.rooflines.isEmpty { nav.element("a", ["href": "#rooflines"], text: "Rooflines") }
            if !board.scalings.isEmpty { nav.element("a", ["href": "#threads"], text: "Threads") }
            if !board.courses.isEmpty { nav.element("a", ["href": "#courses"], text: "Sustained") }
        }
        body.literal("<fieldset class=\"theme\"><legend class=\"sr\">Colour theme</legend>")
        body.literal("<label><input type=\"radio\" name=\"theme\" id=\"theme-auto\" checked>Auto</label>")
        body.literal("<label><input type=\"radio\" name=\"theme\" id=\"theme-light\">Light</label>")
        body.literal("<label><input type=\"radio\" name=\"theme\" id=\"theme-dark\">Dark</label></fieldset></header>\n")
    }

    private func writeMain(into main: inout Markup) {
        main.newline()
        writeLede(into: &main)
        for (index, workload) in board.workloads.enumerated() { writeAnswers(workload, style: "answers w w\(index)", into: &main) }
        writeFilters(into: &main)
        writeMissing(into: &main)
        main.element("div", ["class": "board"]) { grid in
            grid.element("div", ["class": "rankings", "id": "ranking"]) { rankings in
                for (index, table) in tables.enumerated() { writeRanking(table, board.workloads[index], into: &rankings) }
                rankings.element("p", ["class": "sr", "role": "status", "id": "live"], text: "")
            }
            grid.element("div", ["class": "side"]) { side in
                side.element("div", ["id": "cost-time"]) { charts in
                    for (index, workload) in board.workloads.enumerated() { writeChart(workload, prefix: "w\(index)", into: &charts) }
                }
                writeGuide(into: &side)
            }
        }
        if hasKernels { writeKernels(into: &main) }
        if !board.rooflines.isEmpty { writeRooflines(into: &main) }
        if !board.scalings.isEmpty { writeScalings(into: &main) }
        if !board.courses.isEmpty { writeCourses(into: &main) }
    }

    var hasKernels: Bool { !board.kernels.isEmpty || !board.curves.isEmpty }

    private func writeFooter(into body: inout Markup) {
        func count(_ n: Int, _ one: String, _ many: String) -> String { n == 1 ? "1 \(one)" : "\(Digits.grouped(n)) \(many)" }
        body.element("footer", ["class": "foot"]) { footer in
            footer.element("p", ["class": "q"]) { line in
                line.text("Made by ")
                line.element("code", text: "mettle board")
                var text = " from \(count(board.recordCount, "record", "records"))"
                if board.sheetCount > 0 { text += " and \(count(board.sheetCount, "price sheet", "price sheets"))" }
                if !board.asOf.isEmpty { text += ", as of \(board.asOf)" }
                line.text(text + ". One file, no request to anywhere; equal input gives equal bytes.")
            }
        }
        body.newline()
    }
}
