// Which tables of plain kernels an instruction set means. The caller has made sure that it is available.
// Leaves to others: the tables (VectorKernels in each instruction-set module).

package import Tiles
import TilesPortable

#if arch(x86_64)
    import TilesAVX2
    import TilesAVX512

    extension InstructionSet {
        package var elementwiseKernels: ElementwiseKernels { choose(.portable, .avx2, .avx512) }
        package var reduceKernels: ReduceKernels { choose(.portable, .avx2, .avx512) }
        package var softmaxKernels: SoftmaxKernels { choose(.portable, .avx2, .avx512) }
        package var lstmKernels: LSTMKernels { choose(.portable, .avx2, .avx512) }
        package var allReduceKernels: AllReduceKernels { choose(.portable, .avx2, .avx512) }
        package var batchNormKernels: BatchNormKernels { choose(.portable, .avx2, .avx512) }

        fileprivate func choose<Table>(
            _ portable: @autoclosure () -> Table, _ avx2: @autoclosure () -> Table, _ avx512: @autoclosure () -> Table
        ) -> Table {
            switch self {
            case .portable: portable()
            case .avx2: avx2()
            case .avx512: avx512()
            }
        }
    }

    extension Float: SparseScalar, FourierScalar {
        package static func sparseKernels(for set: InstructionSet) -> SparseKernels<Float> { set.choose(.portable, .avx2, .avx512) }
        package static func fourierKernels(for set: InstructionSet) -> FourierKernels<Float> { set.choose(.portable, .avx2, .avx512) }
    }

    extension Double: SparseScalar, FourierScalar {
        package static func sparseKernels(for set: InstructionSet) -> SparseKernels<Double> { set.choose(.portable, .avx2, .avx512) }
        package static func fourierKernels(for set: InstructionSet) -> FourierKernels<Double> { set.choose(.portable, .avx2, .avx512) }
    }
#else
    extension InstructionSet {
        package var elementwiseKernels: ElementwiseKernels { .portable }
        package var reduceKernels: ReduceKernels { .portable }
        package var softmaxKernels: SoftmaxKernels { .portable }
        package var lstmKernels: LSTMKernels { .portable }
        package var allReduceKernels: AllReduceKernels { .portable }
        package var batchNormKernels: BatchNormKernels { .portable }
    }

    extension Float: SparseScalar, FourierScalar {
        package static func sparseKernels(for set: InstructionSet) -> SparseKernels<Float> { .portable }
        package static func fourierKernels(for set: InstructionSet) -> FourierKernels<Float> { .portable }
    }

    extension Double: SparseScalar, FourierScalar {
        package static func sparseKernels(for set: InstructionSet) -> SparseKernels<Double> { .portable }
        package static func fourierKernels(for set: InstructionSet) -> FourierKernels<Double> { .portable }
    }
#endif
