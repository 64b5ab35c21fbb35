// Which instruction sets are believed: a bit of CPUID counts only where the system saves the registers.
// Whole recorded processors are in HostFixtureTests.

import Machine
import Testing

@Suite struct InstructionSetTests {
    /// A processor that has everything: every bit of leaves 1 and 7 is set.
    private func everything(savedState: UInt64) -> RecordedRegisters {
        var registers = RecordedRegisters("architecture x86_64")
        let all = CPUIDLeaf(eax: .max, ebx: .max, ecx: .max, edx: .max)
        registers.set(0, CPUIDLeaf(eax: 0x20, ebx: 0, ecx: 0, edx: 0))
        registers.set(1, all)
        registers.set(7, CPUIDLeaf(eax: 1, ebx: .max, ecx: .max, edx: .max))
        registers.set(7, 1, all)
        registers.savedState = savedState
        return registers
    }

    @Test func aSystemThatSavesNothingAllowsNoVectors() {
        #expect(InstructionSet.usable(on: everything(savedState: 0)) == [.sse42])
        #expect(InstructionSet.usable(on: everything(savedState: 0b010)) == [.sse42])
    }

    @Test func savedHalvesAllowHalfTheVectors() {
        let narrow = InstructionSet.usable(on: everything(savedState: 0b110))
        #expect(narrow == [.sse42, .f16c, .avx, .fma, .avx2, .avxVNNI])
        // The opmask registers alone are not enough for 512 bits.
        #expect(InstructionSet.usable(on: everything(savedState: 0b10_0110)) == narrow)
        let wide = InstructionSet.usable(on: everything(savedState: 0xe6))
        #expect(wide.contains(.avx512FP16) && !wide.contains(.amxTile))
    }

    @Test func tilesNeedBothTileStates() {
        #expect(!InstructionSet.usable(on: everything(savedState: 0xe6 | 1 << 17)).contains(.amxTile))
        let tiles = InstructionSet.usable(on: everything(savedState: 0xe6 | 3 << 17))
        #expect(Set(tiles).isSuperset(of: [.amxTile, .amxINT8, .amxBF16, .amxFP16]))
    }

    @Test func withoutOSXSAVETheStateIsNotAskedFor() {
        var registers = everything(savedState: .max)
        registers.set(1, CPUIDLeaf(eax: 0, ebx: 0, ecx: ~(1 << 27), edx: .max))
        #expect(InstructionSet.usable(on: registers) == [.sse42])
    }

    @Test func leavesAboveTheHighestAreNotBelieved() {
        var registers = everything(savedState: .max)
        registers.set(0, CPUIDLeaf(eax: 6, ebx: 0, ecx: 0, edx: 0))
        #expect(InstructionSet.usable(on: registers) == [.sse42, .f16c, .avx, .fma])
        registers.set(0, CPUIDLeaf(eax: 7, ebx: 0, ecx: 0, edx: 0))
        registers.set(7, CPUIDLeaf(eax: 0, ebx: .max, ecx: .max, edx: .max))
        #expect(!InstructionSet.usable(on: registers).contains(.avx512BF16))
    }

    @Test func armFeaturesAreTheKernels() {
        var registers = RecordedRegisters("architecture aarch64\nhwcap 2 0")
        #expect(InstructionSet.usable(on: registers) == [.asimd])
        registers.hardwareCapabilities = (1 << 22 | 2, 1 << 1 | 1 << 23)
        #expect(InstructionSet.usable(on: registers) == [.asimd, .sve, .sve2, .sme])
    }

    @Test func theWidestVectorsNeedAllOfTheirParts() {
        var processor = Processor(architecture: "x86_64", cores: 1)
        #expect(processor.widestVectors == .portable)
        processor.instructionSets = [.avx2]
        #expect(processor.widestVectors == .portable)
        processor.instructionSets = [.avx2, .fma, .avx512f]
        #expect(processor.widestVectors == .avx2)
        processor.instructionSets = [.avx2, .fma, .avx512f, .avx512bw, .avx512dq, .avx512vl]
        #expect(processor.widestVectors == .avx512 && VectorWidth.portable < .avx2 && VectorWidth.avx2 < .avx512)
    }

    @Test func cachesComeFromTheProcessorWhereTheSystemHidesThem() throws {
        let machine = try RecordedMachine("this-vm")
        let shown = machine.describe().processor.caches
        for path in machine.files.paths where path.contains("/cache/") { machine.files.remove(path) }
        #expect(machine.describe().processor.caches == shown)
    }

    @Test func aGuestBehindAnImitationIsStillKVM() throws {
        var registers = try RecordedMachine("this-vm").registers
        registers.spell(hypervisor: "Microsoft Hv", at: 0x4000_0000)
        registers.spell(hypervisor: "KVMKVMKVM", at: 0x4000_0100)
        let host = Host.describe(files: RecordedFiles(), registers: registers, system: RecordedSystem())
        #expect(host.virtualisation.hypervisor == .kvm)
    }

    @Test func anUnknownSignatureIsStillAGuest() throws {
        var registers = try RecordedMachine("this-vm").registers
        registers.spell(hypervisor: "NobodyKnows!", at: 0x4000_0000)
        let host = Host.describe(files: RecordedFiles(), registers: registers, system: RecordedSystem())
        #expect(host.virtualisation.hypervisor == .unknown && host.guestWords == "guest")
    }

    @Test func theCloudsBareMetalIsNoGuest() throws {
        let machine = try RecordedMachine("graviton3")
        machine.files.set("/sys/class/dmi/id/product_name", "c7g.metal\n")
        #expect(machine.describe().virtualisation.hypervisor == nil)
    }
}
