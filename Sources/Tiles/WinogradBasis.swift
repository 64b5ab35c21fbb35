// The matrices of Winograd F(4×4, 3×3) in one dimension, and their transposes: Bᵀ, Aᵀ, G forward; A, B, Gᵀ backward.
// Leaves to others: both dimensions, tiles, planes (WinogradTransforms, WinogradWeights).
//
// Points 0, ±1/√2, ±√2, ∞: half the rounding error of the usual 0, ±1, ±2 at the same cost (a²b² = 1; products symmetric under p → 1/p).
// Lavin, Gray, “Fast algorithms for convolutional neural networks”, CVPR 2016; Barabasz et al., “Error analysis and improving the accuracy of
// Winograd convolution for deep neural networks”, ACM TOMS 46 (2020).

@usableFromInline
package enum WinogradPoint {
    @_alwaysEmitIntoClient @inline(__always) package static var a: Float { 0.707_106_781_186_547_52 }
    @_alwaysEmitIntoClient @inline(__always) package static var b: Float { 1.414_213_562_373_095_05 }
    @_alwaysEmitIntoClient @inline(__always) package static var a2: Float { 0.5 }
    @_alwaysEmitIntoClient @inline(__always) package static var b2: Float { 2 }
    /// a² + b².
    @_alwaysEmitIntoClient @inline(__always) package static var sum2: Float { 2.5 }
    /// 1 / (2a²(a² − b²)) and 1 / (2b²(b² − a²)): what the points' rows of G are scaled by. a²b² = 1 scales the row of 0.
    @_alwaysEmitIntoClient @inline(__always) package static var na: Float { -2 / 3 }
    @_alwaysEmitIntoClient @inline(__always) package static var nb: Float { 1 / 6 }
}

extension ConvolutionUnit {
    @usableFromInline package typealias P = WinogradPoint

    /// Bᵀ x: six inputs to six products' inputs.
    @_alwaysEmitIntoClient @inline(__always)
    package static func inputBasis(_ x: Lanes6) -> Lanes6 {
        let evenA = multiplyAdd(x.2, repeated(-P.b2), x.4), oddA = multiplyAdd(x.1, repeated(-P.b2), x.3)
        let evenB = multiplyAdd(x.2, repeated(-P.a2), x.4), oddB = multiplyAdd(x.1, repeated(-P.a2), x.3)
        return (
            x.0 + multiplyAdd(x.2, repeated(-P.sum2), x.4),
            multiplyAdd(oddA, repeated(P.a), evenA), multiplyAdd(oddA, repeated(-P.a), evenA),
            multiplyAdd(oddB, repeated(P.b), evenB), multiplyAdd(oddB, repeated(-P.b), evenB),
            x.1 + multiplyAdd(x.3, repeated(-P.sum2), x.5)
        )
    }

    /// Aᵀ m: six products to four outputs.
    @_alwaysEmitIntoClient @inline(__always)
    package static func outputBasis(_ m: Lanes6) -> Lanes4 {
        let sumA = m.1 + m.2, differenceA = m.1 - m.2, sumB = m.3 + m.4, differenceB = m.3 - m.4
        return (
            m.0 + sumA + sumB,
            multiplyAdd(differenceA, repeated(P.a), differenceB * repeated(P.b)),
            multiplyAdd(sumA, repeated(P.a2), sumB * repeated(P.b2)),
            multiplyAdd(differenceA, repeated(P.a * P.a2), multiplyAdd(differenceB, repeated(P.b * P.b2), m.5))
        )
    }

    /// A y: four output gradients to six.
    @_alwaysEmitIntoClient @inline(__always)
    package static func outputAdjoint(_ y: Lanes4) -> Lanes6 {
        let evenA = multiplyAdd(y.2, repeated(P.a2), y.0), oddA = multiplyAdd(y.3, repeated(P.a2), y.1)
        let evenB = multiplyAdd(y.2, repeated(P.b2), y.0), oddB = multiplyAdd(y.3, repeated(P.b2), y.1)
        return (
            y.0, multiplyAdd(oddA, repeated(P.a), evenA), multiplyAdd(oddA, repeated(-P.a), evenA),
            multiplyAdd(oddB, repeated(P.b), evenB), multiplyAdd(oddB, repeated(-P.b), evenB), y.3
        )
    }

    /// B v: six gradients to the six inputs.
    @_alwaysEmitIntoClient @inline(__always)
    package static func inputAdjoint(_ v: Lanes6) -> Lanes6 {
        let sumA = v.1 + v.2, differenceA = v.1 - v.2, sumB = v.3 + v.4, differenceB = v.3 - v.4
        return (
            v.0,
            multiplyAdd(differenceA, repeated(-P.a * P.b2), multiplyAdd(differenceB, repeated(-P.a2 * P.b), v.5)),
            multiplyAdd(v.0, repeated(-P.sum2), multiplyAdd(sumA, repeated(-P.b2), sumB * repeated(-P.a2))),
            multiplyAdd(differenceA, repeated(P.a), multiplyAdd(differenceB, repeated(P.b), v.5 * repeated(-P.sum2))),
            v.0 + sumA + sumB, v.5
        )
    }

    /// G w: three weights to six.
    @_alwaysEmitIntoClient @inline(__always)
    package static func weightBasis(_ w: Lanes3) -> Lanes6 {
        let evenA = multiplyAdd(w.2, repeated(P.a2 * P.na), w.0 * repeated(P.na)), oddA = w.1 * repeated(P.a * P.na)
        let evenB = multiplyAdd(w.2, repeated(P.b2 * P.nb), w.0 * repeated(P.nb)), oddB = w.1 * repeated(P.b * P.nb)
        return (w.0, evenA + oddA, evenA - oddA, evenB + oddB, evenB - oddB, w.2)
    }

    /// Gᵀ u: six gradients to the three weights.
    @_alwaysEmitIntoClient @inline(__always)
    package static func weightAdjoint(_ u: Lanes6) -> Lanes3 {
        let sumA = (u.1 + u.2) * repeated(P.na), differenceA = (u.1 - u.2) * repeated(P.na)
        let sumB = (u.3 + u.4) * repeated(P.nb), differenceB = (u.3 - u.4) * repeated(P.nb)
        return (
            u.0 + (sumA + sumB), multiplyAdd(differenceA, repeated(P.a), differenceB * repeated(P.b)),
            multiplyAdd(sumA, repeated(P.a2), multiplyAdd(sumB, repeated(P.b2), u.5))
        )
    }
}
