// The sensors on recorded machines: counters that wrap, files that go, values that mean nothing.
// The arithmetic of a window is in SensorDeltaTests.

import Machine
import Testing

@Suite struct SensorTests {
    private let parent = "/sys/class/powercap"

    @Test func aMachineWithoutSensorsStillReads() {
        let machine = RecordedMachine(text: "== system\nonline 2\n")
        let bank = SensorBank(machine.world())
        let reading = bank.read()
        #expect(reading.nanoseconds == 1_000_000_000 && reading.usage != nil)
        var nothing = SensorReading(nanoseconds: 1_000_000_000)
        nothing.usage = reading.usage
        #expect(reading == nothing)
        #expect(bank.absences.count == Sensors.all.count - 1)
        #expect(bank.energyAbsence == .noCounter)
    }

    @Test func everySensorHasAnIdOfItsOwn() {
        #expect(Set(Sensors.all.map { $0.id }).count == Sensors.all.count)
    }

    @Test func thisVMHasTimeButNoHardware() throws {
        let bank = SensorBank(try RecordedMachine("this-vm").world())
        let reading = bank.read()
        #expect(reading.ticks == ProcessorTicks(total: 106_302, busy: 3980, steal: 10, perSecond: 100))
        #expect(reading.pressureMicroseconds == 3_139_972 && reading.swapPages == 0 && reading.quotaStopMicroseconds == 0)
        // The guest's `cpu MHz` is a constant: no clock is better than that one.
        #expect(reading.meanMHz == nil && bank.absences["clock"] == .nominal)
        #expect(reading.maximumTemperatureCelsius == nil && reading.throttleEvents == nil && reading.packageMicrojoules == nil)
        #expect(bank.energyAbsence == .guest)
    }

    @Test func theLaptopOnBattery() throws {
        let machine = try RecordedMachine("laptop-intel-hybrid")
        let bank = SensorBank(machine.world())
        #expect(bank.absences["energy"] == .denied(path: "\(parent)/intel-rapl:0/energy_uj") && bank.energyAbsence == .needsRoot)
        let first = bank.read()
        // The package alone: a core's jump and the board's 99 °C do not count.
        #expect(first.maximumTemperatureCelsius == 61)
        #expect(first.minimumMHz == 2000 && first.meanMHz == 2600)
        // 20 threads' counters of 3, and one package of 7.
        #expect(first.throttleEvents == 67)
        #expect(first.batteryMicrojoules == 0)
        machine.system.advance(milliseconds: 30_000)
        machine.files.set("/sys/class/power_supply/BAT0/power_now", "10670000\n")
        // The mean of 21.34 and 10.67 W for 30 s.
        #expect(bank.read().batteryMicrojoules == 480_150_000)
        machine.files.set("/sys/class/power_supply/BAT0/status", "Charging\n")
        #expect(bank.read().batteryMicrojoules == nil)
        machine.system.advance(milliseconds: 60_000)
        machine.files.set("/sys/class/power_supply/BAT0/status", "Discharging\n")
        // What flowed meanwhile is not known and not guessed.
        #expect(bank.read().batteryMicrojoules == 480_150_000)
    }

    @Test func currentTimesVoltageStandsInForPower() throws {
        let machine = try RecordedMachine("laptop-intel-hybrid")
        machine.files.remove("/sys/class/power_supply/BAT0/power_now")
        machine.files.set("/sys/class/power_supply/BAT0/current_now", "-2000000\n")
        machine.files.set("/sys/class/power_supply/BAT0/voltage_now", "11500000\n")
        let bank = SensorBank(machine.world())
        _ = bank.read()
        machine.system.advance(milliseconds: 1000)
        #expect(bank.read().batteryMicrojoules == 23_000_000)
    }

    @Test func packagesAreAddedUpAndWrapsUndone() throws {
        let machine = try RecordedMachine("server-amd-2-sockets")
        let bank = SensorBank(machine.world())
        #expect(bank.energyAbsence == nil && bank.read().packageMicrojoules == 0)
        machine.files.set("\(parent)/intel-rapl:0/energy_uj", "65532600000\n")
        machine.files.set("\(parent)/intel-rapl:1/energy_uj", "1500000\n")
        #expect(bank.read().packageMicrojoules == 1_100_000)
        // Package 0 passes its end at 65,532,610,987.
        machine.files.set("\(parent)/intel-rapl:0/energy_uj", "89013\n")
        #expect(bank.read().packageMicrojoules == 1_200_000)
        // A core's own domain is part of its package.
        machine.files.set("\(parent)/intel-rapl:1:0/energy_uj", "900000000\n")
        #expect(bank.read().packageMicrojoules == 1_200_000)
    }

    @Test func aStepBackWithoutAKnownRangeCountsNothing() throws {
        let machine = try RecordedMachine("server-amd-2-sockets")
        machine.files.remove("\(parent)/intel-rapl:1/max_energy_range_uj")
        let bank = SensorBank(machine.world())
        machine.files.set("\(parent)/intel-rapl:1/energy_uj", "10\n")
        #expect(bank.read().packageMicrojoules == 0)
        machine.files.set("\(parent)/intel-rapl:1/energy_uj", "30\n")
        #expect(bank.read().packageMicrojoules == 20)
    }

    @Test func aPackageThatFallsSilentSpoilsTheSum() throws {
        let machine = try RecordedMachine("server-amd-2-sockets")
        let bank = SensorBank(machine.world())
        machine.files.remove("\(parent)/intel-rapl:1/energy_uj")
        #expect(bank.read().packageMicrojoules == nil)
        // One of two packages closed from the start would be half a figure.
        machine.files["\(parent)/intel-rapl:1/energy_uj"] = .denied
        #expect(SensorBank(machine.world()).absences["energy"] == .denied(path: "\(parent)/intel-rapl:1/energy_uj"))
    }

    @Test func temperaturesWithoutPackageLabels() throws {
        let machine = try RecordedMachine("server-amd-2-sockets")
        #expect(SensorBank(machine.world()).read().maximumTemperatureCelsius == 55.5)
        machine.files.set("/sys/class/hwmon/hwmon0/temp2_label", "Tdie\n")
        machine.files.set("/sys/class/hwmon/hwmon0/temp2_input", "57000\n")
        #expect(SensorBank(machine.world()).read().maximumTemperatureCelsius == 57)
        machine.files.set("/sys/class/hwmon/hwmon0/temp2_input", "-128000\n")
        machine.files.set("/sys/class/hwmon/hwmon1/temp1_input", "0\n")
        #expect(SensorBank(machine.world()).read().maximumTemperatureCelsius == nil)
        for path in machine.files.paths where path.hasPrefix("/sys/class/hwmon") { machine.files.remove(path) }
        machine.files.set("/sys/class/thermal/thermal_zone2/type", "x86_pkg_temp\n")
        machine.files.set("/sys/class/thermal/thermal_zone2/temp", "48500\n")
        #expect(SensorBank(machine.world()).read().maximumTemperatureCelsius == 48.5)
    }

    @Test func theClockOfCpuinfoWhereItIsMeasured() throws {
        let machine = try RecordedMachine("this-vm")
        let text = "processor\t: 0\ncpu MHz\t\t: 3000.250\nflags\t\t: fpu aperfmperf\n\nprocessor\t: 1\ncpu MHz\t\t: 2000.750\n"
        machine.files.set("/proc/cpuinfo", text)
        let reading = SensorBank(machine.world()).read()
        #expect(abs(reading.meanMHz! - 2500.5) < 1e-9 && abs(reading.minimumMHz! - 2000.75) < 1e-9)
        // Only the processors that work may run on count.
        machine.system.restrict(to: CPUSet([0]))
        #expect(abs(SensorBank(machine.world()).read().minimumMHz! - 3000.25) < 1e-9)
    }

    @Test func aContainersQuota() throws {
        #expect(SensorBank(try RecordedMachine("ec2-docker-v2").world()).read().quotaStopMicroseconds == 250_000)
        // Version 1 counts nanoseconds.
        #expect(SensorBank(try RecordedMachine("ec2-kubernetes-v1").world()).read().quotaStopMicroseconds == 3_000_000)
    }

    @Test func filesThatGoOrBreakGiveNil() throws {
        let machine = try RecordedMachine("laptop-intel-hybrid")
        let bank = SensorBank(machine.world())
        let whole = bank.read()
        #expect(whole.ticks != nil && whole.pressureMicroseconds == 5_000_000 && whole.swapPages == 30)
        for text in ["", "cpu  1 2\n", "some \n", "pswpin\n", "x"] {
            for path in machine.files.paths { machine.files.set(path, text) }
            let reading = bank.read()
            #expect(reading.ticks == nil && reading.pressureMicroseconds == nil && reading.swapPages == nil)
            #expect(reading.maximumTemperatureCelsius == nil && reading.batteryMicrojoules == nil)
        }
        machine.system.use(nil)
        #expect(bank.read().usage == nil)
    }
}
