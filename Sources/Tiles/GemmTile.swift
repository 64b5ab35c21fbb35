// Template of the matrix product's register tile: R rows of two vectors, held in registers over the whole depth.

/// c ← alpha · a · b + beta · c for a tile of 2 × V.scalarCount columns and the first R rows of a left panel that holds W.
///
/// The loop over rows is written in two halves: LLVM unrolls each fully, which is what keeps the accumulators in registers. Meanwhile the lines of c
/// are fetched, and in each step a line of both `ahead`s: what the caller will want soon.
@_alwaysEmitIntoClient @inline(__always)
package func multiplyTile<let R: Int, let W: Int, T: TileArithmetic, P: Prefetching>(
    _ o: TileProduct<T.Sums.Scalar>, _: InlineArray<R, T.Sums>.Type, _: InlineArray<W, T.Words.Scalar>.Type, _: T.Type, _: P.Type
) {
    var left = zeroAccumulators(InlineArray<R, T.Sums>.self), right = zeroAccumulators(InlineArray<R, T.Sums>.self)
    var a = o.a.assumingMemoryBound(to: T.Words.Scalar.self), nextB = o.nextB, nextA = o.nextA
    var b = o.b.assumingMemoryBound(to: T.Words.self)
    let c = o.c, stride = o.stride, advanceB = o.nextBAdvance, advanceA = o.nextAAdvance
    for row in 0..<R {
        P.prefetch(c + row &* stride)
        P.prefetch(c + row &* stride + (2 * T.Sums.scalarCount - 1))
    }
    for _ in 0..<o.steps {
        let b0 = b[0], b1 = b[1]
        P.prefetch(nextB)
        P.prefetch(nextA)
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
        nextB += advanceB
        nextA += advanceA
    }
    store(left, right, c, stride, alpha: o.alpha, beta: o.beta, T.self)
}

/// c ← alpha · sums + beta · c.
@_alwaysEmitIntoClient @inline(__always)
package func store<let R: Int, T: TileArithmetic>(
    _ left: InlineArray<R, T.Sums>, _ right: InlineArray<R, T.Sums>, _ c: UnsafeMutablePointer<T.Sums.Scalar>, _ stride: Int,
    alpha: T.Sums.Scalar, beta: T.Sums.Scalar, _: T.Type
) {
    let scale = T.Sums(repeating: alpha), keep = T.Sums(repeating: beta), size = MemoryLayout<T.Sums>.size
    // What most products ask for costs no multiplication.
    if alpha == 1 && beta == 0 {
        for row in 0..<R {
            let target = UnsafeMutableRawPointer(c + row &* stride)
            target.storeBytes(of: left[row], as: T.Sums.self)
            (target + size).storeBytes(of: right[row], as: T.Sums.self)
        }
    } else if beta == 0 {
        for row in 0..<R {
            let target = UnsafeMutableRawPointer(c + row &* stride)
            target.storeBytes(of: left[row] * scale, as: T.Sums.self)
            (target + size).storeBytes(of: right[row] * scale, as: T.Sums.self)
        }
    } else if alpha == 1 && beta == 1 {
        for row in 0..<R {
            let target = UnsafeMutableRawPointer(c + row &* stride)
            let old0 = target.loadUnaligned(as: T.Sums.self), old1 = (target + size).loadUnaligned(as: T.Sums.self)
            target.storeBytes(of: left[row] + old0, as: T.Sums.self)
            (target + size).storeBytes(of: right[row] + old1, as: T.Sums.self)
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
