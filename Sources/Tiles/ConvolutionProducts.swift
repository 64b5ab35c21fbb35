// The products between the transforms, from registers: rows × a panel of outputs.
// Leaves to others: the weights' gradients (GradientProducts), which tile shape an instruction set uses (its module), and the loops over panels (the
// CPU module).

extension ConvolutionUnit {
    /// Steps over a block of 16 channels.
    @_alwaysEmitIntoClient @inline(__always)
    package static var blockSteps: Int { 16 / Operand.rowsPerVector }

    /// m[r][0..<32] = Σ a[block][r][16] · b[16 · block + k][32] for 2 · H adjacent rows (tiles, images) from `row` on; two panel vectors.
    /// The rows are held in halves: loops and arrays of twelve are past the compiler's thresholds, and the sums would live in memory.
    @_alwaysEmitIntoClient @inline(__always)
    package static func productPair<let H: Int>(_ o: PanelProduct, _ row: Int, _: InlineArray<H, Int>.Type) {
        var c0 = InlineArray<H, Lanes>(repeating: .zero), c1 = InlineArray<H, Lanes>(repeating: .zero)
        var d0 = InlineArray<H, Lanes>(repeating: .zero), d1 = InlineArray<H, Lanes>(repeating: .zero)
        let steps = blockSteps
        var a = (o.a + row).address.assumingMemoryBound(to: Operand.Element.self)
        var b = o.weights.address.assumingMemoryBound(to: Operand.Vector.self)
        for _ in 0..<o.blocks {
            for k in 0..<steps {
                let b0 = b[2 * k], b1 = b[2 * k + 1], p = a + k
                for r in 0..<H {
                    let x = Operand.spread(p[steps * r])
                    c0[r] = Operand.multiplyAdd(b0, x, c0[r])
                    c1[r] = Operand.multiplyAdd(b1, x, c1[r])
                }
                for r in 0..<H {
                    let x = Operand.spread(p[steps * (H + r)])
                    d0[r] = Operand.multiplyAdd(b0, x, d0[r])
                    d1[r] = Operand.multiplyAdd(b1, x, d1[r])
                }
            }
            a += steps * o.aStride
            b += 2 * steps
        }
        let m = o.result + row, n = m + o.resultStride
        for r in 0..<H {
            m[r] = c0[r]
            n[r] = c1[r]
        }
        for r in 0..<H {
            m[H + r] = d0[r]
            n[H + r] = d1[r]
        }
    }

    /// The same for R rows and vector `h` of a panel.
    @_alwaysEmitIntoClient @inline(__always)
    package static func productSingle<let R: Int>(_ o: PanelProduct, _ row: Int, _ h: Int, _: InlineArray<R, Int>.Type) {
        var c = InlineArray<R, Lanes>(repeating: .zero)
        let steps = blockSteps, bStride = o.panelWidth
        var a = (o.a + row).address.assumingMemoryBound(to: Operand.Element.self)
        var b = o.weights.address.assumingMemoryBound(to: Operand.Vector.self) + h
        for _ in 0..<o.blocks {
            for k in 0..<steps {
                let b0 = b[bStride * k], p = a + k
                for r in 0..<R { c[r] = Operand.multiplyAdd(b0, Operand.spread(p[steps * r]), c[r]) }
            }
            a += steps * o.aStride
            b += steps * bStride
        }
        let m = o.result + h * o.resultStride + row
        for r in 0..<R { m[r] = c[r] }
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

/// Operands of a product: `rows` adjacent rows of 16-channel blocks × a panel of weights.
@frozen @usableFromInline
package struct PanelProduct {
    /// [blocks][rows] operands, blocks `aStride` vectors apart.
    @usableFromInline package var a: StoredPointer
    @usableFromInline package var aStride: Int
    @usableFromInline package var blocks: Int
    /// [16 · blocks][panel width] operands.
    @usableFromInline package var weights: StoredPointer
    @usableFromInline package var panelWidth: Int
    /// [panel width][rows], blocks `resultStride` apart.
    @usableFromInline package var result: LanePointer
    @usableFromInline package var resultStride: Int
    @usableFromInline package var rows: Int

    @usableFromInline package init(
        a: StoredPointer, aStride: Int, blocks: Int, weights: StoredPointer, panelWidth: Int, result: LanePointer, resultStride: Int,
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
