// Courses on the page: speeds cold and warm with clocks and temperatures, and instances beside each other against one alone.
// Leaves to others: the figures (Leaderboard), words that the terminal has too (CourseWords).

import Leaderboard
import Measurement

extension BoardPage {
    func writeCourses(into main: inout Markup) {
        main.element("section", ["class": "kernels", "id": "courses", "aria-labelledby": "courses-head"]) { section in
            section.element("h2", ["id": "courses-head"], text: "Sustained and contended")
            section.element(
                "p",
                text:
                    "Both are configurations of their own, which stand beside their like alone: in no ranking, bar or comparison with others."
            )
            section.element("div", ["class": "rows"]) { rows in
                for course in board.courses where !course.sustained.isEmpty {
                    figure(
                        course, CourseWords.sustained, caption: "Sustained runs",
                        ["Benchmark", "First seconds", "Settled", "Change", "Settled after", "Clock", "Temperature", "Grade"], into: &rows
                    ) { body in for line in course.sustained { write(line, into: &body) } }
                }
                for course in board.courses where !course.contended.isEmpty {
                    figure(
                        course, CourseWords.contended, caption: "Contended runs",
                        ["Benchmark", "One alone", "Each of all", "All together", "Efficiency", "Grade"], into: &rows
                    ) { body in for line in course.contended { write(line, into: &body) } }
                }
            }
            let drawn = board.courses.flatMap { course in course.sustained.filter { $0.moments.count > 1 }.map { (course, $0) } }
            if !drawn.isEmpty {
                section.element("div", ["class": "grid"]) { grid in
                    for (course, line) in drawn { chart(course, line, into: &grid) }
                }
            }
        }
        main.newline()
    }

    private func figure(
        _ course: CourseBoard, _ sentence: String, caption: String, _ heads: [String], into grid: inout Markup, rows: (inout Markup) -> Void
    ) {
        grid.element("figure", ["data-device": course.device.rawValue, "data-provider": filters.key(course.provider)]) { figure in
            let omitted = course.omittedMachineCount
            figure.element("figcaption") {
                $0.element("h3", text: course.machine)
                $0.text(sentence + (omitted > 0 ? " \(omitted) more machines are in the records." : ""))
            }
            table(caption, heads, into: &figure, rows: rows)
        }
        grid.newline()
    }

    private func chart(_ course: CourseBoard, _ line: SustainedLine, into grid: inout Markup) {
        grid.element("figure", ["data-device": course.device.rawValue, "data-provider": filters.key(course.provider)]) { figure in
            figure.element("figcaption") {
                $0.element("h3", text: "\(line.benchmark) over \(TimeText.words(line.seconds))")
                $0.text("\(course.machine), \(line.title). \(CourseWords.finding(line))")
            }
            for isNarrow in [false, true] {
                figure.element("div", ["class": isNarrow ? "narrow" : "wide"]) {
                    var chart = SustainedChart(line, isNarrow: isNarrow)
                    chart.draw(into: &$0, finding: "\(line.benchmark) of \(course.machine) over time. \(CourseWords.finding(line))")
                }
            }
            writeNumbers(line, into: &figure)
        }
        grid.newline()
    }

    private func writeNumbers(_ line: SustainedLine, into figure: inout Markup) {
        let unit = CourseWords.unit(line)
        figure.element("details") { details in
            details.element("summary", text: "The numbers")
            table("Speed over time", ["Second", unit.symbol, "Clock, GHz", "Temperature, °C"], endsInText: false, into: &details) { body in
                for moment in line.moments {
                    body.element("tr") { row in
                        row.element("th", ["scope": "row"], text: Decimals.text(moment.seconds, places: 0))
                        row.element("td", ["class": "r"], text: unit.text(moment.value))
                        row.element("td", ["class": "r"], text: moment.megahertz.map(CourseWords.gigahertz) ?? "–")
                        row.element("td", ["class": "r"], text: moment.celsius.map(CourseWords.celsius) ?? "–")
                    }
                }
            }
        }
    }

    private func table(
        _ caption: String, _ heads: [String], endsInText: Bool = true, into figure: inout Markup, rows: (inout Markup) -> Void
    ) {
        figure.element("div", ["class": "scroll"]) { scroll in
            scroll.element("table", ["class": "teams"]) { table in
                table.element("caption", ["class": "sr"], text: caption)
                table.element("thead") { head in
                    head.element("tr") { row in
                        for (index, name) in heads.enumerated() {
                            let isText = index == 0 || (endsInText && index == heads.count - 1)
                            row.element("th", ["scope": "col", "class": isText ? nil : "r"], text: name)
                        }
                    }
                }
                table.element("tbody") { rows(&$0) }
            }
        }
    }

    private func write(_ line: SustainedLine, into body: inout Markup) {
        let unit = CourseWords.unit(line), figures = CourseWords.figures(line)
        body.element("tr") { row in
            rowHead(line.benchmark, line.title, into: &row)
            cell(figures.first, unit.symbol, into: &row)
            cell(figures.steady, Figure.plusMinus(line.relativeHalfWidth), into: &row)
            cell(CourseWords.change(line), "of speed", into: &row)
            cell(CourseWords.settled(line), CourseWords.within(line), into: &row)
            ends(line.megahertz, "GHz", "no sensor", CourseWords.gigahertz, into: &row)
            ends(line.celsius, "°C", "no sensor", CourseWords.celsius, into: &row)
            row.element("td") { GradeMark.write(line.grade, into: &$0) }
        }
        body.newline()
    }

    private func write(_ line: ContendedLine, into body: inout Markup) {
        let unit = CourseWords.unit(line), spread = line.spread
        body.element("tr") { row in
            rowHead(line.benchmark, line.title, into: &row)
            cell(unit.text(line.alone), unit.symbol, into: &row)
            cell(
                unit.text(line.each), "\(line.instances.count): \(unit.text(spread.lower))–\(unit.text(spread.upper))", into: &row)
            if let aggregate = line.aggregate {
                let figure = Figure(value: aggregate, interval: line.aggregateInterval, unit: unit)
                cell(figure.text, Figure.plusMinus(line.relativeHalfWidth), into: &row)
            } else {
                row.element("td", ["class": "r"], text: "–")
            }
            cell(Figure.percent(line.efficiency), "of one alone", into: &row)
            row.element("td") { GradeMark.write(line.grade, into: &$0) }
        }
        body.newline()
    }

    private func rowHead(_ benchmark: String, _ title: String, into row: inout Markup) {
        row.element("th", ["scope": "row"]) {
            $0.text(benchmark)
            $0.element("span", ["class": "q"], text: title)
        }
    }

    private func cell(_ value: String, _ qualifier: String, into row: inout Markup) {
        row.element("td", ["class": "r"]) {
            $0.text(value)
            $0.element("span", ["class": "q"], text: qualifier)
        }
    }

    /// A sensor in the end, over what it said in the beginning.
    private func ends(
        _ ends: SustainedLine.Ends?, _ unit: String, _ absence: String, _ text: (Double) -> String, into row: inout Markup
    ) {
        row.element("td", ["class": "r"]) {
            if let ends {
                $0.text("\(text(ends.last)) \(unit)")
                $0.element("span", ["class": "q"], text: "\(text(ends.first)) at first")
            } else {
                $0.element("span", ["class": "abs"], text: "not measured")
                $0.element("span", ["class": "q"], text: absence)
            }
        }
    }
}
