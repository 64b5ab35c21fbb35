// Places labels beside their points so that nothing covers anything.
// Leaves to others: what is labelled and in which order of importance (CostTimeChart, CurveChart).

struct Box: Equatable {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    func overlap(_ other: Box) -> Double {
        let width = min(right, other.right) - max(left, other.left)
        let height = min(bottom, other.bottom) - max(top, other.top)
        return width > 0 && height > 0 ? width * height : 0
    }

    func contains(_ other: Box) -> Bool {
        other.left >= left && other.right <= right && other.top >= top && other.bottom <= bottom
    }

    func grown(by margin: Double) -> Box { Box(left: left - margin, top: top - margin, right: right + margin, bottom: bottom + margin) }
}

struct Segment: Equatable {
    var x1: Double
    var y1: Double
    var x2: Double
    var y2: Double

    /// Length of the part inside `box`, by clipping (Liang–Barsky).
    func length(inside box: Box) -> Double {
        let (dx, dy) = (x2 - x1, y2 - y1)
        var (from, to) = (0.0, 1.0)
        for (step, distance) in [(-dx, x1 - box.left), (dx, box.right - x1), (-dy, y1 - box.top), (dy, box.bottom - y1)] {
            if step == 0 {
                if distance < 0 { return 0 }
            } else if step < 0 {
                from = max(from, distance / step)
            } else {
                to = min(to, distance / step)
            }
        }
        return to > from ? (to - from) * (dx * dx + dy * dy).squareRoot() : 0
    }

    func crosses(_ other: Segment) -> Bool {
        func side(_ s: Segment, _ x: Double, _ y: Double) -> Double { (s.x2 - s.x1) * (y - s.y1) - (s.y2 - s.y1) * (x - s.x1) }
        return side(self, other.x1, other.y1) * side(self, other.x2, other.y2) < 0
            && side(other, x1, y1) * side(other, x2, y2) < 0
    }
}

/// Where a label may stand: its text's start, middle or end at `x`, its baseline at `y`.
struct LabelSpot: Equatable {
    enum Anchor: String { case start, middle, end }
    var x: Double
    var y: Double
    var anchor: Anchor
    var box: Box
    /// A line from the mark to a label that stands away from it.
    var leader: Segment?
    var penalty: Double

    init(x: Double, y: Double, anchor: Anchor, width: Double, size: Double, leader: Segment? = nil, penalty: Double) {
        let left = anchor == .start ? x : anchor == .middle ? x - width / 2 : x - width
        self.x = x
        self.y = y
        self.anchor = anchor
        self.leader = leader
        self.penalty = penalty
        box = Box(left: left, top: y - size * 0.8, right: left + width, bottom: y + size * 0.22)
    }
}

struct LabelPlacement {
    /// Labels stay inside.
    var bounds: Box
    /// Marks that no label may cover.
    var marks: [Box]
    /// Lines that a label rather does not cover.
    var lines: [Segment]

    /// One spot a label, nil where every one would cover something. Earlier labels matter more.
    ///
    /// Each label takes its cheapest spot given the others', and takes it again until nothing moves; a label that still covers a mark or
    /// another label is left out.
    func place(_ labels: [[LabelSpot]]) -> [LabelSpot?] {
        let costs = labels.map { spots in spots.map(fixedCost) }
        var chosen = [Int?](repeating: nil, count: labels.count)
        for _ in 0..<6 {
            var moved = false
            for label in labels.indices {
                let best = labels[label].indices.min { a, b in
                    cost(label, a, labels, costs, chosen) < cost(label, b, labels, costs, chosen)
                }
                if best != chosen[label] { moved = true }
                chosen[label] = best
            }
            if !moved { break }
        }
        for label in labels.indices.reversed() {
            guard let spot = chosen[label] else { continue }
            if cost(label, spot, labels, costs, chosen) >= Self.forbidden { chosen[label] = nil }
        }
        return zip(labels, chosen).map { spots, index in index.map { spots[$0] } }
    }

    private static let forbidden = 10_000.0

    /// What a spot costs whatever the other labels do.
    private func fixedCost(_ spot: LabelSpot) -> Double {
        guard bounds.contains(spot.box) else { return Self.forbidden }
        var cost = spot.penalty
        for mark in marks where mark.overlap(spot.box) > 0 { cost += Self.forbidden }
        for line in lines { cost += 2.5 * line.length(inside: spot.box) }
        if let leader = spot.leader {
            for mark in marks where leader.length(inside: mark) > 4 { cost += 60 }
            for line in lines where leader.crosses(line) { cost += 10 }
        }
        return cost
    }

    private func cost(_ label: Int, _ spot: Int, _ labels: [[LabelSpot]], _ costs: [[Double]], _ chosen: [Int?]) -> Double {
        let own = labels[label][spot]
        var cost = costs[label][spot]
        for (other, index) in chosen.enumerated() {
            guard other != label, let index else { continue }
            let spot = labels[other][index]
            if own.box.overlap(spot.box) > 0 { cost += Self.forbidden }
            if let leader = own.leader, leader.length(inside: spot.box) > 0 { cost += 80 }
            if let leader = spot.leader, leader.length(inside: own.box) > 0 { cost += 80 }
            if let a = own.leader, let b = spot.leader, a.crosses(b) { cost += 40 }
        }
        return cost
    }
}

extension LabelSpot {
    /// The places round a mark at (`x`, `y`) with radius `radius`: beside it, above, below, the corners, then away from it with a leader.
    /// A mark with whiskers reaches from `left` to `right`.
    static func around(
        x: Double, y: Double, radius: Double, left: Double, right: Double, width: Double, size: Double
    ) -> [LabelSpot] {
        let (gap, middle) = (radius + 4, y + size * 0.32)
        var spots = [
            LabelSpot(x: max(x + gap, right + 4), y: middle, anchor: .start, width: width, size: size, penalty: 0),
            LabelSpot(x: min(x - gap, left - 4), y: middle, anchor: .end, width: width, size: size, penalty: 2),
            LabelSpot(x: x, y: y - radius - 5, anchor: .middle, width: width, size: size, penalty: 4),
            LabelSpot(x: x, y: y + radius + size, anchor: .middle, width: width, size: size, penalty: 5),
            LabelSpot(x: x + gap - 2, y: y - radius - 2, anchor: .start, width: width, size: size, penalty: 6),
            LabelSpot(x: x - gap + 2, y: y - radius - 2, anchor: .end, width: width, size: size, penalty: 7),
            LabelSpot(x: x + gap - 2, y: y + radius + size - 2, anchor: .start, width: width, size: size, penalty: 7),
            LabelSpot(x: x - gap + 2, y: y + radius + size - 2, anchor: .end, width: width, size: size, penalty: 8),
        ]
        for (step, distance) in [18.0, 30, 44, 60].enumerated() {
            for (dx, dy) in [(1.0, -1.0), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1), (1, 0), (-1, 0)] {
                let diagonal = dx != 0 && dy != 0 ? 0.75 : 1
                let (ex, ey) = (x + dx * distance * diagonal, y + dy * distance * diagonal)
                let anchor: Anchor = dx > 0 ? .start : dx < 0 ? .end : .middle
                let baseline = dx == 0 ? (dy < 0 ? ey - 3 : ey + size * 0.85) : ey + size * 0.32
                let length = (dx * dx + dy * dy).squareRoot()
                let leader = Segment(x1: x + dx / length * (radius + 1.5), y1: y + dy / length * (radius + 1.5), x2: ex, y2: ey)
                spots.append(
                    LabelSpot(
                        x: ex + dx * 2, y: baseline, anchor: anchor, width: width, size: size, leader: leader,
                        penalty: 22 + Double(step) * 12))
            }
        }
        return spots
    }
}
