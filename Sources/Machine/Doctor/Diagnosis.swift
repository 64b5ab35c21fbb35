// Examines a machine before measuring: a pure function from what is known to a list of findings.
// The rules stand in one list; their thresholds in Limits. Collecting readings and printing are left to the command.

/// Everything that an examination looks at.
package struct Examination: Sendable {
    package var host: Host
    /// What happened while the machine was watched; nil when it was not.
    package var window: SensorDelta?
    /// Why there is no energy counter; nil when there is one.
    package var energyAbsence: EnergyAbsence?
    /// The processes that used most time in the window. For the terminal only: their names go into no record.
    package var busiest: [BusyProcess]
    package var isReleaseBuild: Bool
    /// Measured cost of reading the clock and its smallest step, nanoseconds.
    package var clock: (readNanoseconds: Double, stepNanoseconds: Double)?
    package var dataSets: [DataSetState]

    package init(
        host: Host, window: SensorDelta? = nil, energyAbsence: EnergyAbsence? = nil, busiest: [BusyProcess] = [],
        isReleaseBuild: Bool = true, clock: (readNanoseconds: Double, stepNanoseconds: Double)? = nil, dataSets: [DataSetState] = []
    ) {
        self.host = host
        self.window = window
        self.energyAbsence = energyAbsence
        self.busiest = busiest
        self.isReleaseBuild = isReleaseBuild
        self.clock = clock
        self.dataSets = dataSets
    }
}

/// A data set that benchmarks would use, and what happens without it.
package struct DataSetState: Sendable, Equatable {
    package var name: String
    package var isPresent: Bool
    /// What a run does without it.
    package var effect: String
    /// The command that gets it.
    package var remedy: String

    package init(name: String, isPresent: Bool, effect: String, remedy: String) {
        (self.name, self.isPresent, self.effect, self.remedy) = (name, isPresent, effect, remedy)
    }
}

package enum Diagnosis {
    /// From where on a quantity is worth a sentence, and from where on it spoils figures.
    package enum Limits {
        package static let foreignCoresWorthKnowing = 0.02
        package static let foreignCoresWrong = 0.10
        package static let stealWorthKnowing = 0.001
        package static let stealWrong = 0.02
        package static let quotaStopWrong = 0.001
        /// Below this much free memory large sizes do not fit; below the share they may push others into swap.
        package static let freeByteCount = 2 << 30
        package static let freeShare = 0.25
        /// `clock_gettime` from user space takes 20 to 50 ns; a system call a multiple.
        package static let clockReadNanoseconds = 200.0
        package static let clockStepNanoseconds = 1000.0
    }

    /// Every rule, in the order of the findings within one severity. A rule is silent where the machine does not say.
    private static let rules: [@Sendable (Examination) -> [Finding]] = [
        load, steal, affinity, containerCPU, containerMemory, memoryFree, swap, throttling, battery, governor, powerProfile, turbo, clock,
        debugBuild, hugePages, dataSets, energy, gpu, virtualisation,
    ]

    /// The findings, gravest first.
    package static func examine(_ examination: Examination) -> [Finding] {
        let findings = rules.flatMap { $0(examination) }
        return Finding.Severity.allCases.flatMap { severity in findings.filter { $0.severity == severity } }
    }
}

/// Figures in sentences.
enum Words {
    /// `0.8 %`, `12 %`.
    static func percent(_ fraction: Double) -> String {
        let value = fraction * 100
        return "\(Text.decimal(value, value < 9.95 ? 1 : 0)) %"
    }

    /// `0.31 of a core`, `2.4 cores`.
    static func cores(_ count: Double) -> String {
        count < 0.995 ? "\(Text.decimal(count, 2)) of a core" : "\(Text.decimal(count, 1)) cores"
    }

    /// `2`, `1.5`, `0.25`: at most two decimals, none that say nothing.
    static func short(_ value: Double) -> String {
        var text = Text.decimal(value, 2)
        while text.hasSuffix("0") { text.removeLast() }
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    /// `512 MB`, `1.5 GB`, `16 GB`, in binary units as memory is sold.
    static func bytes(_ count: Int) -> String {
        let gigabytes = Double(count) / Double(1 << 30)
        if gigabytes < 1 { return "\(Text.decimal(Double(count) / Double(1 << 20), 0)) MB" }
        return "\(Text.decimal(gigabytes, gigabytes < 9.95 ? 1 : 0)) GB"
    }

    /// `10 s`, `0.5 s`.
    static func seconds(_ count: Double) -> String {
        "\(Text.decimal(count, count < 9.95 ? 1 : 0)) s"
    }

    static func plural(_ count: Int, _ one: String, _ many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }
}
