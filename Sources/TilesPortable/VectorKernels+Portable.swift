// The plain kernels compiled for this module's instruction set.

package import Tiles

extension VectorKernels {
    package static let portable = PortableVectors.kernels(InlineArray<4, Float32Lanes>.self, InlineArray<2, Float64Lanes>.self)
}
