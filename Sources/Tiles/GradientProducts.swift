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
    /// `scratchCount` vectors, for operands of two pixels to a vector.
    @usableFromInline package var scratch: LanePointer

    @_alwaysEmitIntoClient @inline(__always)
    package static var scratchCount: Int { 128 }

    @usableFromInline package init(
        a: StoredPointer, aStride: Int = 0, aBlockStride: Int, b: StoredPointer, bStride: Int = 0, bBlockStride: Int, rows: Int = 1,
        width: Int, gradient: LanePointer, layout: WeightLayout, inputBlocks: Range<Int>, panels: Range<Int>, channels: Int, adds: Bool,
        scratch: LanePointer
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
        self.scratch = scratch
    }
}

/// One block of inputs × one panel of a `GradientProduct`, over some of its pixels.
@frozen @usableFromInline
package struct GradientTile {
    /// [rows][vectors of pixels][16] elements.
    @usableFromInline package var a: UnsafeMutableRawPointer
    @usableFromInline package var aRowBytes: Int
    /// [rows][width] pixels of the panel's first block.
    @usableFromInline package var b: StoredPointer
    @usableFromInline package var bStride: Int
    @usableFromInline package var bBlockStride: Int
    @usableFromInline package var rows: Int
    @usableFromInline package var width: Int
    /// [16][panel width].
    @usableFromInline package var gradient: LanePointer
    @usableFromInline package var panelWidth: Int
    /// Of the 16 inputs, those that exist.
    @usableFromInline package var channels: Int
    @usableFromInline package var adds: Bool

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ o: GradientProduct, block: Int, panel: Int) {
        let first = panel * o.layout.panel
        a = (o.a + block * o.aBlockStride).address
        aRowBytes = o.aStride * o.a.vectorBytes
        b = o.b + first * o.bBlockStride
        bStride = o.bStride
        bBlockStride = o.bBlockStride
        rows = o.rows
        width = o.width
        gradient = o.gradient + o.layout.offset(block: first, row: 16 * block)
        panelWidth = o.layout.panelWidth(of: first)
        channels = min(16, o.channels - 16 * block)
        adds = o.adds
    }
}

extension ConvolutionUnit {
    /// Calls `body` with tiles that make up the product.
    @_alwaysEmitIntoClient @inline(__always)
    package static func eachTile(of o: GradientProduct, _ body: (GradientTile) -> Void) {
        if Operand.rowsPerVector == 1 {
            for panel in o.panels { for block in o.inputBlocks { body(GradientTile(o, block: block, panel: panel)) } }
        } else {
            for block in o.inputBlocks { eachPairedTile(of: o, block, body) }
        }
    }

    /// Inputs are made into pairs of pixels in the scratch, a piece at a time, for all panels; outputs while they are loaded.
    @_alwaysEmitIntoClient @inline(__always)
    package static func eachPairedTile(of o: GradientProduct, _ block: Int, _ body: (GradientTile) -> Void) {
        let columns = min(o.width, 2 * GradientProduct.scratchCount), pairs = (columns + 1) / 2
        let rows = max(1, min(o.rows, GradientProduct.scratchCount / max(pairs, 1)))
        for y in stride(from: 0, to: o.rows, by: rows) {
            for x in stride(from: 0, to: o.width, by: columns) {
                let height = min(rows, o.rows - y), width = min(columns, o.width - x)
                for row in 0..<height {
                    let from = (o.a + block * o.aBlockStride + (y + row) * o.aStride + x).vectors(Operand.self)
                    let to = UnsafeMutableRawPointer(o.scratch + row * pairs).assumingMemoryBound(to: Operand.Vector.self)
                    for pair in 0..<width / 2 { to[pair] = Operand.pixels(from + 2 * pair) }
                    if width % 2 != 0 { to[width / 2] = Operand.lastPixel(from + width - 1) }
                }
                for panel in o.panels {
                    var tile = GradientTile(o, block: block, panel: panel)
                    tile.a = UnsafeMutableRawPointer(o.scratch)
                    tile.aRowBytes = pairs * MemoryLayout<Lanes>.stride
                    tile.b = tile.b + y * o.bStride + x
                    tile.rows = height
                    tile.width = width
                    tile.adds = o.adds || y > 0 || x > 0
                    body(tile)
                }
            }
        }
    }

    /// g[r][0..<32] (+)= Σ over rows and pixels of a[pixel][r] · b[pixel][32] for R input channels from `channel` on; two panel vectors.
    @_alwaysEmitIntoClient @inline(__always)
    package static func gradientPair<let R: Int>(_ t: GradientTile, _ channel: Int, _: InlineArray<R, Int>.Type) {
        var c0 = InlineArray<R, Lanes>(repeating: .zero), c1 = InlineArray<R, Lanes>(repeating: .zero)
        let step = Operand.rowsPerVector
        for row in 0..<t.rows {
            var a = (t.a + row * t.aRowBytes).assumingMemoryBound(to: Operand.Element.self) + channel
            let b0 = (t.b + row * t.bStride).vectors(Operand.self), b1 = b0 + t.bBlockStride
            for x in 0..<t.width / step {
                let v0 = Operand.pixels(b0 + step * x), v1 = Operand.pixels(b1 + step * x)
                for r in 0..<R {
                    let k = Operand.spread(a[r])
                    c0[r] = Operand.multiplyAdd(v0, k, c0[r])
                    c1[r] = Operand.multiplyAdd(v1, k, c1[r])
                }
                a += 16
            }
            if t.width % step != 0 {
                let v0 = Operand.lastPixel(b0 + t.width - 1), v1 = Operand.lastPixel(b1 + t.width - 1)
                for r in 0..<R {
                    let k = Operand.spread(a[r])
                    c0[r] = Operand.multiplyAdd(v0, k, c0[r])
                    c1[r] = Operand.multiplyAdd(v1, k, c1[r])
                }
            }
        }
        let g = t.gradient + 2 * channel
        if t.adds {
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

    /// The same for a panel of one vector.
    @_alwaysEmitIntoClient @inline(__always)
    package static func gradientSingle<let R: Int>(_ t: GradientTile, _ channel: Int, _: InlineArray<R, Int>.Type) {
        var c = InlineArray<R, Lanes>(repeating: .zero)
        let step = Operand.rowsPerVector
        for row in 0..<t.rows {
            var a = (t.a + row * t.aRowBytes).assumingMemoryBound(to: Operand.Element.self) + channel
            let b = (t.b + row * t.bStride).vectors(Operand.self)
            for x in 0..<t.width / step {
                let v = Operand.pixels(b + step * x)
                for r in 0..<R { c[r] = Operand.multiplyAdd(v, Operand.spread(a[r]), c[r]) }
                a += 16
            }
            if t.width % step != 0 {
                let v = Operand.lastPixel(b + t.width - 1)
                for r in 0..<R { c[r] = Operand.multiplyAdd(v, Operand.spread(a[r]), c[r]) }
            }
        }
        let g = t.gradient + channel
        if t.adds { for r in 0..<R { g[r] += c[r] } } else { for r in 0..<R { g[r] = c[r] } }
    }
}
