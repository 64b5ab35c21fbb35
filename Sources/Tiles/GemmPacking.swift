// Templates that bring a matrix into panels of W numbers a step, in the order in which a register tile reads them.

/// Packs from a source whose steps lie `stride` apart, the `width` numbers of a step contiguous.
///
/// Steps are often pages apart, where no hardware prefetcher follows: the step that the same caller packs after the next fifteen is asked for.
@_alwaysEmitIntoClient @inline(__always)
package func packAlong<let W: Int, S: BinaryFloatingPoint & SIMDScalar, P: Prefetching>(
    _ source: UnsafePointer<S>, _ stride: Int, _ depth: Int, _ width: Int, _ panel: UnsafeMutablePointer<S>, _: InlineArray<W, S>.Type,
    _: P.Type
) {
    var from = source, to = panel
    if width == W {
        for _ in 0..<depth {
            P.prefetch(from + 16 &* stride)
            P.prefetch(from + 16 &* stride + (W - 1))
            for index in 0..<W { to[index] = from[index] }
            from += stride
            to += W
        }
    } else {
        for _ in 0..<depth {
            for index in 0..<width { to[index] = from[index] }
            for index in width..<W { to[index] = 0 }
            from += stride
            to += W
        }
    }
}

/// Packs from a source where the `width` numbers of a step lie `stride` apart and steps are contiguous: a transposition.
///
/// Four numbers of sixteen steps at a time, so that a cache line is used up while it is in the cache even where the rows share its set. The
/// rows of the panel after this one are asked for meanwhile.
@_alwaysEmitIntoClient @inline(__always)
package func packAcross<let W: Int, S: BinaryFloatingPoint & SIMDScalar, P: Prefetching>(
    _ source: UnsafePointer<S>, _ stride: Int, _ depth: Int, _ width: Int, _ panel: UnsafeMutablePointer<S>, _: InlineArray<W, S>.Type,
    _: P.Type
) {
    var step = 0
    if width == W {
        while step + 16 <= depth {
            var index = 0
            while index + 4 <= W {
                for row in index..<index + 4 {
                    P.prefetch(source + (W + row) &* stride + step)
                    P.prefetch(source + (W + row) &* stride + (step + 15))
                }
                transpose4(source + index * stride + step, stride, panel + step * W + index, W)
                transpose4(source + index * stride + step + 4, stride, panel + (step + 4) * W + index, W)
                transpose4(source + index * stride + step + 8, stride, panel + (step + 8) * W + index, W)
                transpose4(source + index * stride + step + 12, stride, panel + (step + 12) * W + index, W)
                index += 4
            }
            while index < W {
                for next in step..<step + 16 { panel[next * W + index] = source[index * stride + next] }
                index += 1
            }
            step += 16
        }
    }
    while step < depth {
        for index in 0..<width { panel[step * W + index] = source[index * stride + step] }
        for index in width..<W { panel[step * W + index] = 0 }
        step += 1
    }
}

/// Transposes a 4 × 4 block between rows `from` and `to` numbers apart.
@_alwaysEmitIntoClient @inline(__always)
package func transpose4<S: BinaryFloatingPoint & SIMDScalar>(
    _ source: UnsafePointer<S>, _ from: Int, _ target: UnsafeMutablePointer<S>, _ to: Int
) {
    let a = load4(source), b = load4(source + from), c = load4(source + 2 * from), d = load4(source + 3 * from)
    store4(SIMD4(a[0], b[0], c[0], d[0]), target)
    store4(SIMD4(a[1], b[1], c[1], d[1]), target + to)
    store4(SIMD4(a[2], b[2], c[2], d[2]), target + 2 * to)
    store4(SIMD4(a[3], b[3], c[3], d[3]), target + 3 * to)
}

@_alwaysEmitIntoClient @inline(__always)
package func load4<S: SIMDScalar>(_ pointer: UnsafePointer<S>) -> SIMD4<S> {
    SIMD4(pointer[0], pointer[1], pointer[2], pointer[3])
}

@_alwaysEmitIntoClient @inline(__always)
package func store4<S: SIMDScalar>(_ value: SIMD4<S>, _ pointer: UnsafeMutablePointer<S>) {
    for lane in 0..<4 { pointer[lane] = value[lane] }
}
