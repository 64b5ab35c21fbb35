// Batch normalisation: the table of one instruction set.
// Leaves to others: the loops (BatchNormTemplates), which planes and in which order (CPU.BatchNormJob).

/// A channel's numbers of one pass: y or dx is a · (x − mean) + b · dy + c.
@frozen @usableFromInline
package struct BatchNormCoefficients: BitwiseCopyable, Sendable {
    @usableFromInline package var mean: Float
    @usableFromInline package var a: Float
    @usableFromInline package var b: Float
    @usableFromInline package var c: Float

    @usableFromInline package init(mean: Float, a: Float, b: Float, c: Float) {
        self.mean = mean
        self.a = a
        self.b = b
        self.c = c
    }
}

/// Adjacent planes of one image, and their channels' coefficients, one a plane.
@frozen @usableFromInline
package struct BatchNormPlanes {
    @usableFromInline package var planes: Int
    /// Numbers of a plane.
    @usableFromInline package var pixels: Int
    /// Numbers from one plane of x (and dy) to the next; those of the result are adjacent.
    @usableFromInline package var stride: Int
    @usableFromInline package var coefficients: UnsafePointer<BatchNormCoefficients>

    @usableFromInline package init(planes: Int, pixels: Int, stride: Int, coefficients: UnsafePointer<BatchNormCoefficients>) {
        self.planes = planes
        self.pixels = pixels
        self.stride = stride
        self.coefficients = coefficients
    }
}

/// Addresses and counts of any kind; the streamed forms want results of whole vectors, aligned.
@frozen @usableFromInline
package struct BatchNormKernels: Sendable {
    /// Copies adjacent planes to places `stride` numbers apart.
    @usableFromInline package typealias Gather =
        @Sendable (
            _ x: UnsafePointer<Float>, _ planes: Int, _ pixels: Int, _ to: UnsafeMutablePointer<Float>, _ stride: Int
        ) -> Void
    /// The mean, and the sum of squared deviations from it.
    @usableFromInline package typealias Moments = @Sendable (_ x: UnsafePointer<Float>, _ count: Int) -> (mean: Float, squares: Float)
    /// Σ dy and Σ dy · (x − mean).
    @usableFromInline package typealias Sums =
        @Sendable (_ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, _ mean: Float, _ count: Int) -> (gradient: Float, product: Float)
    @usableFromInline package typealias Forward =
        @Sendable (_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ p: BatchNormPlanes) -> Void
    @usableFromInline package typealias Backward =
        @Sendable (_ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>, _ p: BatchNormPlanes) -> Void

    @usableFromInline package let gather: Gather
    @usableFromInline package let moments: Moments
    @usableFromInline package let sums: Sums
    @usableFromInline package let forward: Forward
    @usableFromInline package let forwardStreamed: Forward
    @usableFromInline package let backward: Backward
    @usableFromInline package let backwardStreamed: Backward

    @usableFromInline package init(
        gather: @escaping Gather, moments: @escaping Moments, sums: @escaping Sums, forward: @escaping Forward,
        forwardStreamed: @escaping Forward, backward: @escaping Backward, backwardStreamed: @escaping Backward
    ) {
        self.gather = gather
        self.moments = moments
        self.sums = sums
        self.forward = forward
        self.forwardStreamed = forwardStreamed
        self.backward = backward
        self.backwardStreamed = backwardStreamed
    }
}
