// Cost against time: every machine of a workload as a mark, the frontier, diagonals of equal price an hour.
// Leaves to others: axes' mathematics (Scale), where labels go (LabelPlacement), the numbers as text (RankingTable).

import Leaderboard
import Measurement
import Prices

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

struct CostTimeChart {
    /// Labels beyond these would cover each other; the table names every row.
    private static let labelLimit = 40
    private static let laneHeight = 22.0

    let board: WorkloadBoard
    /// What a row's element id begins with.
    let idPrefix: String
    let filters: FilterKeys
    let isNarrow: Bool

    private var chart: Chart
    private let plot: Box
    private let time: LogScale
    private let cost: LogScale
    private let lanes: [(lane: Lane, top: Double)]

    /// A place for rows without a value on the cost axis: never at 0, never left out.
    private enum Lane: String { case free, unpriced, otherCurrency = "other currency" }

    private struct Mark {
        var row: BoardRow
        var x: Double
        var y: Double
        /// From whisker to whisker, where the interval is wider than the mark.
        var left: Double
        var right: Double
        var hasWhiskers: Bool { right - left > 10 }
        var box: Box { Box(left: min(left, x - 5), top: y - 5, right: max(right, x + 5), bottom: y + 5) }
    }

    init(_ board: WorkloadBoard, idPrefix: String, filters: FilterKeys, isNarrow: Bool) {
        self.board = board
        self.idPrefix = idPrefix
        self.filters = filters
        self.isNarrow = isNarrow
        let width = isNarrow ? 368.0 : 600.0
        let rows = board.rows.filter { $0.seconds != nil }
        let costs = rows.compactMap { Self.cost($0, board.currency) }
        let plotBottom = costs.isEmpty ? 30.0 : isNarrow ? 372 : 452
        plot = Box(left: isNarrow ? 57 : 58, top: 26, right: width - 14, bottom: plotBottom)
        let rowLanes = rows.map { Self.lane($0, board.currency) }
        var lanes: [(lane: Lane, top: Double)] = []
        for lane in [Lane.free, .unpriced, .otherCurrency] where rowLanes.contains(lane) {
            lanes.append((lane: lane, top: plotBottom + 8 + Double(lanes.count) * (Self.laneHeight + 4)))
        }
        self.lanes = lanes
        let bottom = (lanes.last.map { $0.top + Self.laneHeight } ?? plotBottom) + 4
        time = LogScale(covering: rows.compactMap(\.seconds), start: plot.left, end: plot.right)
        cost = LogScale(covering: costs, start: plot.bottom, end: plot.top, padding: 0.09)
        chart = Chart(width: width, height: bottom + 48)
    }

    private static func cost(_ row: BoardRow, _ currency: String) -> Double? {
        guard case .priced(let priced) = row.price, let cost = priced.proRata, cost.currency == currency, cost.micros > 0 else {
            return nil
        }
        return cost.value
    }

    private static func lane(_ row: BoardRow, _ currency: String) -> Lane? {
        switch row.price {
        case .unpriced: .unpriced
        case .free: .free
        case .priced: cost(row, currency) == nil ? .otherCurrency : nil
        }
    }

    /// Draws the chart; `finding` is its text alternative.
    mutating func draw(into page: inout Markup, finding: String) {
        let marks = board.rows.compactMap(mark)
        drawAxes()
        let frontier = frontierPoints(marks)
        let taken = drawDiagonals(avoiding: marks, frontier)
        chart.path(frontier, style: "fr")
        drawMarks(marks, frontier, avoiding: taken)
        chart.svg(into: &page, finding: finding)
    }

    private func mark(_ row: BoardRow) -> Mark? {
        guard let seconds = row.seconds else { return nil }
        let (left, right) = (time(row.interval?.lower ?? seconds), time(row.interval?.upper ?? seconds))
        func mark(_ y: Double) -> Mark { Mark(row: row, x: time(seconds), y: y, left: left, right: right) }
        if let amount = Self.cost(row, board.currency) { return mark(cost(amount)) }
        return lanes.first { $0.lane == Self.lane(row, board.currency) }.map { mark($0.top + Self.laneHeight / 2) }
    }

    private var hasPlot: Bool { plot.bottom > 60 }

    private mutating func drawAxes() {
        for lane in lanes {
            chart.band(Box(left: plot.left, top: lane.top, right: plot.right, bottom: lane.top + Self.laneHeight), style: "lane")
            let words = lane.lane.rawValue.split(separator: " ").map(String.init)
            chart.text(words.first ?? "", x: plot.left - 7, y: lane.top + 15, style: "tick", anchor: .end)
        }
        let bottom = chart.height - 48
        for tick in hasPlot ? cost.ticks(most: 8) : [] {
            let y = cost(tick)
            chart.line(Segment(x1: plot.left, y1: y, x2: plot.right, y2: y), style: "gl")
            chart.text(Digits.tick(tick), x: plot.left - 7, y: y + 4.2, style: "tick", anchor: .end)
        }
        for tick in time.ticks(most: isNarrow ? 5 : 7) {
            let x = time(tick)
            chart.line(Segment(x1: x, y1: plot.top, x2: x, y2: bottom), style: "gl")
            chart.line(Segment(x1: x, y1: bottom, x2: x, y2: bottom + 4), style: "axis")
            chart.text(Digits.tick(tick), x: x, y: bottom + 17, style: "tick", anchor: .middle)
        }
        chart.line(Segment(x1: plot.left, y1: bottom, x2: plot.right, y2: bottom), style: "axis")
        if hasPlot { chart.text("Cost per run, pro rata, \(Currency.sign(board.currency))", x: 7, y: 14, style: "axt") }
        chart.text("Run time, s", x: plot.right, y: bottom + 36, style: "axt", anchor: .end)
        guard hasPlot else { return }
        chart.text("faster, cheaper", x: plot.left + 22, y: plot.bottom - 9, style: "isot")
        chart.path([(plot.left + 18, plot.bottom - 18), (plot.left + 6, plot.bottom - 6)], style: "axis")
        chart.path(
            [(plot.left + 12, plot.bottom - 5), (plot.left + 5, plot.bottom - 5), (plot.left + 5, plot.bottom - 12)], style: "axis")
    }

    /// Machines of one price an hour lie on one line: cost = time × price ÷ 3,600. Answers where their labels stand.
    private mutating func drawDiagonals(avoiding marks: [Mark], _ frontier: [(x: Double, y: Double)]) -> [Box] {
        var taken: [Box] = []
        for price in hasPlot ? [0.01, 0.1, 1, 10, 100, 1000] : [] {
            let from = max(time.lower, cost.lower * 3600 / price)
            let to = min(time.upper, cost.upper * 3600 / price)
            guard to > from * 1.5 else { continue }
            let line = Segment(x1: time(from), y1: cost(from * price / 3600), x2: time(to), y2: cost(to * price / 3600))
            chart.path([(line.x1, line.y1), (line.x2, line.y2)], style: "iso")
            let text = Currency.amount(price < 1 ? Decimals.text(price, places: 2) : Digits.tick(price), board.currency) + "/h"
            let boxes = marks.map { Box(left: $0.x - 9, top: $0.y - 9, right: $0.x + 9, bottom: $0.y + 9) } + taken
            guard let spot = diagonalLabel(text, along: line, avoiding: boxes, steps(frontier)) else { continue }
            chart.rotated(text, x: spot.x, y: spot.y, degrees: atan2(line.y2 - line.y1, line.x2 - line.x1) * 180 / Double.pi, style: "isot")
            taken += spot.boxes
        }
        return taken
    }

    /// The place nearest to the line's upper end where a label along it covers no mark and not the frontier: its end, and what it covers.
    private func diagonalLabel(
        _ text: String, along line: Segment, avoiding boxes: [Box], _ frontier: [Segment]
    ) -> (x: Double, y: Double, boxes: [Box])? {
        let length = ((line.x2 - line.x1) * (line.x2 - line.x1) + (line.y2 - line.y1) * (line.y2 - line.y1)).squareRoot()
        let (dx, dy) = ((line.x2 - line.x1) / length, (line.y2 - line.y1) / length)
        let width = TextWidth.estimate(text, size: Chart.textSize)
        for back in stride(from: 10.0, to: length - width, by: 8) {
            // The text stands a little above its line, turned with it; small boxes along it stand for its shape.
            let end = (x: line.x2 - dx * back + dy * 4, y: line.y2 - dy * back - dx * 4)
            let covered = stride(from: 0.0, through: width, by: 6).map { along in
                let (x, y) = (end.x - dx * along + dy * 4, end.y - dy * along - dx * 4)
                return Box(left: x - 6, top: y - 6, right: x + 6, bottom: y + 6)
            }
            let isFree = covered.allSatisfy { box in
                boxes.allSatisfy { $0.overlap(box) == 0 } && frontier.allSatisfy { $0.length(inside: box) == 0 } && box.top > plot.top - 4
            }
            if isFree { return (end.x, end.y, covered) }
        }
        return nil
    }

    private func steps(_ points: [(x: Double, y: Double)]) -> [Segment] {
        zip(points, points.dropFirst()).map { Segment(x1: $0.x, y1: $0.y, x2: $1.x, y2: $1.y) }
    }

    /// A staircase through the frontier's rows, from the top edge to the right one.
    private func frontierPoints(_ marks: [Mark]) -> [(x: Double, y: Double)] {
        let steps = board.frontier.compactMap { id in marks.first { $0.row.id == id } }
        guard let first = steps.first, let last = steps.last else { return [] }
        var points = [(x: first.x, y: plot.top)]
        for (index, step) in steps.enumerated() {
            if index > 0 { points.append((x: step.x, y: steps[index - 1].y)) }
            points.append((x: step.x, y: step.y))
        }
        points.append((x: plot.right, y: last.y))
        return points
    }

    private mutating func drawMarks(_ marks: [Mark], _ frontier: [(x: Double, y: Double)], avoiding taken: [Box]) {
        let placement = LabelPlacement(
            bounds: Box(left: plot.left - 2, top: 18, right: chart.width, bottom: chart.height - 46),
            marks: marks.map(\.box) + taken, lines: steps(frontier))
        let order = labelOrder(marks)
        let names = order.map { marks[$0].row.chartLabel(short: isNarrow) }
        var spots = zip(order, names).map { index, name in
            LabelSpot.around(
                x: marks[index].x, y: marks[index].y, radius: 5, left: marks[index].left, right: marks[index].right,
                width: TextWidth.estimate(name, size: Chart.textSize), size: Chart.textSize)
        }
        spots.append(frontierLabel(frontier))
        let placed = placement.place(spots)
        var labels: [Int: (String, LabelSpot)] = [:]
        for ((index, name), spot) in zip(zip(order, names), placed) { labels[index] = spot.map { (name, $0) } }
        for (index, mark) in marks.enumerated() { draw(mark, label: labels[index]) }
        if let spot = placed.last, let spot { chart.label("Pareto frontier", at: spot, style: "lacc") }
    }

    /// The reader's own first, then the frontier, then by time; the rest of a crowded chart goes unnamed.
    private func labelOrder(_ marks: [Mark]) -> [Int] {
        func importance(_ row: BoardRow) -> Int { row.isHighlighted ? 0 : board.frontier.contains(row.id) ? 1 : 2 }
        let order = marks.indices.sorted { (importance(marks[$0].row), $0) < (importance(marks[$1].row), $1) }
        return Array(order.prefix(Self.labelLimit))
    }

    private func frontierLabel(_ frontier: [(x: Double, y: Double)]) -> [LabelSpot] {
        let width = TextWidth.estimate("Pareto frontier", size: Chart.textSize)
        return zip(frontier, frontier.dropFirst()).flatMap { from, to -> [LabelSpot] in
            guard abs(to.x - from.x) > width * 0.8 else { return [] }
            return stride(from: min(to.x, plot.right) - 4, to: from.x + width * 0.6, by: -12).flatMap { x in
                [from.y + 15, from.y - 6].map {
                    LabelSpot(x: x, y: $0, anchor: .end, width: width, size: Chart.textSize, penalty: (plot.right - x) / 40)
                }
            }
        }
    }

    private mutating func draw(_ mark: Mark, label: (String, LabelSpot)?) {
        let row = mark.row
        chart.link(
            "#\(idPrefix)\(row.id)",
            filters.attributes(of: row), title: "\(row.titleText): \(row.timeText), \(row.costText)"
        ) { chart in
            if mark.hasWhiskers { chart.line(Segment(x1: mark.left, y1: mark.y, x2: mark.right, y2: mark.y), style: "wh") }
            chart.mark(MarkStyle(row), x: mark.x, y: mark.y, isOwn: row.isHighlighted)
            if let (name, spot) = label { chart.label(name, at: spot, style: row.isHighlighted ? "lacc" : "lab") }
        }
    }
}
