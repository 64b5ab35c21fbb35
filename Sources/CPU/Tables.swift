// Which table of kernels an instruction set means. A family of kernels adds one property to each of the two extensions.
// The caller has made sure that the instruction set is available: kernels of another one end the process.

package import Tiles
import TilesPortable

#if arch(x86_64)
    import TilesAVX2
    import TilesAVX512

    extension InstructionSet {
        package var peakKernels: PeakKernels {
            switch self {
            case .portable: .portable
            case .avx2: .avx2
            case .avx512: .avx512
            }
        }
    }
#else
    extension InstructionSet {
        package var peakKernels: PeakKernels { .portable }
    }
#endif
