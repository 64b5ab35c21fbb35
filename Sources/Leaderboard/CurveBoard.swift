// Figures over the working set, from the first cache to memory: one machine, one team, one line a kernel.
// Leaves to others: making it from records (CurveMaking), drawing (CurveChart in Pages).

package import Measurement

package struct CurveBoard: Sendable, Equatable {
    package var benchmark: String
    package var metric: Metric
    package var runId: String
    package var machine: String
    package var label: String
    package var device: BoardRow.DeviceKind
    package var provider: String?
    package var threads: Int
    package var caches: [CacheSize]
    package var curves: [Curve]
    package var isHighlighted: Bool
    /// Machines whose curves the records hold and the page does not draw.
    package var omittedMachineCount: Int
}

package struct Curve: Sendable, Equatable {
    /// `triad, non-temporal`.
    package var title: String
    /// By size, smallest first; values in the metric's SI unit.
    package var points: [CurvePoint]
    package init(title: String, points: [CurvePoint]) {
        self.title = title
        self.points = points
    }
}

package struct CurvePoint: Sendable, Equatable {
    package var byteCount: Double
    package var value: Double
    package var interval: Interval
    package init(byteCount: Double, value: Double, interval: Interval) {
        self.byteCount = byteCount
        self.value = value
        self.interval = interval
    }
}

/// A cache that one core can reach, for the bands behind a curve.
package struct CacheSize: Sendable, Equatable {
    /// `L1`, `L2`, `L3`.
    package var name: String
    package var byteCount: Double
    package init(name: String, byteCount: Double) {
        self.name = name
        self.byteCount = byteCount
    }
}
