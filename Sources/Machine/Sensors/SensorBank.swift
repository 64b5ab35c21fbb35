// All sensors that this machine has, opened once, read together. Owned by the thread that watches.
// How often to read is left to the Harness.

/// Reads every sensor in one call. Reading allocates nothing and never fails: what has gone is nil.
package final class SensorBank {
    private let sensors: [any Sensor]
    private let system: any SystemCalls
    private let buffer: UnsafeMutableRawBufferPointer
    /// The sensors that this machine does not have, and why.
    package let absences: [String: SensorAbsence]
    package let isGuest: Bool

    /// /proc/cpuinfo has some 1.5 kB a processor; the buffer holds it for the largest machines that show a clock there.
    private static let bufferByteCount = 1 << 20

    package init(_ world: SensorWorld, sensors types: [any Sensor.Type] = Sensors.all) {
        var opened: [any Sensor] = []
        var absences: [String: SensorAbsence] = [:]
        for type in types {
            do { opened.append(try type.open(in: world)) } catch { absences[type.id] = error }
        }
        sensors = opened
        self.absences = absences
        system = world.system
        isGuest = world.isGuest
        buffer = .allocate(byteCount: Self.bufferByteCount, alignment: 64)
    }

    deinit { buffer.deallocate() }

    /// All sensors now.
    package func read() -> SensorReading {
        var reading = SensorReading(nanoseconds: system.nanoseconds())
        for sensor in sensors { sensor.read(into: &reading, buffer) }
        return reading
    }

    /// Why there is no energy counter here; nil when there is one.
    package var energyAbsence: EnergyAbsence? {
        switch absences[EnergyCounterSensor.id] {
        case nil: nil
        case .denied: .needsRoot
        default: isGuest ? .guest : .noCounter
        }
    }
}
