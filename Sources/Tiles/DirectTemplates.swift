// Direct convolution from registers: a tile of output pixels × a panel of outputs, over a list of taps and all input blocks.
// A row of the padded input is stored by column phase (column x at [x mod stride][x / stride]), so that the pixels of a tile are adjacent for
// every stride. The same product serves the input gradient, with its own list of taps.
// Leaves to others: padding and phases (the row copies below do it, the CPU module lays it out), and the loops over rows and panels.

/// A tap: where its input lies relative to the tile's first pixel, and its weights relative to the panel, both in vectors.
@frozen @usableFromInline
package struct DirectTap: Sendable {
    @usableFromInline package var input: Int
    @usableFromInline package var weights: Int
    @usableFromInline package init(input: Int, weights: Int) {
        self.input = input
        self.weights = weights
    }
}

/// Operands of a direct product over `groups` rows of `width` adjacent pixels.
@frozen @usableFromInline
package struct DirectProduct {
    /// First pixel of the row in block 0, operands; blocks are `blockStride` vectors apart.
    @usableFromInline package var input: StoredPointer
    @usableFromInline package var blockStride: Int
    @usableFromInline package var blocks: Int
    /// Channels of the last block that exist, 1...16.
    @usableFromInline package var lastChannels: Int
    @usableFromInline package var weights: StoredPointer
    @usableFromInline package var panelWidth: Int
    @usableFromInline package var taps: UnsafePointer<DirectTap>
    @usableFromInline package var tapCount: Int
    /// First pixel of the row of the result, pixels `pixelStride` vectors apart, the panel's blocks `resultStride` apart.
    @usableFromInline package var result: LanePointer
    @usableFromInline package var pixelStride: Int
    @usableFromInline package var resultStride: Int
    @usableFromInline package var width: Int

    @usableFromInline package init(
        input: StoredPointer, blockStride: Int, blocks: Int, lastChannels: Int, weights: StoredPointer, panelWidth: Int,
        taps: UnsafePointer<DirectTap>, tapCount: Int, result: LanePointer, pixelStride: Int, resultStride: Int, width: Int
    ) {
        self.input = input
        self.blockStride = blockStride
        self.blocks = blocks
        self.lastChannels = lastChannels
        self.weights = weights
        self.panelWidth = panelWidth
        self.taps = taps
        self.tapCount = tapCount
        self.result = result
        self.pixelStride = pixelStride
        self.resultStride = resultStride
        self.width = width
    }
}

extension ConvolutionUnit {
    /// 2 · H pixels from `x` on, both vectors of a panel of two.
    @_alwaysEmitIntoClient @inline(__always)
    package static func directPair<let H: Int>(_ o: DirectProduct, _ x: Int, _: InlineArray<H, Int>.Type) {
        var c0 = InlineArray<H, Lanes>(repeating: .zero), c1 = InlineArray<H, Lanes>(repeating: .zero)
        var d0 = InlineArray<H, Lanes>(repeating: .zero), d1 = InlineArray<H, Lanes>(repeating: .zero)
        let steps = blockSteps, lastSteps = (o.lastChannels + Operand.rowsPerVector - 1) / Operand.rowsPerVector
        for tap in 0..<o.tapCount {
            var a = (o.input + o.taps[tap].input + x).address.assumingMemoryBound(to: Operand.Element.self)
            var b = (o.weights + o.taps[tap].weights).address.assumingMemoryBound(to: Operand.Vector.self)
            for block in 0..<o.blocks {
                let count = block == o.blocks - 1 ? lastSteps : steps
                for k in 0..<count {
                    let b0 = b[2 * k], b1 = b[2 * k + 1], p = a + k
                    for r in 0..<H {
                        let v = Operand.spread(p[steps * r])
                        c0[r] = Operand.multiplyAdd(b0, v, c0[r])
                        c1[r] = Operand.multiplyAdd(b1, v, c1[r])
                    }
                    for r in 0..<H {
                        let v = Operand.spread(p[steps * (H + r)])
                        d0[r] = Operand.multiplyAdd(b0, v, d0[r])
                        d1[r] = Operand.multiplyAdd(b1, v, d1[r])
                    }
                }
                a += steps * o.blockStride
                b += 2 * steps
            }
        }
        let to = o.result + x * o.pixelStride, half = to + H * o.pixelStride
        for r in 0..<H {
            to[r * o.pixelStride] = c0[r]
            to[o.resultStride + r * o.pixelStride] = c1[r]
            half[r * o.pixelStride] = d0[r]
            half[o.resultStride + r * o.pixelStride] = d1[r]
        }
    }

    /// R pixels from `x` on, vector `h` of a panel.
    @_alwaysEmitIntoClient @inline(__always)
    package static func directSingle<let R: Int>(_ o: DirectProduct, _ x: Int, _ h: Int, _: InlineArray<R, Int>.Type) {
        var c = InlineArray<R, Lanes>(repeating: .zero)
        let bStride = o.panelWidth
        let steps = blockSteps, lastSteps = (o.lastChannels + Operand.rowsPerVector - 1) / Operand.rowsPerVector
        for tap in 0..<o.tapCount {
            var a = (o.input + o.taps[tap].input + x).address.assumingMemoryBound(to: Operand.Element.self)
            var b = (o.weights + o.taps[tap].weights).address.assumingMemoryBound(to: Operand.Vector.self) + h
            for block in 0..<o.blocks {
                let count = block == o.blocks - 1 ? lastSteps : steps
                for k in 0..<count {
                    let b0 = b[bStride * k], p = a + k
                    for r in 0..<R { c[r] = Operand.multiplyAdd(b0, Operand.spread(p[steps * r]), c[r]) }
                }
                a += steps * o.blockStride
                b += steps * bStride
            }
        }
        let to = o.result + h * o.resultStride + x * o.pixelStride
        for r in 0..<R { to[r * o.pixelStride] = c[r] }
    }

    /// A row of a plane, by column phase, with `left` zeros before it. to: [phase][phaseStride].
    @_alwaysEmitIntoClient @inline(__always)
    package static func phaseRow<L: PlaneLoad>(
        _ source: L, row: Int, width: Int, to: StoredOperands, left: Int, stride: Int, phaseStride: Int
    ) {
        let zero = Operand.narrow(.zero)
        for i in 0..<stride * phaseStride { to[i] = zero }
        if stride == 1 {
            for x in 0..<width { to[left + x] = Operand.narrow(source.load(row * width + x)) }
        } else {
            for x in 0..<width {
                to[(left + x) % stride * phaseStride + (left + x) / stride] = Operand.narrow(source.load(row * width + x))
            }
        }
    }

    /// A row of an output gradient with zeros around it; gives its sum.
    @_alwaysEmitIntoClient @inline(__always)
    package static func gradientRow<L: GradientLoad>(
        _ source: L, row: Int, width: Int, to: StoredOperands, left: Int, length: Int
    ) -> Lanes {
        var total = Lanes.zero
        let zero = Operand.narrow(.zero)
        for x in 0..<left { to[x] = zero }
        for x in 0..<width {
            let v = source.load(row, x)
            total += v
            to[left + x] = Operand.narrow(v)
        }
        for x in left + width..<max(length, left + width) { to[x] = zero }
        return total
    }

    /// A row of an output gradient; gives its sum.
    @_alwaysEmitIntoClient @inline(__always)
    package static func loadRow<L: GradientLoad>(_ source: L, _ row: Int, _ width: Int, _ to: LanePointer) -> Lanes {
        var total = Lanes.zero
        for x in 0..<width {
            let v = source.load(row, x)
            total += v
            to[x] = v
        }
        return total
    }

    /// Squares of a tap's weights (see `WeightLayout.square`) as operands.
    @_alwaysEmitIntoClient @inline(__always)
    package static func packWeights(_ master: LanePointer, _ layout: WeightLayout, squares: Range<Int>, out: StoredPointer) {
        let rows = Operand.rowsPerVector
        for index in squares {
            let square = layout.square(index), from = master + square.offset, to = (out + square.offset).lanes
            for row in 0..<16 / rows {
                for h in 0..<square.width {
                    let first = from + rows * row * square.width + h
                    to[row * square.width + h] = Operand.join(first.pointee, first[(rows - 1) * square.width])
                }
            }
        }
    }

    /// The same with inputs and outputs exchanged, for input blocks `blocks`. scratch: 16 vectors.
    @_alwaysEmitIntoClient @inline(__always)
    package static func packTransposedWeights(
        _ master: LanePointer, _ layout: WeightLayout, blocks: Range<Int>, out: StoredPointer, scratch: LanePointer
    ) {
        let exchanged = layout.exchanged, rows = Operand.rowsPerVector
        for block in blocks {
            let first = exchanged.panelStart(of: block), width = exchanged.panelWidth(of: block)
            for outputBlock in 0..<layout.outputBlocks {
                let from = master + layout.offset(block: outputBlock, row: 16 * block)
                let to = (out + exchanged.offset(block: first, row: 16 * outputBlock)).lanes + (block - first)
                if rows == 1 {
                    transpose16(from, layout.panelWidth(of: outputBlock), to, width)
                } else {
                    transpose16(from, layout.panelWidth(of: outputBlock), scratch, 1)
                    for pair in 0..<8 { to[pair * width] = Operand.join(scratch[2 * pair], scratch[2 * pair + 1]) }
                }
            }
        }
    }

    /// Momentum SGD: g' = g + decay·w; v = momentum·v + g'; w = w − rate·v.
    @_alwaysEmitIntoClient @inline(__always)
    package static func descend(
        _ weights: LanePointer, _ velocity: LanePointer, _ gradient: LanePointer, count: Int, rate: Float, momentum: Float, decay: Float
    ) {
        let rate = repeated(-rate), momentum = repeated(momentum), decay = repeated(decay)
        for i in 0..<count {
            let w = weights[i]
            let v = multiplyAdd(velocity[i], momentum, multiplyAdd(w, decay, gradient[i]))
            velocity[i] = v
            weights[i] = multiplyAdd(v, rate, w)
        }
    }
}
