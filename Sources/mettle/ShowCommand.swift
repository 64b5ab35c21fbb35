// `mettle show`: a result file for people, its layers, and what can be saved of a damaged one.
// Leaves to others: reading (Records), the table of results (ResultTable).

import CommandLine
import Leaderboard
import Measurement
import Prices
import Records

struct ShowCommand {
    let arguments: Arguments
    let console: Console

    init(_ arguments: Arguments, console: Console) {
        self.arguments = arguments
        self.console = console
    }

    func run() throws -> Int32 {
        let path = arguments.positionals[0]
        if arguments.has(.repair) { return try repair(path) }
        let record = try RecordLoader.read(path)
        if arguments.has(.json) {
            StandardStream.output.write(String(decoding: try JSONCoder.encodeText(record), as: UTF8.self))
            return ExitCode.ok.rawValue
        }
        printHead(record)
        let titles = ShortTitles(record.measurements.map(\.configuration))
        if let sentence = titles.sentence { console.paragraph(sentence) }
        for line in ResultTable.table.lines(record.measurements.map { ResultTable.row($0, titles) }, on: console.terminal) {
            console.print(line)
        }
        for measurement in record.measurements where measurement.training != nil {
            LayerTable(measurement, console: console).printTraining()
        }
        for measurement in record.measurements where measurement.losses != nil { printLosses(measurement) }
        if let board = CourseBoard(record) { CourseReport(board, console: console).print() }
        if arguments.has(.layers) {
            let timed = record.measurements.filter { !($0.training?.layers.isEmpty ?? true) }
            if timed.isEmpty { console.paragraph("No training in this file has times of layers.") }
            for measurement in timed { LayerTable(measurement, console: console).printLayers(roof: roof(of: measurement, in: record)) }
        }
        if arguments.has(.scaling) { printScaling(record) }
        if arguments.has(.roofline) { printRooflines(record) }
        printCaveats(record)
        return ExitCode.ok.rawValue
    }

    private func printScaling(_ record: Record) {
        guard let board = ScalingBoard(record) else {
            return console.paragraph("Nothing in this file ran with teams of two sizes: mettle run --threads scaling does.")
        }
        ScalingTable(board, console: console).print()
    }

    private func printRooflines(_ record: Record) {
        let boards = RooflineBoard.boards(of: record)
        if boards.isEmpty {
            console.paragraph(
                "This file has no roofs with anything under them: they need peak/fma, memory/bandwidth and a kernel or a training of one run."
            )
        }
        for board in boards { RooflineTable(board, console: console).print() }
    }

    private func printHead(_ record: Record) {
        let name = record.label == record.machine.name ? record.label : "\(record.label): \(record.machine.name)"
        console.print([Span(name, .bold), Span("  \(record.machine.parts)", .dim)])
        var facts = ["\(record.provenance.kind.rawValue) \(record.createdAt)"]
        if let program = record.program { facts.append("\(program.name) \(program.version), sha256 \(program.binarySha256.prefix(12))…") }
        if let invocation = record.invocation { facts.append("\(invocation.suite) suite, seed \(invocation.seed)") }
        if let floor = record.noiseFloor { facts.append("noise floor ±\(Figure.percent(floor.logRatio))") }
        console.paragraph(facts.joined(separator: "; ") + ".")
        if let citation = record.provenance.citation { console.paragraph(citation) }
        for offer in record.offers {
            let price = offer.pricePerHour.map { "\($0.decimalText(decimals: 2)) \($0.currency) an hour" } ?? "unpriced"
            console.paragraph(
                "offer: \(offer.provider) \(offer.instance), \(offer.region), \(offer.allocation.rawValue): \(price), \(offer.date), \(offer.source)"
            )
        }
        console.print()
    }

    /// Of a kernel that is a step of training.
    private func printLosses(_ measurement: MeasuredConfiguration) {
        let losses = (measurement.losses ?? []).map { "\($0.step): \(Figure(value: $0.loss, unit: FigureUnit("", factor: 1)).text)" }
        console.print()
        console.print([Span(measurement.configuration.benchmark, .bold)])
        console.paragraph("  loss by step  " + losses.joined(separator: "  "), indent: 16)
    }

    private func printCaveats(_ record: Record) {
        let caveats =
            record.caveats.map { ("machine", $0) } + record.measurements.flatMap { m in m.caveats.map { (m.configuration.benchmark, $0) } }
        if caveats.isEmpty { return }
        console.print()
        for (where_, caveat) in caveats {
            for line in console.terminal.hanging(Span(where_, .yellow), from: 2, at: 22, [caveat.sentence]) { console.print(line) }
        }
    }

    /// Operations per second of the roof that the measurement is held against.
    private func roof(of measurement: MeasuredConfiguration, in record: Record) -> Double? {
        guard let against = measurement.roof?.against else { return nil }
        return record.measurements.first { $0.configuration.identifier == against }?.value
    }

    private func repair(_ path: String) throws -> Int32 {
        do throws(RecordError) {
            let recovered = try RecordFile.repair(path)
            let target = (path.hasSuffix(".json") ? String(path.dropLast(5)) : path) + ".repaired.json"
            try RecordFile.create(recovered.record, at: target)
            console.paragraph(recovered.sentence)
            console.print("Wrote \(target); \(path) is as it was")
            return ExitCode.ok.rawValue
        } catch {
            throw Failure(error.sentence, status: error.isMissingFile ? .noInput : error.isIO ? .ioError : .dataError)
        }
    }
}
