// Templates that bring a matrix into panels of W words a step, in the order in which a register tile reads them.

/// Packs from a source whose steps lie `stride` apart, the `width` numbers of a step contiguous.
///
/// Steps are often pages apart, where no hardware prefetcher follows: the step that the same caller packs after the next fifteen is asked for.
@_alwaysEmitIntoClient @inline(__always)
package func packAlong<let W: Int, P: PanelWord, F: Prefetching>(
    _ s: PanelSource<P.Operand>, _ panel: UnsafeMutableRawPointer, _: InlineArray<W, P.Word>.Type, _: P.Type, _: F.Type
) {
    var from = s.start, to = panel.assumingMemoryBound(to: P.Word.self)
    let stride = s.stride, width = s.width, advance = P.depth &* stride
    for _ in 0..<s.depth / P.depth {
        if width == W {
            for row in 0..<P.depth {
                F.prefetch(from + 16 &* advance + row &* stride)
                F.prefetch(from + 16 &* advance + row &* stride + (W - 1))
            }
            P.step(from, stride, to, InlineArray<W, P.Word>.self)
        } else {
            for index in 0..<width { to[index] = P.word(from + index, stride) }
            for index in width..<W { to[index] = P.zero }
        }
        from += advance
        to += W
    }
    if P.depth > 1, s.depth % P.depth > 0 {
        for index in 0..<width { to[index] = P.lastWord(from + index) }
        for index in width..<W { to[index] = P.zero }
    }
}

/// Packs from a source where the `width` numbers of a step lie `stride` apart and steps are contiguous: a transposition.
///
/// Four words of sixteen steps at a time, so that a cache line is used up while it is in the cache even where the rows share its set. The
/// rows of the panel after this one are asked for meanwhile.
@_alwaysEmitIntoClient @inline(__always)
package func packAcross<let W: Int, P: PanelWord, F: Prefetching>(
    _ s: PanelSource<P.Operand>, _ panel: UnsafeMutableRawPointer, _: InlineArray<W, P.Word>.Type, _: P.Type, _: F.Type
) {
    let source = s.start, stride = s.stride, width = s.width, steps = s.depth / P.depth
    let panel = panel.assumingMemoryBound(to: P.Word.self)
    var step = 0
    if width == W {
        while step + 16 <= steps {
            var index = 0
            while index + 4 <= W {
                for row in index..<index + 4 {
                    F.prefetch(source + (W + row) &* stride + step * P.depth)
                    F.prefetch(source + (W + row) &* stride + (step + 15) * P.depth)
                }
                for four in 0..<4 {
                    transpose4(
                        source + index * stride + (step + 4 * four) * P.depth, stride, panel + (step + 4 * four) * W + index, W, P.self)
                }
                index += 4
            }
            while index < W {
                for next in step..<step + 16 { panel[next * W + index] = P.word(source + index * stride + next * P.depth, 1) }
                index += 1
            }
            step += 16
        }
    }
    while step < steps {
        for index in 0..<width { panel[step * W + index] = P.word(source + index * stride + step * P.depth, 1) }
        for index in width..<W { panel[step * W + index] = P.zero }
        step += 1
    }
    if P.depth > 1, s.depth % P.depth > 0 {
        for index in 0..<width { panel[step * W + index] = P.lastWord(source + index * stride + step * P.depth) }
        for index in width..<W { panel[step * W + index] = P.zero }
    }
}

/// Transposes a 4 × 4 block of words from rows `from` numbers apart into rows `to` words apart.
@_alwaysEmitIntoClient @inline(__always)
package func transpose4<P: PanelWord>(
    _ source: UnsafePointer<P.Operand>, _ from: Int, _ target: UnsafeMutablePointer<P.Word>, _ to: Int, _: P.Type
) {
    let a = P.four(source), b = P.four(source + from), c = P.four(source + 2 * from), d = P.four(source + 3 * from)
    store4(SIMD4(a[0], b[0], c[0], d[0]), target)
    store4(SIMD4(a[1], b[1], c[1], d[1]), target + to)
    store4(SIMD4(a[2], b[2], c[2], d[2]), target + 2 * to)
    store4(SIMD4(a[3], b[3], c[3], d[3]), target + 3 * to)
}

@_alwaysEmitIntoClient @inline(__always)
package func store4<S: SIMDScalar & BitwiseCopyable>(_ value: SIMD4<S>, _ pointer: UnsafeMutablePointer<S>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD4<S>.self)
}
