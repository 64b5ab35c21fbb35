// What each recorded machine must be described as: one test a machine, every fact that the fixture has.
// Damaged and hostile trees are in their own suites.

import Machine
import Testing

@Suite struct HostFixtureTests {
    @Test func thisVM() throws {
        let host = try RecordedMachine("this-vm").describe()
        let processor = host.processor
        #expect(processor.model == "AMD EPYC" && processor.vendor == "AuthenticAMD" && processor.architecture == "x86_64")
        #expect(processor.family == 25 && processor.modelNumber == 17 && processor.stepping == 1)
        #expect((processor.sockets, processor.cores, processor.threads) == (1, 2, 2))
        #expect(processor.coreKinds.isEmpty && processor.baseMHz == nil && processor.maximumMHz == nil)
        #expect(
            processor.instructionSets == [
                .sse42, .f16c, .avx, .fma, .avx2, .avx512f, .avx512cd, .avx512bw, .avx512dq, .avx512vl, .avx512vbmi, .avx512VNNI,
                .avx512BF16,
            ])
        #expect(processor.widestVectors == .avx512)
        #expect(
            processor.caches == [
                Cache(level: 1, kind: .data, byteCount: 32 << 10, lineByteCount: 64, sharedBy: 1, count: 2),
                Cache(level: 1, kind: .instruction, byteCount: 32 << 10, lineByteCount: 64, sharedBy: 1, count: 2),
                Cache(level: 2, kind: .unified, byteCount: 1 << 20, lineByteCount: 64, sharedBy: 1, count: 2),
                Cache(level: 3, kind: .unified, byteCount: 32 << 20, lineByteCount: 64, sharedBy: 2, count: 1),
            ])
        #expect(processor.lastLevelCacheByteCount == 32 << 20 && processor.dataCacheByteCount(level: 1) == 32 << 10)
        #expect(
            processor.dataCacheTotals(threads: 2) == [
                CacheTotal(level: 1, byteCount: 64 << 10), CacheTotal(level: 2, byteCount: 2 << 20),
                CacheTotal(level: 3, byteCount: 32 << 20),
            ])
        #expect(processor.nodes == [MemoryNode(number: 0, processors: CPUSet(0...1), byteCount: 24_684_096 << 10)])
        #expect(host.memory.totalByteCount == 24_684_096 << 10 && host.memory.swapByteCount == 0)
        #expect(host.memory.transparentHugePages == "madvise" && host.memory.moduleAbsence == .notProvided)
        #expect(host.virtualisation == Virtualisation(hypervisor: .kvm, isWSL: false))
        // The /.dockerenv is a leftover: the root is a whole disk.
        #expect(host.container == nil)
        #expect(host.cloud == nil && host.graphics.isEmpty && host.power.source == nil)
        #expect(host.storage == Storage(kind: .virtual, fileSystem: "ext4", model: nil))
        #expect(host.shortDescription == "EPYC, 2 vCPU, AVX-512, 24 GB. Debian 12, kernel 6.18, KVM guest.")
        #expect(host.machineClass == "EPYC, 2 vCPU, 24 GB")
    }

    @Test func laptop() throws {
        let host = try RecordedMachine("laptop-intel-hybrid").describe()
        let processor = host.processor
        #expect((processor.sockets, processor.cores, processor.threads) == (1, 14, 20))
        #expect(processor.coreKinds.map(\.kind) == [.performance, .efficiency])
        #expect(processor.coreKinds.map(\.cores) == [6, 8] && processor.coreKinds.map(\.threads) == [12, 8])
        #expect(processor.coreKinds.map(\.maximumMHz) == [5200, 3900])
        #expect(processor.baseMHz == 1900 && processor.maximumMHz == 5200)
        #expect(processor.widestVectors == .avx2 && processor.instructionSets.contains(.avxVNNI))
        #expect(!processor.instructionSets.contains(.avx512f))
        let data = processor.caches.filter { $0.level == 1 }
        #expect(data.map(\.byteCount) == [48 << 10, 32 << 10] && data.map(\.count) == [6, 8] && data.map(\.sharedBy) == [2, 1])
        let second = processor.caches.filter { $0.level == 2 }
        #expect(second.map(\.byteCount) == [2048 << 10, 1280 << 10] && second.map(\.count) == [2, 6])
        #expect(host.power.source == .battery && host.power.chassis == .laptop && host.power.platformProfile == "low-power")
        #expect(host.power.governors == ["powersave"] && host.power.scalingDrivers == ["intel_pstate"])
        #expect(host.power.energyPreferences == ["balance_power"] && host.power.turbo == true)
        #expect(host.memory.moduleAbsence == .needsRoot && host.memory.type == nil)
        #expect(host.storage == Storage(kind: .nvme, fileSystem: "ext4", model: "Samsung SSD 990 PRO 2TB"))
        #expect(host.virtualisation == Virtualisation(hypervisor: nil, isWSL: false) && host.container == nil && host.cloud == nil)
        #expect(
            host.graphics == [
                GraphicsProcessor(
                    vendor: "Intel", name: "Iris Xe Graphics", pciID: "8086:a7a0", driverVersion: nil, status: .notMeasured)
            ])
        #expect(
            host.shortDescription == "Core i7-1370P, 6 + 8 cores, AVX2, 32 GB, Intel Iris Xe Graphics. Fedora Linux 41, kernel 6.11.")
    }

    @Test func aMousesBatteryIsNotTheMachines() throws {
        let machine = try RecordedMachine("laptop-intel-hybrid")
        machine.files.set("/sys/class/power_supply/AC/online", "1\n")
        #expect(machine.describe().power.source == .battery)
        machine.files.set("/sys/class/power_supply/BAT0/status", "Charging\n")
        #expect(machine.describe().power.source == .mains)
        // A desktop with a wireless mouse runs on neither.
        for path in machine.files.paths where path.contains("BAT0") || path.contains("/AC/") { machine.files.remove(path) }
        #expect(machine.describe().power.source == nil)
    }

    @Test func theTypeOfAnInstanceInItsIdentityDocument() throws {
        let machine = try RecordedMachine("graviton3")
        let text = #"{"ds": {"dynamic": {"instance-identity": {"document": {"instanceType": "c7g.xlarge", "a": [1, {"b": null}]}}}}}"#
        machine.files.set("/run/cloud-init/instance-data.json", text)
        machine.files.remove("/sys/class/dmi/id/product_name")
        #expect(machine.describe().cloud == CloudInstance(provider: .aws, instanceType: "c7g.xlarge", source: .cloudInit))
        // An older cloud-init, and no word from the firmware.
        for path in machine.files.paths where path.hasPrefix("/sys/class/dmi") { machine.files.remove(path) }
        machine.files.set("/run/cloud-init/instance-data.json", #"{"v1": {"cloud-name": "ec2", "availability-zone": "eu-west-1c"}}"#)
        #expect(machine.describe().cloud == CloudInstance(provider: .aws, zone: "eu-west-1c", source: .cloudInit))
        machine.files.set("/run/cloud-init/instance-data.json", #"{"v1": {"cloud_name": "nocloud"}}"#)
        #expect(machine.describe().cloud == nil)
    }

    @Test func server() throws {
        let host = try RecordedMachine("server-amd-2-sockets").describe()
        let processor = host.processor
        #expect((processor.sockets, processor.cores, processor.threads) == (2, 16, 32))
        #expect(processor.family == 0x17 && processor.modelNumber == 0x31 && processor.stepping == 0)
        #expect(processor.baseMHz == 3100 && processor.maximumMHz == 3200)
        #expect(processor.nodes.map(\.processors.description) == ["0-7,16-23", "8-15,24-31"])
        #expect(processor.caches.last == Cache(level: 3, kind: .unified, byteCount: 16 << 20, lineByteCount: nil, sharedBy: 4, count: 8))
        #expect(processor.lastLevelCacheByteCount == 128 << 20)
        // Four threads share a cache of the last level; more threads than caches add none.
        #expect(processor.dataCacheTotals(threads: 1).last == CacheTotal(level: 3, byteCount: 16 << 20))
        #expect(processor.dataCacheTotals(threads: 5).last == CacheTotal(level: 3, byteCount: 32 << 20))
        #expect(processor.dataCacheTotals(threads: 64).last == CacheTotal(level: 3, byteCount: 128 << 20))
        #expect(host.memory.type == "DDR4" && host.memory.megatransfersPerSecond == 2933 && host.memory.moduleAbsence == nil)
        #expect(host.memory.moduleCount == 2 && host.memory.moduleByteCount == 32 << 30)
        #expect(host.memory.reservedHugePages == [Memory.HugePages(pageByteCount: 1 << 30, count: 4, free: 3)])
        #expect(host.memory.transparentHugePages == "never" && host.power.turbo == true && host.power.chassis == .server)
        #expect(host.storage == Storage(kind: .disk, fileSystem: "xfs", model: "ST4000NM0035"))
        #expect(host.graphics.map(\.status) == [.displayOnly, .notMeasured])
        #expect(host.graphics.map(\.name) == ["ASPEED Graphics Family", "Instinct MI210"])
        #expect(host.machineClass == "EPYC 7252, 2 sockets, 16 cores, 32 GB, AMD Instinct MI210")
    }

    @Test func graviton() throws {
        let host = try RecordedMachine("graviton3").describe()
        let processor = host.processor
        #expect(processor.vendor == "ARM" && processor.model == "Neoverse-V1" && processor.architecture == "aarch64")
        #expect(processor.instructionSets == [.asimd, .asimdHalf, .asimdDotProduct, .sve, .bf16, .i8mm])
        #expect(processor.widestVectors == .portable && processor.coreKinds.isEmpty)
        #expect((processor.sockets, processor.cores, processor.threads) == (1, 4, 4))
        #expect(host.virtualisation.hypervisor == .kvm)
        #expect(
            host.cloud
                == CloudInstance(provider: .aws, instanceType: "c7g.xlarge", region: "us-east-1", zone: "us-east-1b", source: .cloudInit))
        #expect(host.storage == Storage(kind: .network, fileSystem: "xfs", model: "Amazon Elastic Block Store"))
        #expect(host.shortDescription == "Neoverse-V1, 4 vCPU, SVE, 8 GB. Amazon Linux 2023, kernel 6.1, KVM guest.")
    }

    @Test func dockerOnEC2() throws {
        let host = try RecordedMachine("ec2-docker-v2").describe()
        #expect(
            host.container
                == Container(kind: .docker, cpuLimit: 1.5, memoryLimitByteCount: 2 << 30, controlGroupVersion: 2))
        #expect(host.processor.allowed == CPUSet(0...3) && host.processor.online == CPUSet(0...7) && host.processor.cores == 4)
        #expect(host.processor.baseMHz == 2900)
        #expect(host.processor.instructionSets.contains(.avx512VNNI) && !host.processor.instructionSets.contains(.avx512BF16))
        #expect(host.cloud == CloudInstance(provider: .aws, instanceType: "m6i.2xlarge", source: .firmware))
        #expect(host.storage == Storage(kind: .network, fileSystem: "overlay", model: "Amazon Elastic Block Store"))
        #expect(
            host.shortDescription == "Xeon Platinum 8375C, 8 vCPU, AVX-512, 32 GB. Ubuntu 24.04, kernel 6.8, KVM guest, Docker.")
    }

    @Test func kubernetesOnEC2() throws {
        let host = try RecordedMachine("ec2-kubernetes-v1").describe()
        // The pod's group, above the container's, allows less memory: the least counts.
        #expect(
            host.container
                == Container(kind: .kubernetes, cpuLimit: 0.5, memoryLimitByteCount: 512 << 20, controlGroupVersion: 1))
        // No sysfs topology here: sockets and cores are those of /proc/cpuinfo.
        #expect((host.processor.sockets, host.processor.cores, host.processor.threads) == (1, 2, 4))
        #expect(host.storage == Storage(kind: .unknown, fileSystem: "overlay", model: nil))
        #expect(host.cloud?.instanceType == "c5.xlarge")
    }

    @Test func windowsSubsystem() throws {
        let host = try RecordedMachine("wsl2").describe()
        #expect(host.virtualisation == Virtualisation(hypervisor: .hyperV, isWSL: true))
        #expect(host.container == nil && host.cloud == nil)
        #expect(host.storage == Storage(kind: .network, fileSystem: "9p", model: nil))
        #expect(host.power.source == .mains && host.processor.widestVectors == .avx2)
        #expect(host.graphics.map(\.name) == ["GPU of the Windows host"])
        #expect(host.processorName == "Ryzen 7 5800H" && host.guestWords == "WSL 2")
        let machine = try RecordedMachine("wsl2")
        machine.system.enter("/home/ada")
        #expect(machine.describe().storage == Storage(kind: .virtual, fileSystem: "ext4", model: "Virtual Disk"))
    }

    @Test func googleWithGPU() throws {
        let host = try RecordedMachine("gce-t4").describe()
        #expect(
            host.graphics == [
                GraphicsProcessor(
                    vendor: "NVIDIA", name: "Tesla T4", pciID: "10de:1eb8", driverVersion: "535.129.03", status: .driverLoaded)
            ])
        #expect(
            host.cloud == CloudInstance(provider: .gce, region: "us-central1", zone: "us-central1-a", source: .cloudInit))
        #expect(host.storage?.kind == .network && host.processor.baseMHz == 2000)
        #expect(host.processor.widestVectors == .avx512)
        #expect(host.machineClass == "Xeon, 4 vCPU, 15 GB, Tesla T4")
    }

    @Test func azure() throws {
        let host = try RecordedMachine("azure").describe()
        #expect(
            host.cloud
                == CloudInstance(
                    provider: .azure, instanceType: "Standard_D4as_v5", region: "westeurope", zone: "westeurope-1", source: .cloudInit))
        #expect(host.virtualisation == Virtualisation(hypervisor: .hyperV, isWSL: false))
        #expect(host.storage == Storage(kind: .virtual, fileSystem: "ext4", model: "Virtual Disk"))
        #expect(host.processorName == "EPYC 7763" && host.memoryGigabytes == 16)
    }
}
