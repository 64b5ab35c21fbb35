// Whether this is a guest, and whose: the hypervisor's CPUID signature, Xen's sysfs, the device tree, the firmware's words.
// Containers are left to Container, clouds to CloudInstance.

package enum Hypervisor: String, Sendable, Equatable, Codable, CaseIterable {
    case kvm
    case hyperV = "hyper_v"
    case xen, vmware
    case virtualBox = "virtualbox"
    case parallels, bhyve, qemu, acrn
    /// CPUID says that there is one, and no more.
    case unknown

    /// The name for people.
    package var title: String {
        switch self {
        case .kvm: "KVM"
        case .hyperV: "Hyper-V"
        case .xen: "Xen"
        case .vmware: "VMware"
        case .virtualBox: "VirtualBox"
        case .parallels: "Parallels"
        case .bhyve: "bhyve"
        case .qemu: "QEMU"
        case .acrn: "ACRN"
        case .unknown: "unknown hypervisor"
        }
    }
}

package struct Virtualisation: Sendable, Equatable, Codable {
    /// Nil on bare metal, as far as can be seen.
    package var hypervisor: Hypervisor?
    /// Windows Subsystem for Linux.
    package var isWSL: Bool

    package var isGuest: Bool { hypervisor != nil }
}

extension Virtualisation {
    static func describe(_ files: some FileTree, _ registers: some ProcessorRegisters, _ firmware: FirmwareIdentity) -> Virtualisation {
        let release = (files.text("/proc/sys/kernel/osrelease") ?? "").lowercased()
        let isWSL = release.contains("microsoft")
        var found = fromProcessor(registers) ?? fromSystem(files)
        if found == nil && registers.leaf(1) == nil {
            // Without CPUID, as on Arm, the firmware's words are all there is. WSL 1 has a kernel of its own and no hypervisor.
            found = isWSL && release.contains("standard") ? .hyperV : fromFirmware(firmware)
        }
        return Virtualisation(hypervisor: found, isWSL: isWSL)
    }

    /// Leaf 1 ECX bit 31 is reserved for hypervisors to set; their signature is at 0x40000000 or, behind Hyper-V's, at a later 0x100.
    private static func fromProcessor(_ registers: some ProcessorRegisters) -> Hypervisor? {
        guard let first = registers.leaf(1), first.ecx.bit(31) else { return nil }
        var found: Hypervisor = .unknown
        for base in stride(from: UInt32(0x4000_0000), through: 0x4000_0300, by: 0x100) {
            guard let leaf = registers.cpuid(base, 0),
                let known = signatures[Processor.text(of: [leaf.ebx, leaf.ecx, leaf.edx])]
            else { continue }
            // KVM may show Hyper-V's signature first, for Windows guests; its own, later, is the truth.
            if found == .unknown || known == .kvm { found = known }
        }
        return found
    }

    private static let signatures: [String: Hypervisor] = [
        "KVMKVMKVM": .kvm, "Linux KVM Hv": .kvm, "Microsoft Hv": .hyperV, "XenVMMXenVMM": .xen, "VMwareVMware": .vmware,
        "VBoxVBoxVBox": .virtualBox, " lrpepyh vr": .parallels, "prl hyperv  ": .parallels, "bhyve bhyve ": .bhyve,
        "TCGTCGTCGTCG": .qemu, "ACRNACRNACRN": .acrn,
    ]

    private static func fromSystem(_ files: some FileTree) -> Hypervisor? {
        if files.text("/sys/hypervisor/type") == "xen" { return .xen }
        switch files.text("/proc/device-tree/hypervisor/compatible") {
        case let text? where text.contains("linux,kvm"): return .kvm
        case let text? where text.contains("xen"): return .xen
        default: return nil
        }
    }

    private static func fromFirmware(_ firmware: FirmwareIdentity) -> Hypervisor? {
        let words = [firmware.systemVendor, firmware.product, firmware.biosVendor, firmware.boardVendor].joined(separator: " ")
        // The clouds' own bare metal carries their name too; only their guests lack `.metal` in the product's name.
        if firmware.systemVendor == "Amazon EC2" && !firmware.product.contains(".metal") { return .kvm }
        let known: [(String, Hypervisor)] = [
            ("Google Compute Engine", .kvm), ("KVM", .kvm), ("QEMU", .kvm), ("VMware", .vmware), ("VirtualBox", .virtualBox),
            ("innotek", .virtualBox), ("HVM domU", .xen), ("Parallels", .parallels), ("BHYVE", .bhyve),
            ("Microsoft Corporation Virtual Machine", .hyperV), ("OpenStack", .kvm), ("Alibaba Cloud ECS", .kvm),
        ]
        return known.first { words.contains($0.0) }?.1
    }
}
