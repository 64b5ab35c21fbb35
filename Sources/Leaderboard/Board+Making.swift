// From records and offers to the board: grouping, choosing, the page's date.
// Leaves to others: a row's content (RowMaking), order and ranks (Board+Ranking), kernels and curves (KernelMaking, CurveMaking).

import Measurement
package import Prices
package import Records

extension Board {
    /// The board of `records`, each with the file it was read from, and of the price sheets that were given. A pure function: equal
    /// input in any order of the files gives an equal board.
    package static func make(records: [(Record, String)], sheets: [PriceSheet] = [], options: Options = Options()) -> Board {
        let ordered = records.sorted { ($0.0.createdAt, $0.0.runId, $0.1) < ($1.0.createdAt, $1.0.runId, $1.1) }
        let workloads = WorkloadMaking(records: ordered, sheets: sheets, options: options).boards()
        let present = Set(workloads.map(\.comparability.benchmark))
        return Board(
            asOf: options.asOf ?? newestDate(ordered.map(\.0), sheets), recordCount: records.count, sheetCount: sheets.count,
            highlight: options.highlight, workloads: workloads, missingWorkloads: options.workloads.filter { !present.contains($0) },
            kernels: KernelMaking(records: ordered, options: options).boards(),
            curves: CurveMaking(records: ordered, options: options).boards(),
            rooflines: options.machineBoards(ordered, RooflineBoard.drawn),
            scalings: options.machineBoards(ordered, ScalingBoard.init),
            courses: CourseMaking(records: ordered, options: options).boards())
    }

    /// The newest day in the input; months and years count as their text. Empty input has no date.
    private static func newestDate(_ records: [Record], _ sheets: [PriceSheet]) -> String {
        let days = records.flatMap { [$0.createdAt, $0.finishedAt ?? ""] }.map { String($0.prefix(10)) }
        return (days + records.flatMap { $0.offers.map(\.date) } + sheets.flatMap { $0.offers.map(\.date) }).max() ?? ""
    }
}

/// The end-to-end part of the board.
struct WorkloadMaking {
    var records: [(Record, String)]
    var sheets: [PriceSheet]
    var options: Board.Options

    func boards() -> [WorkloadBoard] {
        var groups: [ComparabilityClass: [Candidate]] = [:]
        var notRun: [Candidate] = []
        for (record, file) in records {
            let plausibility = Plausibility(record)
            for measured in record.measurements where measured.configuration.course == nil {
                if measured.outcome.isCompleted, let key = ComparabilityClass(measured) {
                    groups[key, default: []].append(Candidate(record: record, file: file, measured: measured, plausibility: plausibility))
                } else if measured.configuration.benchmark.hasSuffix("/train"), !measured.outcome.isCompleted {
                    notRun.append(Candidate(record: record, file: file, measured: measured, plausibility: plausibility))
                }
            }
        }
        let keys = groups.keys.sorted(by: comesFirst)
        for candidate in notRun {
            guard let key = home(of: candidate, keys, groups) else { continue }
            groups[key]?.append(candidate)
        }
        return keys.map { key in board(key, groups[key] ?? [], siblings: keys.filter { $0.benchmark == key.benchmark }) }
    }

    /// The order of the options first, then names; within one benchmark the newest revision, then its precision.
    private func comesFirst(_ a: ComparabilityClass, _ b: ComparabilityClass) -> Bool {
        func place(_ key: ComparabilityClass) -> Int { options.workloads.firstIndex(of: key.benchmark) ?? options.workloads.count }
        if place(a) != place(b) { return place(a) < place(b) }
        if a.benchmark != b.benchmark { return a.benchmark < b.benchmark }
        if a.revision != b.revision { return a.revision > b.revision }
        return a.distinguishingText < b.distinguishingText
    }

    /// The class that a result which did not run would have stood in: it has no recipe of its own, so the largest that fits is taken.
    private func home(
        of candidate: Candidate, _ keys: [ComparabilityClass], _ groups: [ComparabilityClass: [Candidate]]
    ) -> ComparabilityClass? {
        let configuration = candidate.measured.configuration
        return keys.filter {
            $0.benchmark == configuration.benchmark && $0.revision == configuration.revision
                && (configuration.precision == nil || $0.precision == configuration.precision)
        }.max { (groups[$0]?.count ?? 0) < (groups[$1]?.count ?? 0) }
    }

    private func board(_ key: ComparabilityClass, _ candidates: [Candidate], siblings: [ComparabilityClass]) -> WorkloadBoard {
        var machines: [[String]: [Candidate]] = [:]
        for candidate in Self.fastestTeams(candidates) { machines[candidate.machineIdentity, default: []].append(candidate) }
        let completed = Set(candidates.filter { $0.measured.outcome.isCompleted }.map(\.record.runId))
        let rows = machines.sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap { _, all -> [BoardRow] in
            guard let best = all.min(by: { $0.isBetter(than: $1) }) else { return [] }
            // A machine that trained on one device is no `not run` because it lacks another.
            if !best.measured.outcome.isCompleted, completed.contains(best.record.runId) { return [] }
            return expand(best, runCount: all.count { $0.measured.outcome.isCompleted && $0.standing == best.standing }, all)
        }
        return WorkloadBoard.ranked(
            key, title: key.title(among: siblings), rows: rows, highlight: options.highlight, limit: options.rowLimit)
    }

    /// Of a run that trained the same with teams of several sizes, the fastest alone: a machine chooses its means, and the others are no runs beside it.
    private static func fastestTeams(_ candidates: [Candidate]) -> [Candidate] {
        var best: [String: Int] = [:]
        var kept: [Candidate] = []
        for candidate in candidates {
            guard let seconds = candidate.measured.training?.runSeconds, candidate.record.provenance.kind != .published else {
                kept.append(candidate)
                continue
            }
            let configuration = candidate.measured.configuration
            let key = "\(candidate.record.runId) \(configuration.device) \(configuration.engine ?? "") \(configuration[name: "seed"] ?? "")"
            guard let place = best[key] else {
                best[key] = kept.count
                kept.append(candidate)
                continue
            }
            if seconds < kept[place].measured.training?.runSeconds ?? .infinity { kept[place] = candidate }
        }
        return kept
    }

    /// A row an offer of the chosen run.
    private func expand(_ best: Candidate, runCount: Int, _ all: [Candidate]) -> [BoardRow] {
        let offers = OfferChoice.offers(for: best.record, sheets: sheets)
        let isMine = all.contains { $0.record.runId == options.highlight }
        return (offers.isEmpty ? [nil] : offers.map(Optional.some)).map { offer in
            var row = BoardRow(best, offer: offer, highlight: options.highlight)
            row.runCount = max(1, runCount)
            row.isHighlighted = row.isHighlighted || isMine
            return row
        }
    }
}

extension ComparabilityClass {
    /// Everything but the benchmark, as text that orders.
    var distinguishingText: String {
        "\(precision) \(dataset) \(trainImages) \(batch) \(epochs) \(rate) \(momentum) \(weightDecay) \(labelSmoothing) "
            + "\(optimizer) \(augmentation) \(testViews)"
    }

    /// The network's name, and what tells this class from the others of its benchmark.
    func title(among siblings: [ComparabilityClass]) -> String {
        var parts = [benchmark.hasSuffix("/train-head") ? "\(network), head" : network]
        func differs<T: Hashable>(_ path: KeyPath<ComparabilityClass, T>) -> Bool { Set(siblings.map { $0[keyPath: path] }).count > 1 }
        if differs(\.revision) { parts.append("revision \(revision)") }
        if differs(\.precision) { parts.append(precision) }
        if differs(\.dataset) { parts.append(dataset) }
        if differs(\.trainImages) { parts.append("\(trainImages) images") }
        if differs(\.epochs) { parts.append(epochs == 1 ? "1 epoch" : "\(epochs) epochs") }
        if differs(\.batch) { parts.append("batch \(batch)") }
        if differs(\.rate) || differs(\.momentum) || differs(\.weightDecay) {
            parts.append("rate \(rate), momentum \(momentum), decay \(weightDecay)")
        }
        if differs(\.labelSmoothing) { parts.append(labelSmoothing == 0 ? "labels as they are" : "label smoothing \(labelSmoothing)") }
        if differs(\.optimizer) { parts.append(optimizer.isEmpty ? "SGD" : optimizer) }
        if differs(\.augmentation) { parts.append(augmentation.isEmpty ? "images as they are" : augmentation) }
        if differs(\.testViews) { parts.append(testViews == 1 ? "tested in one view" : "tested in \(testViews) views") }
        return parts.joined(separator: ", ")
    }
}
