// The table of passes over rows of numbers that a transformer makes between its matrix products, and their operands.
// Leaves to others: their templates (DecoderTemplates), which rows are whose (the CPU module).

/// Rows of a stream, to which another may be added first, and their normalisation: sum ← x + delta; to ← gamma · (sum − mean) · inverse + beta.
@frozen @usableFromInline
package struct NormRows {
    /// [rows][vectors].
    @usableFromInline package var x: LanePointer
    @usableFromInline package var delta: LanePointer?
    /// Where the sum goes; not written where there is no delta.
    @usableFromInline package var sum: LanePointer
    @usableFromInline package var vectors: Int
    @usableFromInline package var rows: Int
    /// [2][vectors].
    @usableFromInline package var parameters: LanePointer
    /// Rows `toStride` vectors apart.
    @usableFromInline package var to: LanePointer
    @usableFromInline package var toStride: Int
    /// [rows][2]: mean, and 1 / √(variance + epsilon).
    @usableFromInline package var moments: UnsafeMutablePointer<Float>
    @usableFromInline package var epsilon: Float

    @usableFromInline package init(
        x: LanePointer, delta: LanePointer?, sum: LanePointer, vectors: Int, rows: Int, parameters: LanePointer, to: LanePointer,
        toStride: Int, moments: UnsafeMutablePointer<Float>, epsilon: Float
    ) {
        self.x = x
        self.delta = delta
        self.sum = sum
        self.vectors = vectors
        self.rows = rows
        self.parameters = parameters
        self.to = to
        self.toStride = toStride
        self.moments = moments
        self.epsilon = epsilon
    }
}

/// The backward pass of a normalisation of rows.
@frozen @usableFromInline
package struct NormGradientRows {
    /// [rows][vectors]: what was normalised, and the gradient of the result.
    @usableFromInline package var x: LanePointer
    @usableFromInline package var gradient: LanePointer
    @usableFromInline package var vectors: Int
    @usableFromInline package var rows: Int
    @usableFromInline package var parameters: LanePointer
    @usableFromInline package var moments: UnsafeMutablePointer<Float>
    /// [rows][vectors]; added to, or overwritten.
    @usableFromInline package var to: LanePointer
    @usableFromInline package var adds: Bool
    /// [2][vectors], added to.
    @usableFromInline package var parameterGradient: LanePointer

    @usableFromInline package init(
        x: LanePointer, gradient: LanePointer, vectors: Int, rows: Int, parameters: LanePointer, moments: UnsafeMutablePointer<Float>,
        to: LanePointer, adds: Bool, parameterGradient: LanePointer
    ) {
        self.x = x
        self.gradient = gradient
        self.vectors = vectors
        self.rows = rows
        self.parameters = parameters
        self.moments = moments
        self.to = to
        self.adds = adds
        self.parameterGradient = parameterGradient
    }
}

/// A piece of the parameters in a step of AdamW.
@frozen @usableFromInline
package struct AdamPiece {
    @usableFromInline package var weights: LanePointer
    @usableFromInline package var gradients: LanePointer
    @usableFromInline package var first: LanePointer
    @usableFromInline package var second: LanePointer
    @usableFromInline package var vectors: Int
    @usableFromInline package var firstDecay: Float
    @usableFromInline package var secondDecay: Float
    /// Of the rate: what the first moment is multiplied by; of its root: what the second one is.
    @usableFromInline package var rate: Float
    @usableFromInline package var rootScale: Float
    @usableFromInline package var epsilon: Float
    /// 1 − rate · weight decay, or 1.
    @usableFromInline package var keep: Float

    @usableFromInline package init(
        weights: LanePointer, gradients: LanePointer, first: LanePointer, second: LanePointer, vectors: Int, firstDecay: Float,
        secondDecay: Float, rate: Float, rootScale: Float, epsilon: Float, keep: Float
    ) {
        self.weights = weights
        self.gradients = gradients
        self.first = first
        self.second = second
        self.vectors = vectors
        self.firstDecay = firstDecay
        self.secondDecay = secondDecay
        self.rate = rate
        self.rootScale = rootScale
        self.epsilon = epsilon
        self.keep = keep
    }
}

@frozen @usableFromInline
package struct DecoderKernels: Sendable {
    @usableFromInline package let normalise: @Sendable (_ rows: NormRows) -> Void
    @usableFromInline package let normaliseBackward: @Sendable (_ rows: NormGradientRows) -> Void
    @usableFromInline package let gelu: @Sendable (_ from: LanePointer, _ to: LanePointer, _ vectors: Int) -> Void
    /// `gradient` becomes that of `from`; `to` becomes what it was in the forward pass.
    @usableFromInline package let geluBackward:
        @Sendable (_ from: LanePointer, _ gradient: LanePointer, _ to: LanePointer, _ vectors: Int) -> Void
    /// row ← eˣ⁻ᵐ with m its largest; returns m and the sum.
    @usableFromInline package let exponentials: @Sendable (_ row: LanePointer, _ vectors: Int) -> SIMD2<Float>
    /// row ← row · factor
    @usableFromInline package let scale: @Sendable (_ row: LanePointer, _ vectors: Int, _ factor: Float) -> Void
    /// scores ← eˢ⁻ˡ with l the logarithm of the row's sum; slopes ← (slopes − mean) · them · scale.
    @usableFromInline package let softmaxBackward:
        @Sendable (
            _ scores: LanePointer, _ slopes: LanePointer, _ vectors: Int, _ logarithm: Float, _ mean: Float, _ scale: Float
        ) -> Void
    @usableFromInline package let dot: @Sendable (_ a: LanePointer, _ b: LanePointer, _ vectors: Int) -> Float
    /// to ← a + b
    @usableFromInline package let add: @Sendable (_ a: LanePointer, _ b: LanePointer, _ to: LanePointer, _ vectors: Int) -> Void
    @usableFromInline package let adam: @Sendable (_ piece: AdamPiece) -> Void

    @usableFromInline package init(
        normalise: @escaping @Sendable (_ rows: NormRows) -> Void,
        normaliseBackward: @escaping @Sendable (_ rows: NormGradientRows) -> Void,
        gelu: @escaping @Sendable (_ from: LanePointer, _ to: LanePointer, _ vectors: Int) -> Void,
        geluBackward: @escaping @Sendable (_ from: LanePointer, _ gradient: LanePointer, _ to: LanePointer, _ vectors: Int) -> Void,
        exponentials: @escaping @Sendable (_ row: LanePointer, _ vectors: Int) -> SIMD2<Float>,
        scale: @escaping @Sendable (_ row: LanePointer, _ vectors: Int, _ factor: Float) -> Void,
        softmaxBackward:
            @escaping @Sendable (
                _ scores: LanePointer, _ slopes: LanePointer, _ vectors: Int, _ logarithm: Float, _ mean: Float, _ scale: Float
            ) -> Void,
        dot: @escaping @Sendable (_ a: LanePointer, _ b: LanePointer, _ vectors: Int) -> Float,
        add: @escaping @Sendable (_ a: LanePointer, _ b: LanePointer, _ to: LanePointer, _ vectors: Int) -> Void,
        adam: @escaping @Sendable (_ piece: AdamPiece) -> Void
    ) {
        self.normalise = normalise
        self.normaliseBackward = normaliseBackward
        self.gelu = gelu
        self.geluBackward = geluBackward
        self.exponentials = exponentials
        self.scale = scale
        self.softmaxBackward = softmaxBackward
        self.dot = dot
        self.add = add
        self.adam = adam
    }
}
