// What a step of long short-term memory does number by number, for a block of units and all of a batch: the table of one instruction set and its
// templates. Leaves to others: the products before it, steps and threads (CPU.LSTMJob), the functions of a vector (VectorFunctions).

/// Operands of a block of `columns` units. Rows are those of the batch; gates lie `hidden` numbers apart within a row, in the order i, f, g, o.
@frozen @usableFromInline
package struct LSTMStep {
    @usableFromInline package var rows: Int
    @usableFromInline package var columns: Int
    @usableFromInline package var hidden: Int
    /// Recurrent products: rows `productStride` apart, and in the forward pass four blocks `productGate` apart, one a gate.
    @usableFromInline package var products: UnsafePointer<Float>
    @usableFromInline package var productStride: Int
    @usableFromInline package var productGate: Int
    /// [rows][4 · hidden]. Forward: products of the input, replaced by the gates. Backward: the gates.
    @usableFromInline package var gates: UnsafeMutablePointer<Float>
    /// [rows][hidden] of this step and the one before.
    @usableFromInline package var cell: UnsafeMutablePointer<Float>
    @usableFromInline package var previousCell: UnsafePointer<Float>
    /// Forward: the output. Backward: the gradient of the cell from the step after, replaced by that for the step before.
    @usableFromInline package var state: UnsafeMutablePointer<Float>
    /// Forward: [4 · hidden] biases. Backward: [rows][hidden] gradient of the output.
    @usableFromInline package var given: UnsafePointer<Float>
    /// Backward: [rows][4 · hidden] gradients of the gates before their functions.
    @usableFromInline package var gateGradients: UnsafeMutablePointer<Float>

    @usableFromInline package init(
        rows: Int, columns: Int, hidden: Int, products: UnsafePointer<Float>, productStride: Int, productGate: Int,
        gates: UnsafeMutablePointer<Float>, cell: UnsafeMutablePointer<Float>, previousCell: UnsafePointer<Float>,
        state: UnsafeMutablePointer<Float>, given: UnsafePointer<Float>, gateGradients: UnsafeMutablePointer<Float>
    ) {
        self.rows = rows
        self.columns = columns
        self.hidden = hidden
        self.products = products
        self.productStride = productStride
        self.productGate = productGate
        self.gates = gates
        self.cell = cell
        self.previousCell = previousCell
        self.state = state
        self.given = given
        self.gateGradients = gateGradients
    }
}

@frozen @usableFromInline
package struct LSTMKernels: Sendable {
    @usableFromInline package let forward: @Sendable (_ step: LSTMStep) -> Void
    @usableFromInline package let backward: @Sendable (_ step: LSTMStep) -> Void

    @usableFromInline package init(
        forward: @escaping @Sendable (_ step: LSTMStep) -> Void, backward: @escaping @Sendable (_ step: LSTMStep) -> Void
    ) {
        self.forward = forward
        self.backward = backward
    }
}

extension VectorUnit {
    /// Vectors of a row's columns; the last may be a part of one, whose loads are filled with zeros.
    @_alwaysEmitIntoClient @inline(__always)
    package static func lstmColumns(
        _ s: LSTMStep,
        _ body: (
            _ row: Int, _ column: Int, _ load: (UnsafePointer<Float>) -> Floats, _ store: (Floats, UnsafeMutablePointer<Float>) -> Void
        ) -> Void
    ) {
        let w = Floats.lanes
        for row in 0..<s.rows {
            var column = 0
            while column &+ w <= s.columns {
                body(row, column, { Floats($0) }, { $0.store(to: $1) })
                column = column &+ w
            }
            let left = s.columns &- column
            if left > 0 { body(row, column, { Floats($0, first: left, filler: 0) }, { $0.store(first: left, to: $1) }) }
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func lstmForward(_ s: LSTMStep) {
        lstmColumns(s) { row, column, load, store in
            let p = s.products + row &* s.productStride + column, z = s.gates + 4 &* row &* s.hidden + column, b = s.given + column
            let at = row &* s.hidden &+ column
            let i = Floats.sigmoid(load(p) + load(z) + load(b))
            let f = Floats.sigmoid(load(p + s.productGate) + load(z + s.hidden) + load(b + s.hidden))
            let g = Floats.hyperbolicTangent(load(p + 2 &* s.productGate) + load(z + 2 &* s.hidden) + load(b + 2 &* s.hidden))
            let o = Floats.sigmoid(load(p + 3 &* s.productGate) + load(z + 3 &* s.hidden) + load(b + 3 &* s.hidden))
            let c = Floats.multiplyAdd(f, load(s.previousCell + at), i * g)
            store(i, z)
            store(f, z + s.hidden)
            store(g, z + 2 &* s.hidden)
            store(o, z + 3 &* s.hidden)
            store(c, s.cell + at)
            store(o * Floats.hyperbolicTangent(c), s.state + at)
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func lstmBackward(_ s: LSTMStep) {
        let one = Floats(repeating: 1)
        lstmColumns(s) { row, column, load, store in
            let z = s.gates + 4 &* row &* s.hidden + column, d = s.gateGradients + 4 &* row &* s.hidden + column
            let at = row &* s.hidden &+ column
            let i = load(z), f = load(z + s.hidden), g = load(z + 2 &* s.hidden), o = load(z + 3 &* s.hidden)
            let t = Floats.hyperbolicTangent(load(s.cell + at))
            let dh = load(s.given + at) + load(s.products + row &* s.productStride + column)
            let dc = Floats.multiplyAdd(dh * o, Floats.multiplySubtract(t, t, from: one), load(s.state + at))
            store(dc * g * i * (one - i), d)
            store(dc * load(s.previousCell + at) * f * (one - f), d + s.hidden)
            store(dc * i * Floats.multiplySubtract(g, g, from: one), d + 2 &* s.hidden)
            store(dh * t * o * (one - o), d + 3 &* s.hidden)
            store(dc * f, s.state + at)
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static var lstm: LSTMKernels { LSTMKernels(forward: { lstmForward($0) }, backward: { lstmBackward($0) }) }
}
