// How a template multiplies and adds. Which of the two a module uses follows from its instruction set.

/// A policy of the templates: a · b + c on vectors, with one rounding or two.
@usableFromInline
package protocol MultiplyAdd {
    static func apply<V: SIMD>(_ a: V, _ b: V, plus c: V) -> V where V.Scalar: FloatingPoint
}

/// One instruction, one rounding: AVX2 with FMA, AVX-512, ARM.
@frozen @usableFromInline
package enum Fused: MultiplyAdd {
    @inlinable @inline(__always)
    package static func apply<V: SIMD>(_ a: V, _ b: V, plus c: V) -> V where V.Scalar: FloatingPoint { c.addingProduct(a, b) }
}

/// Two instructions, two roundings: SSE2, where a fused one would be a call of the C library for each number.
@frozen @usableFromInline
package enum Separate: MultiplyAdd {
    @inlinable @inline(__always)
    package static func apply<V: SIMD>(_ a: V, _ b: V, plus c: V) -> V where V.Scalar: FloatingPoint { c + a * b }
}
