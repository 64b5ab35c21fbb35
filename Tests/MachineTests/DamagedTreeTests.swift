// Machines that lie, break or hide: a description must stand, with sane counts and nothing made up.
// What whole machines must say is in HostFixtureTests.

import FoundationEssentials
import Machine
import Testing

@Suite struct DamagedTreeTests {
    private func expectSane(_ host: Host) {
        let processor = host.processor
        #expect(processor.threads >= processor.cores && processor.cores >= processor.sockets && processor.sockets >= 1)
        #expect(processor.caches.allSatisfy { $0.byteCount > 0 && $0.count > 0 && $0.sharedBy > 0 })
        #expect(!host.shortDescription.isEmpty)
        #expect(throws: Never.self) { try JSONEncoder().encode(host) }
    }

    @Test func anEmptyTree() {
        let machine = RecordedMachine(text: "== system\nonline 3\n== cpuid\narchitecture aarch64\nhwcap 0 0\n")
        let host = machine.describe()
        expectSane(host)
        #expect((host.processor.sockets, host.processor.cores, host.processor.threads) == (1, 3, 3))
        #expect(host.processor.model == nil && host.memory.totalByteCount == nil && host.storage == nil && host.container == nil)
        #expect(host.processor.allowed == CPUSet(0..<3))
        #expect(host.shortDescription == "aarch64, 3 cores.")
    }

    /// Every file replaced by the same nonsense.
    @Test(
        arguments: RecordedMachine.names,
        ["", "\n", "-1", "99999999999999999999999999", "max", "\u{0}\u{1}\u{2}", "a: b: c\nd", "{\"v1\": {"])
    func nonsenseEverywhere(name: String, nonsense: String) throws {
        let machine = try RecordedMachine(name)
        for path in machine.files.paths { machine.files.set(path, nonsense) }
        expectSane(machine.describe())
    }

    /// Files cut short, emptied, closed or gone, by a fixed sequence of choices.
    @Test(arguments: RecordedMachine.names) func filesCutAtRandom(name: String) throws {
        var state: UInt64 = 88_172_645_463_325_252
        func next() -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state >> 33)
        }
        for _ in 0..<25 {
            let machine = try RecordedMachine(name)
            for path in machine.files.paths {
                switch next() % 6 {
                case 0: machine.files.remove(path)
                case 1: machine.files[path] = .denied
                case 2: machine.files[path] = .bytes((machine.files.read(path) ?? []).dropLast(next() % 40))
                case 3: machine.files[path] = .bytes((machine.files.read(path) ?? []).map { next() % 9 == 0 ? UInt8(next() % 256) : $0 })
                default: break
                }
            }
            expectSane(machine.describe())
        }
    }

    @Test func aTruncatedFirmwareTableIsReadAsFarAsItGoes() throws {
        let machine = try RecordedMachine("server-amd-2-sockets")
        let table = try #require(machine.files.read("/sys/firmware/dmi/tables/DMI"))
        for count in stride(from: 0, to: table.count, by: 11) {
            machine.files["/sys/firmware/dmi/tables/DMI"] = .bytes(Array(table.prefix(count)))
            let memory = machine.describe().memory
            #expect((memory.moduleCount ?? 0) <= 2)
            #expect(memory.type == nil || memory.type == "DDR4")
        }
    }

    @Test func aLoopOfDevicesEnds() throws {
        let machine = try RecordedMachine("server-amd-2-sockets")
        machine.files.set("/sys/class/block/sda2/slaves/md1/dev", "9:1")
        #expect(machine.describe().storage?.kind == .unknown)
    }

    @Test func theMemoryControllerStandsInForAClosedTable() throws {
        let machine = try RecordedMachine("server-amd-2-sockets")
        machine.files["/sys/firmware/dmi/tables/DMI"] = .denied
        machine.files.set("/sys/devices/system/edac/mc/mc0/dimm0/size", "16384\n")
        machine.files.set("/sys/devices/system/edac/mc/mc0/dimm0/dimm_mem_type", "Registered-DDR4\n")
        machine.files.set("/sys/devices/system/edac/mc/mc0/dimm1/size", "0\n")
        let memory = machine.describe().memory
        #expect(memory.type == "DDR4" && memory.moduleCount == 1 && memory.moduleByteCount == 16 << 30)
        #expect(memory.megatransfersPerSecond == nil && memory.moduleAbsence == .needsRoot)
    }

    @Test func aMaliciousListOfProcessorsIsRefused() {
        #expect(CPUSet(list: "0-4000000000") == nil)
        #expect(CPUSet(list: "3-1") == nil)
        #expect(CPUSet(list: "-1") == nil)
        #expect(CPUSet(list: "1--2") == nil)
        #expect(CPUSet(list: "a") == nil)
        #expect(CPUSet(list: "") == CPUSet([]))
        #expect(CPUSet(list: "0-3,8\n")?.description == "0-3,8")
        #expect(CPUSet([5, 1, 2, 2]).description == "1-2,5")
    }

    @Test func textIsCleaned() {
        #expect(Text.cleaned("  a\u{1b}[31mb\u{7f}\n ") == "a[31mb")
        #expect(Text.cleaned(" \t\n") == nil)
        #expect(Text.cleaned(String(repeating: "x", count: 1000))?.count == 200)
        #expect(Text.byteCount("512K") == 512 << 10 && Text.byteCount("1024 kB") == 1 << 20 && Text.byteCount("7") == 7)
        #expect(Text.byteCount("x") == nil && Text.byteCount("1 parsec") == nil)
        #expect(
            Text.byteCount("999999999999G") == nil && Text.byteCount("99999999999999999999K") == nil
                && Text.byteCount("9999999999999999K") == nil)
        #expect(Text.decimal(0.305, 2) == "0.31" && Text.decimal(12.96, 1) == "13.0" && Text.decimal(-0.04, 1) == "0.0")
        #expect(Text.decimal(-2.5, 1) == "−2.5" && Text.decimal(.infinity, 1) == "inf" && Text.decimal(3.06, 2) == "3.06")
    }
}
