// From records to curves over the working set.
// Leaves to others: the largest size as a bar (KernelMaking), which lines a chart draws (Pages).

import Measurement
import Records

struct CurveMaking {
    /// Machines a benchmark whose curves are drawn: the reader's own first, then the newest.
    static let machineLimit = 2

    var records: [(Record, String)]
    var options: Board.Options

    func boards() -> [CurveBoard] {
        var order: [String] = []
        var found: [String: [CurveBoard]] = [:]
        let newestFirst = records.map(\.0).reversed().sorted { a, b in
            a.runId == options.highlight && b.runId != options.highlight
        }
        for record in newestFirst where record.provenance.kind != .published {
            for (benchmark, boards) in curves(of: record) {
                if found[benchmark] == nil { order.append(benchmark) }
                let known = Set((found[benchmark] ?? []).map { [$0.machine, $0.label] })
                if !known.contains([record.machine.name, record.label]) { found[benchmark, default: []] += boards }
            }
        }
        return order.flatMap { limited(found[$0] ?? []) }
    }

    private func limited(_ boards: [CurveBoard]) -> [CurveBoard] {
        var runs: [String] = []
        for board in boards where !runs.contains(board.runId) { runs.append(board.runId) }
        let kept = runs.prefix(Self.machineLimit)
        return boards.filter { kept.contains($0.runId) }.map { board in
            var board = board
            board.omittedMachineCount = runs.count - kept.count
            return board
        }
    }

    /// A board for one thread and one for the largest team, of every benchmark with at least three sizes.
    private func curves(of record: Record) -> [(String, [CurveBoard])] {
        var order: [String] = []
        var found: [String: [MeasuredConfiguration]] = [:]
        for measured in record.measurements where measured.outcome.isCompleted && WorkingSet.byteCount(of: measured.configuration) != nil {
            let benchmark = measured.configuration.benchmark
            if found[benchmark] == nil { order.append(benchmark) }
            found[benchmark, default: []].append(measured)
        }
        return order.map { benchmark in
            let all = found[benchmark] ?? []
            let teams = Set(all.map(\.configuration.threads))
            let shown = Set([teams.min() ?? 1, teams.max() ?? 1]).sorted()
            return (benchmark, shown.compactMap { board(record, benchmark, all, threads: $0) })
        }
    }

    private func board(_ record: Record, _ benchmark: String, _ all: [MeasuredConfiguration], threads: Int) -> CurveBoard? {
        guard let metric = all.first?.metric else { return nil }
        var titles: [String] = []
        var points: [String: [Double: CurvePoint]] = [:]
        for measured in all where measured.configuration.threads == threads && measured.metric == metric {
            guard let point = CurvePoint(measured) else { continue }
            let title = Self.title(measured.configuration)
            if points[title] == nil { titles.append(title) }
            // Of two instruction sets at one size the better figure is the machine's.
            if let other = points[title]?[point.byteCount], (other.value > point.value) == metric.higherIsBetter { continue }
            points[title, default: [:]][point.byteCount] = point
        }
        let curves = titles.map { title in
            Curve(title: title, points: (points[title] ?? [:]).values.sorted { $0.byteCount < $1.byteCount })
        }.filter { $0.points.count >= 3 }
        guard !curves.isEmpty else { return nil }
        return CurveBoard(
            benchmark: benchmark, metric: metric, runId: record.runId, machine: record.machine.name, label: record.label, device: .cpu,
            provider: record.machine.provider, threads: threads,
            caches: record.machine.dataCacheTotals(threads: threads).map {
                CacheSize(name: "L\($0.level)", byteCount: Double($0.byteCount))
            },
            curves: curves,
            isHighlighted: record.runId == options.highlight, omittedMachineCount: 0)
    }

    private static func title(_ configuration: Configuration) -> String {
        let shown = configuration.parameters.filter { !WorkingSet.names.contains($0.name) }
        return shown.map(\.value).joined(separator: ", ")
    }
}

extension CurvePoint {
    fileprivate init?(_ measured: MeasuredConfiguration) {
        guard let bytes = WorkingSet.byteCount(of: measured.configuration), let value = measured.value, value.isFinite,
            let summary = measured.summary, let work = measured.work
        else { return nil }
        let ends = [summary.intervalSeconds.lower, summary.intervalSeconds.upper].map { measured.metric.value(seconds: $0, work: work) }
        self.init(byteCount: bytes, value: value, interval: Interval(lower: ends.min() ?? value, upper: ends.max() ?? value))
    }
}
