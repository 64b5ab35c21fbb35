// All tables of plain kernels of one instruction set, made in one place.
// Leaves to others: each family's table and templates; instantiating them (VectorKernels in each instruction-set module).

@frozen @usableFromInline
package struct VectorKernels: Sendable {
    @usableFromInline package let elementwise: ElementwiseKernels
    @usableFromInline package let reduce: ReduceKernels
    @usableFromInline package let softmax: SoftmaxKernels
    @usableFromInline package let batchNorm: BatchNormKernels
    @usableFromInline package let allReduce: AllReduceKernels
    @usableFromInline package let sparseFloat: SparseKernels<Float>
    @usableFromInline package let sparseDouble: SparseKernels<Double>
    @usableFromInline package let fourierFloat: FourierKernels<Float>
    @usableFromInline package let fourierDouble: FourierKernels<Double>
    @usableFromInline package let lstm: LSTMKernels

    @usableFromInline package init(
        elementwise: ElementwiseKernels, reduce: ReduceKernels, softmax: SoftmaxKernels, batchNorm: BatchNormKernels,
        allReduce: AllReduceKernels, sparseFloat: SparseKernels<Float>, sparseDouble: SparseKernels<Double>,
        fourierFloat: FourierKernels<Float>, fourierDouble: FourierKernels<Double>, lstm: LSTMKernels
    ) {
        self.elementwise = elementwise
        self.reduce = reduce
        self.softmax = softmax
        self.batchNorm = batchNorm
        self.allReduce = allReduce
        self.sparseFloat = sparseFloat
        self.sparseDouble = sparseDouble
        self.fourierFloat = fourierFloat
        self.fourierDouble = fourierDouble
        self.lstm = lstm
    }
}

extension VectorUnit {
    /// The arrays say how many lanes a vector has, which the Fourier transform wants to know when it is compiled.
    @_alwaysEmitIntoClient @inline(__always)
    package static func kernels<let F: Int, let D: Int>(
        _ floats: InlineArray<F, Floats>.Type, _ doubles: InlineArray<D, Doubles>.Type
    ) -> VectorKernels {
        VectorKernels(
            elementwise: elementwise, reduce: reduce, softmax: softmax, batchNorm: batchNorm, allReduce: allReduce,
            sparseFloat: sparseFloat, sparseDouble: sparseDouble, fourierFloat: fourier(floats), fourierDouble: fourier(doubles), lstm: lstm
        )
    }
}
