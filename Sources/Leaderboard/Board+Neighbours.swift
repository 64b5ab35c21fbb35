// What stands just above and below a run in its ranking, for the end of a run in a terminal.
// Leaves to others: columns and digits (CommandLine).

extension Board {
    /// The rows of `runId` in the first workload that has one, between the nearest published rows: up to `count` on each side, and where one
    /// side has fewer the other fills up. In order of run time; empty where the run stands in no ranking.
    package func neighbours(of runId: String, count: Int = 1) -> [BoardRow] {
        guard let board = workloads.first(where: { $0.rows.contains { $0.runId == runId } }),
            let first = board.rows.firstIndex(where: { $0.runId == runId })
        else { return [] }
        func isPublished(_ row: BoardRow) -> Bool { row.provenance == .published }
        let faster = board.rows[..<first].filter(isPublished)
        let slower = board.rows[first...].filter(isPublished)
        let above = min(faster.count, count + max(0, count - slower.count))
        let below = min(slower.count, count + max(0, count - faster.count))
        let kept = Set((faster.suffix(above) + slower.prefix(below)).map(\.id))
        return board.rows.filter { $0.runId == runId || kept.contains($0.id) }
    }
}
