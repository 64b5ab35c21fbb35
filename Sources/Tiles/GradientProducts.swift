// The weights' gradients from registers: 8 inputs × a panel of outputs, summed over pixels.
// Leaves to others: which tile shape an instruction set uses (its module), and the loops over taps, coordinates and images (the CPU module).

/// Operands of weight gradients: blocks of 16 input channels × panels of outputs, summed over pixels.
@frozen @usableFromInline
package struct GradientProduct {
    /// [rows][width] pixels of 16 inputs, operands, rows `aStride` vectors apart, blocks `aBlockStride`; block 0.
    @usableFromInline package var a: StoredPointer
    @usableFromInline package var aStride: Int
    @usableFromInline package var aBlockStride: Int
    /// [rows][width] pixels of 16 outputs, likewise.
    @usableFromInline package var b: StoredPointer
    @usableFromInline package var bStride: Int
    @usableFromInline package var bBlockStride: Int
    @usableFromInline package var rows: Int
    @usableFromInline package var width: Int
    /// A plane of the layout, floats.
    @usableFromInline package var gradient: LanePointer
    @usableFromInline package var layout: WeightLayout
    @usableFromInline package var inputBlocks: Range<Int>
    @usableFromInline package var panels: Range<Int>
    /// Input channels of the layer: of the last block those beyond need no gradient.
    @usableFromInline package var channels: Int
    /// Adds to what is there; otherwise overwrites.
    @usableFromInline package var adds: Bool
    /// What is overwritten outgrows the caches before it is read: it may be stored around them.
    @usableFromInline package var outgrows: Bool
    /// `scratchCount` vectors, for operands of two pixels to a vector.
    @usableFromInline package var scratch: LanePointer

    /// Vectors of pixels that are made into pairs at a time, of one block.
    @_alwaysEmitIntoClient @inline(__always)
    package static var pairedCount: Int { 128 }
    /// A block of inputs and a panel of outputs: both stay in L1 beside each other.
    @_alwaysEmitIntoClient @inline(__always)
    package static var scratchCount: Int { 3 * pairedCount }

    @usableFromInline package init(
        a: StoredPointer, aStride: Int = 0, aBlockStride: Int, b: StoredPointer, bStride: Int = 0, bBlockStride: Int, rows: Int = 1,
        width: Int, gradient: LanePointer, layout: WeightLayout, inputBlocks: Range<Int>, panels: Range<Int>, channels: Int, adds: Bool,
        outgrows: Bool = false, scratch: LanePointer
    ) {
        self.a = a
        self.aStride = aStride
        self.aBlockStride = aBlockStride
        self.b = b
        self.bStride = bStride
        self.bBlockStride = bBlockStride
        self.rows = rows
        self.width = width
        self.gradient = gradient
        self.layout = layout
        self.inputBlocks = inputBlocks
        self.panels = panels
        self.channels = channels
        self.adds = adds
        self.outgrows = outgrows
        self.scratch = scratch
    }
}

/// One block of inputs × one panel of a `GradientProduct`, over some of its pixels.
@frozen @usableFromInline
package struct GradientTile {
    /// [rows][vectors of pixels][16] elements.
    @usableFromInline package var a: UnsafeMutableRawPointer
    @usableFromInline package var aRowBytes: Int
    /// [panel width][rows][vectors of pixels].
    @usableFromInline package var b: UnsafeMutableRawPointer
    @usableFromInline package var bRowBytes: Int
    @usableFromInline package var bBlockBytes: Int
    @usableFromInline package var rows: Int
    /// Vectors of pixels a row.
    @usableFromInline package var vectors: Int
    /// [16][panel width].
    @usableFromInline package var gradient: LanePointer
    @usableFromInline package var panelWidth: Int
    /// Of the 16 inputs, those that exist.
    @usableFromInline package var channels: Int
    @usableFromInline package var adds: Bool
    /// Stores around the caches.
    @usableFromInline package var streams: Bool

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ o: GradientProduct, block: Int, panel: Int) {
        let first = panel * o.layout.panel
        a = (o.a + block * o.aBlockStride).address
        aRowBytes = o.aStride * o.a.vectorBytes
        b = (o.b + first * o.bBlockStride).address
        bRowBytes = o.bStride * o.b.vectorBytes
        bBlockBytes = o.bBlockStride * o.b.vectorBytes
        rows = o.rows
        vectors = o.width
        gradient = o.gradient + o.layout.offset(block: first, row: 16 * block)
        panelWidth = o.layout.panelWidth(of: first)
        channels = min(16, o.channels - 16 * block)
        adds = o.adds
        streams = o.outgrows && !o.adds
    }
}

extension ConvolutionUnit {
    /// Calls `body` with tiles that make up the product.
    @_alwaysEmitIntoClient @inline(__always)
    package static func eachTile(of o: GradientProduct, _ body: (GradientTile) -> Void) {
        if Operand.rowsPerVector == 1 {
            for panel in o.panels { for block in o.inputBlocks { body(GradientTile(o, block: block, panel: panel)) } }
        } else {
            eachPairedTile(of: o, body)
        }
    }

    /// Outputs and inputs are made into pairs of pixels in the scratch, a piece at a time: some panels of outputs, then each block of inputs for them.
    @_alwaysEmitIntoClient @inline(__always)
    package static func eachPairedTile(of o: GradientProduct, _ body: (GradientTile) -> Void) {
        let most = GradientProduct.pairedCount, columns = min(o.width, 2 * most), pairs = (columns + 1) / 2
        let rows = max(1, min(o.rows, most / max(pairs, 1))), piece = rows * pairs
        let together = max(1, 2 * most / max(1, piece * o.layout.panel))
        let outputs = o.scratch + most, isWhole = rows == o.rows && columns == o.width
        for start in stride(from: o.panels.lowerBound, to: o.panels.upperBound, by: together) {
            let panels = start..<min(start + together, o.panels.upperBound)
            for y in stride(from: 0, to: o.rows, by: rows) {
                for x in stride(from: 0, to: o.width, by: columns) {
                    let height = min(rows, o.rows - y), width = min(columns, o.width - x), from = y * o.bStride + x
                    for block in panels.lowerBound * o.layout.panel..<min(panels.upperBound * o.layout.panel, o.layout.outputBlocks) {
                        let to = outputs + (block - panels.lowerBound * o.layout.panel) * piece
                        pair(o.b + block * o.bBlockStride + from, o.bStride, rows: height, width: width, to: to, pairs)
                    }
                    for block in o.inputBlocks {
                        pair(o.a + block * o.aBlockStride + y * o.aStride + x, o.aStride, rows: height, width: width, to: o.scratch, pairs)
                        for panel in panels {
                            var tile = GradientTile(o, block: block, panel: panel)
                            tile.a = UnsafeMutableRawPointer(o.scratch)
                            tile.aRowBytes = pairs * MemoryLayout<Lanes>.stride
                            tile.b = UnsafeMutableRawPointer(outputs + (panel - panels.lowerBound) * o.layout.panel * piece)
                            tile.bRowBytes = tile.aRowBytes
                            tile.bBlockBytes = piece * MemoryLayout<Lanes>.stride
                            tile.rows = height
                            tile.vectors = (width + 1) / 2
                            tile.adds = o.adds || y > 0 || x > 0
                            tile.streams = tile.streams && isWhole
                            body(tile)
                        }
                    }
                }
            }
        }
    }

    /// Pixels of one block in pairs, rows `pairs` vectors apart.
    @_alwaysEmitIntoClient @inline(__always)
    package static func pair(_ from: StoredPointer, _ stride: Int, rows: Int, width: Int, to: LanePointer, _ pairs: Int) {
        for row in 0..<rows {
            let pixels = (from + row * stride).vectors(Operand.self)
            let vectors = UnsafeMutableRawPointer(to + row * pairs).assumingMemoryBound(to: Operand.Vector.self)
            for index in 0..<width / 2 { vectors[index] = Operand.pixels(pixels + 2 * index) }
            if width % 2 != 0 { vectors[width / 2] = Operand.lastPixel(pixels + width - 1) }
        }
    }

    /// g[r][0..<32] (+)= Σ over rows and pixels of a[pixel][r] · b[pixel][32] for R input channels from `channel` on; two panel vectors.
    @_alwaysEmitIntoClient @inline(__always)
    package static func gradientPair<let R: Int>(_ t: GradientTile, _ channel: Int, _: InlineArray<R, Int>.Type) {
        var c0 = InlineArray<R, Lanes>(repeating: .zero), c1 = InlineArray<R, Lanes>(repeating: .zero)
        for row in 0..<t.rows {
            var a = (t.a + row * t.aRowBytes).assumingMemoryBound(to: Operand.Element.self) + channel
            let b0 = (t.b + row * t.bRowBytes).assumingMemoryBound(to: Operand.Vector.self)
            let b1 = (t.b + row * t.bRowBytes + t.bBlockBytes).assumingMemoryBound(to: Operand.Vector.self)
            for x in 0..<t.vectors {
                let v0 = b0[x], v1 = b1[x]
                for r in 0..<R {
                    let k = Operand.spread(a[r])
                    c0[r] = Operand.multiplyAdd(v0, k, c0[r])
                    c1[r] = Operand.multiplyAdd(v1, k, c1[r])
                }
                a += 16
            }
        }
        let g = t.gradient + 2 * channel
        if t.adds {
            for r in 0..<R {
                g[2 * r] += c0[r]
                g[2 * r + 1] += c1[r]
            }
        } else if t.streams {
            for r in 0..<R {
                Arithmetic.stream(c0[r], to: g + 2 * r)
                Arithmetic.stream(c1[r], to: g + 2 * r + 1)
            }
        } else {
            for r in 0..<R {
                g[2 * r] = c0[r]
                g[2 * r + 1] = c1[r]
            }
        }
    }

    /// The same for a panel of one vector.
    @_alwaysEmitIntoClient @inline(__always)
    package static func gradientSingle<let R: Int>(_ t: GradientTile, _ channel: Int, _: InlineArray<R, Int>.Type) {
        var c = InlineArray<R, Lanes>(repeating: .zero)
        for row in 0..<t.rows {
            var a = (t.a + row * t.aRowBytes).assumingMemoryBound(to: Operand.Element.self) + channel
            let b = (t.b + row * t.bRowBytes).assumingMemoryBound(to: Operand.Vector.self)
            for x in 0..<t.vectors {
                let v = b[x]
                for r in 0..<R { c[r] = Operand.multiplyAdd(v, Operand.spread(a[r]), c[r]) }
                a += 16
            }
        }
        let g = t.gradient + channel
        if t.adds {
            for r in 0..<R { g[r] += c[r] }
        } else if t.streams {
            for r in 0..<R { Arithmetic.stream(c[r], to: g + r) }
        } else {
            for r in 0..<R { g[r] = c[r] }
        }
    }
}
