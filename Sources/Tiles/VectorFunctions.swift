// Exponentials and what networks make of them, on vectors, within a few units in the last place.
// Leaves to others: loops over arrays.

extension FloatVector {
    /// 2ⁿ and eʳ − 1 with x = n·ln 2 + r, |r| ≤ ln 2 / 2, for |x| ≤ 88.
    ///
    /// Adding 1.5·2²³ rounds to a whole number and leaves it in the low bits; ln 2 is subtracted in two parts, the first with nine bits to spare.
    /// The polynomial is the Chebyshev fit of (eʳ − 1 − r) / r² on that interval; its error is 7·10⁻⁸ · r², an eighth of a unit in the last place.
    @_alwaysEmitIntoClient @inline(__always)
    package static func exponentialParts(_ x: Self) -> (power: Self, rest: Self) {
        let magic = Self(repeating: 12_582_912)
        let shifted = multiplyAdd(x, Self(repeating: 1.442_695_04), magic), n = shifted - magic
        let r = multiplyAdd(n, Self(repeating: 2.121_944_4e-4), multiplyAdd(n, Self(repeating: -0.693_359_375), x))
        var q = multiplyAdd(Self(repeating: 0.001_392_692_66), r, Self(repeating: 0.008_363_773_87))
        q = multiplyAdd(q, r, Self(repeating: 0.041_666_550_1))
        q = multiplyAdd(q, r, Self(repeating: 0.166_665_734))
        q = multiplyAdd(q, r, Self(repeating: 0.5))
        return (powerOfTwo(shifted: shifted), multiplyAdd(q * r, r, r))
    }

    /// eˣ, where x below −87 counts as −87 (10⁻³⁸) and above 88 as 88.
    @_alwaysEmitIntoClient @inline(__always)
    package static func exponential(_ x: Self) -> Self {
        let (power, rest) = exponentialParts(smaller(larger(x, Self(repeating: -87)), Self(repeating: 88)))
        return multiplyAdd(power, rest, power)
    }

    /// 1 / (1 + e⁻ˣ)
    @_alwaysEmitIntoClient @inline(__always)
    package static func sigmoid(_ x: Self) -> Self {
        Self(repeating: 1) / (Self(repeating: 1) + exponential(Self(repeating: 0) - x))
    }

    /// m / (m + 2) with m = e²ˣ − 1, which loses nothing near 0.
    @_alwaysEmitIntoClient @inline(__always)
    package static func hyperbolicTangent(_ x: Self) -> Self {
        let (power, rest) = exponentialParts(smaller(larger(x + x, Self(repeating: -40)), Self(repeating: 40)))
        let m = multiplyAdd(power, rest, power - Self(repeating: 1))
        return m / (m + Self(repeating: 2))
    }

    /// x · sigmoid(2u), u = √(2/π) · (x + 0.044715 x³): GELU in the form with tanh (Hendrycks and Gimpel 2016), as GPT-2 has it.
    @_alwaysEmitIntoClient @inline(__always)
    package static func gelu(_ x: Self) -> Self {
        let inner = multiplyAdd(x * x, Self(repeating: 0.071_354_816), Self(repeating: 1.595_769_1))
        return x * sigmoid(x * inner)
    }
}
