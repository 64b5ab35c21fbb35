// Sums that a check may trust to the last digits of float64, however many terms they have.

/// A sum of products that carries what rounding dropped. Source: Ogita, Rump and Oishi, “Accurate sum and dot product”, 2005 (Dot2).
package struct CompensatedSum {
    private var high = 0.0
    private var low = 0.0

    package init() {}

    /// As good as if it had been summed in twice the digits and then rounded.
    package var value: Double { high + low }

    @inline(__always)
    package mutating func add(_ a: Double, times b: Double = 1) {
        let product = a * b, sum = high + product, part = sum - high
        low += (-product).addingProduct(a, b) + ((high - (sum - part)) + (product - part))
        high = sum
    }
}
