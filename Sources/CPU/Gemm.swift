// The matrix product on a worker team: a plan for one shape that owns its packing memory. Tiles and packing are the table's,
// sizes of the cuts GemmBlocking's, one thread's share of a phase GemmJob's.

import Tiles

/// C ← alpha · op(A) · op(B) + beta · C, row-major, for one shape, prepared once and run often.
///
/// Equal inputs give equal bits on any number of threads: a number of C is summed by one thread, in one order. C is not read where beta is 0.
package final class Gemm<Operand: GemmOperand> {
    package typealias Result = Operand.Result
    package let shape: GemmShape
    package let instructionSet: InstructionSet
    private let team: WorkerTeam
    private let job: GemmJob<Operand>
    private let packing: WorkerTeam.Phase
    private let multiplying: WorkerTeam.Phase
    private let scaling: WorkerTeam.Phase

    /// Dot products are used where the processor has them, unless `withDotProducts` is false.
    package init(
        _ shape: GemmShape, team: WorkerTeam, instructionSet: InstructionSet = .best, withDotProducts: Bool = true
    ) throws(CPUError) {
        self.shape = shape
        self.team = team
        self.instructionSet = instructionSet
        let kernels = Operand.gemmKernels(for: instructionSet, withDotProducts: withDotProducts)
        let job = try GemmJob<Operand>(shape, kernels: kernels, threads: team.count)
        self.job = job
        packing = .init { thread, _ in job.packB(thread: thread) }
        multiplying = .init { thread, _ in job.multiply(thread: thread) }
        scaling = .init { thread, _ in job.scale(thread: thread) }
    }

    /// Bytes of packing memory that this plan holds.
    package var workspaceBytes: Int { job.workspaceBytes }

    /// Strides are numbers from row to row, at least the stored width.
    package func multiply(
        alpha: Result = 1, _ a: MatrixView<Operand>, _ b: MatrixView<Operand>, beta: Result = 0, into c: MutableMatrixView<Result>
    ) {
        precondition(a.stride >= shape.widthOfA && b.stride >= shape.widthOfB && c.stride >= shape.widthOfC, "rows overlap")
        job.call = .init(a: a, b: b, c: c, alpha: alpha, beta: beta)
        guard shape.rows > 0, shape.columns > 0 else { return }
        guard shape.depth > 0, alpha != 0 else { return team.run(scaling) }
        let blocking = job.blocking
        for column in stride(from: 0, to: shape.columns, by: blocking.slabColumns) {
            for step in stride(from: 0, to: shape.depth, by: blocking.slabDepth) {
                job.move(
                    to: .init(
                        columns: column..<min(column + blocking.slabColumns, shape.columns),
                        steps: step..<min(step + blocking.slabDepth, shape.depth)))
                team.run(packing)
                team.run(multiplying)
            }
        }
    }
}
