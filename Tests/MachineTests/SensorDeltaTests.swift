// The account of a window: shares, counts, gauges and energy from readings that the test writes.
// Where readings come from is in SensorTests.

import Machine
import Testing

@Suite struct SensorDeltaTests {
    private func reading(_ seconds: Double, _ change: (inout SensorReading) -> Void = { _ in }) -> SensorReading {
        var reading = SensorReading(nanoseconds: UInt64(seconds * 1e9))
        change(&reading)
        return reading
    }

    private func delta(_ readings: SensorReading..., absence: EnergyAbsence? = nil) -> SensorDelta? {
        SensorDelta(over: readings, energyAbsence: absence)
    }

    @Test func noWindowNoAccount() {
        #expect(delta() == nil)
        #expect(delta(reading(1)) == nil)
        #expect(delta(reading(1), reading(1)) == nil)
        #expect(delta(reading(2), reading(1)) == nil)
    }

    @Test func nothingKnownIsNilAndNotZero() throws {
        let window = try #require(delta(reading(1), reading(3), absence: .guest))
        #expect(window == SensorDelta(seconds: 2, energy: .absent(.guest)))
    }

    @Test func stealAndOthersTime() throws {
        // Ten seconds of two processors: 2,000 ticks, of them 16 stolen, 731 busy; own time 7.0 s.
        let window = try #require(
            delta(
                reading(0) {
                    $0.ticks = ProcessorTicks(total: 5000, busy: 1000, steal: 4, perSecond: 100)
                    $0.usage = ResourceUsage(cpuMicroseconds: 500_000, involuntarySwitches: 10, majorFaults: 2, minorFaults: 100)
                },
                reading(10) {
                    $0.ticks = ProcessorTicks(total: 7000, busy: 1731, steal: 20, perSecond: 100)
                    $0.usage = ResourceUsage(cpuMicroseconds: 7_500_000, involuntarySwitches: 14, majorFaults: 2, minorFaults: 160)
                }))
        #expect(abs(window.stealFraction! - 0.008) < 1e-12)
        #expect(abs(window.foreignCores! - 0.031) < 1e-12 && abs(window.foreignCPUFraction! - 0.0155) < 1e-12)
        #expect(window.involuntarySwitches == 4 && window.majorFaults == 0 && window.minorFaults == 60)
    }

    @Test func ownTimeAboveTheMachinesIsNoNegativeLoad() throws {
        let window = try #require(
            delta(
                reading(0) {
                    $0.ticks = ProcessorTicks(total: 0, busy: 0, steal: 0, perSecond: 100)
                    $0.usage = ResourceUsage(cpuMicroseconds: 0, involuntarySwitches: 0, majorFaults: 0, minorFaults: 0)
                },
                reading(1) {
                    $0.ticks = ProcessorTicks(total: 200, busy: 99, steal: 0, perSecond: 100)
                    $0.usage = ResourceUsage(cpuMicroseconds: 1_000_000, involuntarySwitches: 0, majorFaults: 0, minorFaults: 0)
                }))
        #expect(window.foreignCores == 0 && window.stealFraction == 0)
    }

    @Test func aFewTicksSayNothing() throws {
        let ticks = ProcessorTicks(total: 100, busy: 0, steal: 0, perSecond: 100)
        let window = try #require(
            delta(
                reading(0) { $0.ticks = ticks }, reading(0.2) { $0.ticks = ProcessorTicks(total: 140, busy: 40, steal: 1, perSecond: 100) })
        )
        #expect(window.stealFraction == nil && window.foreignCores == nil)
    }

    @Test func countersThatWentBackAreNil() throws {
        let window = try #require(
            delta(
                reading(0) {
                    $0.ticks = ProcessorTicks(total: 1000, busy: 500, steal: 100, perSecond: 100)
                    ($0.throttleEvents, $0.swapPages, $0.packageMicrojoules) = (9, 9, 9)
                },
                reading(10) {
                    $0.ticks = ProcessorTicks(total: 2000, busy: 600, steal: 90, perSecond: 100)
                    ($0.throttleEvents, $0.swapPages, $0.packageMicrojoules) = (8, nil, 3)
                }))
        #expect(window.stealFraction == nil && window.throttleEvents == nil && window.swapPages == nil)
        #expect(window.energy == .absent(.noCounter))
    }

    @Test func gaugesAreTakenOverAllReadings() throws {
        let window = try #require(
            delta(
                reading(0) { ($0.meanMHz, $0.minimumMHz, $0.maximumTemperatureCelsius) = (3000, 2900, 60) },
                reading(1) { ($0.meanMHz, $0.minimumMHz, $0.maximumTemperatureCelsius) = (2400, 1200, 95) },
                reading(2) { ($0.meanMHz, $0.minimumMHz) = (3300, 3100) }))
        #expect(window.meanMHz == 2900 && window.minMHz == 1200 && window.maxTemperatureCelsius == 95)
    }

    @Test func waitingAndQuota() throws {
        let window = try #require(
            delta(
                reading(0) { ($0.pressureMicroseconds, $0.quotaStopMicroseconds, $0.throttleEvents, $0.swapPages) = (1000, 0, 4, 7) },
                reading(4) {
                    ($0.pressureMicroseconds, $0.quotaStopMicroseconds, $0.throttleEvents, $0.swapPages) = (1_001_000, 500_000, 6, 7)
                }))
        #expect(window.pressureFraction == 0.25 && window.quotaStopSeconds == 0.5 && window.throttleEvents == 2 && window.swapPages == 0)
    }

    @Test func energyComesFromTheBestSource() throws {
        let start = reading(0) { ($0.packageMicrojoules, $0.batteryMicrojoules) = (5_000_000, 0) }
        let counted = try #require(delta(start, reading(10) { ($0.packageMicrojoules, $0.batteryMicrojoules) = (655_000_000, 900) })).energy
        #expect(counted.joules == 650 && counted.source == .counter && counted.scope == .processorPackage)
        #expect(abs(counted.relativeError! - 0.0501) < 1e-12 && counted.absence == nil)
        let drained = try #require(
            delta(reading(0) { $0.batteryMicrojoules = 0 }, reading(20) { $0.batteryMicrojoules = 400_000_000 }, absence: .needsRoot)
        ).energy
        #expect(drained.joules == 400 && drained.source == .battery && drained.scope == .wholeMachine)
        #expect(abs(drained.relativeError! - 0.2) < 1e-12)
    }

    @Test func energyThatIsNotThereSaysWhy() throws {
        let still = reading(0) { $0.packageMicrojoules = 7 }
        #expect(delta(still, reading(10) { $0.packageMicrojoules = 7 })?.energy == .absent(.stuck))
        #expect(delta(still, reading(0.01) { $0.packageMicrojoules = 900 })?.energy == .absent(.tooShort))
        let full = reading(0) { $0.batteryMicrojoules = 0 }
        #expect(delta(full, reading(5) { $0.batteryMicrojoules = 100 })?.energy == .absent(.tooShort))
        // A charger in the middle leaves a hole.
        #expect(delta(full, reading(30), reading(60) { $0.batteryMicrojoules = 100 }, absence: .noCounter)?.energy == .absent(.noCounter))
    }

    @Test func theBandGrowsWhereTheWindowIsShort() {
        let short = Energy.measured(1, .counter, .processorPackage, seconds: 0.1).relativeError!
        let long = Energy.measured(1, .counter, .processorPackage, seconds: 100).relativeError!
        #expect(short > long && long >= 0.05)
        #expect(Energy.measured(1, .meter, .wholeMachine, seconds: 1).relativeError == 0.02)
    }
}
