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

extension FourierKernels<Float> {
    package static let avx2 = AVX2Vectors.fourier(InlineArray<8, Float32Lanes>.self)
}

extension FourierKernels<Double> {
    package static let avx2 = AVX2Vectors.fourier(InlineArray<4, Float64Lanes>.self)
}

extension LSTMKernels {
    package static let avx2 = AVX2Vectors.lstm
}
