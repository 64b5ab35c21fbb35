// Rules on settings that move clocks: power source, governor, profile, turbo, and the clock that time is read from.
// Throttling, which is what the hardware does by itself, is left to Diagnosis+Disturbance.

extension Diagnosis {
    @Sendable static func battery(_ examination: Examination) -> [Finding] {
        switch examination.host.power.source {
        case .battery:
            [
                Finding(
                    .battery, "battery", .wouldMakeNumbersWrong, "The machine runs on its battery.",
                    effect: "Its firmware lowers clocks to spare it, by as much as half.", remedy: "plug in the charger")
            ]
        case .mains: [.inOrder(.battery, "mains power")]
        case nil: []
        }
    }

    private static let governorRemedy = "sudo cpupower frequency-set -g performance"

    @Sendable static func governor(_ examination: Examination) -> [Finding] {
        let power = examination.host.power
        guard !power.governors.isEmpty else { return [] }
        guard power.governors != ["performance"] else { return [.inOrder(.governor, "governor")] }
        let names = power.governors.joined(separator: " and ")
        // In these drivers' active mode `powersave` is the ordinary, dynamic governor; elsewhere it pins the lowest clock.
        let isDynamic = power.scalingDrivers.allSatisfy { ["intel_pstate", "amd-pstate-epp", "amd_pstate_epp"].contains($0) }
        if power.governors.contains("powersave") && !isDynamic {
            return [
                Finding(
                    .governor, "governor", .wouldMakeNumbersWrong, "The CPU governor is powersave.",
                    effect: "It keeps processors at their lowest clock.", remedy: governorRemedy)
            ]
        }
        let saving = power.energyPreferences.filter { ["power", "balance_power"].contains($0) }
        if let preference = saving.first {
            return [
                Finding(
                    .governor, "governor", .wouldMakeNumbersWrong, "The CPU governor is \(names), its preference \(preference).",
                    effect: "Clocks stay below the top.", remedy: governorRemedy)
            ]
        }
        return [
            Finding(
                .governor, "governor", .worthKnowing, "The CPU governor is \(names).",
                effect: "Clocks rise some milliseconds after work begins: short benchmarks may read slow.", remedy: governorRemedy)
        ]
    }

    @Sendable static func powerProfile(_ examination: Examination) -> [Finding] {
        guard let profile = examination.host.power.platformProfile else { return [] }
        guard ["low-power", "quiet", "cool"].contains(profile) else { return [.inOrder(.powerProfile, "power profile")] }
        return [
            Finding(
                .powerProfile, "power profile", .wouldMakeNumbersWrong, "The firmware's power profile is \(profile).",
                effect: "It lowers the power limit, and with it the clocks under load.", remedy: "powerprofilesctl set performance")
        ]
    }

    @Sendable static func turbo(_ examination: Examination) -> [Finding] {
        guard let turbo = examination.host.power.turbo else { return [] }
        guard !turbo else { return [.inOrder(.turbo, "turbo")] }
        let isIntel = examination.host.power.scalingDrivers.contains { $0.hasPrefix("intel") }
        let remedy =
            isIntel
            ? "echo 0 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo"
            : "echo 1 | sudo tee /sys/devices/system/cpu/cpufreq/boost"
        return [
            Finding(
                .turbo, "turbo", .worthKnowing, "Turbo is off.",
                effect: "Figures are steadier and lower than the machine's usual ones.", remedy: remedy)
        ]
    }

    @Sendable static func clock(_ examination: Examination) -> [Finding] {
        let slow = ["hpet", "acpi_pm", "jiffies", "refined-jiffies", "pit"]
        let source = examination.host.system.clockSource
        let remedy = "echo tsc | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource"
        if let clock = examination.clock {
            if clock.stepNanoseconds > Limits.clockStepNanoseconds {
                let step = Text.decimal(clock.stepNanoseconds / 1000, 1)
                return [
                    Finding(
                        .clock, "clock", .wouldMakeNumbersWrong, "The clock moves in steps of \(step) µs.",
                        effect: "Samples become long, and latencies coarse.", remedy: remedy)
                ]
            }
            if clock.readNanoseconds > Limits.clockReadNanoseconds {
                let cost = Text.decimal(clock.readNanoseconds, 0)
                return [
                    Finding(
                        .clock, "clock", .worthKnowing, "Reading the clock\(source.map { " (\($0))" } ?? "") takes \(cost) ns.",
                        effect: "Samples are made long enough to hide it.", remedy: remedy)
                ]
            }
            return [.inOrder(.clock, "clock")]
        }
        guard let source else { return [] }
        guard slow.contains(source) else { return [.inOrder(.clock, "clock")] }
        return [
            Finding(
                .clock, "clock", .worthKnowing, "Time is read from \(source).",
                effect: "Each reading takes about a microsecond; samples are made long enough to hide it.", remedy: remedy)
        ]
    }
}
