// What courses need said, in the words that terminal and page share.
// Leaves to others: layout.

package import Leaderboard
package import Measurement

package enum CourseWords {
    package static let sustained =
        "One configuration without a pause until the machine is warm: its speed in the first seconds and once settled."
    package static let contended =
        "One single-threaded instance a core, all at once, against one with the other cores at rest. Efficiency: what is left of an instance's speed "
        + "beside the others."

    /// `−15 %`, `+0.4 %`.
    package static func change(_ line: SustainedLine) -> String {
        let size = Figure.percent(line.change.magnitude)
        return line.change.magnitude < 0.0005 ? size : (line.change > 0 ? "+" : "−") + size
    }

    /// `40 s`, `at once`, `not settled`.
    package static func settled(_ line: SustainedLine) -> String {
        guard let seconds = line.settledAfterSeconds else { return "not settled" }
        return seconds < 0.5 ? "at once" : TimeText.words(seconds)
    }

    /// `of 10 min, within 2.0 %`; of what had not settled, `in 10 min`.
    package static func within(_ line: SustainedLine) -> String {
        let asked = TimeText.words(line.seconds)
        return line.settledAfterSeconds == nil ? "in \(asked)" : "of \(asked), within \(Figure.percent(line.tolerance))"
    }

    /// What a run over time showed, in sentences.
    package static func finding(_ line: SustainedLine) -> String {
        let unit = unit(line), figures = figures(line)
        let speeds = "\(figures.first) \(unit.symbol) in the first seconds, \(figures.steady)"
        let settled = line.settledAfterSeconds.map { $0 < 0.5 ? " from the start on" : " from \(TimeText.words($0)) on" }
        return "\(speeds)\(settled ?? " in the last third, without having settled") (\(change(line)))."
    }

    /// `3.21` of gigahertz.
    package static func gigahertz(_ megahertz: Double) -> String { Decimals.text(megahertz / 1000, places: 2) }

    package static func celsius(_ celsius: Double) -> String { Decimals.text(celsius, places: 0) }

    /// `none`, `1 event`, `12 events`.
    package static func throttling(_ events: Int) -> String { events == 0 ? "none" : events == 1 ? "1 event" : "\(events) events" }

    /// The unit that suits the line's figures, and each of them in it.
    package static func unit(_ line: SustainedLine) -> FigureUnit {
        .suited(to: line.steady, metric: line.metric, item: Configuration.items(of: line.benchmark))
    }
    package static func unit(_ line: ContendedLine) -> FigureUnit {
        .suited(to: line.alone, metric: line.metric, item: Configuration.items(of: line.benchmark))
    }

    /// Figures of the settled speed and of the first seconds, with as many decimals.
    package static func figures(_ line: SustainedLine) -> (first: String, steady: String) {
        let unit = unit(line)
        let interval = Interval(lower: line.steadyInterval.lower * unit.factor, upper: line.steadyInterval.upper * unit.factor)
        let places = Figure.places(median: line.steady * unit.factor, interval: interval)
        return (Decimals.text(line.first * unit.factor, places: places), Decimals.text(line.steady * unit.factor, places: places))
    }
}
