// The cells of one row: a value, its qualifier under it, and two small axes beside the time.
// Leaves to others: words (RowWords), digits (Digits), the heads (RankingTable).

import Leaderboard
import Measurement
import Prices

extension RankingTable {
    func write(_ row: BoardRow, into body: inout Markup) {
        body.element("tr", attributes(row)) { tr in
            tr.element("td", ["role": "cell", "class": "rk"], text: row.ranks.time?.text ?? "–")
            writeMachine(row, into: &tr)
            cell("where", nil, row.place, row.terms, into: &tr)
            writeTime(row, into: &tr)
            if let reason = row.reason {
                tr.element("td", ["role": "cell", "class": "why", "colspan": "4"]) {
                    $0.element("span", ["class": reason.isAlert ? "tag alert" : "tag"], text: reason.tag)
                    $0.text(" " + reason.sentence)
                }
            } else {
                writeMoney(row, into: &tr)
                writeEnergy(row, into: &tr)
            }
            writeSpeedAndAccuracy(row, into: &tr)
            writeTrust(row, into: &tr)
        }
        body.newline()
    }

    private func attributes(_ row: BoardRow) -> Markup.Attributes {
        let priced = row.pricedRow
        let values: Markup.Attributes = [
            "role": "row", "id": "\(prefix)\(row.id)", "class": row.isHighlighted ? "me" : nil, "data-find": "",
            "data-t": row.seconds.map(Digits.plain) ?? "", "data-rt": row.ranks.time?.text, "data-rc": row.ranks.cost?.text,
            "data-rb": row.ranks.billed?.text, "data-ri": row.ranks.rate?.text, "data-ra": row.ranks.accuracy?.text,
            "data-name": row.machine.lowercased(), "data-where": row.place.lowercased(),
            "data-rate": row.rateText == nil ? nil : Digits.plain(priced?.perHour.value ?? 0),
            "data-cost": rankedAmount(priced?.proRata), "data-bill": rankedAmount(priced?.billed),
            "data-en": row.wattHours.map(Digits.plain),
            "data-ips": row.imagesPerSecond.map(Digits.plain), "data-acc": row.share.map { Digits.plain($0 * 100) },
            "data-gr": row.grade?.rawValue, "data-pv": row.provenance.rawValue,
        ]
        return values + filters.attributes(of: row)
    }

    private func rankedAmount(_ money: Money?) -> String? {
        money.flatMap { $0.currency == board.currency ? Digits.plain($0.value) : nil }
    }

    /// A cell with a value and its qualifier. `label` stands over the value on a narrow page.
    private func cell(
        _ style: String, _ label: String?, _ value: String, _ qualifier: String?, span: Int = 1, into tr: inout Markup
    ) {
        tr.element("td", ["role": "cell", "class": style, "colspan": span > 1 ? "\(span)" : nil, "data-l": label]) {
            $0.text(value)
            if let qualifier, !qualifier.isEmpty { $0.element("span", ["class": "q"], text: qualifier) }
        }
    }

    private func writeMachine(_ row: BoardRow, into tr: inout Markup) {
        tr.element("th", ["role": "rowheader", "scope": "row"]) {
            $0.text(row.machine)
            for tag in row.tags {
                $0.text(" ")
                $0.element("span", ["class": tag == "this machine" ? "tag alert" : "tag"], text: tag)
            }
            $0.element("span", ["class": "q"], text: row.partsText)
        }
    }

    private func writeTime(_ row: BoardRow, into tr: inout Markup) {
        tr.element("td", ["role": "cell", "class": "time", "data-l": "Run time, s"]) { td in
            guard let seconds = row.seconds else {
                td.element("span", ["class": "abs"], text: "not run")
                return
            }
            td.element("div", ["class": "tc"]) { grid in
                grid.element("span", ["class": "n"]) {
                    aligned(Digits.time(seconds), of: timeDecimals, tag: "b", into: &$0)
                    $0.element("span", ["class": "q"], text: row.intervalText)
                }
                grid.element("svg", ["class": "dl", "aria-hidden": "true", "focusable": "false"]) { writeDot(row, seconds, into: &$0) }
                grid.element("svg", ["class": "di", "aria-hidden": "true", "focusable": "false"]) { writeWhiskers(row, seconds, into: &$0) }
            }
        }
    }

    /// A number set so that points stand under each other: the digits that it does not have are generated, invisible and not read.
    private func aligned(_ text: String, of most: Int, tag: StaticString, into markup: inout Markup) {
        let decimals = Digits.decimals(in: text)
        let missing = min(4, max(0, most - decimals))
        let style = missing == 0 ? nil : decimals == 0 ? "p\(min(3, most))" : "z\(missing)"
        markup.element(tag, ["class": style], text: text)
    }

    /// The mark on the logarithmic axis; outside of it, at its end with an arrow.
    private func writeDot(_ row: BoardRow, _ seconds: Double, into svg: inout Markup) {
        let style = MarkStyle(row)
        let share = axis(seconds)
        guard share < 0 || share > 1 || style == .flagged else {
            svg.shape(
                "circle",
                [
                    "class": style.rawValue + (row.isHighlighted ? " me" : ""), "cx": Digits.percent(share), "cy": "16",
                    "r": style == .measured ? "4" : "3.6",
                ])
            return
        }
        svg.element("svg", ["x": Digits.percent(min(1, max(0, share))), "overflow": "visible", "width": "1", "height": "1"]) {
            style.draw(into: &$0, x: share > 1 ? -8 : share < 0 ? 8 : 0, y: 16, radius: 4, isOwn: row.isHighlighted)
            if share > 1 { $0.shape("path", ["class": "cap", "fill": "none", "d": "M-2 13l3 3-3 3"]) }
            if share < 0 { $0.shape("path", ["class": "cap", "fill": "none", "d": "M2 13l-3 3 3 3"]) }
        }
    }

    /// The interval on a strip of ±13 % round the median, an arrow where it leaves the strip.
    private func writeWhiskers(_ row: BoardRow, _ seconds: Double, into svg: inout Markup) {
        guard let interval = row.interval else { return }
        func share(_ value: Double) -> Double { 0.5 + (value / seconds - 1) / 0.1 * 0.3833 }
        let (low, high) = (share(interval.lower), share(interval.upper))
        let (from, to) = (max(0.02, low), min(0.98, high))
        let (x1, x2) = (Digits.percent(from), Digits.percent(to))
        svg.shape("line", ["class": "wh", "x1": x1, "x2": x2, "y1": "16", "y2": "16"])
        for (x, isOutside, path) in [(x1, low < 0.02, "M3 12.5l-4 3.5 4 3.5"), (x2, high > 0.98, "M-3 12.5l4 3.5-4 3.5")] {
            if isOutside {
                svg.element("svg", ["x": x, "overflow": "visible", "width": "1", "height": "1"]) {
                    $0.shape("path", ["class": "cap", "fill": "none", "d": path])
                }
            } else {
                svg.shape("line", ["class": "cap", "x1": x, "x2": x, "y1": "12.5", "y2": "19.5"])
            }
        }
        svg.shape("circle", ["class": "m", "cx": "50%", "cy": "16", "r": "2.4"])
    }

    private func writeMoney(_ row: BoardRow, into tr: inout Markup) {
        switch row.price {
        case .unpriced: cell("r rate abs c-rate", "Price and cost", "unpriced", row.unpricedReason, span: 3, into: &tr)
        case .free:
            writeRate(row, into: &tr)
            cell("r pro abs", "Cost per run", "free", "within a quota", span: 2, into: &tr)
        case .priced(let priced):
            writeRate(row, into: &tr)
            writeProRata(priced, into: &tr)
            writeBilled(row, priced, into: &tr)
        }
    }

    private func writeRate(_ row: BoardRow, into tr: inout Markup) {
        tr.element("td", ["role": "cell", "class": "r rate", "data-l": "\(Currency.sign(board.currency))/h"]) {
            aligned(row.rateText ?? "", of: priceDecimals, tag: "span", into: &$0)
            let foreign = row.pricedRow.flatMap { $0.perHour.currency == board.currency ? nil : $0.perHour.currency + ", " } ?? ""
            $0.element("span", ["class": "q"], text: foreign + row.rateQualifier)
        }
    }

    private func writeProRata(_ priced: PricedRow, into tr: inout Markup) {
        tr.element("td", ["role": "cell", "class": "r pro", "data-l": "Pro rata, \(Currency.sign(board.currency))"]) {
            guard let cost = priced.proRata else { return }
            let text = cost.currency == board.currency ? Digits.cost(cost.value) : Currency.amount(Digits.cost(cost.value), cost.currency)
            writeBar(text, of: costDecimals, share: cost.value / largestCost, into: &$0)
        }
    }

    private func writeBar(_ text: String, of most: Int, share: Double, into td: inout Markup) {
        td.element("span", ["class": "vb"]) {
            $0.element("svg", ["aria-hidden": "true", "focusable": "false"]) {
                $0.shape("rect", ["class": "bb", "width": Digits.percent(share), "height": "7"])
            }
            aligned(text, of: most, tag: "span", into: &$0)
        }
    }

    private func writeBilled(_ row: BoardRow, _ priced: PricedRow, into tr: inout Markup) {
        let label = "Billed, \(Currency.sign(board.currency))"
        if priced.offer.allocation == .owned { return cell("r bill abs", label, "owned", "nobody bills", into: &tr) }
        guard let billed = priced.billed else {
            return cell("r bill abs", label, row.provenance == .published ? "not published" : "not known", "billing rule", into: &tr)
        }
        tr.element("td", ["role": "cell", "class": "r bill", "data-l": label]) {
            aligned(Digits.cost(billed.value), of: costDecimals, tag: "span", into: &$0)
            $0.element("span", ["class": "q"], text: priced.billedSeconds.map { "\(Digits.grouped($0)) s billed" } ?? "")
        }
    }

    private func writeEnergy(_ row: BoardRow, into tr: inout Markup) {
        let (value, qualifier) = row.energyText
        guard let wattHours = row.wattHours else { return cell("r en abs", "Energy, Wh", value, qualifier, into: &tr) }
        tr.element("td", ["role": "cell", "class": "r en", "data-l": "Energy, Wh"]) {
            writeBar(value, of: 0, share: wattHours / largestEnergy, into: &$0)
            $0.element("span", ["class": "q"], text: qualifier ?? "")
        }
    }

    private func writeSpeedAndAccuracy(_ row: BoardRow, into tr: inout Markup) {
        cell(row.imagesText == nil ? "r ips c-ips abs" : "r ips c-ips", "Images/s", row.imagesText ?? "–", nil, into: &tr)
        let (value, qualifier) = row.seconds == nil ? ("–", nil) : row.accuracyText
        cell(row.hasAccuracy ? "r acc c-acc" : "r acc c-acc abs", "Accuracy, %", value, qualifier, into: &tr)
    }

    private func writeTrust(_ row: BoardRow, into tr: inout Markup) {
        tr.element("td", ["role": "cell", "class": "gr"]) { GradeMark.write(row.grade, into: &$0) }
        tr.element("td", ["role": "cell", "class": "pv"]) {
            ProvenanceMark.write(row.provenance, into: &$0)
            $0.element("span", ["class": "q"], text: row.date)
        }
    }
}

extension BoardRow {
    fileprivate var wattHours: Double? {
        if case .measured(let wattHours, _) = energy { wattHours } else { nil }
    }

    /// What the accuracy column sorts by: a range by its middle.
    fileprivate var share: Double? {
        switch accuracy {
        case .measured(let share, _, _, _): share
        case .range(let range): (range.lower + range.upper) / 2
        case .notRun, .meaningless, .notPublished, .notMeasured: nil
        }
    }

    fileprivate var hasAccuracy: Bool { share != nil && seconds != nil }
}
