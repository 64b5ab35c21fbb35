// The table of convolution kernels of one instruction set and precision: block-level functions, so that a call costs nothing beside its work.
// Leaves to others: instances (one in each instruction-set module), schedules and buffers (the CPU module).

/// Kernels that know only the form of operands.
@frozen @usableFromInline
package struct ProductKernels: Sendable {
    /// Vectors of 16 outputs that a register tile covers.
    @usableFromInline package let panel: Int
    /// Bytes of sixteen operands, and of what a weight of sixteen outputs takes.
    @usableFromInline package let vectorBytes: Int
    @usableFromInline package let product: @Sendable (_ operands: PanelProduct) -> Void
    @usableFromInline package let gradientProduct: @Sendable (_ operands: GradientProduct) -> Void
    @usableFromInline package let direct: @Sendable (_ operands: DirectProduct) -> Void

    @usableFromInline
    package init(
        panel: Int, vectorBytes: Int, product: @escaping @Sendable (PanelProduct) -> Void,
        gradientProduct: @escaping @Sendable (GradientProduct) -> Void, direct: @escaping @Sendable (DirectProduct) -> Void
    ) {
        self.panel = panel
        self.vectorBytes = vectorBytes
        self.product = product
        self.gradientProduct = gradientProduct
        self.direct = direct
    }
}

@frozen @usableFromInline
package struct ConvolutionKernels: Sendable {
    @usableFromInline package typealias PhaseRow =
        @Sendable (_ source: PlaneSource, _ row: Int, _ width: Int, _ to: StoredPointer, _ left: Int, _ stride: Int, _ phaseStride: Int)
        -> Void
    @usableFromInline package typealias GradientRows =
        @Sendable (_ source: GradientSource, _ rows: Range<Int>, _ to: StoredPointer, _ left: Int, _ length: Int) -> Void
    @usableFromInline package typealias PackWeights =
        @Sendable (_ master: LanePointer, _ layout: WeightLayout, _ squares: Range<Int>, _ out: StoredPointer) -> Void
    @usableFromInline package typealias PackTransposedWeights =
        @Sendable (_ master: LanePointer, _ layout: WeightLayout, _ blocks: Range<Int>, _ out: StoredPointer, _ scratch: LanePointer) ->
        Void
    @usableFromInline package typealias Descend =
        @Sendable (
            _ weights: LanePointer, _ velocity: LanePointer, _ gradient: LanePointer, _ count: Int, _ rate: Float, _ momentum: Float,
            _ decay: Float
        ) -> Void

    @usableFromInline package let products: ProductKernels
    @usableFromInline package let planes: PlaneKernels
    @usableFromInline package let winograd: DomainKernels
    @usableFromInline package let toeplitz: DomainKernels
    @usableFromInline package let elements: ElementKernels
    /// A row of a plane by column phase, as operands, `left` zeros before it.
    @usableFromInline package let phaseRow: PhaseRow
    /// Rows of an output gradient as operands, `length` apart, with zeros around each; the sum is added to the source's biasSum.
    @usableFromInline package let gradientRows: GradientRows
    /// Squares (see `WeightLayout.square`) of one tap's weights as operands.
    @usableFromInline package let packWeights: PackWeights
    /// The same with inputs and outputs exchanged, for some blocks of inputs. scratch: 16 vectors.
    @usableFromInline package let packTransposedWeights: PackTransposedWeights
    @usableFromInline package let descend: Descend

    @usableFromInline
    package init(
        products: ProductKernels, planes: PlaneKernels, winograd: DomainKernels, toeplitz: DomainKernels, elements: ElementKernels,
        phaseRow: @escaping PhaseRow, gradientRows: @escaping GradientRows, packWeights: @escaping PackWeights,
        packTransposedWeights: @escaping PackTransposedWeights,
        descend: @escaping Descend
    ) {
        self.products = products
        self.planes = planes
        self.winograd = winograd
        self.toeplitz = toeplitz
        self.elements = elements
        self.phaseRow = phaseRow
        self.gradientRows = gradientRows
        self.packWeights = packWeights
        self.packTransposedWeights = packTransposedWeights
        self.descend = descend
    }
}
