// From a record to rooflines: a board for each team and instruction set that anything can be placed for.
// Leaves to others: the roofs (Roofs), one point (RooflinePoint).

import Measurement
package import Records

extension RooflineBoard: MachineBoard {
    /// The board with the most threads, of those the one with the highest peak; nil where nothing has a place in a drawing.
    static func drawn(_ record: Record) -> RooflineBoard? {
        func key(_ board: RooflineBoard) -> [Double] {
            [Double(board.threads), board.arithmetic.map(\.operationsPerSecond).max() ?? 0]
        }
        return RooflineBoard.boards(of: record).filter { !$0.drawnPoints.isEmpty && !$0.memory.isEmpty }
            .max { key($0).lexicographicallyPrecedes(key($1)) }
    }

    /// Families that are roofs themselves, or bound by something else.
    private static let unplaced = ["peak/", "memory/", "dispatch/", "storage/", "network/", "input/"]

    /// Every team and instruction set of the record in which something was placed, in the record's order.
    package static func boards(of record: Record) -> [RooflineBoard] {
        var order: [[String]] = []
        var boards: [[String]: RooflineBoard] = [:]
        var roofs: [[String]: Roofs] = [:]
        for measured in record.measurements where measured.outcome.isCompleted && isPlaced(measured.configuration) {
            let configuration = measured.configuration
            let key = [configuration.device, String(configuration.threads), configuration.instructionSet ?? ""]
            if boards[key] == nil {
                let found = Roofs(
                    record, device: configuration.device, threads: configuration.threads, instructionSet: configuration.instructionSet)
                roofs[key] = found
                boards[key] = RooflineBoard(record, configuration, found)
                order.append(key)
            }
            if let found = roofs[key] { boards[key]?.points += points(of: measured, on: found) }
        }
        return order.compactMap { boards[$0] }.filter { !$0.points.isEmpty && !($0.arithmetic.isEmpty && $0.memory.isEmpty) }
    }

    private static func isPlaced(_ configuration: Configuration) -> Bool {
        configuration.course == nil && !unplaced.contains { configuration.benchmark.hasPrefix($0) }
    }

    private init(_ record: Record, _ configuration: Configuration, _ roofs: Roofs) {
        runId = record.runId
        machine = record.machine.name
        label = record.label
        device = configuration.device.hasPrefix("cuda") ? .gpu : .cpu
        provider = record.machine.provider
        threads = configuration.threads
        instructionSet = configuration.instructionSet
        arithmetic = roofs.arithmetic
        memory = roofs.memory
        points = []
        isHighlighted = false
        omittedMachineCount = 0
    }

    private static func points(of measured: MeasuredConfiguration, on roofs: Roofs) -> [RooflinePoint] {
        let configuration = measured.configuration
        var points: [RooflinePoint] = []
        if let seconds = measured.summary?.medianSeconds, seconds > 0, let work = measured.work, work.operations > 0 || work.bytes > 0 {
            let isStep = measured.training != nil
            points.append(
                RooflinePoint(
                    isStep ? .step : .kernel, of: configuration, title: isStep ? "whole step" : title(of: configuration),
                    pass: configuration[name: "pass"].map { String($0.map { $0 == "-" ? "_" : $0 }) }, seconds: seconds, work: work,
                    on: roofs))
        }
        for layer in (measured.training?.layers ?? []).sorted(by: { ($0.layer, place($0.phase)) < ($1.layer, place($1.phase)) }) {
            let work = Work(
                bytesRead: layer.bytesRead ?? 0, bytesWritten: layer.bytesWritten ?? 0, operations: layer.operations,
                executedOperations: layer.executedOperations)
            guard layer.seconds > 0, work.operations > 0 || work.bytes > 0 else { continue }
            points.append(
                RooflinePoint(
                    .layer(RooflineLayer(index: layer.layer, name: layer.name)), of: configuration, title: layer.name, pass: layer.phase,
                    seconds: layer.seconds, work: work, on: roofs))
        }
        return points
    }

    /// In the order in which a step takes them.
    private static func place(_ phase: String) -> Int {
        ["forward", "backward_data", "backward_weights"].firstIndex(of: phase) ?? 3
    }

    /// `n 1024, nn`: what tells points of one benchmark and precision apart, but for the pass.
    private static func title(of configuration: Configuration) -> String {
        var bare = configuration
        bare.precision = nil
        bare.parameters.removeAll { $0.name == "pass" }
        return bare.title(withThreads: false, withInstructionSet: false)
    }
}
