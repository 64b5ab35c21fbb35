// Template of the matrix product's register tile: R rows of two vectors, held in registers over the whole depth.

/// c ← alpha · a · b + beta · c for a tile of 2 × V.scalarCount columns and the first R rows of a left panel that holds W.
///
/// The loop over rows is written in two halves: LLVM unrolls each fully, which is what keeps the accumulators in registers. Meanwhile the lines of c
/// are fetched, and one line of `ahead` a step: what the caller will want soon.
@_alwaysEmitIntoClient @inline(__always)
package func multiplyTile<let R: Int, let W: Int, V: SIMD & BitwiseCopyable, M: MultiplyAdd, P: Prefetching>(
    _ depth: Int, _ a: UnsafePointer<V.Scalar>, _ b: UnsafePointer<V.Scalar>, _ c: UnsafeMutablePointer<V.Scalar>, _ stride: Int,
    _ alpha: V.Scalar, _ beta: V.Scalar, _ ahead: UnsafeRawPointer, _: InlineArray<R, V>.Type, _: InlineArray<W, V>.Type, _: M.Type,
    _: P.Type
) where V.Scalar: BinaryFloatingPoint {
    var left = zeroAccumulators(InlineArray<R, V>.self), right = zeroAccumulators(InlineArray<R, V>.self)
    var a = a, ahead = ahead
    var b = UnsafeRawPointer(b).assumingMemoryBound(to: V.self)
    for row in 0..<R {
        P.prefetch(c + row &* stride)
        P.prefetch(c + row &* stride + (2 * V.scalarCount - 1))
    }
    for _ in 0..<depth {
        let b0 = b[0], b1 = b[1]
        P.prefetch(ahead)
        for row in 0..<R / 2 {
            let x = V(repeating: a[row])
            left[row] = M.apply(b0, x, plus: left[row])
            right[row] = M.apply(b1, x, plus: right[row])
        }
        for row in R / 2..<R {
            let x = V(repeating: a[row])
            left[row] = M.apply(b0, x, plus: left[row])
            right[row] = M.apply(b1, x, plus: right[row])
        }
        a += W
        b += 2
        ahead += 64
    }
    let scale = V(repeating: alpha), keep = V(repeating: beta), size = MemoryLayout<V>.size
    if beta == 0 {
        for row in 0..<R {
            let target = UnsafeMutableRawPointer(c + row &* stride)
            target.storeBytes(of: left[row] * scale, as: V.self)
            (target + size).storeBytes(of: right[row] * scale, as: V.self)
        }
    } else {
        for row in 0..<R {
            let target = UnsafeMutableRawPointer(c + row &* stride)
            let old0 = target.loadUnaligned(as: V.self), old1 = (target + size).loadUnaligned(as: V.self)
            target.storeBytes(of: M.apply(left[row], scale, plus: old0 * keep), as: V.self)
            (target + size).storeBytes(of: M.apply(right[row], scale, plus: old1 * keep), as: V.self)
        }
    }
}
