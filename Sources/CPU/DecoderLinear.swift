// A matrix of a transformer over all rows of a batch: its product and those of its backward pass.
// Leaves to others: the products (Gemm), where parameters lie (Networks.DecoderLayout).

import Networks

/// Serves every layer's matrix of one kind. Inputs of a matrix with a bias have a 1 behind their last number, which meets the bias: adding it, and
/// summing its gradient, is a part of the products.
final class DecoderLinear {
    private let forwardPlan: Gemm<Float>
    private let dataPlan: Gemm<Float>
    private let weightsPlan: Gemm<Float>
    private let matrix: DecoderMatrix

    /// Of the matrix only its sizes count.
    init(_ matrix: DecoderMatrix, rows: Int, team: WorkerTeam, instructionSet: InstructionSet) throws(CPUError) {
        self.matrix = matrix
        forwardPlan = try Gemm(
            GemmShape(rows: rows, columns: matrix.outputs, depth: matrix.rows), team: team, instructionSet: instructionSet)
        dataPlan = try Gemm(
            GemmShape(rows: rows, columns: matrix.inputs, depth: matrix.outputs, transposesB: true), team: team,
            instructionSet: instructionSet)
        weightsPlan = try Gemm(
            GemmShape(rows: matrix.rows, columns: matrix.outputs, depth: rows, transposesA: true), team: team,
            instructionSet: instructionSet)
    }

    var workspaceBytes: Int { forwardPlan.workspaceBytes + dataPlan.workspaceBytes + weightsPlan.workspaceBytes }

    /// to ← input · W. `weights` is where this layer's matrix lies; `to` has its outputs without gaps.
    func forward(_ input: MatrixView<Float>, _ weights: UnsafePointer<Float>, to: UnsafeMutablePointer<Float>) {
        forwardPlan.multiply(input, .init(weights, stride: matrix.outputs), into: .init(to, stride: matrix.outputs))
    }

    /// to ← gradient · Wᵀ, without what belongs to the bias.
    func backwardData(_ gradient: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, to: UnsafeMutablePointer<Float>) {
        dataPlan.multiply(
            .init(gradient, stride: matrix.outputs), .init(weights, stride: matrix.outputs), into: .init(to, stride: matrix.inputs))
    }

    /// to ← inputᵀ · gradient.
    func backwardWeights(_ input: MatrixView<Float>, _ gradient: UnsafePointer<Float>, to: UnsafeMutablePointer<Float>) {
        weightsPlan.multiply(input, .init(gradient, stride: matrix.outputs), into: .init(to, stride: matrix.outputs))
    }
}
