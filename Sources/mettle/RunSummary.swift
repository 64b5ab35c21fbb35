// The end of a run in the terminal: the whole training's time and cost, where it stands among published rows, and the files written.
// Leaves to others: ranking (Leaderboard), digits (Measurement).

import CommandLine
import Harness
import Leaderboard
import Measurement
import Prices
import Records

struct RunSummary {
    let result: RunResult
    let path: String
    let console: Console

    func print() {
        // Mettle's own training, where other engines ran it too.
        let trainings = result.record.measurements.filter { $0.training != nil }
        let own = trainings.contains { $0.configuration.engine == nil } ? trainings.filter { $0.configuration.engine == nil } : trainings
        if let measurement = own.last(where: { $0.configuration.benchmark == "cloud-check/train" }) ?? own.last {
            printTraining(measurement)
            printNeighbours()
        }
        if let board = CourseBoard(result.record) { CourseReport(board, console: console).print() }
        console.print()
        if let signal = result.interruptedBy {
            let done = result.record.measurements.count
            let saved = done == 0 ? "Nothing was finished." : done == 1 ? "It is saved." : "All \(done) are saved."
            console.paragraph(
                "Stopped by \(signal == 2 ? "Ctrl-C" : "SIGTERM") after \(done) of \(done + result.remaining) configurations. \(saved) To continue:"
            )
            console.print("  mettle run --resume \(path)")
            return
        }
        if result.failed > 0 { console.paragraph("\(result.failed) failed; the rows above say why.") }
        if result.completed == 0 { console.paragraph("Nothing of what was asked could run here; the rows above say why.") }
        console.print("Wrote \(path)")
    }

    private func printTraining(_ measurement: MeasuredConfiguration) {
        guard let training = measurement.training else { return }
        let synthetic = measurement.dataset?.synthetic == true
        var how =
            training.projected
            ? "projected from \(training.measuredSteps) steps" : "all \(training.totalSteps) steps"
        if synthetic { how += "; synthetic pixels" }
        console.print()
        if measurement.engine != "mettle" { how += "; \(measurement.engine)" }
        console.print([Span("\(training.network), \(training.recipe.epochs) epochs", .bold), Span("  " + how, .dim)])
        let time = Figure(value: training.runSeconds, interval: training.runSecondsInterval, unit: .seconds)
        line("run time, s", time.text, time.intervalText ?? "")
        let cost = result.record.offers.first.flatMap {
            Cost(seconds: training.runSeconds, interval: training.runSecondsInterval, offer: $0)
        }
        if let cost {
            line(
                "cost, $", MoneyText.cost(cost.proRata.value),
                "pro rata, \(result.record.offers[0].provider) \(result.record.offers[0].instance)")
        } else {
            line("cost", "", "unpriced; --instance PROVIDER:TYPE@REGION prices it")
        }
        if let accuracy = training.accuracy {
            let notes = [
                measurement.dataset?.testIsOriginal == false ? "altered test images" : nil,
                training.recipe.testViews.map { "mean of \($0) views of each test image" },
            ]
            line(
                "accuracy, %", Figure(value: accuracy * 100, unit: FigureUnit("%", factor: 1)).text,
                notes.compactMap { $0 }.joined(separator: ", "))
        }
        if let joules = measurement.watch?.joules {
            line("energy, J", Figure(value: joules, unit: FigureUnit("J", factor: 1)).text, measurement.watch?.energySource ?? "")
        } else {
            line("energy", "", "not measured: this machine passes no energy counter through")
        }
        line("grade", measurement.grade?.rawValue ?? "none", "")
    }

    private func line(_ name: String, _ value: String, _ remark: String) {
        let padded = name + String(repeating: " ", count: max(1, 18 - name.count))
        console.print([Span("  " + padded), Span(value, .bold), Span((value.isEmpty ? "" : "  ") + remark, .dim)])
    }

    private func printNeighbours() {
        guard let published = try? RecordLoader.load([], withPublished: true, console: console) else { return }
        let board = Board.make(records: published + [(result.record, path)])
        let rows = board.neighbours(of: result.record.runId, count: 2)
        if rows.isEmpty { return }
        let table = TextTable([
            .init("rank", .right), .init("machine", minimumWidth: 30, canShrink: true), .init("time, s", .point()),
            .init("$/run", .point()),
            .init("grade"), .init("provenance", shownFrom: TextTable.wideFrom),
        ])
        let cells = rows.map { row -> TextTable.Row in
            var cost = ""
            if case .priced(let priced) = row.price, let proRata = priced.proRata { cost = MoneyText.cost(proRata.value) }
            let own = row.runId == result.record.runId
            let cells: [TextTable.Cell] = [
                TextTable.Cell(row.ranks.time?.text ?? "–"),
                TextTable.Cell((own ? "▸this machine: " : "") + row.machine + (own && row.engine != "mettle" ? ", \(row.engine)" : "")),
                TextTable.Cell(row.seconds.map { TimeText.seconds($0) } ?? ""), TextTable.Cell(cost.isEmpty ? "unpriced" : cost),
                TextTable.Cell(row.grade?.rawValue ?? "none"), TextTable.Cell("\(row.provenance.rawValue) \(row.date)"),
            ]
            return own ? .emphasised(cells, .bold) : .cells(cells)
        }
        console.print()
        for line in table.lines(cells, on: console.terminal) { console.print(line) }
    }
}
