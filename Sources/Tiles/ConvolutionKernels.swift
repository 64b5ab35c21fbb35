// The table of convolution kernels of one instruction set: block-level functions, so that a call costs nothing beside its work.
// Leaves to others: instances (one in each instruction-set module), schedules and buffers (the CPU module).

/// Kernels between activations and a domain of products (Winograd F(4×4, 3×3), or the 2×2 Toeplitz form), one plane at a time.
@frozen @usableFromInline
package struct DomainKernels: Sendable {
    /// Products a tile: the domain's coordinates.
    @usableFromInline package let coordinates: Int
    /// Pixels a tile covers in each direction.
    @usableFromInline package let tile: Int
    @usableFromInline package let input:
        @Sendable (_ source: PlaneSource, _ height: Int, _ width: Int, _ out: LanePointer, _ coordinateStride: Int, _ scratch: LanePointer)
            -> Void
    @usableFromInline package let output:
        @Sendable (_ products: LanePointer, _ coordinateStride: Int, _ sink: OutputSink, _ scratch: LanePointer) -> Void
    @usableFromInline package let gradient:
        @Sendable (_ source: GradientSource, _ out: LanePointer, _ coordinateStride: Int, _ scratch: LanePointer) -> Void
    @usableFromInline package let inputGradient:
        @Sendable (_ gradients: LanePointer, _ coordinateStride: Int, _ sink: GradientSink, _ scratch: LanePointer) -> Void
    @usableFromInline package let weights:
        @Sendable (_ master: LanePointer, _ plane: Int, _ range: Range<Int>, _ out: LanePointer, _ scratch: LanePointer) -> Void
    @usableFromInline package let transposedWeights:
        @Sendable (_ master: LanePointer, _ layout: WeightLayout, _ blocks: Range<Int>, _ out: LanePointer, _ scratch: LanePointer) -> Void
    @usableFromInline package let weightGradients:
        @Sendable (
            _ gradients: LanePointer, _ plane: Int, _ parts: Int, _ partStride: Int, _ range: Range<Int>, _ out: LanePointer,
            _ outStride: Int,
            _ scratch: LanePointer
        ) -> Void

    package func tiles(height: Int, width: Int) -> Int { ((height + tile - 1) / tile) * ((width + tile - 1) / tile) }

    @usableFromInline package init(
        coordinates: Int,
        tile: Int,
        input:
            @escaping @Sendable (
                _ source: PlaneSource, _ height: Int, _ width: Int, _ out: LanePointer, _ coordinateStride: Int, _ scratch: LanePointer
            ) -> Void,
        output: @escaping @Sendable (_ products: LanePointer, _ coordinateStride: Int, _ sink: OutputSink, _ scratch: LanePointer) -> Void,
        gradient:
            @escaping @Sendable (_ source: GradientSource, _ out: LanePointer, _ coordinateStride: Int, _ scratch: LanePointer) -> Void,
        inputGradient:
            @escaping @Sendable (_ gradients: LanePointer, _ coordinateStride: Int, _ sink: GradientSink, _ scratch: LanePointer) -> Void,
        weights:
            @escaping @Sendable (_ master: LanePointer, _ plane: Int, _ range: Range<Int>, _ out: LanePointer, _ scratch: LanePointer) ->
            Void,
        transposedWeights:
            @escaping @Sendable (
                _ master: LanePointer, _ layout: WeightLayout, _ blocks: Range<Int>, _ out: LanePointer, _ scratch: LanePointer
            ) -> Void,
        weightGradients:
            @escaping @Sendable (
                _ gradients: LanePointer, _ plane: Int, _ parts: Int, _ partStride: Int, _ range: Range<Int>, _ out: LanePointer,
                _ outStride: Int, _ scratch: LanePointer
            ) -> Void
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

@frozen @usableFromInline
package struct ConvolutionKernels: Sendable {
    /// Vectors of 16 outputs that a register tile covers.
    @usableFromInline package let panel: Int
    @usableFromInline package let winograd: DomainKernels
    @usableFromInline package let toeplitz: DomainKernels
    @usableFromInline package let elements: ElementKernels
    @usableFromInline package let product: @Sendable (_ operands: PanelProduct) -> Void
    @usableFromInline package let gradientProduct: @Sendable (_ operands: GradientProduct) -> Void
    @usableFromInline package let direct: @Sendable (_ operands: DirectProduct) -> Void
    /// A row of a plane by column phase, `left` zeros before it.
    @usableFromInline package let phaseRow:
        @Sendable (_ source: PlaneSource, _ row: Int, _ width: Int, _ to: LanePointer, _ left: Int, _ stride: Int, _ phaseStride: Int) ->
            Void
    /// Rows of an output gradient, `length` apart, with zeros around each; the sum is added to the source's biasSum.
    @usableFromInline package let gradientRows:
        @Sendable (_ source: GradientSource, _ rows: Range<Int>, _ to: LanePointer, _ left: Int, _ length: Int) -> Void
    /// Finishes rows of an output plane that lie in a strip.
    @usableFromInline package let finishRows:
        @Sendable (_ strip: LanePointer, _ stride: Int, _ y: Int, _ rows: Int, _ sink: OutputSink) -> Void
    /// Stores pixels of an input gradient, beginning with this index of the plane.
    @usableFromInline package let storeGradient: @Sendable (_ from: LanePointer, _ first: Int, _ count: Int, _ sink: GradientSink) -> Void
    @usableFromInline package let transpose: @Sendable (_ from: LanePointer, _ fromStride: Int, _ to: LanePointer, _ toStride: Int) -> Void
    @usableFromInline package let descend:
        @Sendable (
            _ weights: LanePointer, _ velocity: LanePointer, _ gradient: LanePointer, _ count: Int, _ rate: Float, _ momentum: Float,
            _ decay: Float
        ) -> Void

    @usableFromInline package init(
        panel: Int,
        winograd: DomainKernels,
        toeplitz: DomainKernels,
        elements: ElementKernels,
        product: @escaping @Sendable (_ operands: PanelProduct) -> Void,
        gradientProduct: @escaping @Sendable (_ operands: GradientProduct) -> Void,
        direct: @escaping @Sendable (_ operands: DirectProduct) -> Void,
        phaseRow:
            @escaping @Sendable (
                _ source: PlaneSource, _ row: Int, _ width: Int, _ to: LanePointer, _ left: Int, _ stride: Int, _ phaseStride: Int
            ) -> Void,
        gradientRows:
            @escaping @Sendable (_ source: GradientSource, _ rows: Range<Int>, _ to: LanePointer, _ left: Int, _ length: Int) -> Void,
        finishRows: @escaping @Sendable (_ strip: LanePointer, _ stride: Int, _ y: Int, _ rows: Int, _ sink: OutputSink) -> Void,
        storeGradient: @escaping @Sendable (_ from: LanePointer, _ first: Int, _ count: Int, _ sink: GradientSink) -> Void,
        transpose: @escaping @Sendable (_ from: LanePointer, _ fromStride: Int, _ to: LanePointer, _ toStride: Int) -> Void,
        descend:
            @escaping @Sendable (
                _ weights: LanePointer, _ velocity: LanePointer, _ gradient: LanePointer, _ count: Int, _ rate: Float, _ momentum: Float,
                _ decay: Float
            ) -> Void
    ) {
        self.panel = panel
        self.winograd = winograd
        self.toeplitz = toeplitz
        self.elements = elements
        self.product = product
        self.gradientProduct = gradientProduct
        self.direct = direct
        self.phaseRow = phaseRow
        self.gradientRows = gradientRows
        self.finishRows = finishRows
        self.storeGradient = storeGradient
        self.transpose = transpose
        self.descend = descend
    }
}
