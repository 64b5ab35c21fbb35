// Rules on what would be left out or stand under a reservation: energy, data sets, GPUs, guests, debug builds.
// What makes figures wrong from outside is left to the other rules.

extension Diagnosis {
    @Sendable static func debugBuild(_ examination: Examination) -> [Finding] {
        guard !examination.isReleaseBuild else { return [.inOrder(.debugBuild, "release build")] }
        return [
            Finding(
                .debugBuild, "debug build", .wouldMakeNumbersWrong, "This mettle is a debug build.",
                effect: "Its kernels run up to a hundred times slower; it refuses to measure.", remedy: "swift build -c release")
        ]
    }

    @Sendable static func dataSets(_ examination: Examination) -> [Finding] {
        guard !examination.dataSets.isEmpty else { return [] }
        let missing = examination.dataSets.filter { !$0.isPresent }
        guard !missing.isEmpty else { return [.inOrder(.datasets, "data sets")] }
        return missing.map {
            Finding(
                .datasets, $0.name, .wouldLeaveNumbersOut, "The data set is not here.", effect: $0.effect, remedy: $0.remedy)
        }
    }

    private static let unmeasured = "Energy will say “not measured”."

    @Sendable static func energy(_ examination: Examination) -> [Finding] {
        if examination.window?.energy.joules != nil { return [.inOrder(.rapl, "energy")] }
        let absence = examination.energyAbsence ?? examination.window?.energy.absence
        switch absence {
        case nil, .tooShort: return [.inOrder(.rapl, "energy")]
        case .guest:
            let fact =
                examination.host.virtualisation.isWSL
                ? "WSL passes no energy counter through." : "This VM passes no energy counter through."
            return [missing(fact, remedy: "none here; on the host, or with an external meter")]
        case .needsRoot:
            return [
                missing(
                    "The processor’s energy counter is readable by root alone.",
                    remedy: "sudo chmod a+r /sys/class/powercap/intel-rapl:*/energy_uj (until the next start)")
            ]
        case .stuck: return [missing("The energy counter stands still.", remedy: "none here; on the host, or with an external meter")]
        case .noCounter: return [missing("This machine has no energy counter that Linux shows.", remedy: "an external meter")]
        }
    }

    private static func missing(_ fact: String, remedy: String) -> Finding {
        Finding(.rapl, "energy", .wouldLeaveNumbersOut, fact, effect: unmeasured, remedy: remedy)
    }

    @Sendable static func gpu(_ examination: Examination) -> [Finding] {
        let graphics = examination.host.graphics
        let driverless = graphics.filter { $0.status == .driverMissing }.map { device in
            Finding(
                .gpu, "GPU", .wouldLeaveNumbersOut, "\(device.name) is fitted, and NVIDIA’s driver is not loaded.",
                effect: "Its benchmarks are skipped.", remedy: "install NVIDIA’s driver, then: sudo modprobe nvidia")
        }
        let others = graphics.filter { $0.status == .notMeasured }.map { device in
            let name =
                device.name.hasPrefix(device.vendor) || device.vendor == "Microsoft" ? device.name : "\(device.vendor) \(device.name)"
            return Finding(.gpu, "GPU", .worthKnowing, "\(name): \(device.status.title).", effect: "Mettle measures NVIDIA’s GPUs alone.")
        }
        return driverless + others
    }

    @Sendable static func virtualisation(_ examination: Examination) -> [Finding] {
        let state = examination.host.virtualisation
        if state.isWSL {
            return [
                Finding(
                    .virtualisation, "WSL", .worthKnowing, "This is Windows’ Subsystem for Linux.",
                    effect: "What Windows itself does with the processor is not visible from here.")
            ]
        }
        guard let hypervisor = state.hypervisor else { return [.inOrder(.virtualisation, "no hypervisor")] }
        let name = hypervisor == .unknown ? "This is a guest." : "This is a guest of \(hypervisor.title)."
        return [
            Finding(
                .virtualisation, "guest", .worthKnowing, name,
                effect: "Clock, temperature and throttling are the host’s and not visible; its neighbours are seen only as steal.")
        ]
    }
}
