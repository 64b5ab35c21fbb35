// A few rows times packed weights: what a network does for one caller at a time, where a matrix product would pack its weights anew.
// Leaves to others: which tile shape an instruction set uses (its module), packing and the loops over panels (the CPU module).

/// Operands of a product of rows with one panel of weights: result[r] ← max(start + Σ a[r][k] · weights[k], floor).
@frozen @usableFromInline
package struct RowProduct {
    /// The k-th number of segment s of row r lies at r · aStride + s · segmentStride + k. A convolution over channels-last pixels has a segment
    /// for each row of its kernel.
    @usableFromInline package var a: UnsafePointer<Float>
    @usableFromInline package var aStride: Int
    @usableFromInline package var segments: Int
    @usableFromInline package var segmentStride: Int
    /// Numbers in a segment.
    @usableFromInline package var depth: Int
    @usableFromInline package var rows: Int
    /// [segments · depth][panel].
    @usableFromInline package var weights: LanePointer
    /// Vectors in a panel: 4, or 1.
    @usableFromInline package var panel: Int
    /// Of the panel's vectors, those that are computed.
    @usableFromInline package var width: Int
    /// What the sums begin with: a vector for each of the panel's.
    @usableFromInline package var start: LanePointer
    /// [rows][width], rows `resultStride` vectors apart.
    @usableFromInline package var result: LanePointer
    @usableFromInline package var resultStride: Int
    /// Adds to what the result holds.
    @usableFromInline package var adds: Bool
    @usableFromInline package var floor: Float

    @usableFromInline package init(
        a: UnsafePointer<Float>, aStride: Int, segments: Int = 1, segmentStride: Int = 0, depth: Int, rows: Int, weights: LanePointer,
        panel: Int = 4, width: Int, start: LanePointer, result: LanePointer, resultStride: Int, adds: Bool = false,
        floor: Float = -.infinity
    ) {
        self.a = a
        self.aStride = aStride
        self.segments = segments
        self.segmentStride = segmentStride
        self.depth = depth
        self.rows = rows
        self.weights = weights
        self.panel = panel
        self.width = width
        self.start = start
        self.result = result
        self.resultStride = resultStride
        self.adds = adds
        self.floor = floor
    }
}

extension RowUnit {
    @_alwaysEmitIntoClient @inline(__always)
    package static func finish(_ o: RowProduct, _ row: Int, _ column: Int, _ sum: Lanes) {
        let to = o.result + (row &* o.resultStride &+ column)
        to.pointee = atLeast(o.adds ? to.pointee + sum : sum, repeated(o.floor))
    }

    /// R rows from `row` on, all four vectors of a panel.
    @_alwaysEmitIntoClient @inline(__always)
    package static func rowQuad<let R: Int>(_ o: RowProduct, _ row: Int, _: InlineArray<R, Int>.Type) {
        var c0 = zeroAccumulators(InlineArray<R, Lanes>.self), c1 = zeroAccumulators(InlineArray<R, Lanes>.self)
        var c2 = zeroAccumulators(InlineArray<R, Lanes>.self), c3 = zeroAccumulators(InlineArray<R, Lanes>.self)
        let s = o.start, stride = o.aStride
        for r in 0..<R {
            c0[r] = s[0]
            c1[r] = s[1]
            c2[r] = s[2]
            c3[r] = s[3]
        }
        var w = o.weights, segment = o.a + row &* stride
        for _ in 0..<o.segments {
            var a = segment
            for _ in 0..<o.depth {
                let w0 = w[0], w1 = w[1], w2 = w[2], w3 = w[3]
                for r in 0..<R {
                    let x = repeated(a[r &* stride])
                    c0[r] = multiplyAdd(w0, x, c0[r])
                    c1[r] = multiplyAdd(w1, x, c1[r])
                    c2[r] = multiplyAdd(w2, x, c2[r])
                    c3[r] = multiplyAdd(w3, x, c3[r])
                }
                a += 1
                w += 4
            }
            segment += o.segmentStride
        }
        for r in 0..<R {
            finish(o, row &+ r, 0, c0[r])
            finish(o, row &+ r, 1, c1[r])
            finish(o, row &+ r, 2, c2[r])
            finish(o, row &+ r, 3, c3[r])
        }
    }

    /// One row, all four vectors of a panel, even and odd numbers summed apart: four chains would wait for each other where two multiply-adds
    /// start in a cycle.
    @_alwaysEmitIntoClient @inline(__always)
    package static func rowOne(_ o: RowProduct, _ row: Int) {
        var c0 = o.start[0], c1 = o.start[1], c2 = o.start[2], c3 = o.start[3]
        var d0 = Lanes.zero, d1 = Lanes.zero, d2 = Lanes.zero, d3 = Lanes.zero
        var w = o.weights, segment = o.a + row &* o.aStride
        for _ in 0..<o.segments {
            var a = segment, left = o.depth
            while left >= 2 {
                let x = repeated(a[0]), y = repeated(a[1])
                c0 = multiplyAdd(w[0], x, c0)
                c1 = multiplyAdd(w[1], x, c1)
                c2 = multiplyAdd(w[2], x, c2)
                c3 = multiplyAdd(w[3], x, c3)
                d0 = multiplyAdd(w[4], y, d0)
                d1 = multiplyAdd(w[5], y, d1)
                d2 = multiplyAdd(w[6], y, d2)
                d3 = multiplyAdd(w[7], y, d3)
                a += 2
                w += 8
                left &-= 2
            }
            if left == 1 {
                let x = repeated(a[0])
                c0 = multiplyAdd(w[0], x, c0)
                c1 = multiplyAdd(w[1], x, c1)
                c2 = multiplyAdd(w[2], x, c2)
                c3 = multiplyAdd(w[3], x, c3)
                w += 4
            }
            segment += o.segmentStride
        }
        finish(o, row, 0, c0 + d0)
        finish(o, row, 1, c1 + d1)
        finish(o, row, 2, c2 + d2)
        finish(o, row, 3, c3 + d3)
    }

    /// R rows from `row` on, one vector of a panel.
    @_alwaysEmitIntoClient @inline(__always)
    package static func rowSingle<let R: Int>(_ o: RowProduct, _ row: Int, _ column: Int, _: InlineArray<R, Int>.Type) {
        var c = zeroAccumulators(InlineArray<R, Lanes>.self)
        let stride = o.aStride, panel = o.panel
        for r in 0..<R { c[r] = o.start[column] }
        var w = o.weights + column, segment = o.a + row &* stride
        for _ in 0..<o.segments {
            var a = segment
            for _ in 0..<o.depth {
                let w0 = w.pointee
                for r in 0..<R { c[r] = multiplyAdd(w0, repeated(a[r &* stride]), c[r]) }
                a += 1
                w += panel
            }
            segment += o.segmentStride
        }
        for r in 0..<R { finish(o, row &+ r, column, c[r]) }
    }
}
