// The table of kernels that move planes between storage and floats, with what is fused into it, of one instruction set and form of activations.
// Leaves to others: instances (ConvolutionInstance), everything that multiplies (ConvolutionKernels).

@frozen @usableFromInline
package struct PlaneKernels: Sendable {
    @usableFromInline package typealias Load = @Sendable (_ source: PlaneSource, _ count: Int, _ to: LanePointer) -> Void
    @usableFromInline package typealias LoadGradient = @Sendable (_ source: GradientSource, _ rows: Range<Int>, _ to: LanePointer) -> Void
    @usableFromInline package typealias Store = @Sendable (_ from: LanePointer, _ count: Int, _ to: StoredPointer) -> Void
    @usableFromInline package typealias StoreGradient =
        @Sendable (_ from: LanePointer, _ first: Int, _ count: Int, _ sink: GradientSink) -> Void
    @usableFromInline package typealias FilterGradient = @Sendable (_ count: Int, _ sink: GradientSink) -> Void
    @usableFromInline package typealias FinishRows =
        @Sendable (_ strip: LanePointer, _ stride: Int, _ y: Int, _ rows: Int, _ sink: OutputSink) -> Void

    /// Bytes of sixteen activations.
    @usableFromInline package let vectorBytes: Int
    /// The first pixels of a plane of activations.
    @usableFromInline package let load: Load
    /// Rows of an output gradient; the sum is added to the source's biasSum.
    @usableFromInline package let loadGradient: LoadGradient
    @usableFromInline package let store: Store
    /// Stores pixels of an input gradient, beginning with this index of the plane.
    @usableFromInline package let storeGradient: StoreGradient
    /// Does in place what the sink asks of the gradient's first pixels.
    @usableFromInline package let filterGradient: FilterGradient
    /// Finishes rows of an output plane that lie in a strip.
    @usableFromInline package let finishRows: FinishRows

    @usableFromInline
    package init(
        vectorBytes: Int, load: @escaping Load, loadGradient: @escaping LoadGradient, store: @escaping Store,
        storeGradient: @escaping StoreGradient, filterGradient: @escaping FilterGradient, finishRows: @escaping FinishRows
    ) {
        self.vectorBytes = vectorBytes
        self.load = load
        self.loadGradient = loadGradient
        self.store = store
        self.storeGradient = storeGradient
        self.filterGradient = filterGradient
        self.finishRows = finishRows
    }
}
