// A sparse matrix times a vector: the table of one instruction set and its template.
// Leaves to others: matrices, threads (CPU.SparseProduct).

/// Rows of a matrix in compressed sparse rows: row i has the entries starts[i] ..< starts[i + 1].
@frozen @usableFromInline
package struct SparseKernels<Scalar: BinaryFloatingPoint>: Sendable {
    /// y[i] ← Σ values[k] · x[columns[k]] for rows `from` ..< `to`.
    @usableFromInline package typealias Product =
        @Sendable (
            _ starts: UnsafePointer<Int32>, _ columns: UnsafePointer<Int32>, _ values: UnsafePointer<Scalar>, _ x: UnsafePointer<Scalar>,
            _ y: UnsafeMutablePointer<Scalar>, _ from: Int, _ to: Int
        ) -> Void
    @usableFromInline package let product: Product

    @usableFromInline package init(product: @escaping Product) { self.product = product }
}

extension VectorUnit {
    /// Short rows (the most common by far where grids become matrices) go without a loop; their entries add up in two chains.
    @_alwaysEmitIntoClient @inline(__always)
    package static func sparseProduct<V: RealVector>(
        _ starts: UnsafePointer<Int32>, _ columns: UnsafePointer<Int32>, _ values: UnsafePointer<V.Scalar>, _ x: UnsafePointer<V.Scalar>,
        _ y: UnsafeMutablePointer<V.Scalar>, _ from: Int, _ to: Int, _: V.Type
    ) {
        var k = Int(starts[from])
        for row in from..<to {
            let end = Int(starts[row &+ 1])
            var even: V.Scalar = 0, odd: V.Scalar = 0
            while k &+ 4 <= end {
                even = V.multiplyAddNumbers(values[k], x[Int(columns[k])], even)
                odd = V.multiplyAddNumbers(values[k &+ 1], x[Int(columns[k &+ 1])], odd)
                even = V.multiplyAddNumbers(values[k &+ 2], x[Int(columns[k &+ 2])], even)
                odd = V.multiplyAddNumbers(values[k &+ 3], x[Int(columns[k &+ 3])], odd)
                k = k &+ 4
            }
            while k < end {
                even = V.multiplyAddNumbers(values[k], x[Int(columns[k])], even)
                k = k &+ 1
            }
            y[row] = even + odd
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static var sparseFloat: SparseKernels<Float> {
        SparseKernels(product: { sparseProduct($0, $1, $2, $3, $4, $5, $6, Floats.self) })
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static var sparseDouble: SparseKernels<Double> {
        SparseKernels(product: { sparseProduct($0, $1, $2, $3, $4, $5, $6, Doubles.self) })
    }
}
