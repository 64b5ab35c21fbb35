// The plain kernels compiled for this module's instruction set.

package import Tiles

extension ElementwiseKernels {
    package static let avx512 = AVX512Vectors.elementwise
}

extension ReduceKernels {
    package static let avx512 = AVX512Vectors.reduce
}

extension SoftmaxKernels {
    package static let avx512 = AVX512Vectors.softmax
}

extension BatchNormKernels {
    package static let avx512 = AVX512Vectors.batchNorm
}

extension AllReduceKernels {
    package static let avx512 = AVX512Vectors.allReduce
}

extension SparseKernels<Float> {
    package static let avx512 = AVX512Vectors.sparseFloat
}

extension SparseKernels<Double> {
    package static let avx512 = AVX512Vectors.sparseDouble
}

extension FourierKernels<Float> {
    package static let avx512 = AVX512Vectors.fourier(InlineArray<16, Float32Lanes>.self)
}

extension FourierKernels<Double> {
    package static let avx512 = AVX512Vectors.fourier(InlineArray<8, Float64Lanes>.self)
}

extension LSTMKernels {
    package static let avx512 = AVX512Vectors.lstm
}
