// From records to kernel bars: which configurations are one group, which figure of a machine stands in it.
// Leaves to others: sizes as curves (CurveMaking), end-to-end results (WorkloadMaking).

import Measurement
import Records

struct KernelMaking {
    /// More bars a group and more groups a benchmark than these make a page longer, not clearer.
    static let barLimit = 8
    static let groupLimit = 24

    var records: [(Record, String)]
    var options: Board.Options

    /// A benchmark that states some configurations as a time and others as a rate becomes a board for each.
    private struct Key: Hashable {
        var benchmark: String
        var metric: Metric
    }

    func boards() -> [KernelBoard] {
        var order: [Key] = []
        var found: [Key: [Point]] = [:]
        for (record, _) in records where record.provenance.kind != .published {
            let source = Source(record, highlight: options.highlight)
            for measured in record.measurements {
                guard let point = Point(source, measured) else { continue }
                let key = Key(benchmark: measured.configuration.benchmark, metric: measured.metric)
                if found[key] == nil { order.append(key) }
                found[key, default: []].append(point)
            }
        }
        return order.map { board($0, found[$0] ?? []) }
    }

    private func board(_ key: Key, _ points: [Point]) -> KernelBoard {
        // Only the newest revision of a benchmark: an older one measured something else.
        let revision = points.map(\.revision).max()
        let newestEngine = points.filter { $0.revision == revision && $0.bar.engine == "mettle" }.map(\.engineRevision).max()
        var titles: [String] = []
        var groups: [String: [Point]] = [:]
        for var point in points where point.revision == revision {
            if let newestEngine, point.bar.engine == "mettle", point.engineRevision < newestEngine {
                point.bar.olderRevision = point.engineRevision
            }
            if groups[point.group] == nil { titles.append(point.group) }
            groups[point.group, default: []].append(point)
        }
        let all = titles.map { group($0, groups[$0] ?? [], higherIsBetter: key.metric.higherIsBetter) }
        return KernelBoard(
            benchmark: key.benchmark, metric: key.metric, groups: Array(all.prefix(Self.groupLimit)),
            omittedGroupCount: max(0, all.count - Self.groupLimit))
    }

    private func group(_ title: String, _ points: [Point], higherIsBetter: Bool) -> KernelGroup {
        var best: [[String]: Point] = [:]
        for point in points {
            if let other = best[point.machineIdentity], !point.isBetter(than: other, higherIsBetter) { continue }
            best[point.machineIdentity] = point
        }
        let bars = best.values.map(\.bar).sorted {
            if $0.value != $1.value { return ($0.value > $1.value) == higherIsBetter }
            return ($0.machine, $0.label, $0.runId, $0.engine) < ($1.machine, $1.label, $1.runId, $1.engine)
        }
        let kept = bars.enumerated().filter { $0.offset < Self.barLimit || $0.element.isHighlighted }.map(\.element)
        return KernelGroup(title: title, bars: kept, omittedBarCount: bars.count - kept.count)
    }
}

extension KernelMaking {
    /// What all results of one record share.
    struct Source {
        var record: Record
        var machineIdentity: [String]
        /// The largest team that each benchmark ran with.
        var mostThreads: [String: Int] = [:]
        var plausibility: Plausibility
        var isHighlighted: Bool

        init(_ record: Record, highlight: String?) {
            let machine = record.machine
            self.record = record
            machineIdentity = [record.label, machine.name, machine.machineClass, machine.provider ?? "", machine.instance ?? ""]
            for configuration in record.measurements.lazy.map(\.configuration) where configuration.course == nil {
                mostThreads[configuration.benchmark] = max(mostThreads[configuration.benchmark] ?? 1, configuration.threads)
            }
            plausibility = Plausibility(record)
            isHighlighted = record.runId == highlight
        }
    }

    /// A measured kernel configuration, with the group that it falls into.
    struct Point {
        var bar: KernelBar
        var revision: Int
        var engineRevision: Int
        var group: String
        var machineIdentity: [String]
        var createdAt: String

        init?(_ source: Source, _ measured: MeasuredConfiguration) {
            let (record, configuration) = (source.record, measured.configuration)
            let most = source.mostThreads[configuration.benchmark] ?? 1
            guard measured.outcome.isCompleted, measured.training == nil, configuration.course == nil, let value = measured.value,
                let summary = measured.summary,
                let work = measured.work, value.isFinite
            else { return nil }
            // A sweep over sizes is drawn as curves, also for one thread; its bar is what all threads reach together.
            let byteCount = WorkingSet.byteCount(of: configuration)
            if byteCount != nil, configuration.threads != most { return nil }
            // Teams between one thread and all are a matter of scaling.
            if configuration.device.hasPrefix("cpu"), configuration.threads > 1, configuration.threads < most { return nil }
            let ends = [summary.intervalSeconds.lower, summary.intervalSeconds.upper].map {
                measured.metric.value(seconds: $0, work: work)
            }
            let flags = source.plausibility.flags(of: measured)
            revision = configuration.revision
            engineRevision = measured.engineRevision
            createdAt = record.createdAt
            group = Self.title(configuration, most: most)
            machineIdentity = source.machineIdentity + [configuration.device, configuration.engineName]
            bar = KernelBar(
                runId: record.runId, machine: record.machine.name, label: record.label,
                device: configuration.device.hasPrefix("cuda") ? .gpu : .cpu, provider: record.machine.provider,
                provenance: BoardRow.Provenance(record), engine: measured.engine,
                value: value, interval: Interval(lower: ends.min() ?? value, upper: ends.max() ?? value), threads: configuration.threads,
                instructionSet: configuration.instructionSet, byteCount: byteCount, roofFraction: measured.roof?.fraction,
                executedRoofFraction: measured.executedRoofFraction,
                grade: flags.isEmpty ? measured.grade : nil, flags: flags, isHighlighted: source.isHighlighted)
        }

        /// Of one machine: the larger working set (beyond the caches), an unflagged figure, the newer engine, the better value, the newer run.
        func isBetter(than other: Point, _ higherIsBetter: Bool) -> Bool {
            let (mine, theirs) = (bar.byteCount ?? 0, other.bar.byteCount ?? 0)
            if mine != theirs { return mine > theirs }
            if bar.flags.isEmpty != other.bar.flags.isEmpty { return bar.flags.isEmpty }
            if engineRevision != other.engineRevision { return engineRevision > other.engineRevision }
            if bar.value != other.bar.value { return (bar.value > other.bar.value) == higherIsBetter }
            return createdAt > other.createdAt
        }

        /// Precision and parameters, and whether one thread or all: what machines are compared by.
        private static func title(_ configuration: Configuration, most: Int) -> String {
            var parts = configuration.precision.map { [$0] } ?? []
            let shown = configuration.parameters.filter { !WorkingSet.names.contains($0.name) && $0.value != "auto" }
            parts += shown.map { $0.name == $0.value || $0.name.isEmpty ? $0.value : "\($0.name) \($0.value)" }
            if configuration.device.hasPrefix("cpu"), most > 1 {
                parts.append(configuration.threads == 1 ? "one thread" : "all threads")
            }
            if configuration.device.hasPrefix("cuda") { parts.append("GPU") }
            return parts.joined(separator: ", ")
        }
    }
}
