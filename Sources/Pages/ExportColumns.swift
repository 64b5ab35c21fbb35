// The columns of the board's plain forms: one list from which CSV and JSON are made.
// Leaves to others: quoting and escaping (BoardCSV, BoardJSON).

import Leaderboard
import Measurement
import Prices

enum ExportValue: Equatable {
    case absent
    case text(String)
    case number(Double)
    case whole(Int)
    case flag(Bool)

    init(_ text: String?) { self = text.map(ExportValue.text) ?? .absent }
    init(_ number: Double?) { self = number.flatMap { $0.isFinite ? .number($0) : nil } ?? .absent }
    init(_ whole: Int?) { self = whole.map(ExportValue.whole) ?? .absent }
}

struct ExportColumn: Sendable {
    /// Snake case; the unit stands in the name.
    let name: String
    let value: @Sendable (BoardRow, WorkloadBoard) -> ExportValue

    init(_ name: String, _ value: @escaping @Sendable (BoardRow) -> ExportValue) {
        self.name = name
        self.value = { row, _ in value(row) }
    }

    init(board name: String, _ value: @escaping @Sendable (WorkloadBoard) -> ExportValue) {
        self.name = name
        self.value = { _, board in value(board) }
    }

    /// In the order of the ranking's columns; what is absent in a row is an empty cell, never 0.
    static let all: [ExportColumn] = workload + identity + figures + money + trust

    private static let workload = [
        ExportColumn(board: "benchmark") { .text($0.comparability.benchmark) },
        ExportColumn(board: "benchmark_revision") { .whole($0.comparability.revision) },
        ExportColumn(board: "precision") { ExportValue($0.comparability.precision.isEmpty ? nil : $0.comparability.precision) },
        ExportColumn(board: "dataset") { ExportValue($0.comparability.dataset.isEmpty ? nil : $0.comparability.dataset) },
        ExportColumn(board: "epochs") { .whole($0.comparability.epochs) },
        ExportColumn(board: "batch") { .whole($0.comparability.batch) },
    ]

    private static let identity = [
        ExportColumn("rank_time") { ExportValue($0.ranks.time?.text) },
        ExportColumn("rank_cost") { ExportValue($0.ranks.cost?.text) },
        ExportColumn("rank_billed") { ExportValue($0.ranks.billed?.text) },
        ExportColumn("rank_images_per_second") { ExportValue($0.ranks.rate?.text) },
        ExportColumn("rank_accuracy") { ExportValue($0.ranks.accuracy?.text) },
        ExportColumn("standing") { .text($0.standingName) },
        ExportColumn("reason") { ExportValue($0.reason?.sentence) },
        ExportColumn("machine") { .text($0.machine) },
        ExportColumn("parts") { .text($0.parts) },
        ExportColumn("label") { ExportValue($0.label.isEmpty ? nil : $0.label) },
        ExportColumn("device") { .text($0.device.rawValue) },
        ExportColumn("threads") { .whole($0.threads) },
        ExportColumn("provider") { ExportValue($0.provider) },
        ExportColumn("instance") { ExportValue($0.instance) },
        ExportColumn("region") { ExportValue($0.region) },
    ]

    private static let figures = [
        ExportColumn("run_seconds") { ExportValue($0.seconds) },
        ExportColumn("run_seconds_lower") { ExportValue($0.interval?.lower) },
        ExportColumn("run_seconds_upper") { ExportValue($0.interval?.upper) },
        ExportColumn("projected") { .flag($0.projected) },
        ExportColumn("synthetic") { .flag($0.synthetic) },
        ExportColumn("comparable_runs") { .whole($0.runCount) },
        ExportColumn("images_per_second") { ExportValue($0.imagesPerSecond) },
        ExportColumn("accuracy_lower") { ExportValue($0.accuracyBounds?.lower) },
        ExportColumn("accuracy") { row in
            if case .measured(let share, _, _, _) = row.accuracy { .number(share) } else { .absent }
        },
        ExportColumn("accuracy_upper") { ExportValue($0.accuracyBounds?.upper) },
        ExportColumn("altered_test_images") { row in
            if case .measured(_, _, let altered, _) = row.accuracy { .flag(altered) } else { .absent }
        },
        ExportColumn("energy_watt_hours") { row in
            if case .measured(let wattHours, _) = row.energy { .number(wattHours) } else { .absent }
        },
        ExportColumn("energy_source") { row in
            if case .measured(_, let source) = row.energy { .text(source) } else { .absent }
        },
    ]

    private static let money = [
        ExportColumn("allocation") { ExportValue($0.offer?.allocation.rawValue) },
        ExportColumn("currency") { ExportValue($0.offer?.pricePerHour?.currency) },
        ExportColumn("price_per_hour") { ExportValue($0.offer?.pricePerHour?.value) },
        ExportColumn("price_date") { ExportValue($0.offer?.date) },
        ExportColumn("price_source") { ExportValue($0.offer?.source) },
        ExportColumn("price_from_sheet") { row in row.pricedRow.map { .flag($0.fromSheet) } ?? .absent },
        ExportColumn("cost_pro_rata") { ExportValue($0.pricedRow?.proRata?.value) },
        ExportColumn("cost_billed") { ExportValue($0.pricedRow?.billed?.value) },
        ExportColumn("billed_seconds") { ExportValue($0.pricedRow?.billedSeconds) },
    ]

    private static let trust = [
        ExportColumn("grade") { ExportValue($0.grade?.rawValue) },
        ExportColumn("caveats") { row in ExportValue(row.caveats.isEmpty ? nil : row.caveats.map(\.sentence).joined(separator: " ")) },
        ExportColumn("provenance") { .text($0.provenance.rawValue) },
        ExportColumn("citation") { ExportValue($0.citation) },
        ExportColumn("date") { .text($0.date) },
        ExportColumn("engine") { .text($0.engine) },
        ExportColumn("engine_revision") { .whole($0.engineRevision) },
        ExportColumn("run_id") { .text($0.runId) },
        ExportColumn("file") { .text($0.file) },
    ]
}

extension BoardRow {
    fileprivate var standingName: String {
        switch standing {
        case .ranked: "ranked"
        case .beside: "beside"
        case .notRanked(.flagged): "flagged"
        case .notRanked(.synthetic): "synthetic"
        case .notRanked(.alteredTraining): "altered_training"
        case .notRanked(.notRun): "not_run"
        }
    }

    fileprivate var accuracyBounds: Interval? {
        switch accuracy {
        case .measured(_, let interval, _, _): interval
        case .range(let range): range
        case .notRun, .meaningless, .notPublished, .notMeasured: nil
        }
    }
}
