// The two distributions that intervals and tests need: the normal and Student's t.
// Leaves to others: which of them applies, and at which level.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The standard normal distribution.
package enum NormalDistribution {
    package static func cumulative(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

    /// P(|Z| > |z|).
    package static func twoSided(_ z: Double) -> Double { erfc(abs(z) / 2.0.squareRoot()) }

    /// The z with P(|Z| ≤ z) = `confidence`, for 0 < confidence < 1.
    package static func quantile(confidence: Double) -> Double {
        bisect(upTo: 40) { twoSided($0) > 1 - confidence }
    }
}

/// Student's t distribution, for any positive number of degrees of freedom.
package enum StudentDistribution {
    /// P(|T| > |t|): the regularised incomplete beta function I(ν/(ν+t²); ν/2, ½).
    package static func twoSided(_ t: Double, degrees: Double) -> Double {
        precondition(degrees > 0, "Student's t needs degrees of freedom")
        return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
    }

    /// The t with P(|T| ≤ t) = `confidence`, for 0 < confidence < 1.
    package static func quantile(confidence: Double, degrees: Double) -> Double {
        bisect(upTo: 1e9) { twoSided($0, degrees: degrees) > 1 - confidence }
    }

    /// Continued fraction by Lentz's method. Source: DLMF 8.17.22.
    private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        // The fraction converges fast below (a+1)/(a+b+2); above, by symmetry.
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
        let front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x)) / a
        var c = 1.0
        var d = 1 / notZero(1 - (a + b) * x / (a + 1))
        var value = d
        for m in 1...400 {
            let k = Double(m)
            let even = k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k))
            d = 1 / notZero(1 + even * d)
            c = notZero(1 + even / c)
            value *= d * c
            let odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1))
            d = 1 / notZero(1 + odd * d)
            c = notZero(1 + odd / c)
            value *= d * c
            if abs(d * c - 1) < 1e-14 { break }
        }
        return front * value
    }

    private static func notZero(_ x: Double) -> Double { abs(x) < 1e-300 ? 1e-300 : x }

    /// Stirling's series after shifting the argument above 10; not the library's `lgamma`, which writes a global.
    private static func logGamma(_ argument: Double) -> Double {
        var x = argument
        var shift = 0.0
        while x < 10 {
            shift -= log(x)
            x += 1
        }
        let inverse = 1 / x
        let square = inverse * inverse
        let series = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)))
        return shift + (x - 0.5) * log(x) - x + 0.5 * log(2 * Double.pi) + series
    }
}

/// The border between true (below) and false (above) on 0…limit, to the last bit that matters.
private func bisect(upTo limit: Double, _ isBelow: (Double) -> Bool) -> Double {
    var low = 0.0
    var high = 1.0
    while high < limit && isBelow(high) {
        low = high
        high *= 2
    }
    for _ in 0..<100 {
        let middle = 0.5 * (low + high)
        if middle == low || middle == high { break }
        if isBelow(middle) { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
}
