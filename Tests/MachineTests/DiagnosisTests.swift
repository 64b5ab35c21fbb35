// What an examination says: severity, words and remedies, for quiet and for disturbed machines.
// Recorded machines stand for the settings; windows are written by the test.

import Machine
import Testing

@Suite struct DiagnosisTests {
    private func examine(_ name: String, _ change: (inout Examination) -> Void = { _ in }) throws -> [Finding] {
        var examination = Examination(host: try RecordedMachine(name).describe())
        change(&examination)
        return Diagnosis.examine(examination)
    }

    private func finding(_ findings: [Finding], _ id: Finding.ID) throws -> Finding {
        try #require(findings.first { $0.id == id })
    }

    private func window(_ change: (inout SensorDelta) -> Void) -> SensorDelta {
        var window = SensorDelta(seconds: 10, energy: .absent(.guest))
        change(&window)
        return window
    }

    /// The terminal's design screen, rebuilt: load and affinity wrong, data set and energy missing, steal worth knowing.
    @Test func theDesignsScreen() throws {
        let findings = try examine("this-vm") {
            $0.host.processor.allowed = CPUSet([0])
            $0.energyAbsence = .guest
            $0.busiest = [BusyProcess(name: "backup", cores: 0.29)]
            $0.clock = (readNanoseconds: 25, stepNanoseconds: 1)
            $0.dataSets = [
                DataSetState(
                    name: "cifar10", isPresent: false, effect: "Training would use synthetic images, which never rank beside real ones.",
                    remedy: "mettle data fetch cifar10")
            ]
            $0.window = window { ($0.foreignCores, $0.stealFraction, $0.swapPages, $0.throttleEvents) = (0.31, 0.008, 0, 0) }
        }
        let lines = findings.filter { $0.severity != .inOrder && $0.id != .virtualisation }
        #expect(lines.map(\.label) == ["load", "affinity", "cifar10", "energy", "steal"])
        #expect(
            lines.map(\.severity) == [
                .wouldMakeNumbersWrong, .wouldMakeNumbersWrong, .wouldLeaveNumbersOut, .wouldLeaveNumbersOut, .worthKnowing,
            ])
        #expect(
            lines.map(\.sentence) == [
                "Other processes use 0.31 of a core (backup: 0.29).",
                "This shell may use 1 of the 2 vCPU. Figures for 2 threads would be those of one core.",
                "The data set is not here. Training would use synthetic images, which never rank beside real ones.",
                "This VM passes no energy counter through. Energy will say “not measured”.",
                "0.8 % in the last 10 s. A series that it hits gets grade B at best.",
            ])
        #expect(
            lines.map(\.remedy) == [
                "stop it, or run when it has finished", "start mettle without taskset", "mettle data fetch cifar10",
                "none here; on the host, or with an external meter", nil,
            ])
        let inOrder = findings.filter { $0.severity == .inOrder }.map(\.label)
        #expect(inOrder == ["container limits", "free memory", "swap", "throttling", "clock", "release build", "huge pages"])
    }

    @Test func gravestFirst() throws {
        let severities = try examine("laptop-intel-hybrid").map(\.severity)
        #expect(severities == severities.sorted())
    }

    @Test func whatTheMachineDoesNotSayIsNotInOrder() {
        let machine = RecordedMachine(text: "== system\nonline 2\n== cpuid\narchitecture aarch64\n")
        let ids = Set(Diagnosis.examine(Examination(host: machine.describe())).map(\.id))
        #expect(
            ids.isDisjoint(with: [
                .load, .steal, .throttling, .swap, .governor, .turbo, .battery, .hugePages, .clock, .memoryFree, .datasets,
            ]))
    }

    @Test func aLaptopOnBatteryInSavingMode() throws {
        let findings = try examine("laptop-intel-hybrid") { $0.energyAbsence = .needsRoot }
        #expect(try finding(findings, .battery).severity == .wouldMakeNumbersWrong)
        let governor = try finding(findings, .governor)
        #expect(
            governor.severity == .wouldMakeNumbersWrong && governor.fact == "The CPU governor is powersave, its preference balance_power.")
        #expect(governor.remedy == "sudo cpupower frequency-set -g performance")
        #expect(try finding(findings, .powerProfile).remedy == "powerprofilesctl set performance")
        #expect(try finding(findings, .turbo).severity == .inOrder)
        #expect(try finding(findings, .rapl).remedy?.hasPrefix("sudo chmod a+r /sys/class/powercap") == true)
        #expect(try finding(findings, .gpu).sentence.hasPrefix("Intel Iris Xe Graphics: present, not measured."))
        #expect(try finding(findings, .virtualisation).severity == .inOrder)
    }

    @Test func powersaveMeansTwoThings() throws {
        func governor(_ driver: String, _ governors: [String], _ preferences: [String]) throws -> Finding {
            let findings = try examine("this-vm") {
                ($0.host.power.scalingDrivers, $0.host.power.governors, $0.host.power.energyPreferences) = (
                    [driver], governors, preferences
                )
            }
            return try finding(findings, .governor)
        }
        #expect(try governor("acpi-cpufreq", ["powersave"], []).effect == "It keeps processors at their lowest clock.")
        #expect(try governor("intel_pstate", ["powersave"], ["balance_performance"]).severity == .worthKnowing)
        #expect(try governor("amd-pstate-epp", ["powersave"], ["power"]).severity == .wouldMakeNumbersWrong)
        #expect(try governor("acpi-cpufreq", ["schedutil"], []).severity == .worthKnowing)
        #expect(try governor("acpi-cpufreq", ["performance"], []).severity == .inOrder)
        #expect(try governor("acpi-cpufreq", ["performance", "powersave"], []).severity == .wouldMakeNumbersWrong)
    }

    @Test func theServersSettings() throws {
        let findings = try examine("server-amd-2-sockets")
        #expect(try finding(findings, .hugePages).remedy == "echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled")
        #expect(try finding(findings, .swap).fact == "Swap holds 2.0 GB.")
        #expect(try finding(findings, .clock).fact == "Time is read from hpet.")
        #expect(try finding(findings, .memoryFree).sentence == "6.0 GB of 31 GB are free. Large sizes may push other programs into swap.")
        #expect(try finding(findings, .rapl).severity == .inOrder)
        // The management controller's screen is no GPU.
        #expect(findings.filter { $0.id == .gpu }.map(\.fact) == ["AMD Instinct MI210: present, not measured."])
    }

    @Test func aContainersLimits() throws {
        let findings = try examine("ec2-docker-v2") { $0.window = window { $0.quotaStopSeconds = 1.2 } }
        let quota = try finding(findings, .containerCPU)
        #expect(quota.severity == .wouldMakeNumbersWrong && quota.fact == "This container may use 1.5 of the 4 vCPU.")
        #expect(quota.effect == "With more than 1 thread, all are stopped for part of every period. It withheld 1.2 s in the last 10 s.")
        #expect(quota.remedy == "start the container with --cpus 4, or mettle run --threads 1")
        #expect(
            try finding(findings, .containerMemory).sentence
                == "This container may use 2.0 GB of the 31 GB. Sizes that need more are skipped.")
        #expect(try finding(findings, .affinity).remedy == "start the container without --cpuset-cpus")
        let pod = try finding(try examine("ec2-kubernetes-v1"), .containerCPU)
        #expect(pod.effect == "Even one thread is stopped for part of every period." && pod.remedy == "raise resources.limits.cpu")
    }

    @Test(arguments: [
        (0.0, Finding.Severity.inOrder), (0.001, .worthKnowing), (0.0199, .worthKnowing), (0.02, .wouldMakeNumbersWrong),
        (1, .wouldMakeNumbersWrong),
    ])
    func stealHasTwoThresholds(fraction: Double, severity: Finding.Severity) throws {
        #expect(try finding(try examine("this-vm") { $0.window = window { $0.stealFraction = fraction } }, .steal).severity == severity)
    }

    @Test(arguments: [
        (0.019, Finding.Severity.inOrder), (0.02, .worthKnowing), (0.1, .wouldMakeNumbersWrong), (2.44, .wouldMakeNumbersWrong),
    ])
    func loadHasTwoThresholds(cores: Double, severity: Finding.Severity) throws {
        let found = try finding(try examine("this-vm") { $0.window = window { $0.foreignCores = cores } }, .load)
        #expect(found.severity == severity)
        if cores == 2.44 { #expect(found.fact == "Other processes use 2.4 cores.") }
    }

    @Test func heatAndSwapping() throws {
        let findings = try examine("laptop-intel-hybrid") {
            $0.window = window { ($0.throttleEvents, $0.maxTemperatureCelsius, $0.swapPages) = (3, 98.6, 1) }
        }
        #expect(try finding(findings, .throttling).fact == "The processor slowed itself 3 times in the last 10 s, at up to 99 °C.")
        #expect(try finding(findings, .swap).fact == "1 page went to or from swap in the last 10 s.")
    }

    @Test func aSlowClock() throws {
        let dear = try finding(try examine("this-vm") { $0.clock = (readNanoseconds: 640, stepNanoseconds: 1) }, .clock)
        #expect(dear.severity == .worthKnowing && dear.fact == "Reading the clock (tsc) takes 640 ns.")
        let coarse = try finding(try examine("this-vm") { $0.clock = (readNanoseconds: 20, stepNanoseconds: 4_000_000) }, .clock)
        #expect(coarse.severity == .wouldMakeNumbersWrong && coarse.fact == "The clock moves in steps of 4000.0 µs.")
    }

    @Test func debugBuildsAndDriverlessGPUs() throws {
        let machine = try RecordedMachine("gce-t4")
        for path in machine.files.paths where path.hasPrefix("/proc/driver") { machine.files.remove(path) }
        let findings = Diagnosis.examine(Examination(host: machine.describe(), isReleaseBuild: false))
        #expect(try finding(findings, .debugBuild).remedy == "swift build -c release")
        #expect(try finding(findings, .gpu).severity == .wouldLeaveNumbersOut)
    }

    @Test func everyFindingThatIsNotInOrderHasASentence() throws {
        for name in RecordedMachine.names {
            let host = try RecordedMachine(name).describe()
            for absence in EnergyAbsence.allCases {
                let window = window { ($0.foreignCores, $0.stealFraction, $0.swapPages, $0.throttleEvents) = (3, 0.5, 5, 5) }
                let findings = Diagnosis.examine(Examination(host: host, window: window, energyAbsence: absence))
                for finding in findings where finding.severity != .inOrder {
                    #expect(finding.fact.hasSuffix(".") && finding.fact.count > 10 && !finding.label.isEmpty, "\(finding)")
                    #expect(finding.effect?.hasSuffix(".") != false, "\(finding)")
                }
            }
        }
    }
}

@Suite struct BusyProcessTests {
    @Test func theBusiestTwoByTheirShortNames() {
        let system = RecordedSystem()
        let files = RecordedFiles()
        files["/proc/self"] = .link("7")
        func stat(_ number: Int, _ name: String, _ user: Int, _ kernel: Int) {
            files.set("/proc/\(number)/stat", "\(number) (\(name)) S 1 1 1 0 -1 4194560 9 0 0 0 \(user) \(kernel) 0 0 20 0 1 0\n")
        }
        stat(7, "mettle", 0, 0)
        stat(11, "backup", 100, 10)
        stat(12, "a (b) c", 5, 0)
        stat(13, "idle", 50, 50)
        stat(14, "old", 900, 0)
        stat(16, "backup", 0, 0)
        files.set("/proc/15/stat", "15 (broken")
        files.set("/proc/uptime", "1 2")
        let before = ProcessTimes(files: files, system: system)
        system.advance(milliseconds: 10_000)
        stat(7, "mettle", 999, 0)
        stat(11, "backup", 280, 20)
        stat(16, "backup", 60, 40)
        stat(12, "a (b) c", 5, 31)
        // The number 14 was given to a new process.
        stat(14, "new", 12, 0)
        let after = ProcessTimes(files: files, system: system)
        #expect(
            after.busiest(since: before, limit: 5) == [
                BusyProcess(name: "backup", cores: 0.29), BusyProcess(name: "a (b) c", cores: 0.031),
                BusyProcess(name: "new", cores: 0.012),
            ])
        #expect(after.busiest(since: before).map(\.name) == ["backup", "a (b) c"])
        #expect(before.busiest(since: after).isEmpty)
    }
}
