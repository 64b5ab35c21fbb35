// Clocks, temperatures and throttling of the processor, from cpufreq, hwmon and the thermal interrupts' counters.
// GPUs have sensors of their own, in the CUDA module.

/// The clocks of the processors that work is done on. In most guests /proc/cpuinfo repeats a constant: that is no measurement and is not given.
package final class ClockSensor: Sensor {
    package static let id = "clock"
    /// Enough to see a slow one; reading more would itself take time on a large machine.
    private static let most = 32

    private let policies: [SensorFile]
    private let table: SensorFile?
    private let processors: [Int]

    private init(policies: [SensorFile], table: SensorFile?, processors: [Int]) {
        (self.policies, self.table, self.processors) = (policies, table, processors)
    }

    package static func open(in world: SensorWorld) throws(SensorAbsence) -> ClockSensor {
        let all = world.processors.indices
        let stride = max(1, (all.count + most - 1) / most)
        let chosen = all.indices.filter { $0 % stride == 0 }.map { all[$0] }
        let policies = chosen.compactMap { try? world.file("/sys/devices/system/cpu/cpu\($0)/cpufreq/scaling_cur_freq") }
        if !policies.isEmpty { return ClockSensor(policies: policies, table: nil, processors: []) }
        let table = try world.file("/proc/cpuinfo")
        guard measuresClock(world.files) else { throw .nominal }
        return ClockSensor(policies: [], table: table, processors: all)
    }

    private static func measuresClock(_ files: any FileTree) -> Bool { CPUInfo(files).measuresClock }

    package func read(into reading: inout SensorReading, _ buffer: UnsafeMutableRawBufferPointer) {
        var (sum, count, least) = (0.0, 0, Double.infinity)
        func add(_ megahertz: Double) {
            guard megahertz > 0 else { return }
            (sum, count, least) = (sum + megahertz, count + 1, min(least, megahertz))
        }
        for policy in policies {
            if let kilohertz = policy.number(buffer) { add(Double(kilohertz) / 1000) }
        }
        if let table {
            var reader = ByteReader(table.wholeText(buffer))
            while reader.skip(toLine: "processor"), let processor = reader.number(), reader.skip(toLine: "cpu MHz"),
                let megahertz = reader.decimal()
            {
                if processors.contains(Int(clamping: processor)) { add(megahertz) }
            }
        }
        guard count > 0 else { return }
        reading.meanMHz = sum / Double(count)
        reading.minimumMHz = least
    }
}

/// The hottest of the processor's own temperatures.
package final class TemperatureSensor: Sensor {
    package static let id = "temperature"
    private let inputs: [SensorFile]

    private init(_ inputs: [SensorFile]) {
        self.inputs = inputs
    }

    package static func open(in world: SensorWorld) throws(SensorAbsence) -> TemperatureSensor {
        let monitors = monitorPaths(world.files)
        let paths = monitors.isEmpty ? zonePaths(world.files) : monitors
        var inputs: [SensorFile] = []
        for path in paths.prefix(8) {
            if let file = try? world.file(path) { inputs.append(file) }
        }
        guard !inputs.isEmpty else { throw .missing(path: paths.first ?? "/sys/class/hwmon") }
        return TemperatureSensor(inputs)
    }

    /// Whole packages where they are labelled: a core's temperature jumps by ten degrees within a millisecond.
    private static func monitorPaths(_ files: any FileTree) -> [String] {
        let parent = "/sys/class/hwmon"
        let drivers = ["coretemp", "k10temp", "zenpower", "cpu_thermal", "scpi_sensors"]
        let monitors = files.list(parent).map { "\(parent)/\($0)" }.filter { drivers.contains(files.text("\($0)/name") ?? "") }
        return monitors.flatMap { monitor in
            let inputs = files.list(monitor).filter { $0.hasPrefix("temp") && $0.hasSuffix("_input") }
            let labelled = inputs.filter { input in
                let label = files.text("\(monitor)/\(input.dropLast("input".count))label") ?? ""
                return label.hasPrefix("Package id") || label == "Tdie"
            }
            let control = inputs.filter { files.text("\(monitor)/\($0.dropLast("input".count))label") == "Tctl" }
            let chosen = labelled.isEmpty ? (control.isEmpty ? inputs : control) : labelled
            return chosen.map { "\(monitor)/\($0)" }
        }
    }

    private static func zonePaths(_ files: any FileTree) -> [String] {
        files.numbered("/sys/class/thermal", "thermal_zone").filter {
            ["x86_pkg_temp", "cpu-thermal", "cpu_thermal", "soc_thermal"].contains(files.text("\($0.path)/type") ?? "")
        }.map { "\($0.path)/temp" }
    }

    package func read(into reading: inout SensorReading, _ buffer: UnsafeMutableRawBufferPointer) {
        for input in inputs {
            guard let thousandths = input.signedNumber(buffer) else { continue }
            let celsius = Double(thousandths) / 1000
            // A sensor that is off reads 0 or less or nonsense.
            guard celsius >= 1 && celsius < 150 else { continue }
            reading.maximumTemperatureCelsius = max(reading.maximumTemperatureCelsius ?? 0, celsius)
        }
    }
}

/// How often the hardware slowed cores or packages because of heat or power (Documentation/admin-guide/thermal).
package final class ThrottleSensor: Sensor {
    package static let id = "throttling"
    private let counters: [SensorFile]

    private init(_ counters: [SensorFile]) {
        self.counters = counters
    }

    package static func open(in world: SensorWorld) throws(SensorAbsence) -> ThrottleSensor {
        var counters: [SensorFile] = []
        var packages: Set<Int> = []
        for processor in world.processors.indices.prefix(128) {
            let root = "/sys/devices/system/cpu/cpu\(processor)"
            if let core = try? world.file("\(root)/thermal_throttle/core_throttle_count") { counters.append(core) }
            // All processors of a package show the package's one counter.
            let package = integer(world.files, "\(root)/topology/physical_package_id")
            if packages.insert(package).inserted, let file = try? world.file("\(root)/thermal_throttle/package_throttle_count") {
                counters.append(file)
            }
        }
        guard !counters.isEmpty else { throw .missing(path: "/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count") }
        return ThrottleSensor(counters)
    }

    private static func integer(_ files: any FileTree, _ path: String) -> Int { files.integer(path) ?? 0 }

    package func read(into reading: inout SensorReading, _ buffer: UnsafeMutableRawBufferPointer) {
        var sum: UInt64 = 0
        for counter in counters {
            // A missing one would look like a step back.
            guard let count = counter.number(buffer) else { return }
            sum &+= count
        }
        reading.throttleEvents = sum
    }
}
