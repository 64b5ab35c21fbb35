// Figures over the working set: one line a kernel, bands for the caches, both axes logarithmic.
// Leaves to others: all lines as numbers (CurveTable), axes' mathematics (Scale), where labels go (LabelPlacement).

import Leaderboard
import Measurement

struct CurveChart {
    /// More lines than these cannot be told apart; the numbers hold all.
    static let lineLimit = 4
    private static let styles: [(line: StaticString, label: StaticString)] = [
        ("k", "lab"), ("a", "lacc"), ("a d1", "lacc"), ("k2", "lab2"),
    ]

    let board: CurveBoard
    let unit: FigureUnit
    let isNarrow: Bool
    private var chart: Chart
    private let plot: Box
    private let size: LogScale
    private let value: LogScale

    init(_ board: CurveBoard, isNarrow: Bool) {
        self.board = board
        unit = board.unit
        self.isNarrow = isNarrow
        let (width, height) = isNarrow ? (368.0, 330.0) : (600.0, 400.0)
        plot = Box(left: isNarrow ? 46 : 58, top: 44, right: width - 12, bottom: height - 46)
        let points = Self.drawn(board.curves).flatMap(\.points)
        size = LogScale(covering: points.map(\.byteCount), start: plot.left, end: plot.right, padding: 0)
        let factor = board.unit.factor
        value = LogScale(covering: points.map { $0.value * factor }, start: plot.bottom, end: plot.top)
        chart = Chart(width: width, height: height)
    }

    /// The lines that tell the hierarchy's story: reading, then triad with both kinds of store, then what there is.
    static func drawn(_ curves: [Curve]) -> [Curve] {
        func importance(_ title: String) -> Int {
            let nonTemporal = title.contains("non-temporal") || title.hasSuffix("nt")
            if title.hasPrefix("read") { return 0 }
            if title.hasPrefix("triad") { return nonTemporal ? 2 : 1 }
            return title.hasPrefix("copy") && !nonTemporal ? 3 : 4
        }
        let order = curves.indices.sorted { (importance(curves[$0].title), $0) < (importance(curves[$1].title), $1) }
        return order.prefix(lineLimit).map { curves[$0] }
    }

    mutating func draw(into page: inout Markup, finding: String) {
        drawCaches()
        drawAxes()
        let curves = Self.drawn(board.curves)
        let lines = curves.map { curve in curve.points.map { (x: size($0.byteCount), y: value($0.value * unit.factor)) } }
        for (index, line) in lines.enumerated() { chart.path(line, style: Self.styles[index].line) }
        drawWhiskers(curves)
        drawLabels(curves, lines)
        chart.svg(into: &page, finding: finding)
    }

    /// The sizes that each cache is the smallest to hold, as bands with the cache's name.
    private mutating func drawCaches() {
        var left = size.lower
        for (index, cache) in (board.caches.isEmpty ? [] : board.caches + [CacheSize(name: "memory", byteCount: .infinity)]).enumerated() {
            let right = min(cache.byteCount, size.upper)
            guard right > left else { continue }
            let (x1, x2) = (size(left), size(right))
            if index % 2 == 0 { chart.band(Box(left: x1, top: plot.top, right: x2, bottom: plot.bottom), style: "band") }
            let full = cache.byteCount.isFinite ? "\(cache.name) \(ByteText.binary(cache.byteCount))" : cache.name
            let name = TextWidth.estimate(full, size: Chart.textSize) < x2 - x1 ? full : cache.name
            if TextWidth.estimate(name, size: Chart.textSize) < x2 - x1 + 6 {
                chart.text(name, x: (x1 + x2) / 2, y: plot.top - 8, style: "axt", anchor: .middle)
            }
            left = right
        }
    }

    private mutating func drawAxes() {
        for tick in value.ticks(most: 7) {
            let y = value(tick)
            chart.line(Segment(x1: plot.left, y1: y, x2: plot.right, y2: y), style: "gl")
            chart.text(Digits.tick(tick), x: plot.left - 7, y: y + 4.2, style: "tick", anchor: .end)
        }
        for tick in sizeTicks {
            let x = size(tick)
            chart.line(Segment(x1: x, y1: plot.bottom, x2: x, y2: plot.bottom + 4), style: "axis")
            chart.text(ByteText.binary(tick), x: x, y: plot.bottom + 17, style: "tick", anchor: x > plot.right - 20 ? .end : .middle)
        }
        chart.line(Segment(x1: plot.left, y1: plot.bottom, x2: plot.right, y2: plot.bottom), style: "axis")
        chart.text("\(unit.symbol), \(board.threads == 1 ? "one thread" : "\(board.threads) threads")", x: 7, y: 14, style: "axt")
        chart.text("Working set", x: plot.right, y: plot.bottom + 38, style: "axt", anchor: .end)
    }

    /// Powers of two, at most six (four on a narrow page), inside the axis.
    private var sizeTicks: [Double] {
        var ticks: [Double] = []
        var tick = 1024.0
        while tick <= size.upper * 1.001 {
            if tick >= size.lower * 0.999 { ticks.append(tick) }
            tick *= 2
        }
        let most = isNarrow ? 4 : 6
        let step = max(1, (ticks.count + most - 1) / most)
        return ticks.enumerated().filter { $0.offset % step == step / 2 }.map(\.element)
    }

    /// Intervals, where they are wider than the line.
    private mutating func drawWhiskers(_ curves: [Curve]) {
        for point in curves.flatMap(\.points) {
            // A time that is hardly known reaches beyond the axis; its whisker ends there.
            let top = max(plot.top, value(point.interval.upper * unit.factor))
            let bottom = min(plot.bottom, value(point.interval.lower * unit.factor))
            guard bottom - top > 6 else { continue }
            let x = size(point.byteCount)
            chart.line(Segment(x1: x, y1: top, x2: x, y2: bottom), style: "wh")
        }
    }

    private mutating func drawLabels(_ curves: [Curve], _ lines: [[(x: Double, y: Double)]]) {
        let segments = lines.flatMap { zip($0, $0.dropFirst()).map { Segment(x1: $0.x, y1: $0.y, x2: $1.x, y2: $1.y) } }
        let spots = zip(curves, lines).map { curve, line -> [LabelSpot] in
            let width = TextWidth.estimate(curve.title, size: Chart.textSize)
            return line.flatMap { point in
                [(-7.0, 0.0), (15, 1), (-16, 6), (24, 7)].map { dy, penalty in
                    LabelSpot(x: point.x, y: point.y + dy, anchor: .start, width: width, size: Chart.textSize, penalty: penalty)
                }
            }
        }
        let placed = LabelPlacement(bounds: plot, marks: [], lines: segments).place(spots)
        for (index, spot) in placed.enumerated() {
            if let spot { chart.label(curves[index].title, at: spot, style: Self.styles[index].label) }
        }
    }
}
