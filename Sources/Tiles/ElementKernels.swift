// The table of kernels that do little arithmetic on whole planes: residual sums and max-pooling with any window.
// Leaves to others: their templates (ElementTemplates), the convolutions (ConvolutionKernels).

/// The windows of a pooling over one plane.
@frozen @usableFromInline
package struct PoolingWindows: Sendable, Equatable {
    @usableFromInline package var height: Int
    @usableFromInline package var width: Int
    @usableFromInline package var outputHeight: Int
    @usableFromInline package var outputWidth: Int
    @usableFromInline package var size: Int
    @usableFromInline package var stride: Int
    @usableFromInline package var padding: Int

    @usableFromInline package init(
        height: Int, width: Int, outputHeight: Int, outputWidth: Int, size: Int, stride: Int, padding: Int
    ) {
        self.height = height
        self.width = width
        self.outputHeight = outputHeight
        self.outputWidth = outputWidth
        self.size = size
        self.stride = stride
        self.padding = padding
    }
}

@frozen @usableFromInline
package struct ElementKernels: Sendable {
    /// max(a + b, floor) over `count` pixels of a plane.
    @usableFromInline package let add:
        @Sendable (_ a: PlaneSource, _ b: PlaneSource, _ floor: Float, _ count: Int, _ to: LanePointer) -> Void
    /// to += from.
    @usableFromInline package let accumulate: @Sendable (_ to: LanePointer, _ from: LanePointer, _ count: Int) -> Void
    /// The largest of each window, and which pixel of the window (row by row) it is: the first of equals. Windows of up to 255 pixels.
    @usableFromInline package let maxPool:
        @Sendable (_ source: PlaneSource, _ windows: PoolingWindows, _ to: LanePointer, _ choice: ChoicePointer) -> Void
    /// The gradient of a pooled plane, brought back to the pixels that were chosen.
    @usableFromInline package let maxPoolGradient:
        @Sendable (_ gradient: LanePointer, _ choice: ChoicePointer, _ windows: PoolingWindows, _ to: LanePointer) -> Void

    @usableFromInline package init(
        add: @escaping @Sendable (_ a: PlaneSource, _ b: PlaneSource, _ floor: Float, _ count: Int, _ to: LanePointer) -> Void,
        accumulate: @escaping @Sendable (_ to: LanePointer, _ from: LanePointer, _ count: Int) -> Void,
        maxPool: @escaping @Sendable (_ source: PlaneSource, _ windows: PoolingWindows, _ to: LanePointer, _ choice: ChoicePointer) -> Void,
        maxPoolGradient:
            @escaping @Sendable (_ gradient: LanePointer, _ choice: ChoicePointer, _ windows: PoolingWindows, _ to: LanePointer) -> Void
    ) {
        self.add = add
        self.accumulate = accumulate
        self.maxPool = maxPool
        self.maxPoolGradient = maxPoolGradient
    }
}
