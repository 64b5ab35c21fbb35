// Boards that show one machine each: which machines of the records are shown, and in which order.
// Leaves to others: making one of a record (RooflineBoard+Record, ScalingBoard+Record).

import Records

/// What is shown of one machine.
protocol MachineBoard {
    var isHighlighted: Bool { get set }
    var omittedMachineCount: Int { get set }
}

extension Board.Options {
    /// Machines that are drawn.
    private static let machineLimit = 2

    /// Of each machine the newest record of which `make` gives a board; the reader's own machine first, then the newest.
    func machineBoards<One: MachineBoard>(_ records: [(Record, String)], _ make: (Record) -> One?) -> [One] {
        let newestFirst = records.map(\.0).reversed().sorted { a, b in a.runId == highlight && b.runId != highlight }
        var seen: Set<[String]> = []
        var boards: [One] = []
        for record in newestFirst where record.provenance.kind != .published {
            let machine = [record.machine.name, record.label]
            guard !seen.contains(machine), var board = make(record) else { continue }
            seen.insert(machine)
            board.isHighlighted = record.runId == highlight
            boards.append(board)
        }
        let omitted = max(0, boards.count - Self.machineLimit)
        return boards.prefix(Self.machineLimit).map { board in
            var board = board
            board.omittedMachineCount = omitted
            return board
        }
    }
}
