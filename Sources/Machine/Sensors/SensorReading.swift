// One reading of all sensors: counters as they stand, gauges as they are. Plain numbers, no storage of its own.
// The difference of readings is left to SensorDelta.

/// Everything at one moment; nil is "this machine does not say". Counters count from an origin of their own: only differences mean something.
package struct SensorReading: Sendable, Equatable {
    /// A clock that nothing adjusts.
    package var nanoseconds: UInt64

    // Processor time of the whole machine, in clock ticks over all processors.
    package var ticks: ProcessorTicks?

    // This process.
    package var usage: ResourceUsage?

    // Clocks of the processors that work is done on.
    package var meanMHz: Double?
    package var minimumMHz: Double?

    package var maximumTemperatureCelsius: Double?
    package var throttleEvents: UInt64?

    /// Time in which something waited for a processor.
    package var pressureMicroseconds: UInt64?
    /// Time in which a container's quota was used up, summed over its processors.
    package var quotaStopMicroseconds: UInt64?
    /// Pages moved to and from swap, of the whole machine.
    package var swapPages: UInt64?

    /// Energy of all processor packages since the sensor was opened, wrap-around undone.
    package var packageMicrojoules: UInt64?
    /// Energy drawn from the batteries since the sensor was opened; nil while none discharges.
    package var batteryMicrojoules: UInt64?

    package init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }
}

/// The first line of /proc/stat, added up.
package struct ProcessorTicks: Sendable, Equatable {
    /// Everything, idle and stolen time too.
    package var total: UInt64
    /// Anything but idle, waiting and stolen time.
    package var busy: UInt64
    package var steal: UInt64
    package var perSecond: UInt64

    package init(total: UInt64, busy: UInt64, steal: UInt64, perSecond: UInt64) {
        (self.total, self.busy, self.steal, self.perSecond) = (total, busy, steal, perSecond)
    }
}
