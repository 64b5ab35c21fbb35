// The instruction sets that kernels may be compiled for, and which of them this processor and system let run.
// Choosing a compiled module from them is left to CPU; the names are those of Linux' /proc/cpuinfo.

/// A set of instructions that a program may use here: the processor has it and the operating system saves its registers.
package enum InstructionSet: String, Sendable, Equatable, Codable, CaseIterable {
    case sse42 = "sse4_2"
    case f16c, avx, fma, avx2
    case avxVNNI = "avx_vnni"
    case avx512f, avx512cd, avx512bw, avx512dq, avx512vl
    case avx512vbmi
    case avx512VNNI = "avx512_vnni"
    case avx512BF16 = "avx512_bf16"
    case avx512FP16 = "avx512_fp16"
    case amxTile = "amx_tile"
    case amxINT8 = "amx_int8"
    case amxBF16 = "amx_bf16"
    case amxFP16 = "amx_fp16"
    case asimd
    case asimdHalf = "asimdhp"
    case asimdDotProduct = "asimddp"
    case sve, sve2, bf16, i8mm, sme
}

extension InstructionSet {
    /// The instruction sets usable here, in the order of the declaration.
    package static func usable(on registers: some ProcessorRegisters) -> [InstructionSet] {
        registers.architecture == "aarch64" ? arm(registers) : x86(registers)
    }

    /// Bits of XCR0 (Intel SDM volume 1, 13.3; AMD APM volume 2, 11.5): who saves which registers on a switch.
    private enum SavedState {
        static let vectors: UInt64 = 0b110  // SSE and AVX
        static let masks: UInt64 = 0b1110_0110  // with opmask and both halves of ZMM
        static let tiles: UInt64 = 0b11 << 17  // tile configuration and tile data
    }

    /// A bit of CPUID is believed only where XCR0 agrees: a system that does not save ZMM would corrupt them silently.
    private static func x86(_ registers: some ProcessorRegisters) -> [InstructionSet] {
        guard let first = registers.leaf(1) else { return [] }
        let saves = first.ecx.bit(27) ? registers.extendedControl() : 0
        let seventh = registers.leaf(7)
        let second = seventh.flatMap { $0.eax >= 1 ? registers.leaf(7, 1) : nil }
        let (ebx, ecx, edx) = (seventh?.ebx ?? 0, seventh?.ecx ?? 0, seventh?.edx ?? 0)
        let more = second?.eax ?? 0
        let vectors = saves & SavedState.vectors == SavedState.vectors && first.ecx.bit(28)
        let masks = vectors && saves & SavedState.masks == SavedState.masks && ebx.bit(16)
        let tiles = saves & SavedState.tiles == SavedState.tiles && edx.bit(24)
        let table: [(InstructionSet, Bool)] = [
            (.sse42, first.ecx.bit(20)),
            (.f16c, vectors && first.ecx.bit(29)), (.avx, vectors), (.fma, vectors && first.ecx.bit(12)),
            (.avx2, vectors && ebx.bit(5)), (.avxVNNI, vectors && more.bit(4)),
            (.avx512f, masks), (.avx512cd, masks && ebx.bit(28)), (.avx512bw, masks && ebx.bit(30)),
            (.avx512dq, masks && ebx.bit(17)), (.avx512vl, masks && ebx.bit(31)), (.avx512vbmi, masks && ecx.bit(1)),
            (.avx512VNNI, masks && ecx.bit(11)), (.avx512BF16, masks && more.bit(5)), (.avx512FP16, masks && edx.bit(23)),
            (.amxTile, tiles), (.amxINT8, tiles && edx.bit(25)), (.amxBF16, tiles && edx.bit(22)), (.amxFP16, tiles && more.bit(21)),
        ]
        return table.filter(\.1).map(\.0)
    }

    /// Linux' arch/arm64/include/uapi/asm/hwcap.h: the kernel reports only what it also saves.
    private static func arm(_ registers: some ProcessorRegisters) -> [InstructionSet] {
        let (first, second) = registers.hardwareCapabilities
        let table: [(InstructionSet, Bool)] = [
            (.asimd, first.bit(1)), (.asimdHalf, first.bit(10)), (.asimdDotProduct, first.bit(20)), (.sve, first.bit(22)),
            (.sve2, second.bit(1)), (.bf16, second.bit(14)), (.i8mm, second.bit(13)), (.sme, second.bit(23)),
        ]
        return table.filter(\.1).map(\.0)
    }
}

extension FixedWidthInteger {
    /// Whether bit `index` is set.
    func bit(_ index: Int) -> Bool { self >> Self(index) & 1 == 1 }
}
