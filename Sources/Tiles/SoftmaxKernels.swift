// Softmax of a row: the table of one instruction set and its templates.
// Leaves to others: rows and threads (CPU.Softmax), the exponential (VectorFunctions).

/// y ← e^(x − m) / Σ e^(x − m) with m the row's largest: no exponential overflows, and one of them is 1.
@frozen @usableFromInline
package struct SoftmaxKernels: Sendable {
    /// `scratch` holds a row for the streamed form and is ignored by the other; y is aligned to a vector there, and columns are whole vectors.
    @usableFromInline package typealias Row =
        @Sendable (
            _ x: UnsafePointer<Float>, _ columns: Int, _ scratch: UnsafeMutablePointer<Float>, _ y: UnsafeMutablePointer<Float>
        ) -> Void
    @usableFromInline package let cached: Row
    @usableFromInline package let streamed: Row

    @usableFromInline package init(cached: @escaping Row, streamed: @escaping Row) {
        self.cached = cached
        self.streamed = streamed
    }
}

extension VectorUnit {
    /// Stores the row's exponentials; returns their sum. Two at a time: one's polynomial fills the other's waits.
    @_alwaysEmitIntoClient @inline(__always)
    package static func exponentials(_ x: UnsafePointer<Float>, _ columns: Int, _ to: UnsafeMutablePointer<Float>) -> Float {
        let w = Floats.lanes, largest = Floats(repeating: maximum(x, columns))
        var total0 = Floats(repeating: 0), total1 = total0
        var j = 0
        while j &+ 2 &* w <= columns {
            let e0 = Floats.exponential(Floats(x + j) - largest), e1 = Floats.exponential(Floats(x + (j &+ w)) - largest)
            e0.store(to: to + j)
            e1.store(to: to + (j &+ w))
            total0 += e0
            total1 += e1
            j = j &+ 2 &* w
        }
        while j < columns {
            let left = columns &- j
            if left >= w {
                let e = Floats.exponential(Floats(x + j) - largest)
                e.store(to: to + j)
                total0 += e
            } else {
                let e = Floats.exponential(Floats(x + j, first: left, filler: -.infinity) - largest)
                e.store(first: left, to: to + j)
                total1 += e
            }
            j = j &+ w
        }
        return (total0 + total1).sum
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func softmaxCached(_ x: UnsafePointer<Float>, _ columns: Int, _ y: UnsafeMutablePointer<Float>) {
        let inverse = 1 / exponentials(x, columns, y), factor = Floats(repeating: inverse)
        var j = 0
        while j &+ Floats.lanes <= columns {
            (Floats(y + j) * factor).store(to: y + j)
            j = j &+ Floats.lanes
        }
        while j < columns {
            y[j] *= inverse
            j = j &+ 1
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func softmaxStreamed(
        _ x: UnsafePointer<Float>, _ columns: Int, _ scratch: UnsafeMutablePointer<Float>, _ y: UnsafeMutablePointer<Float>
    ) {
        let factor = Floats(repeating: 1 / exponentials(x, columns, scratch))
        var j = 0
        while j < columns {
            (Floats(scratch + j) * factor).stream(to: y + j)
            j = j &+ Floats.lanes
        }
        fence()
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static var softmax: SoftmaxKernels {
        SoftmaxKernels(cached: { softmaxCached($0, $1, $3) }, streamed: { softmaxStreamed($0, $1, $2, $3) })
    }
}
