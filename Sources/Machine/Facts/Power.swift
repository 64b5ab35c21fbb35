// Where the power comes from and how the clocks are governed: settings that hold while nothing is measured.
// Power and clocks during a measurement are left to the sensors.

package enum PowerSource: String, Sendable, Equatable, Codable {
    case mains, battery
}

/// What the machine is built as, from the firmware's chassis type.
package enum Chassis: String, Sendable, Equatable, Codable {
    case desktop, laptop, server, tablet
}

package struct Power: Sendable, Equatable, Codable {
    /// Nil where nothing says, as on most servers and guests.
    package var source: PowerSource?
    package var chassis: Chassis?
    /// The firmware's profile: `performance`, `balanced`, `low-power`.
    package var platformProfile: String?
    /// The drivers that set clocks, such as `intel_pstate`; more than one only on odd machines.
    package var scalingDrivers: [String]
    /// The governors in use, over all processors.
    package var governors: [String]
    /// The energy-performance preferences in use.
    package var energyPreferences: [String]
    /// Whether clocks above the base are allowed; nil where the system does not say.
    package var turbo: Bool?
}

extension Power {
    static func describe(_ files: some FileTree, _ firmware: FirmwareIdentity) -> Power {
        let policies = files.numbered("/sys/devices/system/cpu/cpufreq", "policy").map(\.path)
        func distinct(_ name: String) -> [String] {
            Set(policies.compactMap { files.text("\($0)/\(name)") }).sorted()
        }
        return Power(
            source: source(files), chassis: chassis(firmware.chassisType),
            platformProfile: files.text("/sys/firmware/acpi/platform_profile"),
            scalingDrivers: distinct("scaling_driver"), governors: distinct("scaling_governor"),
            energyPreferences: distinct("energy_performance_preference"), turbo: turbo(files, policies))
    }

    /// Batteries of mice and keyboards have the scope `Device` and do not count.
    static func batteries(_ files: some FileTree) -> [String] {
        let parent = "/sys/class/power_supply"
        return files.list(parent).map { "\(parent)/\($0)" }.filter {
            files.text("\($0)/type") == "Battery" && files.text("\($0)/scope") != "Device"
        }
    }

    private static func source(_ files: some FileTree) -> PowerSource? {
        let parent = "/sys/class/power_supply"
        let supplies = files.list(parent).map { "\(parent)/\($0)" }
        let mains = supplies.filter { ["Mains", "USB"].contains(files.text("\($0)/type")) && files.text("\($0)/scope") != "Device" }
        let batteries = batteries(files)
        // A weak charger may be plugged in while the battery drains: what drains decides.
        if batteries.contains(where: { files.text("\($0)/status") == "Discharging" }) { return .battery }
        if mains.contains(where: { files.integer("\($0)/online") == 1 }) || !batteries.isEmpty { return .mains }
        return mains.contains { files.text("\($0)/type") == "Mains" } ? .mains : nil
    }

    /// SMBIOS reference specification, 7.4.1.
    private static func chassis(_ type: Int?) -> Chassis? {
        switch type {
        case 3, 4, 5, 6, 7, 13, 15, 16, 24, 35, 36: .desktop
        case 8, 9, 10, 14, 31, 32: .laptop
        case 11, 30: .tablet
        case 17, 23, 25, 28, 29: .server
        default: nil
        }
    }

    private static func turbo(_ files: some FileTree, _ policies: [String]) -> Bool? {
        if let off = files.integer("/sys/devices/system/cpu/intel_pstate/no_turbo") { return off == 0 }
        if let on = files.integer("/sys/devices/system/cpu/cpufreq/boost") { return on == 1 }
        // amd-pstate since 6.11 has a switch for each policy.
        let each = policies.compactMap { files.integer("\($0)/boost") }
        return each.isEmpty ? nil : each.allSatisfy { $0 == 1 }
    }
}
