// What happened between readings: shares, counts and energy of a window, as plain numbers.
// Which of them make a caveat or lower a grade is decided in Measurement; here nothing is judged.

/// A window's account. Nil is "not known here", 0 is "looked, and nothing happened".
package struct SensorDelta: Sendable, Equatable, Codable {
    package var seconds: Double
    /// Time that a hypervisor gave to others, as a share of all processors' time.
    package var stealFraction: Double?
    /// Processor time of other processes, as a share of the whole machine.
    package var foreignCPUFraction: Double?
    /// The same in processors: 0.31 of a core.
    package var foreignCores: Double?
    /// Times that a thread of this process was taken off a processor against its will.
    package var involuntarySwitches: Int?
    package var majorFaults: Int?
    package var minorFaults: Int?
    package var meanMHz: Double?
    package var minMHz: Double?
    package var maxTemperatureCelsius: Double?
    package var throttleEvents: Int?
    /// Share of the window in which something waited for a processor.
    package var pressureFraction: Double?
    /// Time that a container's quota withheld, in seconds summed over processors.
    package var quotaStopSeconds: Double?
    package var swapPages: Int?
    package var energy: Energy

    /// A window of which nothing else is known.
    package init(seconds: Double, energy: Energy) {
        (self.seconds, self.energy) = (seconds, energy)
    }
}

extension SensorDelta {
    /// Below this many ticks a share is made of single clock ticks and says nothing.
    private static let leastTicks: UInt64 = 50

    /// The window from the first reading to the last: counters by their ends, gauges over all. Nil for fewer than two readings or no time.
    package init?(over readings: some BidirectionalCollection<SensorReading>, energyAbsence: EnergyAbsence?) {
        guard readings.count > 1, let first = readings.first, let last = readings.last,
            last.nanoseconds > first.nanoseconds
        else { return nil }
        let seconds = Double(last.nanoseconds - first.nanoseconds) / 1e9
        self.seconds = seconds
        // A charger that came and went within the window would leave a hole in the battery's sum.
        let drained = readings.allSatisfy { $0.batteryMicrojoules != nil }
        energy = Self.energy(first, last, seconds, drained: drained, energyAbsence)
        let clocks = readings.compactMap(\.meanMHz)
        meanMHz = clocks.isEmpty ? nil : clocks.reduce(0, +) / Double(clocks.count)
        minMHz = readings.compactMap(\.minimumMHz).min()
        maxTemperatureCelsius = readings.compactMap(\.maximumTemperatureCelsius).max()
        throttleEvents = Self.count(first.throttleEvents, last.throttleEvents)
        swapPages = Self.count(first.swapPages, last.swapPages)
        pressureFraction = Self.count(first.pressureMicroseconds, last.pressureMicroseconds).map { min(1, Double($0) / 1e6 / seconds) }
        quotaStopSeconds = Self.count(first.quotaStopMicroseconds, last.quotaStopMicroseconds).map { Double($0) / 1e6 }
        involuntarySwitches = Self.count(first.usage?.involuntarySwitches, last.usage?.involuntarySwitches)
        majorFaults = Self.count(first.usage?.majorFaults, last.usage?.majorFaults)
        minorFaults = Self.count(first.usage?.minorFaults, last.usage?.minorFaults)
        readTicks(first, last)
    }

    /// A counter's way; nil where an end is missing or the counter went back, as after a suspend or a hot-plug.
    private static func count(_ first: UInt64?, _ last: UInt64?) -> Int? {
        guard let first, let last, last >= first else { return nil }
        return Int(clamping: last - first)
    }

    private mutating func readTicks(_ first: SensorReading, _ last: SensorReading) {
        guard let start = first.ticks, let end = last.ticks, end.total >= start.total + Self.leastTicks,
            end.steal >= start.steal, end.busy >= start.busy
        else { return }
        let total = Double(end.total - start.total)
        stealFraction = min(1, Double(end.steal - start.steal) / total)
        guard let own = Self.count(first.usage?.cpuMicroseconds, last.usage?.cpuMicroseconds) else { return }
        // Own time is exact and the machine's is counted in ticks, so that a quiet window can come out slightly below zero.
        let foreign = max(0, Double(end.busy - start.busy) - Double(own) / 1e6 * Double(end.perSecond))
        foreignCPUFraction = min(1, foreign / total)
        foreignCores = foreign / Double(end.perSecond) / seconds
    }

    /// The best source on the ladder that covers the whole window.
    private static func energy(
        _ first: SensorReading, _ last: SensorReading, _ seconds: Double, drained: Bool, _ absence: EnergyAbsence?
    ) -> Energy {
        if let joules = count(first.packageMicrojoules, last.packageMicrojoules).map({ Double($0) / 1e6 }) {
            guard seconds >= EnergySource.counter.shortestWindow else { return .absent(.tooShort) }
            // A counter that stands still is a guest's imitation; no package idles on nothing.
            return joules > 0 ? .measured(joules, .counter, .processorPackage, seconds: seconds) : .absent(.stuck)
        }
        if drained, let joules = count(first.batteryMicrojoules, last.batteryMicrojoules).map({ Double($0) / 1e6 }) {
            guard seconds >= EnergySource.battery.shortestWindow else { return .absent(.tooShort) }
            return joules > 0 ? .measured(joules, .battery, .wholeMachine, seconds: seconds) : .absent(.stuck)
        }
        return .absent(absence ?? .noCounter)
    }
}

extension SensorReading {
    /// The window between two readings; nil when no time has passed.
    package static func delta(from first: SensorReading, to last: SensorReading, energyAbsence: EnergyAbsence?) -> SensorDelta? {
        SensorDelta(over: [first, last], energyAbsence: energyAbsence)
    }
}
