// The plain kernels compiled for this module's instruction set.

package import Tiles

extension ElementwiseKernels {
    package static let avx2 = AVX2Vectors.elementwise
}

extension ReduceKernels {
    package static let avx2 = AVX2Vectors.reduce
}

extension SoftmaxKernels {
    package static let avx2 = AVX2Vectors.softmax
}

extension BatchNormKernels {
    package static let avx2 = AVX2Vectors.batchNorm
}

extension AllReduceKernels {
    package static let avx2 = AVX2Vectors.allReduce
}

extension SparseKernels<Float> {
    package static let avx2 = AVX2Vectors.sparseFloat
}

extension SparseKernels<Double> {
    package static let avx2 = AVX2Vectors.sparseDouble
}

extension LSTMKernels {
    package static let avx2 = AVX2Vectors.lstm
}
