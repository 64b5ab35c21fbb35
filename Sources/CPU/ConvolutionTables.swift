// Which table of convolution kernels an instruction set and a precision mean.
// Leaves to others: the tables (one or more in each instruction-set module).

package import Tiles
import TilesPortable

#if arch(x86_64)
    import TilesAVX2
    import TilesAVX512
    import TilesAVX512BF16

    extension InstructionSet {
        package func convolutionKernels(_ precision: Precision = .fp32) -> ConvolutionKernels {
            switch (self, precision) {
            case (.portable, .fp32): .portable
            case (.portable, .bf16): .portableHalfStorage
            case (.portable, .bf16Fast): .portableHalf
            case (.avx2, .fp32): .avx2
            case (.avx2, .bf16): .avx2HalfStorage
            case (.avx2, .bf16Fast): .avx2Half
            case (.avx512, .fp32): .avx512
            case (.avx512, .bf16): DotProduct.bf16.isAvailable ? .avx512BF16Storage(.avx512) : .avx512HalfStorage
            case (.avx512, .bf16Fast): DotProduct.bf16.isAvailable ? .avx512BF16 : .avx2Half
            }
        }
    }
#else
    extension InstructionSet {
        package func convolutionKernels(_ precision: Precision = .fp32) -> ConvolutionKernels {
            switch precision {
            case .fp32: .portable
            case .bf16: .portableHalfStorage
            case .bf16Fast: .portableHalf
            }
        }
    }
#endif
