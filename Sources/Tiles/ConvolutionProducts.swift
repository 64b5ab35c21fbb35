// The products between the transforms, from registers: rows × a panel of outputs, and 8 inputs × a panel summed over pixels.
// Leaves to others: which tile shape an instruction set uses (its module), and the loops over panels (the CPU module).

extension ConvolutionUnit {
    /// m[r][0..<32] = Σ a[block][r][16] · b[16 · block + k][32] for 2 · H adjacent rows (tiles, images); two panel vectors.
    /// a: blocks `aStride` floats apart; m: the panel's two blocks `mStride` vectors apart.
    /// The rows are held in halves: loops and arrays of twelve are past the compiler's thresholds, and the sums would live in memory.
    @_alwaysEmitIntoClient @inline(__always)
    package static func productPair<let H: Int>(
        _ blocks: Int, _ a: UnsafeMutablePointer<Float>, _ aStride: Int, _ b: LanePointer, _ m: LanePointer, _ mStride: Int,
        _: InlineArray<H, Int>.Type
    ) {
        var c0 = InlineArray<H, Lanes>(repeating: .zero), c1 = InlineArray<H, Lanes>(repeating: .zero)
        var d0 = InlineArray<H, Lanes>(repeating: .zero), d1 = InlineArray<H, Lanes>(repeating: .zero)
        var a = a, b = b
        for _ in 0..<blocks {
            for k in 0..<16 {
                let b0 = b[2 * k], b1 = b[2 * k + 1], p = a + k
                for r in 0..<H {
                    let x = repeated(p[16 * r])
                    c0[r] = multiplyAdd(b0, x, c0[r])
                    c1[r] = multiplyAdd(b1, x, c1[r])
                }
                for r in 0..<H {
                    let x = repeated(p[16 * (H + r)])
                    d0[r] = multiplyAdd(b0, x, d0[r])
                    d1[r] = multiplyAdd(b1, x, d1[r])
                }
            }
            a += aStride
            b += 32
        }
        for r in 0..<H {
            m[r] = c0[r]
            m[mStride + r] = c1[r]
        }
        for r in 0..<H {
            m[H + r] = d0[r]
            m[mStride + H + r] = d1[r]
        }
    }

    /// The same for R rows and one vector of a panel whose rows are `bStride` vectors.
    @_alwaysEmitIntoClient @inline(__always)
    package static func productSingle<let R: Int>(
        _ blocks: Int, _ a: UnsafeMutablePointer<Float>, _ aStride: Int, _ b: LanePointer, _ bStride: Int, _ m: LanePointer,
        _: InlineArray<R, Int>.Type
    ) {
        var c = InlineArray<R, Lanes>(repeating: .zero)
        var a = a, b = b
        for _ in 0..<blocks {
            for k in 0..<16 {
                let b0 = b[bStride * k], p = a + k
                for r in 0..<R { c[r] = multiplyAdd(b0, repeated(p[16 * r]), c[r]) }
            }
            a += aStride
            b += 16 * bStride
        }
        for r in 0..<R { m[r] = c[r] }
    }

    /// g[r][0..<32] (+)= Σ over rows and pixels of a[pixel][r] · b[pixel][32] for R input channels; two panel vectors.
    /// g: rows of the gradient are two vectors.
    @_alwaysEmitIntoClient @inline(__always)
    package static func gradientPair<let R: Int>(_ o: GradientProduct, _ channel: Int, _: InlineArray<R, Int>.Type) {
        var c0 = InlineArray<R, Lanes>(repeating: .zero), c1 = InlineArray<R, Lanes>(repeating: .zero)
        for row in 0..<o.rows {
            var a = UnsafeMutableRawPointer(o.a + row * o.aStride).assumingMemoryBound(to: Float.self) + channel
            let b0 = o.b + row * o.bStride, b1 = b0 + o.bPanelStride
            for x in 0..<o.width {
                let v0 = b0[x], v1 = b1[x]
                for r in 0..<R {
                    let k = repeated(a[r])
                    c0[r] = multiplyAdd(v0, k, c0[r])
                    c1[r] = multiplyAdd(v1, k, c1[r])
                }
                a += 16
            }
        }
        let g = o.gradient + 2 * channel
        if o.adds {
            for r in 0..<R {
                g[2 * r] += c0[r]
                g[2 * r + 1] += c1[r]
            }
        } else {
            for r in 0..<R {
                g[2 * r] = c0[r]
                g[2 * r + 1] = c1[r]
            }
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func gradientSingle<let R: Int>(_ o: GradientProduct, _ channel: Int, _: InlineArray<R, Int>.Type) {
        var c = InlineArray<R, Lanes>(repeating: .zero)
        for row in 0..<o.rows {
            var a = UnsafeMutableRawPointer(o.a + row * o.aStride).assumingMemoryBound(to: Float.self) + channel
            let b = o.b + row * o.bStride
            for x in 0..<o.width {
                let v = b[x]
                for r in 0..<R { c[r] = multiplyAdd(v, repeated(a[r]), c[r]) }
                a += 16
            }
        }
        let g = o.gradient + channel
        if o.adds { for r in 0..<R { g[r] += c[r] } } else { for r in 0..<R { g[r] = c[r] } }
    }

    /// 16 vectors, `fromStride` apart, transposed to 16 vectors `toStride` apart: four rounds of interleaving halves.
    @_alwaysEmitIntoClient @inline(__always)
    package static func transpose16(_ from: LanePointer, _ fromStride: Int, _ to: LanePointer, _ toStride: Int) {
        var r = InlineArray<16, Lanes>(repeating: .zero)
        for i in 0..<16 { r[i] = from[i * fromStride] }
        for _ in 0..<4 {
            var n = InlineArray<16, Lanes>(repeating: .zero)
            for i in 0..<8 {
                let a = r[i], b = r[i + 8]
                n[2 * i] = Lanes(
                    lowHalf: SIMD8(a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3]),
                    highHalf: SIMD8(a[4], b[4], a[5], b[5], a[6], b[6], a[7], b[7]))
                n[2 * i + 1] = Lanes(
                    lowHalf: SIMD8(a[8], b[8], a[9], b[9], a[10], b[10], a[11], b[11]),
                    highHalf: SIMD8(a[12], b[12], a[13], b[13], a[14], b[14], a[15], b[15]))
            }
            r = n
        }
        for i in 0..<16 { to[i * toStride] = r[i] }
    }
}

/// Operands of a weight gradient's block: 16 input channels × a panel of outputs, summed over pixels.
@frozen @usableFromInline
package struct GradientProduct {
    /// [rows][width] pixels of 16 inputs, rows `aStride` vectors apart.
    @usableFromInline package var a: LanePointer
    @usableFromInline package var aStride: Int
    /// [rows][width] pixels of 16 outputs, rows `bStride` apart, the panel's blocks `bPanelStride` apart.
    @usableFromInline package var b: LanePointer
    @usableFromInline package var bStride: Int
    @usableFromInline package var bPanelStride: Int
    @usableFromInline package var rows: Int
    @usableFromInline package var width: Int
    /// [16][panel width].
    @usableFromInline package var gradient: LanePointer
    @usableFromInline package var panelWidth: Int
    /// Of the 16 inputs, those that exist.
    @usableFromInline package var channels: Int
    /// Adds to what is there; otherwise overwrites.
    @usableFromInline package var adds: Bool

    @usableFromInline package init(
        a: LanePointer, aStride: Int = 0, b: LanePointer, bStride: Int = 0, bPanelStride: Int, rows: Int = 1, width: Int,
        gradient: LanePointer, panelWidth: Int, channels: Int = 16, adds: Bool
    ) {
        self.a = a
        self.aStride = aStride
        self.b = b
        self.bStride = bStride
        self.bPanelStride = bPanelStride
        self.rows = rows
        self.width = width
        self.gradient = gradient
        self.panelWidth = panelWidth
        self.channels = channels
        self.adds = adds
    }
}

/// Operands of a product: `rows` adjacent rows of 16-channel blocks × a panel of weights.
@frozen @usableFromInline
package struct PanelProduct {
    /// [blocks][rows], blocks `aStride` vectors apart.
    @usableFromInline package var a: LanePointer
    @usableFromInline package var aStride: Int
    @usableFromInline package var blocks: Int
    /// [16 · blocks][panel width].
    @usableFromInline package var weights: LanePointer
    @usableFromInline package var panelWidth: Int
    /// [panel width][rows], blocks `resultStride` apart.
    @usableFromInline package var result: LanePointer
    @usableFromInline package var resultStride: Int
    @usableFromInline package var rows: Int

    @usableFromInline package init(
        a: LanePointer, aStride: Int, blocks: Int, weights: LanePointer, panelWidth: Int, result: LanePointer, resultStride: Int,
        rows: Int
    ) {
        self.a = a
        self.aStride = aStride
        self.blocks = blocks
        self.weights = weights
        self.panelWidth = panelWidth
        self.result = result
        self.resultStride = resultStride
        self.rows = rows
    }
}
