// A sustained run over time: its speed, and below it clock and temperature where the machine tells.
// Leaves to others: the run's figures (CourseWords, the table above), axes' mathematics (Scale).

import Leaderboard
import Measurement

struct SustainedChart {
    /// A quantity over the run's time.
    private struct Panel {
        var title: String
        var points: [(seconds: Double, value: Double)]
        var style: StaticString
        var height: Double
    }

    let line: SustainedLine
    private var chart: Chart
    private let panels: [Panel]
    private let time: LinearScale
    private let isInMinutes: Bool
    private let left: Double
    private let right: Double
    /// Above a panel, for its title.
    private static let head = 36.0

    init(_ line: SustainedLine, isNarrow: Bool) {
        self.line = line
        let unit = CourseWords.unit(line)
        let clocks = line.moments.compactMap { moment in moment.megahertz.map { (moment.seconds, $0 / 1000) } }
        let temperatures = line.moments.compactMap { moment in moment.celsius.map { (moment.seconds, $0) } }
        var panels = [
            Panel(
                title: unit.symbol, points: line.moments.map { ($0.seconds, $0.value * unit.factor) }, style: "a", height: 130)
        ]
        if clocks.count > 1 { panels.append(Panel(title: "Clock, GHz", points: clocks, style: "k", height: 66)) }
        if temperatures.count > 1 {
            panels.append(Panel(title: "Temperature, °C", points: temperatures, style: "k", height: 66))
        }
        self.panels = panels
        let last = line.moments.last?.seconds ?? line.seconds
        isInMinutes = last >= 180
        time = LinearScale(upTo: isInMinutes ? last / 60 : last)
        let width = isNarrow ? 368.0 : 600.0
        left = isNarrow ? 46 : 58
        right = width - 12
        chart = Chart(width: width, height: panels.reduce(0) { $0 + $1.height + Self.head } + 44)
    }

    mutating func draw(into page: inout Markup, finding: String) {
        var top = Self.head
        for (index, panel) in panels.enumerated() {
            draw(panel, top: top, isFirst: index == 0)
            top += panel.height + Self.head
        }
        let bottom = top - Self.head
        for tick in time.ticks {
            let x = place(isInMinutes ? tick * 60 : tick)
            chart.line(Segment(x1: x, y1: bottom, x2: x, y2: bottom + 4), style: "axis")
            chart.text(Digits.tick(tick), x: x, y: bottom + 17, style: "tick", anchor: tick == time.upper ? .end : .middle)
        }
        chart.text(isInMinutes ? "Time, min" : "Time, s", x: right, y: bottom + 38, style: "axt", anchor: .end)
        chart.svg(into: &page, finding: finding)
    }

    private func place(_ seconds: Double) -> Double { left + (right - left) * time(isInMinutes ? seconds / 60 : seconds) }

    private mutating func draw(_ panel: Panel, top: Double, isFirst: Bool) {
        let scale = LinearScale(upTo: panel.points.map(\.value).max() ?? 1), bottom = top + panel.height
        for tick in scale.ticks {
            let y = bottom - panel.height * scale(tick)
            chart.line(Segment(x1: left, y1: y, x2: right, y2: y), style: tick == 0 ? "axis" : "gl")
            chart.text(Digits.tick(tick), x: left - 7, y: y + 4.2, style: "tick", anchor: .end)
        }
        chart.text(panel.title, x: 7, y: top - 12, style: "axt")
        if let settled = line.settledAfterSeconds, settled >= 0.5 {
            let x = place(settled)
            chart.line(Segment(x1: x, y1: top, x2: x, y2: bottom), style: "k2 d2")
            if isFirst {
                let isLeft = x > (left + right) / 2
                chart.text("settled", x: isLeft ? x - 6 : x + 6, y: bottom - 8, style: "lab2", anchor: isLeft ? .end : .start)
            }
        }
        chart.path(panel.points.map { (place($0.seconds), bottom - panel.height * scale($0.value)) }, style: panel.style)
    }
}
