// The plain kernels compiled for this module's instruction set.

package import Tiles

extension ElementwiseKernels {
    package static let portable = PortableVectors.elementwise
}

extension ReduceKernels {
    package static let portable = PortableVectors.reduce
}

extension SoftmaxKernels {
    package static let portable = PortableVectors.softmax
}

extension BatchNormKernels {
    package static let portable = PortableVectors.batchNorm
}

extension AllReduceKernels {
    package static let portable = PortableVectors.allReduce
}

extension SparseKernels<Float> {
    package static let portable = PortableVectors.sparseFloat
}

extension SparseKernels<Double> {
    package static let portable = PortableVectors.sparseDouble
}

extension FourierKernels<Float> {
    package static let portable = PortableVectors.fourier(InlineArray<4, Float32Lanes>.self)
}

extension FourierKernels<Double> {
    package static let portable = PortableVectors.fourier(InlineArray<2, Float64Lanes>.self)
}

extension LSTMKernels {
    package static let portable = PortableVectors.lstm
}
