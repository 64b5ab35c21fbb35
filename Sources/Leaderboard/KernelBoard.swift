// One kernel benchmark's bars: a group for each configuration, a bar for each machine.
// Leaves to others: making it from records (KernelMaking), scale and digits (Pages).

package import Measurement

package struct KernelBoard: Sendable, Equatable {
    package var benchmark: String
    package var metric: Metric
    package var groups: [KernelGroup]
    package var omittedGroupCount: Int

    package init(benchmark: String, metric: Metric, groups: [KernelGroup], omittedGroupCount: Int = 0) {
        self.benchmark = benchmark
        self.metric = metric
        self.groups = groups
        self.omittedGroupCount = omittedGroupCount
    }
}

/// One configuration but for threads and instruction set, of which each machine shows its best.
package struct KernelGroup: Sendable, Equatable {
    /// `fp32, n 1024, all threads`.
    package var title: String
    /// Best first.
    package var bars: [KernelBar]
    package var omittedBarCount: Int

    package init(title: String, bars: [KernelBar], omittedBarCount: Int = 0) {
        self.title = title
        self.bars = bars
        self.omittedBarCount = omittedBarCount
    }
}

package struct KernelBar: Sendable, Equatable {
    package var runId: String
    package var machine: String
    package var label: String
    package var device: BoardRow.DeviceKind
    package var provider: String?
    package var provenance: BoardRow.Provenance
    /// `mettle`, or another engine with its version.
    package var engine: String
    /// Of Mettle's own engine where another machine of the board ran a newer one: part of the difference may be the program's.
    package var olderRevision: Int?
    /// In the metric's SI unit.
    package var value: Double
    package var interval: Interval
    package var threads: Int
    package var instructionSet: String?
    /// The working set where the configuration sweeps sizes and the group shows the largest.
    package var byteCount: Double?
    /// Share of the measured roof that it is held against; nil where it has none.
    package var roofFraction: Double?
    /// The same of the operations that were executed, where they are others than the useful ones.
    package var executedRoofFraction: Double?
    /// nil where it is withheld from a flagged figure.
    package var grade: Grade?
    package var flags: [ImplausibilityFlag]
    package var isHighlighted: Bool
}
