// The accumulators of a register tile.

/// R zero vectors.
///
/// Not `InlineArray(repeating:)`: the compiler keeps that as a function of its own which all modules share by name, whatever instruction set each
/// was compiled for, and through which the accumulators would go by memory.
@_alwaysEmitIntoClient @inline(__always)
package func zeroAccumulators<let R: Int, V: SIMD & BitwiseCopyable>(_: InlineArray<R, V>.Type) -> InlineArray<R, V> {
    withUnsafeTemporaryAllocation(of: V.self, capacity: R) { vectors in
        let start = vectors.baseAddress.unsafelyUnwrapped
        for row in 0..<R { start[row] = V() }
        return UnsafeRawPointer(start).loadUnaligned(as: InlineArray<R, V>.self)
    }
}
