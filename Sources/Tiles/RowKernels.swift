// The table of kernels for networks that answer a few callers at a time: products with packed weights, a recurrent layer's gates.
// Leaves to others: their templates (RowProduct, LaneFunctions), what networks are made of them (the CPU module).

/// The gates of sixteen units of an LSTM for several rows, before their functions: input, forget, candidate, output.
@frozen @usableFromInline
package struct GateRows {
    /// [rows][4].
    @usableFromInline package var gates: LanePointer
    @usableFromInline package var rows: Int
    /// Rows `cellStride` and `hiddenStride` vectors apart. The cell is read and written.
    @usableFromInline package var cell: LanePointer
    @usableFromInline package var cellStride: Int
    @usableFromInline package var hidden: LanePointer
    @usableFromInline package var hiddenStride: Int

    @usableFromInline package init(
        gates: LanePointer, rows: Int, cell: LanePointer, cellStride: Int, hidden: LanePointer, hiddenStride: Int
    ) {
        self.gates = gates
        self.rows = rows
        self.cell = cell
        self.cellStride = cellStride
        self.hidden = hidden
        self.hiddenStride = hiddenStride
    }
}

@frozen @usableFromInline
package struct RowKernels: Sendable {
    @usableFromInline package let product: @Sendable (_ operands: RowProduct) -> Void
    /// c ← σ(f) · c + σ(i) · tanh(g), h ← σ(o) · tanh(c).
    @usableFromInline package let lstmGates: @Sendable (_ rows: GateRows) -> Void
    /// In place, of `count` vectors.
    @usableFromInline package let hyperbolicTangent: @Sendable (_ values: LanePointer, _ count: Int) -> Void

    @usableFromInline package init(
        product: @escaping @Sendable (_ operands: RowProduct) -> Void, lstmGates: @escaping @Sendable (_ rows: GateRows) -> Void,
        hyperbolicTangent: @escaping @Sendable (_ values: LanePointer, _ count: Int) -> Void
    ) {
        self.product = product
        self.lstmGates = lstmGates
        self.hyperbolicTangent = hyperbolicTangent
    }
}

extension RowUnit {
    @_alwaysEmitIntoClient @inline(__always)
    package static func lstmGates(_ o: GateRows) {
        for row in 0..<o.rows {
            let g = o.gates + 4 &* row, cell = o.cell + row &* o.cellStride
            let kept = sigmoid(g[1]) * cell.pointee
            let c = multiplyAdd(sigmoid(g[0]), hyperbolicTangent(g[2]), kept)
            cell.pointee = c
            o.hidden[row &* o.hiddenStride] = sigmoid(g[3]) * hyperbolicTangent(c)
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func rowKernels(product: @escaping @Sendable (_ operands: RowProduct) -> Void) -> RowKernels {
        RowKernels(
            product: product, lstmGates: { lstmGates($0) },
            hyperbolicTangent: { values, count in for i in 0..<count { values[i] = hyperbolicTangent(values[i]) } })
    }
}
