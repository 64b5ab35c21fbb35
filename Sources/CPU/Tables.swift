// Which table of kernels an instruction set means. A family of kernels adds its choice to both halves of this file.
// The caller has made sure that the instruction set is available: kernels of another one end the process.

package import Tiles
import TilesPortable

#if arch(x86_64)
    import TilesAVX2
    import TilesAVX512
    import TilesAVX512BF16

    extension InstructionSet {
        package var peakKernels: PeakKernels {
            switch self {
            case .portable: .portable
            case .avx2: .avx2
            case .avx512: .avx512
            }
        }
    }

    extension InstructionSet {
        package var streamKernels: StreamKernels {
            switch self {
            case .portable: .portable
            case .avx2: .avx2
            case .avx512: .avx512
            }
        }
    }

    extension Float {
        package static func gemmKernels(for instructionSet: InstructionSet, withDotProducts: Bool) -> GemmKernels<Float, Float> {
            switch instructionSet {
            case .portable: .portable
            case .avx2: .avx2
            case .avx512: .avx512
            }
        }
    }

    extension Double {
        package static func gemmKernels(for instructionSet: InstructionSet, withDotProducts: Bool) -> GemmKernels<Double, Double> {
            switch instructionSet {
            case .portable: .portable
            case .avx2: .avx2
            case .avx512: .avx512
            }
        }
    }

    extension BFloat16 {
        package static func gemmKernels(for instructionSet: InstructionSet, withDotProducts: Bool) -> GemmKernels<BFloat16, Float> {
            switch instructionSet {
            case .portable: .portable
            case .avx2: .avx2
            case .avx512: withDotProducts && DotProduct.bf16.isAvailable ? .avx512DotProducts : .avx512
            }
        }
    }
#else
    extension InstructionSet {
        package var peakKernels: PeakKernels { .portable }
        package var streamKernels: StreamKernels { .portable }
    }

    extension Float {
        package static func gemmKernels(for: InstructionSet, withDotProducts: Bool) -> GemmKernels<Float, Float> { .portable }
    }

    extension Double {
        package static func gemmKernels(for: InstructionSet, withDotProducts: Bool) -> GemmKernels<Double, Double> { .portable }
    }

    extension BFloat16 {
        package static func gemmKernels(for: InstructionSet, withDotProducts: Bool) -> GemmKernels<BFloat16, Float> { .portable }
    }
#endif
