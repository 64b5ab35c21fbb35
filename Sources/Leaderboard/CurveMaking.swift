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
        var drawn: [String: [CurveBoard]] = [:]
        var machines: [String: Set<[String]>] = [:]
        let newestFirst = records.map(\.0).reversed().sorted { a, b in
            a.runId == options.highlight && b.runId != options.highlight
        }
        for record in newestFirst where record.provenance.kind != .published {
            let machine = [record.machine.name, record.label]
            for (benchmark, swept) in sweeps(of: record) where machines[benchmark]?.contains(machine) != true {
                // Machines beyond the limit are counted, which takes a look at their sizes only.
                if machines[benchmark, default: []].count >= Self.machineLimit {
                    if hasCurve(swept) { machines[benchmark]?.insert(machine) }
                    continue
                }
                let boards = teams(of: swept).compactMap { board(record, benchmark, swept, threads: $0) }
                if boards.isEmpty { continue }
                if drawn[benchmark] == nil { order.append(benchmark) }
                drawn[benchmark, default: []] += boards
                machines[benchmark, default: []].insert(machine)
            }
        }
        return order.flatMap { benchmark in
            let omitted = max(0, (machines[benchmark]?.count ?? 0) - Self.machineLimit)
            return (drawn[benchmark] ?? []).map { board in
                var board = board
                board.omittedMachineCount = omitted
                return board
            }
        }
    }

    /// What was measured over working sets, by benchmark.
    private func sweeps(of record: Record) -> [(String, [MeasuredConfiguration])] {
        var order: [String] = []
        var found: [String: [MeasuredConfiguration]] = [:]
        for measured in record.measurements where measured.outcome.isCompleted && measured.configuration.course == nil {
            guard WorkingSet.byteCount(of: measured.configuration) != nil else { continue }
            let benchmark = measured.configuration.benchmark
            if found[benchmark] == nil { order.append(benchmark) }
            found[benchmark, default: []].append(measured)
        }
        return order.map { ($0, found[$0] ?? []) }
    }

    /// One thread, or the smallest team, and the largest: each is a board of its own.
    private func teams(of swept: [MeasuredConfiguration]) -> [Int] {
        let teams = Set(swept.map(\.configuration.threads))
        return Set([teams.min() ?? 1, teams.max() ?? 1]).sorted()
    }

    /// Whether some kernel has the three sizes that make a curve.
    private func hasCurve(_ swept: [MeasuredConfiguration]) -> Bool {
        let teams = teams(of: swept)
        let kernels = Dictionary(grouping: swept.filter { teams.contains($0.configuration.threads) && $0.metric == swept.first?.metric }) {
            "\($0.configuration.threads) \(Self.title($0.configuration))"
        }
        return kernels.values.contains { kernel in
            kernel.count >= 3 && Set(kernel.compactMap { CurvePoint($0)?.byteCount }).count >= 3
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
