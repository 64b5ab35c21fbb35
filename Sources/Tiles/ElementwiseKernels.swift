// The table of elementwise kernels of one instruction set, and their operands.
// Leaves to others: the loops (ElementwiseTemplates), which thread takes which part (CPU.Elementwise).

/// Arrays of Float, aligned to 64 bytes, the widest vector's. What an operation does not use is ignored.
@frozen @usableFromInline
package struct ElementwiseOperands: @unchecked Sendable {
    @usableFromInline package var target: UnsafeMutablePointer<Float>
    @usableFromInline package var a: UnsafePointer<Float>
    @usableFromInline package var b: UnsafePointer<Float>
    /// Numbers of a row, for what is added to each.
    @usableFromInline package var columns: Int
    /// Moments of the gradient, for Adam.
    @usableFromInline package var first: UnsafeMutablePointer<Float>
    @usableFromInline package var second: UnsafeMutablePointer<Float>

    @usableFromInline package init(
        target: UnsafeMutablePointer<Float>, a: UnsafePointer<Float>, b: UnsafePointer<Float>, columns: Int,
        first: UnsafeMutablePointer<Float>, second: UnsafeMutablePointer<Float>
    ) {
        self.target = target
        self.a = a
        self.b = b
        self.columns = columns
        self.first = first
        self.second = second
    }
}

/// One pass over numbers `from` ..< `to` of arrays; both are multiples of `granule`.
@frozen @usableFromInline
package struct ElementwiseKernels: Sendable {
    @usableFromInline package typealias Pass = @Sendable (_ operands: ElementwiseOperands, _ from: Int, _ to: Int) -> Void

    /// Those that write an array which they do not read, once with each kind of store.
    @frozen @usableFromInline
    package struct Stores: Sendable {
        @usableFromInline package let relu: Pass
        @usableFromInline package let reluBackward: Pass
        @usableFromInline package let add: Pass
        @usableFromInline package let biasGelu: Pass
        @usableFromInline package let sigmoid: Pass
        @usableFromInline package let tanh: Pass

        @usableFromInline package init(
            relu: @escaping Pass, reluBackward: @escaping Pass, add: @escaping Pass, biasGelu: @escaping Pass, sigmoid: @escaping Pass,
            tanh: @escaping Pass
        ) {
            self.relu = relu
            self.reluBackward = reluBackward
            self.add = add
            self.biasGelu = biasGelu
            self.sigmoid = sigmoid
            self.tanh = tanh
        }
    }

    @usableFromInline package let cached: Stores
    @usableFromInline package let streamed: Stores
    @usableFromInline package let adam: Pass

    @usableFromInline package init(cached: Stores, streamed: Stores, adam: @escaping Pass) {
        self.cached = cached
        self.streamed = streamed
        self.adam = adam
    }

    /// Four vectors of the widest kind.
    package static let granule = 64

    /// Adam's constants, as PyTorch's defaults; without the correction of the moments' start, which is a factor of the rate.
    package static let decay1: Float = 0.9
    package static let decay2: Float = 0.999
    package static let rate: Float = 0.001
    package static let epsilon: Float = 1e-8
}
