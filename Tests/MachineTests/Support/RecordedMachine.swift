// A whole recorded machine out of one fixture: its files, its processor's registers, its system calls.
// The clock and this process' use of the machine are set by the test: nothing here waits.

import Machine
import Synchronization
import Testing

struct RecordedMachine: Sendable {
    let files: RecordedFiles
    let registers: RecordedRegisters
    let system: RecordedSystem

    /// Every fixture, by file name.
    static let names = [
        "this-vm", "laptop-intel-hybrid", "server-amd-2-sockets", "graviton3", "ec2-docker-v2", "ec2-kubernetes-v1", "wsl2", "gce-t4",
        "azure",
    ]

    /// A fresh copy of a fixture; its text is parsed once.
    init(_ name: String) throws {
        let parsed = try Self.parsed.withLock { cache in
            if let known = cache[name] { return known }
            let directory = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
            let bytes = try #require(SystemFiles().read("/\(directory)/Fixtures/\(name).txt"))
            cache[name] = Parsed(String(decoding: bytes, as: UTF8.self))
            return cache[name]!
        }
        self.init(parsed)
    }

    init(text: String) {
        self.init(Parsed(text))
    }

    private init(_ parsed: Parsed) {
        files = RecordedFiles(parsed.entries)
        registers = parsed.registers
        system = RecordedSystem(parsed.system)
    }

    private struct Parsed: Sendable {
        let entries: [String: RecordedFiles.Entry]
        let registers: RecordedRegisters
        let system: String

        init(_ text: String) {
            let sections = RecordedSection.all(text)
            entries = RecordedFiles.parse(sections)
            registers = RecordedRegisters(sections.first { $0.head == "cpuid" }?.body ?? "")
            system = sections.first { $0.head == "system" }?.body ?? ""
        }
    }

    private static let parsed = Mutex<[String: Parsed]>([:])

    func describe() -> Host {
        Host.describe(files: files, registers: registers, system: system)
    }

    func world() -> SensorWorld {
        SensorWorld(host: describe(), files: files, system: system)
    }
}

/// CPUID leaves as text, `LEAF SUBLEAF: EAX EBX ECX EDX`; `vendor`, `brand` and `hypervisor` lines stand for the leaves that spell them.
struct RecordedRegisters: ProcessorRegisters {
    var architecture = "x86_64"
    var hardwareCapabilities: (UInt64, UInt64) = (0, 0)
    var leaves: [UInt64: CPUIDLeaf] = [:]
    var savedState: UInt64 = 0

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            let rest = words.dropFirst().joined(separator: " ")
            switch words[0] {
            case "architecture": architecture = rest
            case "xcr0": savedState = UInt64(rest, radix: 16) ?? 0
            case "hwcap": hardwareCapabilities = (UInt64(words[1], radix: 16) ?? 0, UInt64(words[2], radix: 16) ?? 0)
            case "vendor": continue
            case "brand": spell(brand: rest)
            case "hypervisor": spell(hypervisor: rest, at: 0x4000_0000)
            default: addLeaf(words)
            }
        }
    }

    func cpuid(_ leaf: UInt32, _ subleaf: UInt32) -> CPUIDLeaf? {
        guard architecture == "x86_64" else { return nil }
        return leaves[UInt64(leaf) << 32 | UInt64(subleaf)] ?? CPUIDLeaf(eax: 0, ebx: 0, ecx: 0, edx: 0)
    }

    func extendedControl() -> UInt64 { savedState }

    mutating func set(_ leaf: UInt32, _ value: CPUIDLeaf) { set(leaf, 0, value) }

    mutating func set(_ leaf: UInt32, _ subleaf: UInt32, _ value: CPUIDLeaf) {
        leaves[UInt64(leaf) << 32 | UInt64(subleaf)] = value
    }

    private mutating func addLeaf(_ words: [String]) {
        let numbers = words.map { UInt32($0.filter(\.isHexDigit), radix: 16) ?? 0 }
        set(numbers[0], numbers[1], CPUIDLeaf(eax: numbers[2], ebx: numbers[3], ecx: numbers[4], edx: numbers[5]))
    }

    private mutating func spell(brand: String) {
        let words = Self.words(brand, count: 12)
        for index in 0..<3 {
            let part = Array(words[index * 4..<index * 4 + 4])
            set(0x8000_0002 + UInt32(index), 0, CPUIDLeaf(eax: part[0], ebx: part[1], ecx: part[2], edx: part[3]))
        }
        if leaves[0x8000_0000 << 32] == nil { set(0x8000_0000, 0, CPUIDLeaf(eax: 0x8000_001f, ebx: 0, ecx: 0, edx: 0)) }
    }

    mutating func spell(hypervisor: String, at base: UInt32) {
        let words = Self.words(hypervisor, count: 3)
        set(base, 0, CPUIDLeaf(eax: base + 1, ebx: words[0], ecx: words[1], edx: words[2]))
    }

    private static func words(_ text: String, count: Int) -> [UInt32] {
        let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: count * 4)
        return (0..<count).map { word in (0..<4).reduce(0) { $0 | UInt32(bytes[word * 4 + $1]) << ($1 * 8) } }
    }
}

/// System calls that answer what the test says.
final class RecordedSystem: SystemCalls {
    struct State: Sendable {
        var online = 1
        var affinity: CPUSet?
        var directory: String?
        var nanoseconds: UInt64 = 1_000_000_000
        var usage: ResourceUsage? = ResourceUsage(cpuMicroseconds: 0, involuntarySwitches: 0, majorFaults: 0, minorFaults: 0)
    }

    let state: Mutex<State>

    init(_ text: String = "") {
        var state = State()
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            switch words[0] {
            case "online": state.online = Int(words[1]) ?? 1
            case "affinity": state.affinity = CPUSet(list: words[1])
            case "directory": state.directory = words[1]
            default: Issue.record("the fixture's system section has no word \(words[0])")
            }
        }
        self.state = Mutex(state)
    }

    func advance(milliseconds: UInt64) { state.withLock { $0.nanoseconds += milliseconds * 1_000_000 } }
    func enter(_ directory: String) { state.withLock { $0.directory = directory } }
    func restrict(to processors: CPUSet) { state.withLock { $0.affinity = processors } }
    func use(_ usage: ResourceUsage?) { state.withLock { $0.usage = usage } }

    var onlineProcessorCount: Int { state.withLock(\.online) }
    var ticksPerSecond: Int { 100 }
    func affinity() -> CPUSet? { state.withLock(\.affinity) }
    func resourceUsage() -> ResourceUsage? { state.withLock(\.usage) }
    func nanoseconds() -> UInt64 { state.withLock(\.nanoseconds) }
    func workingDirectory() -> String? { state.withLock(\.directory) }
}
