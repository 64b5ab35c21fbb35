// The energy counters of the processor packages (RAPL, by the kernel's powercap), with their wrap-around undone.
// Memory and graphics domains are left out: the scope is the package, the same on every machine.

/// Counts microjoules since it was opened. A wrap is noticed once a reading; packages wrap after minutes at the soonest.
package final class EnergyCounterSensor: Sensor {
    package static let id = "energy"

    private struct Domain {
        let file: SensorFile
        /// The counter returns to 0 behind this value.
        let range: UInt64
        var last: UInt64
    }

    private var domains: [Domain]
    private var microjoules: UInt64 = 0
    private static let parent = "/sys/class/powercap"

    private init(_ domains: [Domain]) {
        self.domains = domains
    }

    package static func open(in world: SensorWorld) throws(SensorAbsence) -> EnergyCounterSensor {
        var domains: [Domain] = []
        var denied: SensorAbsence?
        for name in world.files.list(parent) where isPackage(name, world.files) {
            do {
                let file = try world.file("\(parent)/\(name)/energy_uj")
                let range = world.files.integer("\(parent)/\(name)/max_energy_range_uj") ?? 0
                guard let now = domainValue(file) else { continue }
                domains.append(Domain(file: file, range: UInt64(max(0, range)), last: now))
            } catch { denied = error }
        }
        // Some packages without the others would be a wrong sum.
        if let denied { throw denied }
        guard !domains.isEmpty else { throw .missing(path: "\(parent)/intel-rapl:0/energy_uj") }
        return EnergyCounterSensor(domains)
    }

    /// `intel-rapl:0` and its like, also on AMD; `intel-rapl:0:1` is a part of one with another name, `intel-rapl-mmio:0` the same package again.
    private static func isPackage(_ name: String, _ files: any FileTree) -> Bool {
        name.hasPrefix("intel-rapl:") && files.text("\(parent)/\(name)/name")?.hasPrefix("package-") == true
    }

    private static func domainValue(_ file: SensorFile) -> UInt64? {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { file.number($0) }
    }

    package func read(into reading: inout SensorReading, _ buffer: UnsafeMutableRawBufferPointer) {
        for index in domains.indices {
            // A package that does not answer makes the sum wrong: no figure for this reading.
            guard let now = domains[index].file.number(buffer) else { return }
            microjoules &+= Self.step(from: domains[index].last, to: now, range: domains[index].range)
            domains[index].last = now
        }
        reading.packageMicrojoules = microjoules
    }

    /// The counter's way forward, through its end where it wrapped; 0 where it went back without a known range.
    static func step(from last: UInt64, to now: UInt64, range: UInt64) -> UInt64 {
        if now >= last { return now - last }
        return range >= last ? range - last + now : 0
    }
}
