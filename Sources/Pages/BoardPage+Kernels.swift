// The kernels' part of the page: bars a benchmark, curves over the working set, and the numbers under the curves.
// Leaves to others: the drawings (KernelTable, CurveChart).

import Leaderboard
import Measurement

extension BoardPage {
    func writeKernels(into main: inout Markup) {
        main.element("section", ["class": "kernels", "id": "kernels", "aria-labelledby": "kernels-head"]) { section in
            section.element("h2", ["id": "kernels-head"], text: "Kernels")
            section.element(
                "p",
                text: "What the machines reach in the parts that training is made of. Each figure is the median, with its 95 % interval.")
            section.element("div", ["class": "stack"]) { stack in
                for kernel in board.kernels { KernelTable(kernel, filters: filters).write(into: &stack) }
            }
            section.element("div", ["class": "grid"]) { grid in
                for curve in board.curves { write(curve, into: &grid) }
            }
        }
        main.newline()
    }

    private func write(_ curve: CurveBoard, into grid: inout Markup) {
        let unit = curve.unit
        grid.element("figure", ["data-device": curve.device.rawValue, "data-provider": filters.key(curve.provider)]) { figure in
            figure.element("figcaption") {
                $0.element("h3", text: "\(curve.benchmark) over the working set")
                $0.text(caption(curve))
            }
            for isNarrow in [false, true] {
                figure.element("div", ["class": isNarrow ? "narrow" : "wide"]) {
                    var chart = CurveChart(curve, isNarrow: isNarrow)
                    chart.draw(into: &$0, finding: finding(curve, unit))
                }
            }
            writeNumbers(curve, unit, into: &figure)
        }
        grid.newline()
    }

    private func caption(_ curve: CurveBoard) -> String {
        var text = "\(curve.machine), \(curve.threads == 1 ? "one thread" : "\(curve.threads) threads"). "
        text += "Each step is a cache that has been outgrown. Whiskers stand where an interval is wider than the line."
        if curve.curves.count > CurveChart.lineLimit { text += " The numbers hold all \(curve.curves.count) lines." }
        if curve.omittedMachineCount > 0 { text += " \(curve.omittedMachineCount) more machines are in the records." }
        return text
    }

    private func finding(_ curve: CurveBoard, _ unit: FigureUnit) -> String {
        let parts = CurveChart.drawn(curve.curves).compactMap { line -> String? in
            guard let first = line.points.first, let last = line.points.last else { return nil }
            return "\(line.title): \(unit.text(first.value)) \(unit.symbol) at \(ByteText.binary(first.byteCount)), "
                + "\(unit.text(last.value)) at \(ByteText.binary(last.byteCount))"
        }
        return "\(curve.benchmark) of \(curve.machine) against the working set, both axes logarithmic. \(parts.joined(separator: "; "))."
    }

    private func writeNumbers(_ curve: CurveBoard, _ unit: FigureUnit, into figure: inout Markup) {
        let sizes = Set(curve.curves.flatMap { $0.points.map(\.byteCount) }).sorted()
        figure.element("details") { details in
            details.element("summary", text: "The numbers")
            details.element("div", ["class": "scroll"]) { scroll in
                scroll.element("table") { table in
                    table.element("caption", ["class": "sr"], text: "The numbers of this chart, \(unit.symbol)")
                    table.element("thead") { head in
                        head.element("tr") { row in
                            row.element("th", ["scope": "col"], text: "Working set")
                            for line in curve.curves {
                                row.element("th", ["scope": "col", "class": "r"], text: "\(line.title), \(unit.symbol)")
                            }
                        }
                    }
                    table.element("tbody") { body in
                        for size in sizes { writeNumbers(curve, size, unit, into: &body) }
                    }
                }
            }
        }
    }

    private func writeNumbers(_ curve: CurveBoard, _ size: Double, _ unit: FigureUnit, into body: inout Markup) {
        body.element("tr") { row in
            row.element("th", ["scope": "row"], text: ByteText.binary(size))
            for line in curve.curves {
                let point = line.points.first { $0.byteCount == size }
                row.element("td", ["class": "r"], text: point.map { unit.text($0.value) } ?? "–")
            }
        }
    }
}
