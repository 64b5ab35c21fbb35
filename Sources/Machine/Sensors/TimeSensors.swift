// Time: the machine's (/proc/stat), this process' own (getrusage), time waited (pressure) and time withheld (a container's quota).
// The shares of a window are computed in SensorDelta.

/// `cpu  user nice system idle iowait irq softirq steal guest guest_nice` (proc(5)); guest time is already in user and nice.
package final class ProcessorTimeSensor: Sensor {
    package static let id = "processor_time"
    private let file: SensorFile
    private let ticksPerSecond: UInt64

    private init(_ file: SensorFile, _ ticksPerSecond: Int) {
        (self.file, self.ticksPerSecond) = (file, UInt64(ticksPerSecond))
    }

    package static func open(in world: SensorWorld) throws(SensorAbsence) -> ProcessorTimeSensor {
        ProcessorTimeSensor(try world.file("/proc/stat"), world.system.ticksPerSecond)
    }

    package func read(into reading: inout SensorReading, _ buffer: UnsafeMutableRawBufferPointer) {
        // The first line is enough: it sums all processors.
        var reader = ByteReader(file.text(UnsafeMutableRawBufferPointer(rebasing: buffer[0..<min(512, buffer.count)])))
        guard reader.skip(toLine: "cpu "), let user = reader.number(), let nice = reader.number(), let system = reader.number(),
            let idle = reader.number(), let waiting = reader.number()
        else { return }
        let (hard, soft, steal) = (reader.number() ?? 0, reader.number() ?? 0, reader.number() ?? 0)
        let busy = user &+ nice &+ system &+ hard &+ soft
        reading.ticks = ProcessorTicks(
            total: busy &+ idle &+ waiting &+ steal, busy: busy, steal: steal, perSecond: ticksPerSecond)
    }
}

/// This process: processor time, involuntary switches, page faults.
package final class ResourceUsageSensor: Sensor {
    package static let id = "process"
    private let system: any SystemCalls

    private init(_ system: any SystemCalls) {
        self.system = system
    }

    package static func open(in world: SensorWorld) throws(SensorAbsence) -> ResourceUsageSensor {
        guard world.system.resourceUsage() != nil else { throw .missing(path: "getrusage") }
        return ResourceUsageSensor(world.system)
    }

    package func read(into reading: inout SensorReading, _ buffer: UnsafeMutableRawBufferPointer) {
        reading.usage = system.resourceUsage()
    }
}

/// `some avg10=0.05 avg60=0.21 avg300=0.21 total=3139972` (the kernel's Documentation/accounting/psi.rst), microseconds.
package final class PressureSensor: Sensor {
    package static let id = "pressure"
    private let file: SensorFile

    private init(_ file: SensorFile) {
        self.file = file
    }

    package static func open(in world: SensorWorld) throws(SensorAbsence) -> PressureSensor {
        PressureSensor(try world.file("/proc/pressure/cpu"))
    }

    package func read(into reading: inout SensorReading, _ buffer: UnsafeMutableRawBufferPointer) {
        var reader = ByteReader(file.text(buffer))
        if reader.skip(toLine: "some "), reader.skip(to: "total=") { reading.pressureMicroseconds = reader.number() }
    }
}

/// `throttled_usec` (version 2) or `throttled_time` in nanoseconds (version 1) of this process' control group.
package final class QuotaSensor: Sensor {
    package static let id = "quota"
    private let file: SensorFile

    private init(_ file: SensorFile) {
        self.file = file
    }

    package static func open(in world: SensorWorld) throws(SensorAbsence) -> QuotaSensor {
        let path = path(world.files)
        guard let path else { throw .missing(path: "cpu.stat") }
        return QuotaSensor(try world.file(path))
    }

    private static func path(_ files: some FileTree) -> String? {
        ControlGroups(files, mounts: Mount.all(files)).cpuStatisticsPath(files)
    }

    package func read(into reading: inout SensorReading, _ buffer: UnsafeMutableRawBufferPointer) {
        let text = file.text(buffer)
        var modern = ByteReader(text)
        if modern.skip(toLine: "throttled_usec ") {
            reading.quotaStopMicroseconds = modern.number()
            return
        }
        var legacy = ByteReader(text)
        if legacy.skip(toLine: "throttled_time ") { reading.quotaStopMicroseconds = legacy.number().map { $0 / 1000 } }
    }
}

/// Pages swapped in and out since the start of the system (/proc/vmstat).
package final class SwapSensor: Sensor {
    package static let id = "swap"
    private let file: SensorFile

    private init(_ file: SensorFile) {
        self.file = file
    }

    package static func open(in world: SensorWorld) throws(SensorAbsence) -> SwapSensor {
        SwapSensor(try world.file("/proc/vmstat"))
    }

    package func read(into reading: inout SensorReading, _ buffer: UnsafeMutableRawBufferPointer) {
        let text = file.wholeText(buffer)
        var inward = ByteReader(text)
        var outward = ByteReader(text)
        guard inward.skip(toLine: "pswpin "), outward.skip(toLine: "pswpout ") else { return }
        if let pagesIn = inward.number(), let pagesOut = outward.number() { reading.swapPages = pagesIn &+ pagesOut }
    }
}
