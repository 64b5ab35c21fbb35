// The table of kernels between activations and a domain of products, of one instruction set and precision.
// Leaves to others: instances (ConvolutionInstance), the products themselves and what has no domain (ConvolutionKernels).

/// Kernels between activations and a domain of products (Winograd F(4×4, 3×3), or the 2×2 Toeplitz form), one plane at a time. Results of products
/// and gradients of weights are floats; what is multiplied is stored as operands.
@frozen @usableFromInline
package struct DomainKernels: Sendable {
    @usableFromInline package typealias Input =
        @Sendable (
            _ source: PlaneSource, _ height: Int, _ width: Int, _ out: StoredPointer, _ coordinateStride: Int, _ scratch: LanePointer
        )
        -> Void
    @usableFromInline package typealias Output =
        @Sendable (_ products: LanePointer, _ coordinateStride: Int, _ sink: OutputSink, _ scratch: LanePointer) -> Void
    @usableFromInline package typealias Gradient =
        @Sendable (_ source: GradientSource, _ out: StoredPointer, _ coordinateStride: Int, _ scratch: LanePointer) -> Void
    @usableFromInline package typealias InputGradient =
        @Sendable (_ gradients: LanePointer, _ coordinateStride: Int, _ sink: GradientSink, _ scratch: LanePointer) -> Void
    @usableFromInline package typealias Weights =
        @Sendable (_ master: LanePointer, _ layout: WeightLayout, _ squares: Range<Int>, _ out: StoredPointer, _ scratch: LanePointer) ->
        Void
    @usableFromInline package typealias TransposedWeights =
        @Sendable (_ master: LanePointer, _ layout: WeightLayout, _ blocks: Range<Int>, _ out: StoredPointer, _ scratch: LanePointer) ->
        Void
    @usableFromInline package typealias WeightGradients =
        @Sendable (
            _ gradients: LanePointer, _ plane: Int, _ parts: Int, _ partStride: Int, _ range: Range<Int>, _ out: LanePointer,
            _ outStride: Int, _ scratch: LanePointer
        ) -> Void

    /// Products a tile: the domain's coordinates.
    @usableFromInline package let coordinates: Int
    /// Pixels a tile covers in each direction.
    @usableFromInline package let tile: Int
    @usableFromInline package let input: Input
    @usableFromInline package let output: Output
    @usableFromInline package let gradient: Gradient
    @usableFromInline package let inputGradient: InputGradient
    @usableFromInline package let weights: Weights
    @usableFromInline package let transposedWeights: TransposedWeights
    @usableFromInline package let weightGradients: WeightGradients

    /// Vectors of scratch that the transforms of weights need.
    package static let weightScratch = 18 + 36 + 144

    package func tiles(height: Int, width: Int) -> Int { ((height + tile - 1) / tile) * ((width + tile - 1) / tile) }

    @usableFromInline
    package init(
        coordinates: Int, tile: Int, input: @escaping Input, output: @escaping Output, gradient: @escaping Gradient,
        inputGradient: @escaping InputGradient, weights: @escaping Weights, transposedWeights: @escaping TransposedWeights,
        weightGradients: @escaping WeightGradients
    ) {
        self.coordinates = coordinates
        self.tile = tile
        self.input = input
        self.output = output
        self.gradient = gradient
        self.inputGradient = inputGradient
        self.weights = weights
        self.transposedWeights = transposedWeights
        self.weightGradients = weightGradients
    }
}
