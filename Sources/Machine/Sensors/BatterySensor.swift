// The power that batteries give while they discharge, added up over time: the only energy figure of many laptops.
// It covers the whole machine, screen included; while a charger is plugged in there is none.

package final class BatterySensor: Sensor {
    package static let id = "battery"

    private struct Battery {
        let status: SensorFile
        /// Microwatts; where the battery gives current and voltage instead, both are there.
        let power: SensorFile?
        let current: SensorFile?
        let voltage: SensorFile?
    }

    private let batteries: [Battery]
    private var last: (nanoseconds: UInt64, watts: Double)?
    private var microjoules = 0.0

    private init(_ batteries: [Battery]) {
        self.batteries = batteries
    }

    package static func open(in world: SensorWorld) throws(SensorAbsence) -> BatterySensor {
        var batteries: [Battery] = []
        for path in supplies(world.files) {
            let (power, current, voltage) = (
                try? world.file("\(path)/power_now"), try? world.file("\(path)/current_now"), try? world.file("\(path)/voltage_now")
            )
            guard power != nil || current != nil && voltage != nil else { continue }
            batteries.append(Battery(status: try world.file("\(path)/status"), power: power, current: current, voltage: voltage))
        }
        guard !batteries.isEmpty else { throw .missing(path: "/sys/class/power_supply") }
        return BatterySensor(batteries)
    }

    private static func supplies(_ files: some FileTree) -> [String] { Power.batteries(files) }

    package func read(into reading: inout SensorReading, _ buffer: UnsafeMutableRawBufferPointer) {
        guard let watts = watts(buffer) else {
            last = nil
            return
        }
        if let last, reading.nanoseconds > last.nanoseconds {
            // The trapezium rule; microwatts times seconds.
            microjoules += (watts + last.watts) / 2 * Double(reading.nanoseconds - last.nanoseconds) / 1000
        }
        last = (reading.nanoseconds, watts)
        reading.batteryMicrojoules = UInt64(microjoules)
    }

    /// The sum over the batteries that discharge; nil while none does.
    private func watts(_ buffer: UnsafeMutableRawBufferPointer) -> Double? {
        var sum: Double?
        for battery in batteries {
            guard battery.status.text(buffer).starts(with: "Discharging".utf8) else { continue }
            if let power = battery.power?.signedNumber(buffer) {
                sum = (sum ?? 0) + Double(abs(power)) / 1e6
            } else if let current = battery.current?.signedNumber(buffer), let voltage = battery.voltage?.signedNumber(buffer) {
                sum = (sum ?? 0) + Double(abs(current)) * Double(abs(voltage)) / 1e12
            }
        }
        return sum
    }
}
