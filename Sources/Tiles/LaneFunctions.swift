// Exponentials and what networks make of them, on sixteen numbers at a time, within a few units in the last place.
// Leaves to others: loops over arrays (RowKernels, DecoderTemplates).

extension RowUnit {
    /// 2ⁿ and eʳ − 1 with x = n · ln 2 + r, |r| ≤ ln 2 / 2, for |x| ≤ 88.
    ///
    /// Adding 1.5 · 2²³ rounds to a whole number and leaves it in the low bits; ln 2 is subtracted in two parts, the first with nine bits to
    /// spare. The polynomial is the Chebyshev fit of (eʳ − 1 − r) / r² on that interval; its error is 7 · 10⁻⁸ · r².
    @_alwaysEmitIntoClient @inline(__always)
    package static func exponentialParts(_ x: Lanes) -> (power: Lanes, rest: Lanes) {
        let magic = repeated(12_582_912)
        let shifted = multiplyAdd(x, repeated(1.442_695_04), magic), n = shifted - magic
        let r = multiplyAdd(n, repeated(2.121_944_4e-4), multiplyAdd(n, repeated(-0.693_359_375), x))
        var q = multiplyAdd(repeated(0.001_392_692_66), r, repeated(0.008_363_773_87))
        q = multiplyAdd(q, r, repeated(0.041_666_550_1))
        q = multiplyAdd(q, r, repeated(0.166_665_734))
        q = multiplyAdd(q, r, repeated(0.5))
        let exponent = (unsafeBitCast(shifted, to: SIMD16<UInt32>.self) &<< 23) &+ SIMD16<UInt32>(repeating: 127 << 23)
        return (unsafeBitCast(exponent, to: Lanes.self), multiplyAdd(q * r, r, r))
    }

    /// x, not below `least` and not above `most`; what is no number stays none, so that a network that went astray shows it.
    @_alwaysEmitIntoClient @inline(__always)
    package static func clamped(_ x: Lanes, _ least: Float, _ most: Float) -> Lanes {
        let low = x.replacing(with: repeated(least), where: x .< repeated(least))
        return low.replacing(with: repeated(most), where: low .> repeated(most))
    }

    /// eˣ, where x below −87 counts as −87 (10⁻³⁸) and above 88 as 88.
    @_alwaysEmitIntoClient @inline(__always)
    package static func exponential(_ x: Lanes) -> Lanes {
        let (power, rest) = exponentialParts(clamped(x, -87, 88))
        return multiplyAdd(power, rest, power)
    }

    /// 1 / (1 + e⁻ˣ)
    @_alwaysEmitIntoClient @inline(__always)
    package static func sigmoid(_ x: Lanes) -> Lanes {
        repeated(1) / (repeated(1) + exponential(repeated(0) - x))
    }

    /// m / (m + 2) with m = e²ˣ − 1, which loses nothing near 0.
    @_alwaysEmitIntoClient @inline(__always)
    package static func hyperbolicTangent(_ x: Lanes) -> Lanes {
        let (power, rest) = exponentialParts(clamped(x + x, -40, 40))
        let m = multiplyAdd(power, rest, power - repeated(1))
        return m / (m + repeated(2))
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func total(_ v: Lanes) -> Float {
        let eight = v.lowHalf + v.highHalf, four = eight.lowHalf + eight.highHalf, two = four.lowHalf + four.highHalf
        return two[0] + two[1]
    }
}
