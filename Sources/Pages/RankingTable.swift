// The ranking of one workload as a table: heads, ranked rows, rows that are not ranked.
// Leaves to others: a row's cells (RankingTable+Row), order and ranks (Leaderboard), sorting (mettle.js).

import Leaderboard
import Measurement
import Prices

struct RankingTable {
    let board: WorkloadBoard
    let filters: FilterKeys
    /// `w0`: what the ids of this workload's elements begin with.
    let prefix: String
    /// The small logarithmic axis beside the times, 0…1.
    let axis: LogScale
    let timeDecimals: Int
    let priceDecimals: Int
    let costDecimals: Int
    let largestCost: Double
    let largestEnergy: Double

    init(_ board: WorkloadBoard, filters: FilterKeys, prefix: String) {
        self.board = board
        self.filters = filters
        self.prefix = prefix
        let seconds = board.rows.compactMap(\.seconds)
        axis = LogScale(covering: seconds.isEmpty ? board.notRanked.compactMap(\.seconds) : seconds, start: 0, end: 1, padding: 0.08)
        timeDecimals = board.allRows.compactMap { $0.seconds.map(Digits.timeDecimals) }.max() ?? 0
        let priced = board.allRows.compactMap(\.pricedRow)
        priceDecimals = priced.map { Digits.decimals(in: MoneyText.rate($0.perHour.value)) }.max() ?? 2
        costDecimals = priced.compactMap { $0.proRata.map { Digits.decimals(in: Digits.cost($0.value)) } }.max() ?? 3
        largestCost = priced.compactMap { $0.proRata?.value }.max() ?? 0
        largestEnergy = board.allRows.compactMap { if case .measured(let wattHours, _) = $0.energy { wattHours } else { nil } }.max() ?? 0
    }

    /// Rules for the grid lines behind the small time axis: one background for all its rows.
    var axisRule: String {
        let lines = axisTicks.map { "linear-gradient(var(--grid),var(--grid)) \(Digits.percent(axis($0))) 0/1px 100% no-repeat" }
        return lines.isEmpty ? "" : ".\(prefix) .dl{background:\(lines.joined(separator: ","))}\n"
    }

    private var axisTicks: [Double] { axis.spacedTicks(distance: 0.34) }

    func write(into page: inout Markup) {
        page.element("table", ["class": "rank", "role": "table", "aria-describedby": "\(prefix)-note"]) { table in
            let title = "Machines ranked by run time of \(board.title), fastest first"
            table.element("caption", ["class": "sr"], text: title)
            table.literal(
                "<colgroup><col class=\"c-rank\"><col class=\"c-machine\"><col class=\"c-where\"><col class=\"c-time\"><col class=\"c-rate\">"
            )
            table.literal("<col class=\"c-pro\"><col class=\"c-bill\"><col class=\"c-en\"><col class=\"c-ips\"><col class=\"c-acc\">")
            table.literal("<col class=\"c-grade\"><col class=\"c-prov\"></colgroup>\n")
            writeHead(into: &table)
            table.element("tbody", ["class": "ranked", "role": "rowgroup"]) { body in
                for row in board.rows { write(row, into: &body) }
            }
            if !board.notRanked.isEmpty { writeNotRanked(into: &table) }
        }
    }

    private func writeNotRanked(into table: inout Markup) {
        table.element("tbody", ["class": "unranked", "role": "rowgroup"]) { body in
            body.element("tr", ["class": "sub", "role": "row"]) {
                $0.element("th", ["role": "rowheader", "scope": "rowgroup", "colspan": "12"]) {
                    $0.text("Not ranked ")
                    $0.element("p", text: "Shown with the reason, so that nothing is hidden.")
                }
            }
            for row in board.notRanked { write(row, into: &body) }
        }
    }

    /// One head: its text, what it sorts by, and how it is laid out.
    private func head(
        _ text: String, key: String?, into row: inout Markup, style: String = "", name: String? = nil, rows: Int = 2,
        descending: Bool = false
    ) {
        row.element(
            "th",
            [
                "role": "columnheader", "scope": "col", "class": style.isEmpty ? nil : style, "rowspan": rows > 1 ? "2" : nil,
                "data-k": key,
                "data-name": name, "data-desc": descending ? "" : nil,
            ]
        ) { $0.element("span", ["class": "h"], text: text) }
    }

    private func writeHead(into table: inout Markup) {
        let sign = Currency.sign(board.currency)
        table.element("thead", ["role": "rowgroup"]) { head in
            head.element("tr", ["role": "row"]) { row in
                row.literal(
                    "<th role=\"columnheader\" scope=\"col\" class=\"r\" rowspan=\"2\"><span class=\"h\"><span class=\"sr\">Rank</span></span></th>"
                )
                self.head("Machine", key: "name", into: &row)
                self.head("Where it ran", key: "where", into: &row)
                writeTimeHead(into: &row)
                self.head("Price, \(sign)/h", key: "rate", into: &row, style: "r", name: "price per hour")
                row.element(
                    "th", ["role": "columnheader", "scope": "colgroup", "colspan": "2", "class": "group r"], text: "Cost per run, \(sign)")
                self.head("Energy, Wh", key: "en", into: &row, style: "r", name: "energy")
                self.head("Images/s", key: "ips", into: &row, style: "r c-ips", descending: true)
                self.head("Accuracy, %", key: "acc", into: &row, style: "r c-acc", name: "accuracy", descending: true)
                self.head("Grade", key: "gr", into: &row)
                self.head("Provenance", key: "pv", into: &row)
            }
            head.element("tr", ["role": "row"]) { row in
                self.head("pro rata", key: "cost", into: &row, style: "r", name: "cost per run, pro rata", rows: 1)
                self.head("billed", key: "bill", into: &row, style: "r", name: "cost per run, billed", rows: 1)
            }
        }
        table.newline()
    }

    private func writeTimeHead(into row: inout Markup) {
        row.element(
            "th",
            [
                "role": "columnheader", "scope": "col", "rowspan": "2", "data-k": "t", "data-name": "run time", "aria-sort": "ascending",
            ]
        ) { cell in
            cell.element("div", ["class": "thc"]) { grid in
                grid.element("span", ["class": "h r"], text: "Run time, s")
                grid.element("span") { span in
                    span.element("svg", ["aria-hidden": "true", "focusable": "false"]) { svg in
                        for tick in axisTicks { axisText(Digits.tick(tick), at: axis(tick), into: &svg) }
                    }
                }
                grid.element("span", ["class": "ivh"]) { span in
                    span.text("Interval")
                    span.element("svg", ["aria-hidden": "true", "focusable": "false"]) { axisText("±10 %", at: 0.5, into: &$0) }
                }
            }
        }
    }

    private func axisText(_ text: String, at share: Double, into svg: inout Markup) {
        svg.element("text", ["class": "axn", "x": Digits.percent(share), "y": "11", "text-anchor": "middle"], text: text)
    }

    /// What stands above the cards of a narrow page in place of the heads.
    var cardScale: String {
        let ticks = axisTicks.map { Digits.tick($0) }
        let list = ticks.count > 1 ? ticks.dropLast().joined(separator: ", ") + " and " + (ticks.last ?? "") : ticks.first ?? ""
        let left = list.isEmpty ? "" : ", lines at \(list) s"
        return "Left dots: run time, logarithmic\(left). Right: 95 % interval, lines at −10, 0 and +10 % of the median."
    }
}

extension BoardRow {
    var pricedRow: PricedRow? {
        if case .priced(let priced) = price { priced } else { nil }
    }
}
