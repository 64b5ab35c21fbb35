// `mettle doctor`: what would make numbers wrong or missing here, each with its remedy.
// Leaves to others: the rules (Machine.Diagnosis), the self-test (SelfTest).

import Client
import CommandLine
import Datasets
import Harness
import Machine
import Measurement
import Records

struct DoctorCommand {
    let arguments: Arguments
    let console: Console

    init(_ arguments: Arguments, console: Console) {
        self.arguments = arguments
        self.console = console
    }

    func run() throws -> Int32 {
        if arguments.has(.selfTest) {
            let pairs = try arguments.integer(of: .pairs, in: 5...100) ?? 5
            return try SelfTest(pairs: pairs, asJSON: arguments.has(.json), console: console).run()
        }
        let host = Host.describe()
        let findings = Diagnosis.examine(examination(of: host))
        if arguments.has(.json) {
            console.print(DoctorReport(machine: host.shortDescription, findings: findings).json)
        } else {
            print(findings, host: host)
        }
        return ExitCode.ok.rawValue
    }

    /// Watches the machine for two seconds, in which this program does nothing.
    private func examination(of host: Host) -> Examination {
        let bank = SensorBank(SensorWorld(host: host))
        let processes = ProcessTimes()
        var readings = [bank.read()]
        for _ in 0..<4 {
            Pause.milliseconds(500)
            readings.append(bank.read())
        }
        let clock = ClockQuality.measured(MonotonicClock())
        return Examination(
            host: host, window: SensorDelta(over: readings, energyAbsence: bank.energyAbsence), energyAbsence: bank.energyAbsence,
            busiest: ProcessTimes().busiest(since: processes), isReleaseBuild: BuildIdentity.isRelease,
            clock: (readNanoseconds: clock.overheadNanoseconds, stepNanoseconds: clock.resolutionNanoseconds),
            dataSets: [
                DataSetState(
                    name: CIFAR10.name, isPresent: DataLocator(given: arguments.value(of: .data)).cifar10 != nil,
                    effect: "Training would use synthetic images, which never rank beside real ones.", remedy: "mettle data fetch cifar10")
            ])
    }

    private func print(_ findings: [Finding], host: Host) {
        console.paragraph(host.shortDescription)
        for severity in Finding.Severity.allCases where severity != .inOrder {
            let group = findings.filter { $0.severity == severity }
            if group.isEmpty { continue }
            console.print()
            console.print([Span(severity.title, severity == .worthKnowing ? .bold : .yellow)])
            for finding in group {
                for line in console.terminal.hanging(Span(finding.label, .bold), from: 2, at: 13, [finding.sentence]) {
                    console.print(line)
                }
                let remedy = finding.remedy ?? "none here"
                for line in console.terminal.hanging(Span("remedy:", .dim), from: 13, at: 21, [remedy]) { console.print(line) }
            }
        }
        let inOrder = findings.filter { $0.severity == .inOrder }.map(\.label)
        if !inOrder.isEmpty {
            console.print()
            console.print([Span("In order", .bold)])
            for line in wrap(inOrder.joined(separator: ", "), width: console.terminal.width, indent: 2, firstIndent: 2) {
                console.print(line)
            }
        }
        summarise(findings, host: host)
    }

    private func summarise(_ findings: [Finding], host: Host) {
        let wrong = findings.filter { $0.severity == .wouldMakeNumbersWrong }.count
        let missing = findings.filter { $0.severity == .wouldLeaveNumbersOut }.count
        console.print()
        console.paragraph(
            wrong + missing == 0
                ? "Nothing stands in the way of right numbers." : "\(wrong) would make numbers wrong, \(missing) would leave numbers out.")
        if let floor = NoiseFloorFile.load(machineClass: host.machineClass) {
            console.paragraph(
                "The noise floor is \(floor.percentText), from \(floor.entry.pairs) pairs on \(floor.entry.measuredAt.prefix(10)).")
        } else {
            console.paragraph("The noise floor is not known; mettle doctor --self-test measures it in about a minute.")
        }
    }
}
