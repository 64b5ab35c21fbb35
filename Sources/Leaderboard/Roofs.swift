// The roofs of one team, from a record's rows of `peak/*` and `memory/bandwidth`.
// Leaves to others: what is placed under them (RooflineBoard+Record).

import Measurement
import Records

struct Roofs {
    var arithmetic: [ArithmeticRoof]
    /// Fastest level first.
    var memory: [MemoryRoof]

    /// Peaks of the team and instruction set; bandwidths of the team, of the same instruction set where it has any.
    init(_ record: Record, device: String, threads: Int, instructionSet: String?) {
        let team = record.measurements.filter {
            $0.outcome.isCompleted && $0.configuration.course == nil && $0.configuration.device == device
                && $0.configuration.threads == threads
        }
        arithmetic = Self.peaks(team.filter { $0.configuration.instructionSet == instructionSet })
        let rows = team.filter { $0.configuration.benchmark == "memory/bandwidth" }
        let own = rows.filter { $0.configuration.instructionSet == instructionSet }
        memory = Self.levels(own.isEmpty ? rows : own, caches: record.machine.dataCacheTotals(threads: threads))
    }

    /// The peak of the precision that something multiplies in (`Configuration.arithmeticPrecision`).
    func peak(_ precision: String?) -> ArithmeticRoof? { arithmetic.first { $0.precision == precision } }

    /// The fastest level whose caches hold `bytes`, memory for what no cache holds.
    func level(holding bytes: Double) -> MemoryRoof? {
        memory.first { ($0.capacityBytes ?? .infinity) >= bytes }
    }

    /// The highest of each precision.
    private static func peaks(_ team: [MeasuredConfiguration]) -> [ArithmeticRoof] {
        var order: [String] = []
        var best: [String: ArithmeticRoof] = [:]
        for measured in team where measured.configuration.benchmark.hasPrefix("peak/") && measured.metric == .operationsPerSecond {
            guard let precision = measured.configuration.precision, let value = measured.value, value > 0, value.isFinite else { continue }
            if best[precision] == nil { order.append(precision) }
            if value > best[precision]?.operationsPerSecond ?? 0 {
                best[precision] = ArithmeticRoof(
                    precision: precision, operationsPerSecond: value, benchmark: measured.configuration.benchmark)
            }
        }
        return order.compactMap { best[$0] }
    }

    /// The best bandwidth, whatever the kernel, of working sets that a level holds and the one before it does not. Clearly so where there is a choice:
    /// between twice the smaller and three quarters of the larger, since at the borders both serve.
    private static func levels(_ rows: [MeasuredConfiguration], caches: [(level: Int, byteCount: Int)]) -> [MemoryRoof] {
        let sized = rows.compactMap { row -> (bytes: Double, rate: Double, isCached: Bool, title: String)? in
            guard let bytes = WorkingSet.byteCount(of: row.configuration), let rate = row.value, rate > 0, rate.isFinite else { return nil }
            let title = row.configuration.parameters.map(\.value).joined(separator: ", ")
            return (bytes, rate, row.configuration[name: "store"] != "nontemporal", title)
        }
        var roofs: [MemoryRoof] = []
        var lower = 0.0
        for cache in caches {
            let upper = Double(cache.byteCount)
            guard upper > lower else { continue }
            // A store past the caches says nothing about them.
            let inside = sized.filter { $0.isCached && $0.bytes > lower && $0.bytes <= upper }
            let clear = inside.filter { $0.bytes >= 2 * lower && $0.bytes <= 0.75 * upper }
            if let best = (clear.isEmpty ? inside : clear).max(by: { $0.rate < $1.rate }) {
                roofs.append(MemoryRoof(name: "L\(cache.level)", bytesPerSecond: best.rate, capacityBytes: upper, title: best.title))
            }
            lower = upper
        }
        // Where the record describes no cache, the largest working set alone is taken for memory.
        let outside = caches.isEmpty ? sized.filter { $0.bytes == sized.map(\.bytes).max() } : sized.filter { $0.bytes > lower }
        let clear = outside.filter { $0.bytes >= 2 * lower }
        if let best = (clear.isEmpty ? outside : clear).max(by: { $0.rate < $1.rate }) {
            roofs.append(MemoryRoof(name: "memory", bytesPerSecond: best.rate, capacityBytes: nil, title: best.title))
        }
        return roofs
    }
}
