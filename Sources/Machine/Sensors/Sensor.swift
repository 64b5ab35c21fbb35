// What a sensor is, what it may read, and the one list of them. A new sensor is a file and a line here.
// When readings are taken is left to the Harness, what they mean for a figure to SensorDelta and its users.

/// A source of one part of a reading. It opens its files once; reading is cheap, allocates nothing and never fails.
package protocol Sensor: AnyObject, SendableMetatype {
    /// A stable name: `energy`, `temperature`.
    static var id: String { get }
    /// Opens the sensor where the machine has it.
    static func open(in world: SensorWorld) throws(SensorAbsence) -> Self
    /// Adds its part to the reading; leaves it nil where a file has gone. `buffer` is scratch, shared by all sensors.
    func read(into reading: inout SensorReading, _ buffer: UnsafeMutableRawBufferPointer)
}

/// Why a machine has no such sensor.
package enum SensorAbsence: Error, Sendable, Equatable {
    /// The system has no such file.
    case missing(path: String)
    /// The file is there and closed to this user.
    case denied(path: String)
    /// The value is there but is a constant: a guest's nominal clock.
    case nominal
    /// It has values only in a state that the machine is not in, as a battery that does not discharge.
    case idle
}

/// What sensors read: files, system calls, and the processors that work is done on.
package struct SensorWorld: Sendable {
    package let files: any FileTree
    package let system: any SystemCalls
    package let processors: CPUSet
    package let isGuest: Bool

    package init(files: any FileTree, system: any SystemCalls, processors: CPUSet, isGuest: Bool) {
        (self.files, self.system, self.processors, self.isGuest) = (files, system, processors, isGuest)
    }

    /// The world of a described machine: its allowed processors.
    package init(host: Host, files: any FileTree = SystemFiles(), system: any SystemCalls = LiveSystemCalls()) {
        self.init(files: files, system: system, processors: host.processor.allowed, isGuest: host.virtualisation.isGuest)
    }

    /// Opens a file or says why not.
    func file(_ path: String) throws(SensorAbsence) -> SensorFile {
        if let file = files.open(path) { return SensorFile(file) }
        throw files.access(path) == .denied ? .denied(path: path) : .missing(path: path)
    }
}

package enum Sensors {
    /// Every sensor, in the order of reading. Time comes first, so that the others follow it closely.
    package static let all: [any Sensor.Type] = [
        ProcessorTimeSensor.self,
        ResourceUsageSensor.self,
        EnergyCounterSensor.self,
        BatterySensor.self,
        ClockSensor.self,
        TemperatureSensor.self,
        ThrottleSensor.self,
        PressureSensor.self,
        QuotaSensor.self,
        SwapSensor.self,
    ]
}

/// An open file and the numbers in it.
struct SensorFile {
    private let file: any OpenFile

    init(_ file: any OpenFile) {
        self.file = file
    }

    /// The head of the text now in the file, at least its first line, valid until the buffer is used again.
    func text(_ buffer: UnsafeMutableRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: buffer[0..<file.read(into: buffer)])
    }

    /// All of the text now in the file, as far as the buffer holds it.
    func wholeText(_ buffer: UnsafeMutableRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: buffer[0..<file.readAll(into: buffer)])
    }

    /// The one unsigned number in the file.
    func number(_ buffer: UnsafeMutableRawBufferPointer) -> UInt64? {
        var reader = ByteReader(text(head(of: buffer)))
        return reader.number()
    }

    /// The one number in the file, which may be negative.
    func signedNumber(_ buffer: UnsafeMutableRawBufferPointer) -> Int64? {
        var reader = ByteReader(text(head(of: buffer)))
        return reader.signedNumber()
    }

    private func head(of buffer: UnsafeMutableRawBufferPointer) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: buffer[0..<min(64, buffer.count)])
    }
}
