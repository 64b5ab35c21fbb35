// What a matrix product is asked to do: sizes, transposes, and where its operands lie.
// How it is blocked and who computes what is Gemm's.

/// Sizes of C (rows × columns) ← alpha · op(A) (rows × depth) · op(B) (depth × columns) + beta · C.
package struct GemmShape: Equatable, Sendable {
    package var rows: Int
    package var columns: Int
    package var depth: Int
    /// A is stored depth × rows.
    package var transposesA: Bool
    /// B is stored columns × depth.
    package var transposesB: Bool

    package init(rows: Int, columns: Int, depth: Int, transposesA: Bool = false, transposesB: Bool = false) {
        precondition(rows >= 0 && columns >= 0 && depth >= 0, "a matrix of negative size")
        self.rows = rows
        self.columns = columns
        self.depth = depth
        self.transposesA = transposesA
        self.transposesB = transposesB
    }

    /// Numbers in a row of A, B and C as they are stored: the least stride of each.
    package var widthOfA: Int { transposesA ? rows : depth }
    package var widthOfB: Int { transposesB ? depth : columns }
    package var widthOfC: Int { columns }
    package var heightOfA: Int { transposesA ? depth : rows }
    package var heightOfB: Int { transposesB ? columns : depth }

    /// Multiplications and additions.
    package var operations: Double { 2 * Double(rows) * Double(columns) * Double(depth) }
}

/// A row-major matrix to read: its first number and the numbers from one row to the next.
package struct MatrixView<Scalar> {
    package let start: UnsafePointer<Scalar>
    package let stride: Int

    package init(_ start: UnsafePointer<Scalar>, stride: Int) {
        self.start = start
        self.stride = stride
    }
}

/// A row-major matrix to write.
package struct MutableMatrixView<Scalar> {
    package let start: UnsafeMutablePointer<Scalar>
    package let stride: Int

    package init(_ start: UnsafeMutablePointer<Scalar>, stride: Int) {
        self.start = start
        self.stride = stride
    }
}
