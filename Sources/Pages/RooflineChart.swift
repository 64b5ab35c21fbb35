// A roofline: operations a second over operations a byte, both axes logarithmic, the machine's own roofs, and what stands under them.
// Leaves to others: every point as numbers (BoardPage+Roofline), axes' mathematics (Scale), where labels go (LabelPlacement).

import Leaderboard
import Measurement

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

struct RooflineChart {
    /// A mark's shape says which training it belongs to; kernels are hollow.
    private static let shapes: [(shape: MarkShape, style: StaticString)] = [
        (.disc, "dk"), (.square, "da"), (.triangle, "db"), (.diamond, "dk"),
    ]

    let board: RooflineBoard
    let isNarrow: Bool
    private let marks: [Mark]
    private let unit: FigureUnit
    private var chart: Chart
    private let plot: Box
    private let intensity: LogScale
    private let rate: LogScale

    private struct Mark {
        var point: RooflinePoint
        var shape: MarkShape
        var style: StaticString
        /// nil where another mark of the same name has it already.
        var label: String?
        var x = 0.0
        var y = 0.0
        /// Where useful operations stand, where they differ from those executed: of whole steps, or lines would hatch the drawing.
        var useful: (x: Double, y: Double)?

        var box: Box { Box(left: x - 5, top: y - 5, right: x + 5, bottom: y + 5) }
        var usefulBox: Box? { useful.map { Box(left: $0.x - 5, top: $0.y - 5, right: $0.x + 5, bottom: $0.y + 5) } }
        var stem: Segment? { useful.map { Segment(x1: x, y1: y, x2: $0.x, y2: $0.y) } }
    }

    init(_ board: RooflineBoard, isNarrow: Bool) {
        self.board = board
        self.isNarrow = isNarrow
        let (width, height) = isNarrow ? (368.0, 430.0) : (600.0, 520.0)
        plot = Box(left: isNarrow ? 46 : 54, top: 30, right: width - 12, bottom: height - 44)
        let points = board.marks
        let peak = board.arithmetic.map(\.operationsPerSecond).max() ?? 1
        let rates = points.flatMap { $0.subject == .step ? [$0.executedPerSecond, $0.usefulPerSecond] : [$0.executedPerSecond] } + [peak]
        let unit = FigureUnit.suited(to: rates.max() ?? peak, metric: .operationsPerSecond)
        self.unit = unit
        // All slopes begin left of their corners.
        let corner = board.memory.map { peak / $0.bytesPerSecond }
        let across = points.compactMap(\.intensity) + points.filter { $0.subject == .step }.compactMap(\.usefulIntensity)
        let leftmost = min((across.min() ?? 1) * 0.7, (corner.min() ?? 1) * 0.4)
        intensity = LogScale(lower: leftmost, upper: max((across.max() ?? 1) * 1.7, leftmost * 10), start: plot.left, end: plot.right)
        let least = max((rates.min() ?? 1) * 0.55, peak / 2000)
        rate = LogScale(
            lower: least * unit.factor, upper: max((rates.max() ?? 1) * 1.5, least * 10) * unit.factor, start: plot.bottom, end: plot.top)
        chart = Chart(width: width, height: height)
        var marks = Self.named(points)
        for index in marks.indices {
            let point = marks[index].point
            marks[index].x = intensity(point.intensity ?? intensity.lower)
            marks[index].y = rate(point.executedPerSecond * unit.factor)
            if point.subject == .step, point.executedOperations != nil, let useful = point.usefulIntensity {
                marks[index].useful = (intensity(useful), rate(point.usefulPerSecond * unit.factor))
            }
        }
        let bottom = plot.bottom
        self.marks = marks.filter { $0.y <= bottom }
    }

    /// Trainings by shape in their order; a layer's shape that two networks share is named once.
    private static func named(_ points: [RooflinePoint]) -> [Mark] {
        var groups: [String] = []
        var named: Set<String> = []
        return points.map { point in
            if point.subject != .kernel, !groups.contains(point.group) { groups.append(point.group) }
            let label = point.markLabel
            let isNew = named.insert(label).inserted
            guard point.subject != .kernel, let place = groups.firstIndex(of: point.group) else {
                return Mark(point: point, shape: .diamond, style: "do", label: isNew ? label : nil)
            }
            let (shape, style) = shapes[place % shapes.count]
            return Mark(point: point, shape: shape, style: style, label: isNew ? label : nil)
        }
    }

    /// `discs` for a training's benchmark, in the order in which they are drawn.
    static func legend(_ board: RooflineBoard) -> [(group: String, shape: String)] {
        var groups: [String] = []
        for point in board.marks where point.subject != .kernel && !groups.contains(point.group) { groups.append(point.group) }
        return groups.enumerated().map { ($0.element, shapes[$0.offset % shapes.count].shape.plural) }
    }

    mutating func draw(into page: inout Markup, finding: String) {
        drawAxes()
        let roofs = drawRoofs()
        for mark in marks {
            guard let stem = mark.stem, let useful = mark.useful else { continue }
            chart.line(stem, style: "stem")
            chart.shape(mark.shape, x: useful.x, y: useful.y, style: "do")
        }
        for mark in marks {
            chart.titled(title(mark.point)) { $0.shape(mark.shape, x: mark.x, y: mark.y, style: mark.style) }
        }
        drawLabels(roofs)
        chart.svg(into: &page, finding: finding)
    }

    private mutating func drawAxes() {
        for tick in rate.ticks(most: 8) {
            let y = rate(tick)
            chart.line(Segment(x1: plot.left, y1: y, x2: plot.right, y2: y), style: "gl")
            chart.text(Digits.tick(tick), x: plot.left - 7, y: y + 4.2, style: "tick", anchor: .end)
        }
        for tick in intensity.ticks(most: isNarrow ? 5 : 7) {
            let x = intensity(tick)
            chart.line(Segment(x1: x, y1: plot.top, x2: x, y2: plot.bottom), style: "gl")
            chart.line(Segment(x1: x, y1: plot.bottom, x2: x, y2: plot.bottom + 4), style: "axis")
            chart.text(Digits.tick(tick), x: x, y: plot.bottom + 17, style: "tick", anchor: x > plot.right - 14 ? .end : .middle)
        }
        chart.line(Segment(x1: plot.left, y1: plot.bottom, x2: plot.right, y2: plot.bottom), style: "axis")
        chart.text("\(unit.symbol), \(board.threads == 1 ? "one thread" : "\(board.threads) threads")", x: 7, y: 14, style: "axt")
        chart.text("Operations a byte", x: plot.right, y: plot.bottom + 37, style: "axt", anchor: .end)
    }

    /// Slopes for the levels, flats for the precisions; answers their lines and what their names cover.
    private mutating func drawRoofs() -> (lines: [Segment], labels: [Box]) {
        let peak = board.arithmetic.map(\.operationsPerSecond).max() ?? rate.upper / unit.factor
        let slopes = board.memory.compactMap { roof -> (roof: MemoryRoof, line: Segment)? in
            // Where the slope enters the drawing, from the left or from below.
            let from = max(intensity.lower, rate.lower / unit.factor / roof.bytesPerSecond)
            let to = min(peak / roof.bytesPerSecond, intensity.upper)
            guard to > from else { return nil }
            func y(_ x: Double) -> Double { rate(x * roof.bytesPerSecond * unit.factor) }
            return (roof, Segment(x1: intensity(from), y1: y(from), x2: intensity(to), y2: y(to)))
        }
        let fastest = board.memory.map(\.bytesPerSecond).max()
        let flats = board.arithmetic.compactMap { roof -> (roof: ArithmeticRoof, line: Segment)? in
            let from = fastest.map { max(intensity.lower, roof.operationsPerSecond / $0) } ?? intensity.lower
            let y = rate(roof.operationsPerSecond * unit.factor)
            guard from < intensity.upper, rate.contains(roof.operationsPerSecond * unit.factor) else { return nil }
            return (roof, Segment(x1: intensity(from), y1: y, x2: plot.right, y2: y))
        }
        let lines = slopes.map(\.line) + flats.map(\.line)
        for line in lines { chart.path([(line.x1, line.y1), (line.x2, line.y2)], style: "k") }
        var labels = flats.map { name($0.roof, over: $0.line) }
        for slope in slopes { labels += name(slope.roof, along: slope.line, avoiding: labels, lines) }
        return (lines, labels)
    }

    private mutating func name(_ roof: ArithmeticRoof, over line: Segment) -> Box {
        let text = "\(roof.precision) \(unit.text(roof.operationsPerSecond))"
        chart.text(text, x: plot.right - 2, y: line.y1 - 5, style: "lab b", anchor: .end)
        let width = TextWidth.estimate(text, size: Chart.textSize)
        return Box(left: plot.right - 2 - width, top: line.y1 - 16, right: plot.right, bottom: line.y1 - 2)
    }

    /// Writes a level's name along its slope, near its upper end, above or else below it; answers what it covers.
    private mutating func name(_ roof: MemoryRoof, along line: Segment, avoiding taken: [Box], _ lines: [Segment]) -> [Box] {
        let (dx, dy) = (line.x2 - line.x1, line.y2 - line.y1)
        let length = (dx * dx + dy * dy).squareRoot()
        let (ux, uy) = (dx / length, dy / length)
        let full = "\(roof.name) \(FigureUnit.gigabytes.text(roof.bytesPerSecond)) GB/s"
        for text in [full, roof.name] {
            let room = TextWidth.estimate(text, size: Chart.textSize)
            for (back, side) in stride(from: 10.0, through: max(0, length - room), by: 8).flatMap({ [($0, 4.0), ($0, -12.5)] }) {
                let end = (x: line.x2 - ux * back + uy * side, y: line.y2 - uy * back - ux * side)
                let covered = stride(from: 0.0, through: room, by: 6).map { along in
                    let (x, y) = (end.x - ux * along + uy * 4, end.y - uy * along - ux * 4)
                    return Box(left: x - 5, top: y - 5, right: x + 5, bottom: y + 5)
                }
                let isFree = covered.allSatisfy { box in
                    (taken + marks.map(\.box)).allSatisfy { $0.overlap(box) == 0 } && box.top > plot.top - 4 && box.left > plot.left
                        && lines.allSatisfy { $0 == line || $0.length(inside: box) == 0 }
                }
                guard isFree else { continue }
                chart.rotated(text, x: end.x, y: end.y, degrees: atan2(dy, dx) * 180 / Double.pi, style: "isot")
                return covered
            }
        }
        return []
    }

    private mutating func drawLabels(_ roofs: (lines: [Segment], labels: [Box])) {
        // Steps first, then what takes most of the time.
        let order = marks.indices.filter { marks[$0].label != nil }.sorted { a, b in
            func key(_ mark: Mark) -> (Int, Double) { (mark.point.subject == .step ? 0 : 1, -mark.point.seconds) }
            return key(marks[a]) < key(marks[b])
        }
        func spots(_ text: String, _ x: Double, _ y: Double) -> [LabelSpot] {
            LabelSpot.around(
                x: x, y: y, radius: 5, left: x, right: x, width: TextWidth.estimate(text, size: Chart.textSize), size: Chart.textSize)
        }
        var labels = order.map { (text: marks[$0].label ?? "", x: marks[$0].x, y: marks[$0].y, isStep: marks[$0].point.subject == .step) }
        for mark in marks {
            if let useful = mark.useful { labels.append(("\(mark.point.group.network), useful", useful.x, useful.y, false)) }
        }
        let placement = LabelPlacement(
            bounds: Box(left: plot.left, top: plot.top - 10, right: chart.width, bottom: plot.bottom),
            marks: marks.map(\.box) + marks.compactMap(\.usefulBox) + roofs.labels, lines: roofs.lines + marks.compactMap(\.stem))
        for (label, spot) in zip(labels, placement.place(labels.map { spots($0.text, $0.x, $0.y) })) {
            if let spot { chart.label(label.text, at: spot, style: label.isStep ? "lab b" : "lab") }
        }
    }

    private func title(_ point: RooflinePoint) -> String {
        var text = "\(point.group), \(point.markTitle): \(unit.text(point.usefulPerSecond)) \(unit.symbol) useful"
        if point.executedOperations != nil { text += ", \(unit.text(point.executedPerSecond)) executed" }
        if let fraction = point.fraction { text += ", \(Figure.percent(fraction)) of the attainable" }
        return text
    }
}

extension RooflinePoint {
    /// A few words beside a mark.
    fileprivate var markLabel: String {
        switch subject {
        case .layer(let layer): layer.shape
        case .step: "\(group.network) step"
        case .kernel: "\(group)\(precision.map { " \($0)" } ?? "")"
        }
    }

    fileprivate var markTitle: String {
        guard case .layer(let layer) = subject else { return title }
        return layer.count > 1 ? "\(layer.count) layers \(layer.shape)" : layer.name
    }
}

extension String {
    /// `vgg16-bn` of `vgg16-bn/train`.
    var network: String { hasSuffix("/train") ? String(dropLast("/train".count)) : self }
}
