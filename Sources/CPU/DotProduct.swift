// Dot products of short numbers: which of them this process may use, and where their kernels are.
// Whole instruction sets are InstructionSet's: one that has dot products on some processors only (AVX-512) uses them where they are.

import Intrinsics
package import Tiles

#if arch(x86_64)
    import TilesAVX512BF16
#endif

/// What a processor may multiply and sum in one instruction.
package enum DotProduct: String, CaseIterable, Sendable {
    case bf16, int8

    /// The processor feature that it needs, as vendors call it.
    package var feature: String {
        switch self {
        case .bf16: "AVX512_BF16"
        case .int8: "AVX512_VNNI"
        }
    }

    /// Whether processor and operating system both support it here.
    package var isAvailable: Bool {
        switch self {
        case .bf16: mayUseAVX512BF16() != 0
        case .int8: mayUseAVX512VNNI() != 0
        }
    }

    /// The kernels that go with an instruction set; nil where it has none. The caller has made sure that this dot product is available.
    package static func kernels(for instructionSet: InstructionSet) -> DotProductKernels? {
        #if arch(x86_64)
            return instructionSet == .avx512 ? .avx512 : nil
        #else
            return nil
        #endif
    }
}
