// A training in the terminal: its run, its losses, and the time of each layer with its share of the roof.
// Leaves to others: digits (Measurement), widths (CommandLine).

import CommandLine
import Measurement
import Records

struct LayerTable {
    let measurement: MeasuredConfiguration
    let console: Console

    init(_ measurement: MeasuredConfiguration, console: Console) {
        self.measurement = measurement
        self.console = console
    }

    func printTraining() {
        guard let training = measurement.training else { return }
        let time = Figure(value: training.runSeconds, interval: training.runSecondsInterval, unit: .seconds)
        var words = ["\(training.recipe.epochs) epochs in \(time.text) s" + (time.intervalText.map { " (\($0))" } ?? "")]
        words.append(
            training.projected
                ? "projected from \(training.measuredSteps) of \(training.totalSteps) steps" : "all \(training.totalSteps) steps run")
        if let accuracy = training.accuracy { words.append("accuracy \(Figure.percent(accuracy))") }
        if measurement.dataset?.synthetic == true { words.append("synthetic pixels") }
        if training.learned == false { words.append("did not learn") }
        if let waiting = training.inputWaitSeconds {
            words.append("\(Figure.percent(waiting / training.runSeconds)) of it waiting for input")
        }
        if let count = measurement.dataset?.undecodableCount { words.append("\(count) photos could not be decoded") }
        if let bytes = training.peakBytes { words.append("\(bytes >> 20) MiB held") }
        console.print()
        let engine = measurement.engine == "mettle" ? "" : "  \(measurement.engine)"
        console.print([Span(measurement.configuration.benchmark, .bold), Span(engine, .dim)])
        console.paragraph(words.joined(separator: "; ") + ".", indent: 2)
        let losses = training.losses.map { "\($0.step): \(Figure(value: $0.loss, unit: FigureUnit("", factor: 1)).text)" }
        if !losses.isEmpty { console.paragraph("  loss by step  " + losses.joined(separator: "  "), indent: 16) }
    }

    /// `roof` in operations per second; nil where none was measured in the same run.
    func printLayers(roof: Double?) {
        guard let training = measurement.training else { return }
        let total = training.layers.reduce(0) { $0 + $1.seconds }
        let table = TextTable([
            .init("layer", minimumWidth: 24, canShrink: true), .init("phase", minimumWidth: 16), .init("ms", .point(), style: .bold),
            .init("share", .right), .init("GFLOP/s", .point()), .init("roof", .right), .init("executed", narrow: "exec.", .right),
        ])
        let rows = training.layers.sorted { ($0.layer, $0.phase) < ($1.layer, $1.phase) }.map { layer -> TextTable.Row in
            let rate = layer.seconds > 0 ? layer.operations / layer.seconds : 0
            let rateText = layer.operations > 0 ? Figure(value: rate, unit: .gigaflops).text : ""
            let share = roof.flatMap { layer.operations > 0 ? Figure.percent(rate / $0) : nil } ?? ""
            let executed = roof.flatMap { roof in layer.executedOperations.map { Figure.percent($0 / layer.seconds / roof) } } ?? ""
            return .cells([
                TextTable.Cell("\(layer.layer) \(layer.name)"), TextTable.Cell(String(layer.phase.map { $0 == "_" ? " " : $0 })),
                TextTable.Cell(Figure(value: layer.seconds, unit: .milliseconds).text),
                TextTable.Cell(Figure.percent(layer.seconds / total)),
                TextTable.Cell(rateText), TextTable.Cell(share), TextTable.Cell(executed),
            ])
        }
        console.print()
        console.print([
            Span("\(training.network), a step", .bold),
            Span("  useful operations and their share of the roof; executed: the share of those that ran", .dim),
        ])
        for line in table.lines(rows, on: console.terminal) { console.print(line) }
    }
}
