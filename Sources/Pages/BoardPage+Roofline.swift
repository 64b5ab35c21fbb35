// The rooflines' part of the page: a drawing a machine, and every point as numbers.
// Leaves to others: the drawing (RooflineChart), what needs to be said about the numbers (RooflineWords).

import Leaderboard
import Measurement

extension BoardPage {
    func writeRooflines(into main: inout Markup) {
        main.element("section", ["class": "kernels", "id": "rooflines", "aria-labelledby": "rooflines-head"]) { section in
            section.element("h2", ["id": "rooflines-head"], text: "Rooflines")
            section.element(
                "p",
                text:
                    "How near kernels and layers come to what the machine's own measured arithmetic and bandwidths allow at their operations a byte."
            )
            section.element("div", ["class": "grid"]) { grid in
                for roofline in board.rooflines { write(roofline, into: &grid) }
            }
        }
        main.newline()
    }

    private func write(_ roofline: RooflineBoard, into grid: inout Markup) {
        grid.element("figure", ["data-device": roofline.device.rawValue, "data-provider": filters.key(roofline.provider)]) { figure in
            figure.element("figcaption") {
                $0.element("h3", text: roofline.machine)
                $0.text(caption(roofline))
            }
            for isNarrow in [false, true] {
                figure.element("div", ["class": isNarrow ? "narrow" : "wide"]) {
                    var chart = RooflineChart(roofline, isNarrow: isNarrow)
                    chart.draw(into: &$0, finding: finding(roofline))
                }
            }
            writeNumbers(roofline, into: &figure)
        }
        grid.newline()
    }

    private func caption(_ roofline: RooflineBoard) -> String {
        let team = roofline.threads == 1 ? "One thread" : "\(roofline.threads) threads"
        var text = "\(team)\(roofline.instructionSet.map { ", \($0)" } ?? ""). The lines are measured; nothing can stand above them. "
        let legend = RooflineChart.legend(roofline).map { "\($0.shape) are layers of \($0.group.network)" }
        if !legend.isEmpty {
            text += legend.joined(separator: ", ").capitalizedFirst + ", those of one shape and all their passes together"
            text += legend.count > 1 ? "; a shape that several have is named once. " : ". "
        }
        if roofline.marks.contains(where: { $0.subject == .kernel }) {
            text += "Diamonds are kernels, each at its best size. "
        }
        if roofline.marks.contains(where: { $0.executedOperations != nil }) {
            text +=
                "Marks stand at the operations that were executed. Useful ones, as the direct algorithm has them, are drawn for whole steps, "
                + "hollow at the end of a line: Winograd executes fewer, which is how they come to stand above the roof. "
        }
        if roofline.omittedMachineCount > 0 { text += "\(roofline.omittedMachineCount) more machines are in the records." }
        return text.trimmed
    }

    private func finding(_ roofline: RooflineBoard) -> String {
        let roofs = roofline.arithmetic.map { roof -> String in
            let unit = FigureUnit.suited(to: roof.operationsPerSecond, metric: .operationsPerSecond)
            return "\(roof.precision) \(unit.text(roof.operationsPerSecond)) \(unit.symbol)"
        }
        let levels = roofline.memory.map { "\($0.name) \(FigureUnit.gigabytes.text($0.bytesPerSecond)) GB/s" }
        let steps = roofline.marks.filter { $0.subject == .step }.compactMap { point in
            point.fraction.map { "a step of \(point.group.network) reaches \(Figure.percent($0)) of what they allow" }
        }
        return "Roofline of \(roofline.machine), both axes logarithmic. Roofs: \((roofs + levels).joined(separator: ", ")). "
            + (steps.isEmpty ? "" : steps.joined(separator: "; ").capitalizedFirst + ". ") + "The numbers below hold every point."
    }

    private func writeNumbers(_ roofline: RooflineBoard, into figure: inout Markup) {
        figure.element("details") { details in
            details.element("summary", text: "The numbers")
            for sentence in RooflineWords.sentences(of: roofline) { details.element("p", ["class": "q"], text: sentence) }
            details.element("div", ["class": "scroll"]) { scroll in
                scroll.element("table") { table in
                    table.element("caption", ["class": "sr"], text: "Every kernel, layer and step under the roofs")
                    table.element("thead") { head in
                        head.element("tr") { row in
                            row.element("th", ["scope": "col"], text: "What")
                            row.element("th", ["scope": "col"], text: "Pass")
                            for name in Self.rooflineColumns { row.element("th", ["scope": "col", "class": "r"], text: name) }
                            row.element("th", ["scope": "col"], text: "Bound by")
                        }
                    }
                    table.element("tbody") { body in
                        for point in roofline.points { write(point, into: &body) }
                    }
                }
            }
        }
    }

    private static let rooflineColumns = [
        "ms", "FLOP a byte", "GFLOP/s useful", "executed", "attainable", "GB/s", "of attainable",
    ]

    private func write(_ point: RooflinePoint, into body: inout Markup) {
        func giga(_ value: Double?) -> String { value.map { $0 > 0 ? FigureUnit.gigaflops.text($0) : "–" } ?? "–" }
        body.element("tr") { row in
            row.element("th", ["scope": "row"], text: "\(point.group)\(point.precision.map { ", \($0)" } ?? ""): \(point.title)")
            row.element("td", text: point.pass.map(RooflineWords.pass) ?? "")
            let cells = [
                FigureUnit.milliseconds.text(point.seconds), point.intensity.map { FigureUnit("", factor: 1).text($0) } ?? "–",
                giga(point.usefulPerSecond), point.executedOperations == nil ? "" : giga(point.executedPerSecond),
                giga(point.attainablePerSecond), giga(point.bytesPerSecond), RooflineWords.share(point),
            ]
            for cell in cells { row.element("td", ["class": "r"], text: cell) }
            row.element("td", text: RooflineWords.bound(point))
        }
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
