// Template of the matrix product's register tile: R rows of two vectors, held in registers over the whole depth.

/// c ← alpha · a · b + beta · c for a tile of 2 × V.scalarCount columns and the first R rows of a left panel that holds W.
///
/// The loop over rows is written in two halves: LLVM unrolls each fully, which is what keeps the accumulators in registers. Meanwhile the lines of c
/// are fetched, and one line of `ahead` a step: what the caller will want soon.
@_alwaysEmitIntoClient @inline(__always)
package func multiplyTile<let R: Int, let W: Int, T: TileArithmetic, P: Prefetching>(
    _ o: TileProduct<T.Sums.Scalar>, _: InlineArray<R, T.Sums>.Type, _: InlineArray<W, T.Words.Scalar>.Type, _: T.Type, _: P.Type
) {
    var left = zeroAccumulators(InlineArray<R, T.Sums>.self), right = zeroAccumulators(InlineArray<R, T.Sums>.self)
    var a = o.a.assumingMemoryBound(to: T.Words.Scalar.self), ahead = o.ahead
    var b = o.b.assumingMemoryBound(to: T.Words.self)
    let c = o.c, stride = o.stride
    for row in 0..<R {
        P.prefetch(c + row &* stride)
        P.prefetch(c + row &* stride + (2 * T.Sums.scalarCount - 1))
    }
    for _ in 0..<o.steps {
        let b0 = b[0], b1 = b[1]
        P.prefetch(ahead)
        for row in 0..<R / 2 {
            let x = T.Words(repeating: a[row])
            left[row] = T.add(b0, times: x, to: left[row])
            right[row] = T.add(b1, times: x, to: right[row])
        }
        for row in R / 2..<R {
            let x = T.Words(repeating: a[row])
            left[row] = T.add(b0, times: x, to: left[row])
            right[row] = T.add(b1, times: x, to: right[row])
        }
        a += W
        b += 2
        ahead += 64
    }
    let scale = T.Sums(repeating: o.alpha), keep = T.Sums(repeating: o.beta), size = MemoryLayout<T.Sums>.size
    if o.beta == 0 {
        for row in 0..<R {
            let target = UnsafeMutableRawPointer(c + row &* stride)
            target.storeBytes(of: left[row] * scale, as: T.Sums.self)
            (target + size).storeBytes(of: right[row] * scale, as: T.Sums.self)
        }
    } else {
        for row in 0..<R {
            let target = UnsafeMutableRawPointer(c + row &* stride)
            let old0 = target.loadUnaligned(as: T.Sums.self), old1 = (target + size).loadUnaligned(as: T.Sums.self)
            target.storeBytes(of: T.Rounding.apply(left[row], scale, plus: old0 * keep), as: T.Sums.self)
            (target + size).storeBytes(of: T.Rounding.apply(right[row], scale, plus: old1 * keep), as: T.Sums.self)
        }
    }
}
