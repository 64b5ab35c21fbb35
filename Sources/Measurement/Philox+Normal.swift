// Normal numbers from Philox, by Box and Muller.
// Leaves to others: the words themselves (Philox), and what a normal number is used for.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Philox {
    /// Standard normal numbers 4·block … 4·block + 3: words 0 and 1 make the first two, words 2 and 3 the others.
    ///
    /// Guaranteed: the words and the uniforms are the same bits everywhere; log, sin and cos come from the platform's mathematics
    /// library in Double, so a Float made of the result is the same on one library, and another library may move about one in 10⁸
    /// of them by one unit in the last place. Source: Box, Muller, “A note on the generation of random normal deviates”, 1958.
    package func normals(_ block: UInt64) -> SIMD4<Double> {
        let w = words(block)
        let first = Self.boxMuller(w[0], w[1]), second = Self.boxMuller(w[2], w[3])
        return SIMD4(first.0, first.1, second.0, second.1)
    }

    /// The standard normal number of an index.
    package func normal(_ index: Int) -> Double { normals(UInt64(index) >> 2)[index & 3] }

    /// Two independent normals of two words; half a step keeps the logarithm's argument above 0.
    private static func boxMuller(_ a: UInt32, _ b: UInt32) -> (Double, Double) {
        let radius = (-2 * log((Double(a) + 0.5) * 0x1p-32)).squareRoot()
        let angle = Double(b) * (0x1p-32 * 2 * Double.pi)
        return (radius * cos(angle), radius * sin(angle))
    }
}
