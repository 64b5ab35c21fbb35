// The top of the page: what it is for, what is compared, the answers, the filters.
// Leaves to others: which rows answer (WorkloadBoard), what a filter hides (FilterKeys, mettle.css).

import Leaderboard
import Prices

extension BoardPage {
    func writeLede(into main: inout Markup) {
        main.element("div", ["class": "lede"]) { lede in
            lede.element("h1", text: "What a machine does, and what it costs")
            lede.element(
                "p", ["class": "purpose"], text: "Machines ranked by the time one training run takes them, and by what that run costs.")
            for (index, workload) in board.workloads.enumerated() {
                lede.element("p", ["class": "w w\(index)"]) {
                    $0.element("b", text: "Compared here: \(workload.title).")
                    $0.text(" " + comparedSentence(workload))
                }
            }
        }
        main.newline()
    }

    private func comparedSentence(_ workload: WorkloadBoard) -> String {
        let (ranked, rest) = (workload.rankedCount, workload.allRows.count - workload.rankedCount)
        var text = workload.comparability.sentence + " \(Digits.grouped(ranked)) \(ranked == 1 ? "row" : "rows") ranked"
        if rest > 0 { text += ", \(Digits.grouped(rest)) shown unranked" }
        text += ". Prices are those of each row’s date."
        if workload.omittedCount > 0 {
            let all = workload.allRows.count + workload.omittedCount
            text += " This file holds the best \(Digits.grouped(workload.allRows.count)) of \(Digits.grouped(all)) rows."
        }
        return text
    }

    func writeAnswers(_ workload: WorkloadBoard, style: String, into main: inout Markup) {
        main.element("dl", ["class": style]) { list in
            for answer in workload.answers {
                list.element("div") { item in
                    item.element("dt", text: answer.question.heading)
                    writeFigure(answer, workload, into: &item)
                }
            }
        }
        main.newline()
    }

    private func writeFigure(_ answer: Answer, _ workload: WorkloadBoard, into item: inout Markup) {
        guard let row = answer.row else {
            item.element("dd", ["class": "abs"], text: "not known")
            item.element("dd", text: answer.question.whyNot)
            return
        }
        item.element("dd") { figure in
            switch answer.question {
            case .cheapest:
                if let cost = row.pricedRow?.proRata {
                    figure.element("small", text: Currency.sign(cost.currency))
                    figure.text(Digits.cost(cost.value))
                }
            case .mostAccurate:
                figure.text(row.accuracyText.value + " ")
                figure.element("small", text: "%")
            case .fastest, .fastestWithoutGPU, .thisMachine:
                figure.text(row.seconds.map(Digits.time) ?? "not run")
                figure.element("small", text: " s")
            }
        }
        item.element("dd", text: qualifier(answer, row, workload))
    }

    private func qualifier(_ answer: Answer, _ row: BoardRow, _ workload: WorkloadBoard) -> String {
        switch answer.question {
        case .fastest, .fastestWithoutGPU: "\(row.titleText); \(row.costText)"
        case .cheapest: "\(row.titleText); \(row.timeText)"
        case .mostAccurate: "\(row.titleText); \(row.timeText)"
        case .thisMachine:
            [row.machine, row.ranks.time.map { "rank \($0.text) of \(workload.rankedCount)" } ?? "no rank", row.costText].joined(
                separator: "; ")
        }
    }

    func writeFilters(into main: inout Markup) {
        main.element("form", ["id": "filters", "class": "filters", "aria-label": "Choose what is shown"]) { form in
            let counts =
                board.workloads.map { "\($0.title) (\(Digits.grouped($0.allRows.count)))" }
                + board.missingWorkloads.map { "\($0.network) (0)" }
            select("Workload", "workload", counts.enumerated().map { ("w\($0.offset)", $0.element) }, chosen: firstWorkload, into: &form)
            select(
                "Rank by", "metric",
                [
                    ("t", "Run time"), ("cost", "Cost per run, pro rata"), ("bill", "Cost per run, billed"), ("ips", "Images/s"),
                    ("acc", "Accuracy"),
                ], needsScript: true, into: &form)
            select("Device", "device", [("all", "GPU and CPU"), ("gpu", "GPU"), ("cpu", "CPU only")], into: &form)
            select(
                "Provider", "provider",
                [("all", "All")] + filters.providers.enumerated().map { ("p\($0.offset)", $0.element) } + [("own", "No provider")],
                into: &form)
            select(
                "Quality", "quality", [("all", "All"), ("a", "A only"), ("ab", "A and B"), ("abc", "A to C"), ("graded", "Graded only")],
                into: &form)
            select(
                "Provenance", "prov",
                [("all", "All"), ("signed", "Signed or reproduced"), ("measured", "Measured by Mettle"), ("published", "Published only")],
                into: &form)
            form.literal(
                "<label class=\"js-only\">Find<input type=\"search\" id=\"f-search\" name=\"find\" placeholder=\"V100, spot, EPYC…\" ")
            form.literal("autocomplete=\"off\"></label>")
        }
        main.newline()
    }

    private func select(
        _ label: String, _ name: String, _ options: [(value: String, text: String)], chosen: Int = 0, needsScript: Bool = false,
        into form: inout Markup
    ) {
        form.element("label", ["class": needsScript ? "js-only" : nil]) { field in
            field.text(label)
            field.element("select", ["id": "f-\(name)", "name": name]) { list in
                for (index, option) in options.enumerated() {
                    list.element(
                        "option",
                        [
                            "value": option.value, "class": index == chosen ? "all" : nil,
                            "selected": index == chosen && chosen > 0 ? "" : nil,
                        ], text: option.text)
                }
            }
        }
    }

    /// In place of a board: what to type so that there is one.
    func writeMissing(into main: inout Markup) {
        for (offset, workload) in board.missingWorkloads.enumerated() {
            main.element("section", ["class": "empty w w\(board.workloads.count + offset)"]) { section in
                section.element("h2", text: "No result for \(workload.network) in this file yet")
                section.element(
                    "p", text: "No record that this page was made from has run it. Measure this machine, then make the page again:")
                section.element("pre") {
                    $0.element("code", text: "mettle run --only '\(workload.network)/*'\nmettle board Results --out leaderboard.html")
                }
            }
            main.newline()
        }
    }
}

extension Answer.Question {
    fileprivate var heading: String {
        switch self {
        case .fastest: "Fastest of all"
        case .cheapest: "Cheapest run of all"
        case .fastestWithoutGPU: "Fastest without a GPU"
        case .mostAccurate: "Most accurate"
        case .thisMachine: "This machine"
        }
    }

    fileprivate var whyNot: String {
        switch self {
        case .fastest: "no row is ranked"
        case .cheapest: "no row has a price"
        case .fastestWithoutGPU: "every ranked row used a GPU"
        case .mostAccurate: "no row measured it: published ranges do not rank"
        case .thisMachine: "it has no row here"
        }
    }
}
