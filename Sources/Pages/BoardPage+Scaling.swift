// What machines gain from threads: a row a benchmark, a column a team, speed-up over efficiency.
// Leaves to others: the ratios (Leaderboard), digits (Figure).

import Leaderboard
import Measurement

extension BoardPage {
    func writeScalings(into main: inout Markup) {
        main.element("section", ["class": "kernels", "id": "threads", "aria-labelledby": "threads-head"]) { section in
            section.element("h2", ["id": "threads-head"], text: "Threads")
            section.element(
                "p",
                text:
                    "How many times as fast a larger team is, and its efficiency: the speed-up over the ratio of the teams' sizes. 100 % is all that "
                    + "more threads could give.")
            section.element("div", ["class": "grid"]) { grid in
                for scaling in board.scalings { write(scaling, into: &grid) }
            }
        }
        main.newline()
    }

    private func write(_ scaling: ScalingBoard, into grid: inout Markup) {
        let teams = scaling.teams
        grid.element("figure", ["data-device": scaling.device.rawValue, "data-provider": filters.key(scaling.provider)]) { figure in
            figure.element("figcaption") {
                $0.element("h3", text: scaling.machine)
                $0.text(caption(scaling))
            }
            figure.element("div", ["class": "scroll"]) { scroll in
                scroll.element("table", ["class": "teams"]) { table in
                    table.element("caption", ["class": "sr"], text: "Speed-up and efficiency by threads")
                    table.element("thead") { head in
                        head.element("tr") { row in
                            row.element("th", ["scope": "col"], text: "Benchmark")
                            for team in teams {
                                row.element("th", ["scope": "col", "class": "r"], text: team == 1 ? "1 thread" : "\(team) threads")
                            }
                        }
                    }
                    table.element("tbody") { body in
                        for line in scaling.lines { write(line, teams, into: &body) }
                    }
                }
            }
        }
        grid.newline()
    }

    private func caption(_ scaling: ScalingBoard) -> String {
        let base = "Compared with the smallest team, whose figure stands first."
        guard scaling.omittedMachineCount > 0 else { return base }
        return base + " \(scaling.omittedMachineCount) more machines are in the records."
    }

    private func write(_ line: ScalingLine, _ teams: [Int], into body: inout Markup) {
        let unit = FigureUnit.suited(
            to: line.points.last?.value ?? 1, metric: line.metric, item: Configuration.items(of: line.benchmark))
        body.element("tr") { row in
            row.element("th", ["scope": "row"]) {
                $0.text(line.benchmark)
                $0.element("span", ["class": "q"], text: line.title)
            }
            for team in teams {
                row.element("td", ["class": "r"]) { cell in
                    guard let point = line.points.first(where: { $0.threads == team }) else { return cell.text("–") }
                    if point.threads == line.points.first?.threads {
                        cell.text(unit.text(point.value))
                        cell.element("span", ["class": "q"], text: unit.symbol)
                    } else {
                        cell.text(Figure.ratio(point.speedUp, interval: point.speedUpInterval).text + "×")
                        cell.element("span", ["class": "q"], text: Figure.percent(point.efficiency))
                    }
                }
            }
        }
        body.newline()
    }
}
