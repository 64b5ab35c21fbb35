// What a register tile multiplies and adds with: numbers, or words that hold several short ones.

/// A policy of the matrix product's tile.
@usableFromInline
package protocol TileArithmetic {
    /// A vector of the result's numbers.
    associatedtype Sums: SIMD & BitwiseCopyable where Sums.Scalar: BinaryFloatingPoint
    /// A vector of operands that goes with it, as many lanes.
    associatedtype Words: SIMD & BitwiseCopyable
    /// How sums are scaled and added to what was there.
    associatedtype Rounding: MultiplyAdd
    static func add(_ a: Words, times b: Words, to sums: Sums) -> Sums
}

/// Numbers of the result's own kind.
@frozen @usableFromInline
package enum Numbers<V: SIMD & BitwiseCopyable, M: MultiplyAdd>: TileArithmetic where V.Scalar: BinaryFloatingPoint {
    @usableFromInline package typealias Sums = V
    @usableFromInline package typealias Words = V
    @usableFromInline package typealias Rounding = M

    @_alwaysEmitIntoClient @inline(__always)
    package static func add(_ a: V, times b: V, to sums: V) -> V { M.apply(a, b, plus: sums) }
}
