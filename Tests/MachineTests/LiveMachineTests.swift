// The machine that the tests run on: whatever it is, its description and readings must make sense.
// Nothing here expects a particular machine, and nothing waits.

import FoundationEssentials
import Glibc
import Machine
import Testing

@Suite struct LiveMachineTests {
    @Test func theDescriptionMakesSense() throws {
        let host = Host.describe()
        let processor = host.processor
        #expect(processor.threads >= processor.cores && processor.cores >= processor.sockets && processor.sockets >= 1)
        #expect(processor.online.count == processor.threads)
        #expect(!processor.allowed.isEmpty && processor.allowed.indices.allSatisfy(processor.online.contains))
        #expect(processor.coreKinds.isEmpty || processor.coreKinds.reduce(0) { $0 + $1.cores } == processor.cores)
        for cache in processor.caches {
            #expect((1...4).contains(cache.level) && cache.byteCount >= 4096 && cache.count >= 1)
            #expect((1...processor.threads).contains(cache.sharedBy))
        }
        let memory = try #require(host.memory.totalByteCount)
        #expect(memory > 64 << 20 && host.memory.availableByteCount ?? 0 <= memory)
        #expect(host.container?.cpuLimit ?? 1 > 0 && host.container?.memoryLimitByteCount ?? 1 > 0)
        #expect(host.system.kernelVersion?.contains(".") == true)
        #expect(!host.shortDescription.isEmpty && !host.machineClass.isEmpty)
    }

    @Test func twoDescriptionsAgree() {
        var (first, second) = (Host.describe(), Host.describe())
        // What is free changes while we look.
        (first.memory.availableByteCount, second.memory.availableByteCount) = (nil, nil)
        (first.memory.swapFreeByteCount, second.memory.swapFreeByteCount) = (nil, nil)
        // Memory may be plugged into a guest at any time.
        (first.processor.nodes, second.processor.nodes) = ([], [])
        #expect(first == second)
    }

    @Test func theHostsNameIsNotInIt() throws {
        var buffer = [CChar](repeating: 0, count: 256)
        gethostname(&buffer, 255)
        let name = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let encoded = String(decoding: try JSONEncoder().encode(Host.describe()), as: UTF8.self)
        // A name such as `vm` is a word of the description by chance.
        if name.count > 4 { #expect(!encoded.contains(name)) }
        for (interface, path) in SystemFiles().list("/sys/class/net").map({ ($0, "/sys/class/net/\($0)/address") }) where interface != "lo"
        {
            if let address = SystemFiles().text(path), address.count > 8 { #expect(!encoded.contains(address)) }
        }
    }

    #if arch(x86_64)
        @Test func theInstructionSetsAreThoseThatTheKernelLists() throws {
            let flags = try #require(SystemFiles().lines("/proc/cpuinfo").first { $0.hasPrefix("flags") })
            let listed = Set(flags.split(separator: " ").map(String.init))
            for set in Host.describe().processor.instructionSets {
                #expect(listed.contains(set.rawValue), "\(set) is not in /proc/cpuinfo")
            }
            #expect(listed.contains("avx2") == Host.describe().processor.instructionSets.contains(.avx2))
            #expect(listed.contains("avx512f") == Host.describe().processor.instructionSets.contains(.avx512f))
        }
    #endif

    @Test func readingsGoForward() throws {
        let bank = SensorBank(SensorWorld(host: Host.describe()))
        let first = bank.read()
        let last = bank.read()
        #expect(last.nanoseconds > first.nanoseconds)
        let (before, after) = (try #require(first.ticks), try #require(last.ticks))
        #expect(after.total >= before.total && after.busy >= before.busy && before.total >= before.busy + before.steal)
        #expect(try #require(last.usage).cpuMicroseconds >= #require(first.usage).cpuMicroseconds)
        #expect((last.packageMicrojoules == nil) == (bank.energyAbsence != nil))
        let window = try #require(SensorReading.delta(from: first, to: last, energyAbsence: bank.energyAbsence))
        #expect(window.seconds > 0 && window.minorFaults != nil)
    }

    @Test func aDoctorFindsSomethingToSay() {
        let findings = Diagnosis.examine(Examination(host: Host.describe()))
        #expect(!findings.isEmpty)
        #expect(!ProcessTimes().busiest(since: ProcessTimes()).contains { $0.cores < 0 })
    }

    @Test func filesThatAreNotThere() {
        let files = SystemFiles()
        #expect(files.read("/proc/no-such-file") == nil && files.open("/proc/no-such-file") == nil)
        #expect(files.list("/proc/no-such-directory").isEmpty && files.link("/proc/version") == nil)
        #expect(files.access("/proc/no-such-file") == .missing && files.access("/proc/version") == .readable)
        // A directory opens, and has no bytes.
        #expect(files.read("/proc") == nil)
        #expect(SystemFiles(root: "/proc").text("/sys/kernel/ostype") == "Linux")
        #expect((files.read("/proc/self/maps")?.count ?? 0) > 4096)
    }
}
