// Sockets, cores and their kinds on small trees: unequal capacities, processors that are off, firmware that numbers nothing.
// Whole processors are in HostFixtureTests.

import Machine
import Testing

@Suite struct TopologyTests {
    private let root = "/sys/devices/system/cpu"

    private func processor(_ texts: [String: String], architecture: String = "aarch64") -> Processor {
        let registers = RecordedRegisters("architecture \(architecture)\nhwcap 2 0")
        return Host.describe(files: RecordedFiles(texts: texts), registers: registers, system: RecordedSystem("online 4")).processor
    }

    private func tree(capacities: [Int]) -> [String: String] {
        var texts = ["\(root)/online": "0-\(capacities.count - 1)\n"]
        for (number, capacity) in capacities.enumerated() {
            texts["\(root)/cpu\(number)/cpu_capacity"] = "\(capacity)\n"
            texts["\(root)/cpu\(number)/topology/core_cpus_list"] = "\(number)\n"
            texts["\(root)/cpu\(number)/topology/physical_package_id"] = "-1\n"
        }
        return texts
    }

    @Test func unequalCapacitiesAreKindsOfCore() {
        let found = processor(tree(capacities: [1024, 1024, 410, 410, 410, 410]))
        #expect(found.coreKinds.map(\.kind) == [.performance, .efficiency] && found.coreKinds.map(\.cores) == [2, 4])
        #expect(found.coreKinds.map(\.processors.description) == ["0-1", "2-5"])
        #expect(found.sockets == 1 && found.cores == 6)
    }

    @Test func favouredCoresAreOneKind() {
        #expect(processor(tree(capacities: [1024, 1010, 990, 1024])).coreKinds.isEmpty)
        var incomplete = tree(capacities: [1024, 300])
        incomplete["\(root)/cpu1/cpu_capacity"] = nil
        #expect(processor(incomplete).coreKinds.isEmpty)
    }

    @Test func threeKindsByName() {
        var texts = tree(capacities: [1, 1, 1, 1, 1, 1])
        texts["/sys/devices/cpu_core/cpus"] = "0-1\n"
        texts["/sys/devices/cpu_atom/cpus"] = "2-3\n"
        texts["/sys/devices/cpu_lowpower/cpus"] = "4-5\n"
        #expect(processor(texts).coreKinds.map(\.kind) == [.performance, .efficiency, .lowPower])
    }

    @Test func processorsThatAreOffDoNotCount() {
        var texts = tree(capacities: [1, 1, 1, 1])
        texts["\(root)/online"] = "0,2-3\n"
        // The sibling of processor 0 is off; the core counts once all the same.
        texts["\(root)/cpu0/topology/core_cpus_list"] = "0-1\n"
        let found = processor(texts)
        #expect(found.threads == 3 && found.cores == 3 && found.online.description == "0,2-3")
    }

    @Test func siblingsShareACore() {
        var texts = ["\(root)/online": "0-3\n"]
        for number in 0..<4 { texts["\(root)/cpu\(number)/topology/thread_siblings_list"] = number % 2 == 0 ? "0,2\n" : "1,3\n" }
        #expect(processor(texts, architecture: "x86_64").cores == 2)
    }

    /// Numbered as on many guests: neighbours share a core; and as on many hosts: the second half does.
    @Test(arguments: [(["0-1", "0-1", "2-3", "2-3"], "0,2"), (["0,2", "1,3", "0,2", "1,3"], "0-1")])
    func oneProcessorOfEachCore(siblings: [String], firsts: String) {
        var texts = ["\(root)/online": "0-3\n"]
        for (number, list) in siblings.enumerated() { texts["\(root)/cpu\(number)/topology/core_cpus_list"] = list + "\n" }
        #expect(processor(texts).coreProcessors?.description == firsts)
        #expect(processor([:]).coreProcessors?.description == "0-3")
    }

    @Test func withoutAnyTreeTheSystemsCountIsAll() {
        #expect(processor([:]).threads == 4 && processor([:]).cores == 4 && processor([:]).sockets == 1)
    }

    @Test func usableMemoryIsTheLeast() {
        var host = RecordedMachine(text: "== system\nonline 1\n").describe()
        #expect(host.usableMemoryByteCount == nil)
        host.memory.availableByteCount = 100
        host.container = Container(kind: .docker, cpuLimit: nil, memoryLimitByteCount: 60, controlGroupVersion: 2)
        #expect(host.usableMemoryByteCount == 60)
    }
}

@Suite struct WordsTests {
    private func host(model: String?, guest: Bool = false) -> Host {
        var host = RecordedMachine(text: "== system\nonline 2\n").describe()
        host.processor.model = model
        if guest { host.virtualisation.hypervisor = .kvm }
        return host
    }

    @Test(arguments: [
        ("AMD EPYC 9B45", "EPYC 9B45"), ("AMD EPYC 7763 64-Core Processor", "EPYC 7763"),
        ("Intel(R) Xeon(R) CPU           E5-2686 v4 @ 2.30GHz", "Xeon E5-2686 v4"),
        ("13th Gen Intel(R) Core(TM) i7-1370P", "Core i7-1370P"),
        ("Intel(R) Core(TM) Ultra 7 155H", "Core Ultra 7 155H"), ("AMD Ryzen 9 7950X 16-Core Processor", "Ryzen 9 7950X"),
        ("AMD Ryzen 7 5800H with Radeon Graphics", "Ryzen 7 5800H"), ("Neoverse-N1", "Neoverse-N1"), ("Intel(R) CPU", "Intel(R) CPU"),
        ("Gen", "Gen"), ("QEMU Virtual CPU version 2.5+", "QEMU Virtual version 2.5+"),
    ])
    func processorNamesAreShort(model: String, name: String) {
        #expect(host(model: model).processorName == name)
    }

    @Test(arguments: [
        (24_684_096, 24), (7_928_012, 8), (16_210_716, 16), (32_540_672, 32), (62_900_000, 60), (1_014_656, 1), (490_000, 1), (503_316, 1),
        (196_600_000, 192), (500_000_000, 477),
    ])
    func memoryAsItIsSold(kibibytes: Int, gigabytes: Int) {
        var host = host(model: nil)
        host.memory.totalByteCount = kibibytes << 10
        #expect(host.memoryGigabytes == gigabytes)
    }

    @Test func countsOfCoresAndGPUs() {
        var host = host(model: "AMD EPYC 9B45", guest: true)
        #expect(host.coreWords == "2 vCPU")
        let card = GraphicsProcessor(
            vendor: "NVIDIA", name: "Tesla V100-SXM2-16GB", pciID: nil, driverVersion: "535.1", status: .driverLoaded)
        host.graphics = [card, card, card, card]
        #expect(host.machineClass == "EPYC 9B45, 2 vCPU, 4 × Tesla V100-SXM2-16GB")
        host.virtualisation.hypervisor = nil
        (host.processor.cores, host.processor.sockets) = (1, 1)
        #expect(host.coreWords == "1 core")
        #expect(host.system.kernelVersion == nil && OperatingSystem(kernelRelease: "6.12-rc3+").kernelVersion == "6.12")
    }
}
