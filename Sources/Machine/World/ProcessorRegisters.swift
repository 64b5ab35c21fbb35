// What the processor itself says (CPUID, XGETBV, HWCAP), behind a protocol, so that tests replay recorded leaves.
// The meaning of the bits is left to InstructionSet and Processor.

import Intrinsics

/// The four registers of one CPUID leaf.
package struct CPUIDLeaf: Sendable, Equatable {
    package var eax, ebx, ecx, edx: UInt32

    package init(eax: UInt32, ebx: UInt32, ecx: UInt32, edx: UInt32) {
        (self.eax, self.ebx, self.ecx, self.edx) = (eax, ebx, ecx, edx)
    }
}

/// A processor's own account of itself.
package protocol ProcessorRegisters: Sendable {
    /// `x86_64`, `aarch64`.
    var architecture: String { get }
    /// One leaf; nil where the processor has no CPUID. Leaves above the highest are not asked for.
    func cpuid(_ leaf: UInt32, _ subleaf: UInt32) -> CPUIDLeaf?
    /// XCR0; asked for only where CPUID reports OSXSAVE.
    func extendedControl() -> UInt64
    /// AT_HWCAP and AT_HWCAP2 of the kernel's start-up vector.
    var hardwareCapabilities: (UInt64, UInt64) { get }
}

extension ProcessorRegisters {
    /// A leaf that the processor has: nil when there is no CPUID or the leaf is above the highest of its range.
    func leaf(_ number: UInt32, _ subleaf: UInt32 = 0) -> CPUIDLeaf? {
        guard let highest = cpuid(number & 0xffff_0000, 0)?.eax, number <= highest else { return nil }
        return cpuid(number, subleaf)
    }
}

/// The processor that runs this program.
package struct LiveRegisters: ProcessorRegisters {
    package init() {}

    package var architecture: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "aarch64"
        #else
            "other"
        #endif
    }

    package func cpuid(_ leaf: UInt32, _ subleaf: UInt32) -> CPUIDLeaf? {
        guard has_cpuid() == 1 else { return nil }
        let registers = read_cpuid(leaf, subleaf)
        return CPUIDLeaf(eax: registers.eax, ebx: registers.ebx, ecx: registers.ecx, edx: registers.edx)
    }

    package func extendedControl() -> UInt64 { read_extended_control() }

    package var hardwareCapabilities: (UInt64, UInt64) {
        (read_hardware_capabilities(0), read_hardware_capabilities(1))
    }
}
