// `mettle doctor --self-test`: an A/A test over separate processes, whose spread is this machine's noise floor.
// Leaves to others: the estimator (Measurement.NoiseFloor), running a process (Client).

import Client
import CommandLine
import FoundationEssentials
import Harness
import Machine
import Measurement
import Records

struct SelfTest {
    let pairs: Int
    let asJSON: Bool
    let console: Console

    /// One memory-bound and one arithmetic-bound kernel, and a product that is both: what drifts, drifts in one of them.
    private static let arguments = ["run", "--suite", "self-test"]

    func run() throws -> Int32 {
        guard let program = BuildIdentity.executablePath else {
            throw Failure("this program's own file cannot be found.", "Start mettle by its path.", status: .software)
        }
        Signals.install()
        if !asJSON {
            console.paragraph(
                "\(pairs) pairs of runs of the same thing, each in a process of its own: about \(TimeText.words(Double(pairs) * 10)).")
        }
        var measured: [(a: Estimate, b: Estimate)] = []
        for pair in 1...pairs {
            let first = try measure(program)
            let second = try measure(program)
            let found = Self.estimates(first, second)
            measured += found
            if !asJSON {
                console.print([
                    Span("  pair \(pair)", .dim),
                    Span("  " + found.map { Figure.ratio($0.a.seconds / $0.b.seconds).text }.joined(separator: "  ")),
                ])
            }
        }
        return try conclude(measured)
    }

    private func conclude(_ measured: [(a: Estimate, b: Estimate)]) throws -> Int32 {
        guard let floor = NoiseFloor.measured(pairs: measured, date: String(SystemTime.now.text.prefix(10))) else {
            throw Failure("the runs gave nothing to compare.", "Run mettle doctor for what is in the way.", status: .unavailable)
        }
        let host = Host.describe()
        let file = NoiseFloorFile(
            machineClass: host.machineClass,
            entry: NoiseFloorEntry(logRatio: floor.value, pairs: pairs, measuredAt: SystemTime.now.text))
        if asJSON {
            console.print(String(decoding: try JSONCoder.encodeText(file), as: UTF8.self))
        } else {
            console.print()
            console.paragraph(
                "Noise floor: \(file.percentText). Two runs here that differ by less cannot be told apart; compare uses this from now on, and "
                    + "the next records hold it.")
        }
        try file.save()
        return ExitCode.ok.rawValue
    }

    /// One process: its record, read back and removed.
    private func measure(_ program: String) throws -> Record {
        let path = FileManager.default.temporaryDirectory.path + "/mettle-self-test-\(RunIdentifier.make()).json"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let process = Subprocess(program, Self.arguments + ["--out", path])
        let result: Subprocess.Result
        do throws(ClientError) {
            result = try process.run(shouldStop: { Interruption.shared.requested != nil })
        } catch {
            throw Failure(error.description, status: .unavailable)
        }
        if let signal = Interruption.shared.requested {
            throw Failure("stopped; the noise floor stays what it was.", status: signal == 15 ? .terminated : .interrupted)
        }
        guard result.succeeded else { throw Failure("a run of the self-test ended badly: \(result.complaint)", status: .unavailable) }
        return try RecordLoader.read(path)
    }

    /// The same configurations of both runs.
    private static func estimates(_ first: Record, _ second: Record) -> [(a: Estimate, b: Estimate)] {
        first.measurements.compactMap { left in
            guard let right = second.measurements.first(where: { $0.configuration == left.configuration }), let a = left.estimate,
                let b = right.estimate
            else { return nil }
            return (a, b)
        }
    }
}
