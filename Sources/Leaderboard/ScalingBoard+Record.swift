// From a record to its lines over threads.
// Leaves to others: the ratio of two figures with its interval (Measurement.Comparison).

import Measurement
package import Records

extension ScalingBoard: MachineBoard {
    /// Families whose figure is about the threads themselves.
    private static let unscaled = ["dispatch/", "storage/", "network/"]

    /// What the lines of one benchmark have in common.
    private struct Key: Hashable {
        var configuration: Configuration
        var metric: Metric
    }

    /// Nil where nothing ran with teams of two sizes.
    package init?(_ record: Record) {
        var order: [Key] = []
        var found: [Key: [Int: MeasuredConfiguration]] = [:]
        for measured in record.measurements where measured.outcome.isCompleted {
            guard let key = Self.key(measured, record), let value = measured.value, value > 0, value.isFinite else { continue }
            if found[key] == nil { order.append(key) }
            // Of two working sets beyond the caches the better figure is the team's.
            let threads = measured.configuration.threads
            if let other = found[key]?[threads]?.value, (other > value) == measured.metric.higherIsBetter { continue }
            found[key, default: [:]][threads] = measured
        }
        let sets = Set(order.compactMap(\.configuration.instructionSet))
        let lines = order.compactMap { key -> ScalingLine? in
            guard let teams = found[key], teams.count > 1 else { return nil }
            return ScalingLine(key.configuration, metric: key.metric, teams: teams, namesInstructionSet: sets.count > 1)
        }
        guard !lines.isEmpty else { return nil }
        runId = record.runId
        machine = record.machine.name
        label = record.label
        device = .cpu
        provider = record.machine.provider
        self.lines = lines
        isHighlighted = false
        omittedMachineCount = 0
    }

    /// The configuration without threads; of working sets only memory, since what caches give grows with their number. Nil for what has no place here.
    private static func key(_ measured: MeasuredConfiguration, _ record: Record) -> Key? {
        var configuration = measured.configuration
        guard configuration.device == "cpu", configuration.course == nil, configuration.threads > 0,
            !unscaled.contains(where: { configuration.benchmark.hasPrefix($0) })
        else { return nil }
        if let bytes = WorkingSet.byteCount(of: configuration) {
            let last = record.machine.dataCacheTotals(threads: configuration.threads).last?.byteCount ?? 64 << 20
            guard bytes > Double(last) else { return nil }
            for index in configuration.parameters.indices where WorkingSet.names.contains(configuration.parameters[index].name) {
                configuration.parameters[index].value = "memory"
            }
        }
        configuration.threads = 0
        return Key(configuration: configuration, metric: measured.metric)
    }
}

extension ScalingLine {
    fileprivate init(
        _ configuration: Configuration, metric: Metric, teams: [Int: MeasuredConfiguration], namesInstructionSet: Bool
    ) {
        let sorted = teams.sorted { $0.key < $1.key }
        let base = sorted[0]
        benchmark = configuration.benchmark
        title = configuration.title(withInstructionSet: namesInstructionSet)
        self.metric = metric
        points = sorted.compactMap { threads, measured in
            guard let value = measured.value, let one = Estimate(speedOf: base.value), let other = Estimate(speedOf: measured) else {
                return nil
            }
            let ratio = Comparison(one, other, floor: .assumed)
            return ScalingPoint(
                threads: threads, value: value, speedUp: ratio.ratio,
                speedUpInterval: threads == base.key ? Interval(lower: 1, upper: 1) : ratio.interval,
                efficiency: ratio.ratio * Double(base.key) / Double(threads), grade: measured.grade)
        }
    }
}

extension Estimate {
    /// Seconds per unit of the metric's work: teams of other sizes do other amounts of it in an iteration.
    fileprivate init?(speedOf measured: MeasuredConfiguration) {
        guard let summary = measured.summary, let work = measured.work, summary.medianSeconds > 0 else { return nil }
        let unit = measured.metric.value(seconds: 1, work: work)
        guard unit > 0, unit.isFinite else { return nil }
        let perUnit = measured.metric.higherIsBetter ? unit : 1 / unit
        self.init(
            seconds: summary.medianSeconds / perUnit,
            interval: Interval(lower: summary.intervalSeconds.lower / perUnit, upper: summary.intervalSeconds.upper / perUnit))
    }
}
