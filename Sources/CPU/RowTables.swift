// Which tables of row kernels an instruction set means.
// Leaves to others: the tables (one in each instruction-set module).

package import Tiles
import TilesPortable

#if arch(x86_64)
    import TilesAVX2
    import TilesAVX512

    extension InstructionSet {
        package var rowKernels: RowKernels {
            switch self {
            case .portable: .portable
            case .avx2: .avx2
            case .avx512: .avx512
            }
        }

        package var decoderKernels: DecoderKernels {
            switch self {
            case .portable: .portable
            case .avx2: .avx2
            case .avx512: .avx512
            }
        }
    }
#else
    extension InstructionSet {
        package var rowKernels: RowKernels { .portable }
        package var decoderKernels: DecoderKernels { .portable }
    }
#endif
