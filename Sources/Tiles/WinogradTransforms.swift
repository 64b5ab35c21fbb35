// Winograd F(4×4, 3×3) of planes with padding 1: input, output, and their transposes for the backward pass, any map size.
// Tiles that stick out of the map read zeros and are cut when stored. Overlapping one-dimensional transforms are computed once.
// Leaves to others: the products between them (ProductKernels), weights (WinogradWeights).

extension ConvolutionUnit {
    /// Asks for the tile after the next one, all coordinates of it: so many streams are more than a processor foresees.
    @_alwaysEmitIntoClient @inline(__always)
    static func askTile<Stored>(_ tile: UnsafeMutablePointer<Stored>, _ coordinateStride: Int) {
        for c in 0..<36 { Arithmetic.prefetch(tile + 2 + c &* coordinateStride) }
    }

    /// A plane into the Winograd domain. `out`: tile 0 of coordinate 0; coordinates are `coordinateStride` apart, tiles adjacent.
    /// scratch: 6 · (4 · tiles across + 2) vectors.
    @_alwaysEmitIntoClient @inline(__always)
    package static func winogradInput<L: PlaneLoad>(
        _ source: L, ahead: Ahead, height: Int, width: Int, out: StoredOperands, coordinateStride: Int, scratch: LanePointer
    ) {
        let across = (width + 3) / 4, down = (height + 3) / 4, row = 4 * across + 2
        for r in 0..<6 {
            scratch[r * row] = .zero
            for x in width + 1..<row { scratch[r * row + x] = .zero }
        }
        var tile = out
        for ty in 0..<down {
            let first = (4 * ty - 1) * width
            // What the next tile row reads first, or the next plane: six rows at once are more than a processor foresees.
            let coming = ty + 1 < down ? (4 * ty + 5) * width : ahead.planes * height * width, comingRows = ty + 1 < down ? 4 : 5
            if ty > 0 && 4 * ty + 5 <= height {
                for x in 0..<width {
                    let i = first &+ x
                    for r in 0..<comingRows { source.ask(coming &+ r &* width &+ x) }
                    put6(
                        scratch + 1 + x, row,
                        inputBasis(
                            (
                                source.load(i), source.load(i &+ width), source.load(i &+ 2 &* width), source.load(i &+ 3 &* width),
                                source.load(i &+ 4 &* width), source.load(i &+ 5 &* width)
                            )))
                }
            } else {
                let rows = height - (4 * ty - 1), top = ty > 0
                for x in 0..<width {
                    let i = first &+ x
                    for r in 0..<comingRows { source.ask(coming &+ r &* width &+ x) }
                    put6(
                        scratch + 1 + x, row,
                        inputBasis(
                            (
                                top ? source.load(i) : .zero, source.load(i &+ width), rows > 2 ? source.load(i &+ 2 &* width) : .zero,
                                rows > 3 ? source.load(i &+ 3 &* width) : .zero, rows > 4 ? source.load(i &+ 4 &* width) : .zero,
                                rows > 5 ? source.load(i &+ 5 &* width) : .zero
                            )))
                }
            }
            for tx in 0..<across {
                if ahead.domainIsCold { askTile(tile, coordinateStride) }
                for r in 0..<6 {
                    putOperands(tile + 6 &* r &* coordinateStride, coordinateStride, inputBasis(get6(scratch + r &* row + 4 &* tx, 1)))
                }
                tile += 1
            }
        }
    }

    /// From the Winograd domain to a plane of outputs. scratch: 4 · (4 · tiles across) + 24 vectors.
    @_alwaysEmitIntoClient @inline(__always)
    package static func winogradOutput(_ products: LanePointer, coordinateStride: Int, _ sink: OutputSink, scratch: LanePointer) {
        let across = (sink.width + 3) / 4, down = (sink.height + 3) / 4, row = 4 * across
        let columns = scratch + 4 * row
        var tile = products
        let values = sink.values?.vectors(Activation.self), ahead = sink.ahead
        for ty in 0..<down {
            let coming = ty + 1 < down ? 4 * (ty + 1) * sink.width : ahead.planes * sink.height * sink.width
            for tx in 0..<across {
                if ahead.domainIsCold { askTile(tile, coordinateStride) }
                if let values {
                    for r in 0..<4 { for x in 4 * tx..<4 * tx + 4 { ask(values, coming &+ r &* sink.width &+ x) } }
                }
                for c in 0..<6 {
                    let t = outputBasis(get6(tile + c &* coordinateStride, 6 &* coordinateStride))
                    columns[c] = t.0
                    columns[6 + c] = t.1
                    columns[12 + c] = t.2
                    columns[18 + c] = t.3
                }
                for r in 0..<4 {
                    let t = outputBasis(get6(columns + 6 * r, 1)), to = scratch + r &* row + 4 &* tx
                    to[0] = t.0
                    to[1] = t.1
                    to[2] = t.2
                    to[3] = t.3
                }
                tile += 1
            }
            finishRows(scratch, stride: row, y: 4 * ty, rows: min(4, sink.height - 4 * ty), sink)
        }
    }

    /// The gradient of a plane of outputs into the Winograd domain (A dY Aᵀ). scratch: 6 · (4 · tiles across) vectors.
    @_alwaysEmitIntoClient @inline(__always)
    package static func winogradGradient<L: GradientLoad>(
        _ source: L, ahead: Ahead, height: Int, width: Int, biasSum: LanePointer, out: StoredOperands, coordinateStride: Int,
        scratch: LanePointer
    ) {
        let across = (width + 3) / 4, down = (height + 3) / 4, row = 4 * across
        for r in 0..<6 { for x in width..<row { scratch[r * row + x] = .zero } }
        var tile = out
        var total = Lanes.zero
        for ty in 0..<down {
            let y = 4 * ty, rows = height - y
            let planes = ty + 1 < down ? 0 : ahead.planes, coming = ty + 1 < down ? y + 4 : 0
            if rows >= 4 {
                for x in 0..<width {
                    for r in 0..<4 { source.ask(planes, coming + r, x) }
                    let v = (source.load(y, x), source.load(y &+ 1, x), source.load(y &+ 2, x), source.load(y &+ 3, x))
                    total += sum(v)
                    put6(scratch + x, row, outputAdjoint(v))
                }
            } else {
                for x in 0..<width {
                    for r in 0..<4 { source.ask(planes, coming + r, x) }
                    let v = (
                        source.load(y, x), rows > 1 ? source.load(y &+ 1, x) : .zero, rows > 2 ? source.load(y &+ 2, x) : .zero, Lanes.zero
                    )
                    total += sum(v)
                    put6(scratch + x, row, outputAdjoint(v))
                }
            }
            for tx in 0..<across {
                if ahead.domainIsCold { askTile(tile, coordinateStride) }
                for r in 0..<6 {
                    let p = scratch + r &* row + 4 &* tx
                    putOperands(tile + 6 &* r &* coordinateStride, coordinateStride, outputAdjoint((p[0], p[1], p[2], p[3])))
                }
                tile += 1
            }
        }
        biasSum.pointee += total
    }

    /// The gradient of a plane of inputs from the Winograd domain (B dV Bᵀ, overlapping tiles added).
    /// scratch: 8 · (4 · tiles across + 2) vectors.
    @_alwaysEmitIntoClient @inline(__always)
    package static func winogradInputGradient<S: GradientStore>(
        _ gradients: LanePointer, coordinateStride: Int, height: Int, width: Int, _ sink: inout S, ahead: Ahead, scratch: LanePointer
    ) {
        let across = (width + 3) / 4, down = (height + 3) / 4, row = 4 * across + 2
        let carried = scratch + 6 * row
        for x in 0..<2 * row { carried[x] = .zero }
        var tile = gradients
        for ty in 0..<down {
            for r in 0..<6 {
                scratch[r * row] = .zero
                scratch[r * row + 1] = .zero
            }
            for tx in 0..<across {
                if ahead.domainIsCold { askTile(tile, coordinateStride) }
                for r in 0..<6 {
                    let t = inputAdjoint(get6(tile + 6 &* r &* coordinateStride, coordinateStride)), to = scratch + r &* row + 4 &* tx
                    to[0] += t.0
                    to[1] += t.1
                    to[2] = t.2
                    to[3] = t.3
                    to[4] = t.4
                    to[5] = t.5
                }
                tile += 1
            }
            let first = (4 * ty - 1) * width - 1, below = height - (4 * ty - 1)
            let coming = ty + 1 < down ? (4 * ty + 3) * width - 1 : ahead.planes * height * width - 1
            for x in 1...width {
                for r in 0..<4 { sink.ask(coming &+ r &* width &+ x) }
                let v = inputAdjoint(get6(scratch + x, row)), i = first + x
                if ty > 0 { sink.store(i, v.0 + carried[x]) }
                sink.store(i &+ width, v.1 + carried[row &+ x])
                if below > 2 { sink.store(i &+ 2 &* width, v.2) }
                if below > 3 { sink.store(i &+ 3 &* width, v.3) }
                if below == 5 { sink.store(i &+ 4 &* width, v.4) }
                carried[x] = v.4
                carried[row &+ x] = v.5
            }
        }
        sink.finish()
    }
}
