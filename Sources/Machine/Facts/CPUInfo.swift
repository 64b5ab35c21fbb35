// Reads /proc/cpuinfo: names where CPUID does not give them, and the ids that stand in for a missing sysfs topology.
// Flags are left alone: instruction sets come from the processor itself.

struct CPUInfo {
    /// One processor's place: (socket, core).
    struct Place: Hashable {
        var socket: Int
        var core: Int
    }

    private(set) var vendor: String?
    private(set) var model: String?
    private(set) var family: Int?
    private(set) var modelNumber: Int?
    private(set) var stepping: Int?
    private(set) var processors: [Int] = []
    private(set) var places: [Int: Place] = [:]
    /// Whether `cpu MHz` is measured (aperf/mperf) or merely the nominal clock, as in most guests.
    private(set) var measuresClock = false

    private var implementer: Int?
    private var part: Int?

    init(_ files: some FileTree) {
        var current: Int?
        for line in files.lines("/proc/cpuinfo") {
            guard let (key, value) = Text.pair(line, separator: ":") else { continue }
            if key == "processor", let number = Int(value) {
                current = number
                processors.append(number)
            }
            read(key, value, of: current)
        }
        if let implementer {
            vendor = Self.implementers[implementer] ?? vendor
            model = model ?? part.flatMap { Self.armCores[implementer << 16 | $0] }
        }
    }

    private mutating func read(_ key: String, _ value: String, of processor: Int?) {
        switch key {
        case "vendor_id": vendor = vendor ?? Text.cleaned(value)
        case "model name": model = model ?? Text.cleaned(value)
        case "cpu family": family = family ?? Int(value)
        case "model": modelNumber = modelNumber ?? Int(value)
        case "stepping": stepping = stepping ?? Int(value)
        case "physical id": note(processor) { $0.socket = Int(value) ?? 0 }
        case "core id": note(processor) { $0.core = Int(value) ?? 0 }
        case "flags": measuresClock = measuresClock || value.split(separator: " ").contains("aperfmperf")
        case "CPU implementer": implementer = implementer ?? Self.hexadecimal(value)
        case "CPU part": part = part ?? Self.hexadecimal(value)
        default: break
        }
    }

    private mutating func note(_ processor: Int?, _ change: (inout Place) -> Void) {
        guard let processor else { return }
        change(&places[processor, default: Place(socket: 0, core: processor)])
    }

    static func hexadecimal(_ text: some StringProtocol) -> Int? {
        text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : nil
    }

    /// MIDR_EL1's implementer codes (Arm Architecture Reference Manual, D19.2).
    private static let implementers = [
        0x41: "ARM", 0x46: "Fujitsu", 0x48: "HiSilicon", 0x4e: "NVIDIA", 0x51: "Qualcomm", 0x61: "Apple", 0x6d: "Microsoft",
        0xc0: "Ampere",
    ]

    /// Part numbers from the cores' technical reference manuals: implementer in the upper half, part in the lower.
    private static let armCores = [
        0x41_0000 | 0xd03: "Cortex-A53", 0x41_0000 | 0xd08: "Cortex-A72", 0x41_0000 | 0xd0b: "Cortex-A76",
        0x41_0000 | 0xd0c: "Neoverse-N1", 0x41_0000 | 0xd40: "Neoverse-V1", 0x41_0000 | 0xd49: "Neoverse-N2",
        0x41_0000 | 0xd4f: "Neoverse-V2", 0x41_0000 | 0xd83: "Neoverse-V3", 0x41_0000 | 0xd8e: "Neoverse-N3",
        0x46_0000 | 0x001: "A64FX", 0x6d_0000 | 0xd49: "Cobalt 100", 0xc0_0000 | 0xac3: "Ampere-1", 0xc0_0000 | 0xac4: "Ampere-1a",
    ]
}
