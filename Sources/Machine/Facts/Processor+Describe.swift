// Reads the processor of a machine: names from CPUID and /proc/cpuinfo, clocks from cpufreq, ACPI or CPUID.
// Cores and caches are left to Topology and Cache+Describe.

extension Processor {
    static func describe(_ files: any FileTree, _ registers: any ProcessorRegisters, _ system: any SystemCalls) -> Processor {
        let table = CPUInfo(files)
        let topology = Topology(files, table: table, onlineCount: system.onlineProcessorCount)
        let identity = registers.leaf(1).map(Signature.init)
        let model = brand(registers) ?? table.model
        var processor = Processor(architecture: registers.architecture, cores: topology.cores)
        (processor.vendor, processor.model) = (vendor(registers) ?? table.vendor, model)
        processor.family = identity?.family ?? table.family
        processor.modelNumber = identity?.model ?? table.modelNumber
        processor.stepping = identity?.stepping ?? table.stepping
        (processor.sockets, processor.threads) = (topology.sockets, topology.online.count)
        processor.coreKinds = CoreKind.describe(files, topology)
        processor.baseMHz = baseMHz(files, registers, topology.online, model: model)
        processor.maximumMHz = maximumMHz(files, registers, topology.online)
        processor.instructionSets = InstructionSet.usable(on: registers)
        processor.caches = Cache.describe(files, registers, topology)
        processor.nodes = MemoryNode.describe(files)
        (processor.online, processor.allowed) = (topology.online, system.affinity() ?? topology.online)
        processor.coreProcessors = topology.oneOfEachCore(among: processor.allowed)
        return processor
    }

    private static func vendor(_ registers: any ProcessorRegisters) -> String? {
        registers.cpuid(0, 0).flatMap { Text.cleaned(text(of: [$0.ebx, $0.edx, $0.ecx])) }
    }

    private static func brand(_ registers: any ProcessorRegisters) -> String? {
        guard registers.leaf(0x8000_0004) != nil else { return nil }
        let words = (0x8000_0002...0x8000_0004).compactMap { registers.cpuid($0, 0) }.flatMap { [$0.eax, $0.ebx, $0.ecx, $0.edx] }
        return Text.cleaned(text(of: words))
    }

    /// Four letters a register, lowest byte first, up to the first zero.
    static func text(of words: [UInt32]) -> String {
        let bytes = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Linux' own value first, then the firmware's nominal clock, CPUID leaf 0x16, and last the `@ 2.50GHz` of Intel's brand string.
    private static func baseMHz(
        _ files: any FileTree, _ registers: any ProcessorRegisters, _ online: CPUSet, model: String?
    ) -> Double? {
        let root = "/sys/devices/system/cpu/cpu\(online.indices.first ?? 0)"
        if let kilohertz = files.integer("\(root)/cpufreq/base_frequency"), kilohertz > 0 { return Double(kilohertz) / 1000 }
        if let megahertz = files.integer("\(root)/acpi_cppc/nominal_freq"), megahertz > 0 { return Double(megahertz) }
        if let megahertz = registers.leaf(0x16).map({ $0.eax & 0xffff }), megahertz > 0 { return Double(megahertz) }
        guard let model, let at = model.lastIndex(of: "@") else { return nil }
        let rating = Text.trimmed(model[model.index(after: at)...])
        guard rating.hasSuffix("GHz"), let gigahertz = Double(rating.dropLast(3)), (0.1...100).contains(gigahertz) else { return nil }
        return (gigahertz * 1000).rounded()
    }

    private static func maximumMHz(_ files: any FileTree, _ registers: any ProcessorRegisters, _ online: CPUSet) -> Double? {
        let policies = files.numbered("/sys/devices/system/cpu/cpufreq", "policy")
        let limits = policies.compactMap { files.integer("\($0.path)/cpuinfo_max_freq") }.filter { $0 > 0 }
        if let highest = limits.max() { return Double(highest) / 1000 }
        let megahertz = registers.leaf(0x16).map { $0.ebx & 0xffff } ?? 0
        return megahertz > 0 ? Double(megahertz) : nil
    }
}

/// Family, model and stepping of CPUID leaf 1 (Intel SDM volume 2, CPUID; AMD APM volume 3, E.3).
struct Signature {
    let family, model, stepping: Int

    init(_ leaf: CPUIDLeaf) {
        let base = Int(leaf.eax >> 8 & 0xf)
        let extended = base == 0xf || base == 6
        family = base == 0xf ? base + Int(leaf.eax >> 20 & 0xff) : base
        model = Int(leaf.eax >> 4 & 0xf) + (extended ? Int(leaf.eax >> 16 & 0xf) << 4 : 0)
        stepping = Int(leaf.eax & 0xf)
    }
}
