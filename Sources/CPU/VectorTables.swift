// Which tables of plain kernels an instruction set means. The caller has made sure that it is available.
// Leaves to others: the tables (VectorKernels in each instruction-set module).

package import Tiles
import TilesPortable

#if arch(x86_64)
    import TilesAVX2
    import TilesAVX512
#endif

extension InstructionSet {
    fileprivate var vectorKernels: VectorKernels {
        #if arch(x86_64)
            switch self {
            case .portable: .portable
            case .avx2: .avx2
            case .avx512: .avx512
            }
        #else
            .portable
        #endif
    }

    package var elementwiseKernels: ElementwiseKernels { vectorKernels.elementwise }
    package var reduceKernels: ReduceKernels { vectorKernels.reduce }
    package var softmaxKernels: SoftmaxKernels { vectorKernels.softmax }
    package var lstmKernels: LSTMKernels { vectorKernels.lstm }
    package var allReduceKernels: AllReduceKernels { vectorKernels.allReduce }
    package var batchNormKernels: BatchNormKernels { vectorKernels.batchNorm }
}

extension Float: SparseScalar, FourierScalar {
    package static func sparseKernels(for set: InstructionSet) -> SparseKernels<Float> { set.vectorKernels.sparseFloat }
    package static func fourierKernels(for set: InstructionSet) -> FourierKernels<Float> { set.vectorKernels.fourierFloat }
}

extension Double: SparseScalar, FourierScalar {
    package static func sparseKernels(for set: InstructionSet) -> SparseKernels<Double> { set.vectorKernels.sparseDouble }
    package static func fourierKernels(for set: InstructionSet) -> FourierKernels<Double> { set.vectorKernels.fourierDouble }
}
