// What a packed panel is made of: numbers as they lie in the matrix, or bf16 widened to floats. Dot products have words of their own.

/// A policy of packing.
///
/// Whole vectors are loaded before anything is stored: of single numbers the compiler must assume that a store changes what the next load reads.
@usableFromInline
package protocol PanelWord {
    associatedtype Operand
    associatedtype Word: SIMDScalar & BitwiseCopyable
    /// Numbers of depth in a word, which is what one step of a tile takes.
    static var depth: Int { get }
    static var zero: Word { get }
    /// The word of the number at `source` and those that follow it in depth, each `stride` after the last.
    static func word(_ source: UnsafePointer<Operand>, _ stride: Int) -> Word
    /// The word of the number at `source` where the matrix ends with it: zeros follow.
    static func lastWord(_ source: UnsafePointer<Operand>) -> Word
    /// Four words that follow each other in depth, whose numbers are contiguous.
    static func four(_ source: UnsafePointer<Operand>) -> SIMD4<Word>
    /// The words of one step from `source`, where W numbers are contiguous.
    static func step<let W: Int>(
        _ source: UnsafePointer<Operand>, _ stride: Int, _ target: UnsafeMutablePointer<Word>, _: InlineArray<W, Word>.Type)
}

/// Numbers as they are.
@frozen @usableFromInline
package enum Plain<S: BinaryFloatingPoint & SIMDScalar & BitwiseCopyable>: PanelWord {
    @_alwaysEmitIntoClient @inline(__always) package static var depth: Int { 1 }
    @_alwaysEmitIntoClient @inline(__always) package static var zero: S { 0 }
    @_alwaysEmitIntoClient @inline(__always)
    package static func word(_ source: UnsafePointer<S>, _: Int) -> S { source[0] }
    @_alwaysEmitIntoClient @inline(__always)
    package static func lastWord(_ source: UnsafePointer<S>) -> S { source[0] }
    @_alwaysEmitIntoClient @inline(__always)
    package static func four(_ source: UnsafePointer<S>) -> SIMD4<S> { UnsafeRawPointer(source).loadUnaligned(as: SIMD4<S>.self) }
    @_alwaysEmitIntoClient @inline(__always)
    package static func step<let W: Int>(_ source: UnsafePointer<S>, _: Int, _ target: UnsafeMutablePointer<S>, _: InlineArray<W, S>.Type) {
        let words = UnsafeRawPointer(source).loadUnaligned(as: InlineArray<W, S>.self)
        UnsafeMutableRawPointer(target).storeBytes(of: words, as: InlineArray<W, S>.self)
    }
}

/// bf16 as floats, for processors that cannot multiply it.
@frozen @usableFromInline
package enum Widened: PanelWord {
    @_alwaysEmitIntoClient @inline(__always) package static var depth: Int { 1 }
    @_alwaysEmitIntoClient @inline(__always) package static var zero: Float { 0 }
    @_alwaysEmitIntoClient @inline(__always)
    package static func word(_ source: UnsafePointer<BFloat16>, _: Int) -> Float { Float(bitPattern: UInt32(source[0].bitPattern) << 16) }
    @_alwaysEmitIntoClient @inline(__always)
    package static func lastWord(_ source: UnsafePointer<BFloat16>) -> Float { word(source, 0) }
    @_alwaysEmitIntoClient @inline(__always)
    package static func four(_ source: UnsafePointer<BFloat16>) -> SIMD4<Float> {
        SIMD4(word(source, 0), word(source + 1, 0), word(source + 2, 0), word(source + 3, 0))
    }
    @_alwaysEmitIntoClient @inline(__always)
    package static func step<let W: Int>(
        _ source: UnsafePointer<BFloat16>, _: Int, _ target: UnsafeMutablePointer<Float>, _: InlineArray<W, Float>.Type
    ) {
        for index in 0..<W / 4 { store4(four(source + 4 * index), target + 4 * index) }
        for index in W / 4 * 4..<W { target[index] = word(source + index, 0) }
    }
}
