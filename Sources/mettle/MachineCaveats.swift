// What is wrong with the machine as a whole when a run begins, as caveats of its record.
// Leaves to others: finding it (Machine.Diagnosis), and what happens during a series (Harness.Watcher).

import Machine
import Measurement

enum MachineCaveats {
    /// Half a second's look: enough to see load and steal, too short to delay the run.
    static func of(_ host: Host) -> [Caveat] {
        let bank = SensorBank(SensorWorld(host: host))
        let first = bank.read()
        Pause.milliseconds(600)
        let window = SensorDelta(over: [first, bank.read()], energyAbsence: bank.energyAbsence)
        let findings = Diagnosis.examine(
            Examination(host: host, window: window, energyAbsence: bank.energyAbsence, isReleaseBuild: BuildIdentity.isRelease))
        return findings.filter { $0.severity == .wouldMakeNumbersWrong }.compactMap { finding in
            kind(of: finding.id).map { Caveat(kind: $0, value: value(of: finding.id, window), sentence: finding.sentence) }
        }
    }

    /// Findings that leave numbers out, or that the watcher sees better series by series, are no caveats of the whole.
    private static func kind(of id: Finding.ID) -> Caveat.Kind? {
        switch id {
        case .load: .foreignLoad
        case .steal: .steal
        case .throttling: .throttling
        case .battery: .onBattery
        case .governor: .governor
        case .swap: .swapping
        case .containerCPU: .containerLimit
        default: nil
        }
    }

    private static func value(of id: Finding.ID, _ window: SensorDelta?) -> Double? {
        switch id {
        case .load: window?.foreignCPUFraction
        case .steal: window?.stealFraction
        default: nil
        }
    }
}
