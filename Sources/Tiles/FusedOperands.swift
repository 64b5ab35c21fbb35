// What a convolution reads and writes besides multiplying: one plane (an image, sixteen channels) with whatever is fused into its loads and
// stores. Pointers and numbers only, so that they cross between modules of different instruction sets unharmed.
// Leaves to others: the loads (FusedLoads) and the stores (FusedStores).

/// What a transform asks the memory for ahead of time: six rows of a plane and 36 places of a tile at once are more streams than a processor foresees.
@frozen @usableFromInline
package struct Ahead {
    /// From this plane to the one that the same thread comes to next, or a few later, in planes of the tensor: its beginning is asked for at the end.
    @usableFromInline package var planes: Int
    /// Whether the domain's tensor is too large for the caches near the core.
    @usableFromInline package var domainIsCold: Bool

    @usableFromInline package init(planes: Int = 0, domainIsCold: Bool = false) {
        self.planes = planes
        self.domainIsCold = domainIsCold
    }
}

/// A plane of activations to read.
@frozen @usableFromInline
package struct PlaneSource {
    /// [height][width].
    @usableFromInline package var values: StoredPointer
    /// Scale and shift of these channels (two vectors): the layer's input is max(values · scale + shift, floor). nil: the values as they are.
    @usableFromInline package var normalisation: LanePointer?
    @usableFromInline package var floor: Float
    @usableFromInline package var ahead = Ahead()

    @usableFromInline package init(values: StoredPointer, normalisation: LanePointer? = nil, floor: Float = 0) {
        self.values = values
        self.normalisation = normalisation
        self.floor = floor
    }
}

/// A plane of the gradient of a convolution's own output, to be made from the gradient of what was stored for it.
@frozen @usableFromInline
package struct GradientSource {
    /// [height][width], or the pooled plane where there are choices.
    @usableFromInline package var gradient: StoredPointer
    /// Where 2×2 pooling was fused: which pixel takes the gradient.
    @usableFromInline package var choice: ChoicePointer?
    /// Where batch normalisation follows: the convolution's output z, and k₁, k₂, k₃ with gradient k₁·g + k₂·z + k₃.
    @usableFromInline package var values: StoredPointer?
    @usableFromInline package var coefficients: LanePointer?
    @usableFromInline package var height: Int
    @usableFromInline package var width: Int
    /// Receives the sum over the plane, added: the bias's gradient. One vector.
    @usableFromInline package var biasSum: LanePointer
    @usableFromInline package var ahead = Ahead()

    @usableFromInline package init(
        gradient: StoredPointer, choice: ChoicePointer? = nil, values: StoredPointer? = nil, coefficients: LanePointer? = nil,
        height: Int, width: Int, biasSum: LanePointer
    ) {
        self.gradient = gradient
        self.choice = choice
        self.values = values
        self.coefficients = coefficients
        self.height = height
        self.width = width
        self.biasSum = biasSum
    }
}

/// What becomes of a plane of a convolution's output.
@frozen @usableFromInline
package struct OutputSink {
    /// One vector; the stored value is max(sum + bias, floor).
    @usableFromInline package var bias: LanePointer
    @usableFromInline package var floor: Float
    /// [height][width], where the whole plane is wanted.
    @usableFromInline package var values: StoredPointer?
    /// [height / 2][width / 2]: the largest of each 2×2 window.
    @usableFromInline package var pooled: StoredPointer?
    @usableFromInline package var choice: ChoicePointer?
    /// One vector: the largest is that of value · sign (batch normalisation may turn the order round). nil: of the value.
    @usableFromInline package var sign: LanePointer?
    /// Count, mean and sum of squared deviations of these channels so far, three vectors, to be continued.
    @usableFromInline package var statistics: LanePointer?
    @usableFromInline package var height: Int
    @usableFromInline package var width: Int
    @usableFromInline package var ahead = Ahead()

    @usableFromInline package init(
        bias: LanePointer, floor: Float = -.infinity, values: StoredPointer?, pooled: StoredPointer? = nil, choice: ChoicePointer? = nil,
        sign: LanePointer? = nil, statistics: LanePointer? = nil, height: Int, width: Int
    ) {
        self.bias = bias
        self.floor = floor
        self.values = values
        self.pooled = pooled
        self.choice = choice
        self.sign = sign
        self.statistics = statistics
        self.height = height
        self.width = width
    }
}

/// What becomes of a plane of a convolution's input gradient.
@frozen @usableFromInline
package struct GradientSink {
    /// [height][width].
    @usableFromInline package var gradient: StoredPointer
    /// What was stored for this input; the gradient passes only where it is above the floor (after normalisation). nil: it always passes.
    @usableFromInline package var values: StoredPointer?
    /// Of a batch normalisation below: scale, shift, 1/σ, −mean/σ (four vectors), and the sums Σg, Σg·x̂ to be continued (two).
    @usableFromInline package var normalisation: LanePointer?
    @usableFromInline package var sums: LanePointer?
    @usableFromInline package var floor: Float
    @usableFromInline package var height: Int
    @usableFromInline package var width: Int
    @usableFromInline package var ahead = Ahead()

    @usableFromInline package init(
        gradient: StoredPointer, values: StoredPointer? = nil, normalisation: LanePointer? = nil, sums: LanePointer? = nil,
        floor: Float = 0, height: Int, width: Int
    ) {
        self.gradient = gradient
        self.values = values
        self.normalisation = normalisation
        self.sums = sums
        self.floor = floor
        self.height = height
        self.width = width
    }
}
