// Reductions: the table of one instruction set and its templates. Eight chains, so that additions wait for memory and not for each other.
// Leaves to others: blocks that keep rounding small, and threads (CPU.Reduction).

/// Arrays of Float of any length and alignment.
@frozen @usableFromInline
package struct ReduceKernels: Sendable {
    @usableFromInline package let sum: @Sendable (_ x: UnsafePointer<Float>, _ count: Int) -> Float
    @usableFromInline package let maximum: @Sendable (_ x: UnsafePointer<Float>, _ count: Int) -> Float
    /// into[j] += x[i · stride + j] for all rows i.
    @usableFromInline package let addRows:
        @Sendable (_ x: UnsafePointer<Float>, _ stride: Int, _ rows: Int, _ columns: Int, _ into: UnsafeMutablePointer<Float>) -> Void

    @usableFromInline package init(
        sum: @escaping @Sendable (_ x: UnsafePointer<Float>, _ count: Int) -> Float,
        maximum: @escaping @Sendable (_ x: UnsafePointer<Float>, _ count: Int) -> Float,
        addRows:
            @escaping @Sendable (
                _ x: UnsafePointer<Float>, _ stride: Int, _ rows: Int, _ columns: Int, _ into: UnsafeMutablePointer<Float>
            ) -> Void
    ) {
        self.sum = sum
        self.maximum = maximum
        self.addRows = addRows
    }

    /// Additions that one number goes through in `sum` of `count` numbers, at most: its chain, the tree of chains, and that of lanes.
    package static func sumDepth(_ count: Int) -> Int { count / (8 * 4) + 8 + 3 + 16 }
}

extension VectorUnit {
    @_alwaysEmitIntoClient @inline(__always)
    package static func sum(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
        let w = Floats.lanes
        var s0 = Floats(repeating: 0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0
        var x = x, left = count
        while left >= 8 &* w {
            s0 += Floats(x)
            s1 += Floats(x + w)
            s2 += Floats(x + 2 &* w)
            s3 += Floats(x + 3 &* w)
            s4 += Floats(x + 4 &* w)
            s5 += Floats(x + 5 &* w)
            s6 += Floats(x + 6 &* w)
            s7 += Floats(x + 7 &* w)
            x += 8 &* w
            left = left &- 8 &* w
        }
        while left >= w {
            s0 += Floats(x)
            x += w
            left = left &- w
        }
        if left > 0 { s1 += Floats(x, first: left, filler: 0) }
        return (((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7))).sum
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func maximum(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
        let w = Floats.lanes
        var m0 = Floats(repeating: -.infinity), m1 = m0, m2 = m0, m3 = m0
        var x = x, left = count
        while left >= 4 &* w {
            m0 = Floats.larger(m0, Floats(x))
            m1 = Floats.larger(m1, Floats(x + w))
            m2 = Floats.larger(m2, Floats(x + 2 &* w))
            m3 = Floats.larger(m3, Floats(x + 3 &* w))
            x += 4 &* w
            left = left &- 4 &* w
        }
        while left >= w {
            m0 = Floats.larger(m0, Floats(x))
            x += w
            left = left &- w
        }
        if left > 0 { m1 = Floats.larger(m1, Floats(x, first: left, filler: -.infinity)) }
        return Floats.larger(Floats.larger(m0, m1), Floats.larger(m2, m3)).largest
    }

    /// Eight rows at a time: as many streams as a core follows, and the sums pass through the cache once for eight rows.
    @_alwaysEmitIntoClient @inline(__always)
    package static func addRows(
        _ x: UnsafePointer<Float>, _ stride: Int, _ rows: Int, _ columns: Int, _ into: UnsafeMutablePointer<Float>
    ) {
        var row = 0
        while row &+ 8 <= rows {
            let p = x + row &* stride, p4 = p + 4 &* stride
            addColumns(
                columns, into,
                ofVectors: {
                    let low = (Floats(p + $0) + Floats(p + $0 + stride)) + (Floats(p + $0 + 2 &* stride) + Floats(p + $0 + 3 &* stride))
                    return low
                        + ((Floats(p4 + $0) + Floats(p4 + $0 + stride)) + (Floats(p4 + $0 + 2 &* stride) + Floats(p4 + $0 + 3 &* stride)))
                },
                ofNumbers: { column in
                    var total: Float = 0
                    for r in 0..<8 { total += p[r &* stride &+ column] }
                    return total
                })
            row = row &+ 8
        }
        while row < rows {
            let p = x + row &* stride
            addColumns(columns, into, ofVectors: { Floats(p + $0) }, ofNumbers: { p[$0] })
            row = row &+ 1
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func addColumns(
        _ columns: Int, _ into: UnsafeMutablePointer<Float>, ofVectors: (Int) -> Floats, ofNumbers: (Int) -> Float
    ) {
        var j = 0
        while j &+ Floats.lanes <= columns {
            (Floats(into + j) + ofVectors(j)).store(to: into + j)
            j = j &+ Floats.lanes
        }
        while j < columns {
            into[j] += ofNumbers(j)
            j = j &+ 1
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static var reduce: ReduceKernels {
        ReduceKernels(sum: { sum($0, $1) }, maximum: { maximum($0, $1) }, addRows: { addRows($0, $1, $2, $3, $4) })
    }
}
