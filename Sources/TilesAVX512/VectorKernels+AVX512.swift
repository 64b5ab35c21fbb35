// The plain kernels compiled for this module's instruction set.

package import Tiles

extension VectorKernels {
    package static let avx512 = AVX512Vectors.kernels(InlineArray<16, Float32Lanes>.self, InlineArray<8, Float64Lanes>.self)
}
