// What the threads of a matrix product share, and what each does in a phase: pack panels of a slab, or multiply its items.

import Tiles

/// State of a running product. Changed by the calling thread between phases only; within one, threads write disjoint panels and tiles.
final class GemmJob<Scalar: GemmScalar>: @unchecked Sendable {
    struct Call {
        let a: MatrixView<Scalar>
        let b: MatrixView<Scalar>
        let c: MutableMatrixView<Scalar>
        let alpha: Scalar
        let beta: Scalar
    }

    let blocking: GemmBlocking
    var call: Call?
    private let shape: GemmShape
    private let kernels: GemmKernels<Scalar>
    private unowned(unsafe) let team: WorkerTeam
    private let packedA: AlignedBuffer<Scalar>
    private let packedB: AlignedBuffer<Scalar>
    private let edges: AlignedBuffer<Scalar>
    private var slab = Slab()

    init(_ shape: GemmShape, kernels: GemmKernels<Scalar>, team: WorkerTeam) throws(CPUError) {
        self.shape = shape
        self.kernels = kernels
        self.team = team
        blocking = GemmBlocking(
            shape: shape, tileRows: kernels.rows, tileColumns: kernels.columns, scalarBytes: MemoryLayout<Scalar>.stride)
        packedA = try AlignedBuffer(count: blocking.packedA)
        packedB = try AlignedBuffer(count: blocking.packedB)
        edges = try AlignedBuffer(count: team.count * kernels.rows * kernels.columns)
    }

    var workspaceBytes: Int { packedA.byteCount + packedB.byteCount + edges.byteCount }

    /// The part of the product that is packed and multiplied together.
    private struct Slab {
        var rows = 0..<0
        var columns = 0..<0
        var steps = 0..<0
        var packsB = true
    }

    /// Goes to the slab that begins at this row, column and step. B stays packed while only the row moves.
    func moveSlab(row: Int, column: Int, step: Int) {
        slab = Slab(
            rows: row..<min(row + blocking.slabRows, shape.rows),
            columns: column..<min(column + blocking.slabColumns, shape.columns),
            steps: step..<min(step + blocking.slabDepth, shape.depth),
            packsB: row == 0)
    }

    // MARK: - Packing

    /// Packs panels of A, then of B, until none is left. A panel of one depth block is a unit of work.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func pack() {
        let slab = slab, blocking = blocking
        guard let call else { return }
        let panelsA = panels(slab.rows.count, blocking.tileRows)
        let panelsB = slab.packsB ? panels(slab.columns.count, blocking.tileColumns) : 0
        let blocks = panels(slab.steps.count, blocking.depthBlock)
        while let claimed = team.claim((panelsA + panelsB) * blocks, block: 4) {
            for unit in claimed {
                if unit < panelsA * blocks {
                    packA(call.a, slab, panel: unit % panelsA, block: unit / panelsA, panels: panelsA)
                } else {
                    let rest = unit - panelsA * blocks
                    packB(call.b, slab, panel: rest % panelsB, block: rest / panelsB, panels: panelsB)
                }
            }
        }
    }

    private func packA(_ a: MatrixView<Scalar>, _ slab: Slab, panel: Int, block: Int, panels: Int) {
        let row = slab.rows.lowerBound + panel * blocking.tileRows
        let width = min(blocking.tileRows, slab.rows.upperBound - row)
        let steps = depth(of: block, in: slab)
        let target = packedA.pointer + addressA(panel: panel, block: block, panels: panels, depth: steps.count)
        if shape.transposesA {
            kernels.packRowsAlong(a.start + steps.lowerBound * a.stride + row, a.stride, steps.count, width, target)
        } else {
            kernels.packRowsAcross(a.start + row * a.stride + steps.lowerBound, a.stride, steps.count, width, target)
        }
    }

    private func packB(_ b: MatrixView<Scalar>, _ slab: Slab, panel: Int, block: Int, panels: Int) {
        let column = slab.columns.lowerBound + panel * blocking.tileColumns
        let width = min(blocking.tileColumns, slab.columns.upperBound - column)
        let steps = depth(of: block, in: slab)
        let target = packedB.pointer + addressB(panel: panel, block: block, panels: panels, depth: steps.count)
        if shape.transposesB {
            kernels.packColumnsAcross(b.start + column * b.stride + steps.lowerBound, b.stride, steps.count, width, target)
        } else {
            kernels.packColumnsAlong(b.start + steps.lowerBound * b.stride + column, b.stride, steps.count, width, target)
        }
    }

    // MARK: - Multiplying

    /// Multiplies items, rectangles of tiles over the slab's whole depth, until none is left.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func multiply(thread: Int) {
        let slab = slab
        guard let call else { return }
        let panelsA = panels(slab.rows.count, blocking.tileRows), panelsB = panels(slab.columns.count, blocking.tileColumns)
        let across = panels(panelsB, GemmBlocking.itemColumnPanels), down = panels(panelsA, GemmBlocking.itemRowPanels)
        while let claimed = team.claim(across * down) {
            let item = claimed.lowerBound
            let rows = WorkerTeam.split(panelsA, among: down, thread: item % down)
            let columns = WorkerTeam.split(panelsB, among: across, thread: item / down)
            for block in 0..<panels(slab.steps.count, blocking.depthBlock) {
                let steps = depth(of: block, in: slab)
                let beta = steps.lowerBound == 0 ? call.beta : 1
                for panelB in columns {
                    let b = packedB.pointer + addressB(panel: panelB, block: block, panels: panelsB, depth: steps.count)
                    for panelA in rows {
                        let a = packedA.pointer + addressA(panel: panelA, block: block, panels: panelsA, depth: steps.count)
                        let row = slab.rows.lowerBound + panelA * blocking.tileRows
                        let column = slab.columns.lowerBound + panelB * blocking.tileColumns
                        let c = call.c.start + row * call.c.stride + column
                        if row + blocking.tileRows <= shape.rows && column + blocking.tileColumns <= shape.columns {
                            kernels.tile(
                                steps.count, a, b, c, call.c.stride, call.alpha, beta,
                                b + (steps.count * blocking.tileColumns) + (panelA - rows.lowerBound) * steps.count * blocking.tileColumns
                                    / rows.count)
                        } else {
                            multiplyEdge(steps.count, a, b, call, row: row, column: column, beta: beta, thread: thread)
                        }
                    }
                }
            }
        }
    }

    /// A tile that reaches over the edge of C: computed aside, then its inner part is added.
    @inline(never)
    private func multiplyEdge(
        _ depth: Int, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, _ call: Call, row: Int, column: Int, beta: Scalar, thread: Int
    ) {
        let aside = edges.pointer + thread * kernels.rows * kernels.columns
        kernels.tile(depth, a, b, aside, kernels.columns, call.alpha, 0, b)
        let height = min(kernels.rows, shape.rows - row), width = min(kernels.columns, shape.columns - column)
        for y in 0..<height {
            let target = call.c.start + (row + y) * call.c.stride + column, source = aside + y * kernels.columns
            if beta == 0 {
                for x in 0..<width { target[x] = source[x] }
            } else {
                for x in 0..<width { target[x] = source[x] + beta * target[x] }
            }
        }
    }

    /// C ← beta · C, for products of no depth or no alpha.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func scale(thread: Int, count: Int) {
        guard let call else { return }
        for row in WorkerTeam.split(shape.rows, among: count, thread: thread) {
            let target = call.c.start + row * call.c.stride
            for column in 0..<shape.columns { target[column] = call.beta == 0 ? 0 : call.beta * target[column] }
        }
    }

    // MARK: - Where things lie

    @inline(__always) private func panels(_ count: Int, _ size: Int) -> Int { (count + size - 1) / size }

    /// Steps of one depth block.
    @inline(__always) private func depth(of block: Int, in slab: Slab) -> Range<Int> {
        let start = slab.steps.lowerBound + block * blocking.depthBlock
        return start..<min(start + blocking.depthBlock, slab.steps.upperBound)
    }

    /// Blocks of depth follow each other; within one, panels do.
    @inline(__always) private func addressA(panel: Int, block: Int, panels: Int, depth: Int) -> Int {
        (block * blocking.depthBlock * panels + panel * depth) * blocking.tileRows
    }

    @inline(__always) private func addressB(panel: Int, block: Int, panels: Int, depth: Int) -> Int {
        (block * blocking.depthBlock * panels + panel * depth) * blocking.tileColumns
    }
}
