// What one machine gains from threads: each benchmark that ran with teams of several sizes, its speed-up and efficiency.
// Leaves to others: making it from a record (ScalingBoard+Record), columns and digits (Pages, mettle).

package import Measurement

package struct ScalingBoard: Sendable, Equatable {
    package var runId: String
    package var machine: String
    package var label: String
    package var device: BoardRow.DeviceKind
    package var provider: String?
    package var lines: [ScalingLine]
    package var isHighlighted: Bool
    /// Machines whose teams the records hold and the page does not show.
    package var omittedMachineCount: Int

    /// Every team size of any line, ascending.
    package var teams: [Int] { Set(lines.flatMap { $0.points.map(\.threads) }).sorted() }
}

/// One configuration but for its threads.
package struct ScalingLine: Sendable, Equatable {
    package var benchmark: String
    /// `fp32, n 1024, nn`; without threads, and without the instruction set where there is one only.
    package var title: String
    package var metric: Metric
    /// By threads, ascending; two at least. The first is what the others are compared with.
    package var points: [ScalingPoint]

    package init(benchmark: String, title: String, metric: Metric, points: [ScalingPoint]) {
        self.benchmark = benchmark
        self.title = title
        self.metric = metric
        self.points = points
    }
}

package struct ScalingPoint: Sendable, Equatable {
    package var threads: Int
    /// In the metric's SI unit.
    package var value: Double
    /// Speed over that of the smallest team; 1 for that team itself.
    package var speedUp: Double
    /// 95 %, of what varies within the two series.
    package var speedUpInterval: Interval
    /// Speed-up over the ratio of the teams' sizes: 1 is all that more threads could give.
    package var efficiency: Double
    package var grade: Grade?
}
