// The plain kernels compiled for this module's instruction set.

package import Tiles

extension VectorKernels {
    package static let avx2 = AVX2Vectors.kernels(InlineArray<8, Float32Lanes>.self, InlineArray<4, Float64Lanes>.self)
}
