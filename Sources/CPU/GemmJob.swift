// What the threads of a matrix product share, and what each does in a phase: multiply items of C, or scale it.
// Packing is in GemmJob+Packing.

import Synchronization
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

    /// The part of B that is packed and multiplied at once.
    struct Slab {
        var columns = 0..<0
        var steps = 0..<0
    }

    let shape: GemmShape
    let blocking: GemmBlocking
    let kernels: GemmKernels<Scalar>
    let threads: Int
    let packedB: AlignedBuffer<Scalar>
    /// A thread's own: the rows of an item for one block of depth, and a tile for the edges of C.
    let packedA: AlignedBuffer<Scalar>
    var call: Call?
    private(set) var slab = Slab()
    private let edges: AlignedBuffer<Scalar>
    private let itemNumbers: Int
    /// For each group, the units that it has packed and the items that were taken.
    private let counters: CacheLines

    init(_ shape: GemmShape, kernels: GemmKernels<Scalar>, threads: Int) throws(CPUError) {
        self.shape = shape
        self.kernels = kernels
        self.threads = threads
        blocking = GemmBlocking(
            shape: shape, tileRows: kernels.rows, tileColumns: kernels.columns, scalarBytes: MemoryLayout<Scalar>.stride, threads: threads)
        itemNumbers = blocking.itemPanels * blocking.tileRows * blocking.depthBlock + Self.apart
        packedB = try AlignedBuffer(count: blocking.slabColumns * blocking.slabDepth)
        packedA = try AlignedBuffer(count: threads * itemNumbers)
        edges = try AlignedBuffer(count: threads * kernels.rows * kernels.columns)
        counters = CacheLines(count: 2 * blocking.groups)
    }

    var workspaceBytes: Int { packedA.byteCount + packedB.byteCount + edges.byteCount }

    /// Goes to another slab, of which nothing is done yet.
    func move(to slab: Slab) {
        self.slab = slab
        for line in 0..<2 * blocking.groups { counters[line].store(0, ordering: .relaxed) }
    }

    @inline(__always) func group(of thread: Int) -> Int { thread * blocking.groups / threads }

    /// The next unit of `total` that nobody of the group has packed.
    @inline(__always) func nextUnit(of group: Int, _ total: Int) -> Int? {
        let unit = counters[2 * group].wrappingAdd(1, ordering: .relaxed).oldValue
        return unit < total ? unit : nil
    }

    /// Multiplies items over the slab's whole depth until none is left, first the own group's, then what others have not come to. An item's part of C
    /// stays in the second-level cache meanwhile.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func multiply(thread: Int) {
        guard let call else { return }
        let own = group(of: thread), down = blocking.itemsDown
        for turn in 0..<blocking.groups {
            let group = (own + turn) % blocking.groups
            let strip = Strip(group, of: slab, blocking)
            let across = min(blocking.itemsAcross, strip.panels.count)
            while true {
                let item = counters[2 * group + 1].wrappingAdd(1, ordering: .relaxed).oldValue
                guard item < down * across else { break }
                let panels = WorkerTeam.split(strip.panels.count, among: across, thread: item / down)
                multiplyItem(
                    call, strip,
                    rows: WorkerTeam.split(GemmBlocking.parts(shape.rows, blocking.tileRows), among: down, thread: item % down),
                    columns: panels, thread)
            }
        }
    }

    /// C ← beta · C, for products of no depth or no alpha.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func scale(thread: Int) {
        guard let call else { return }
        for row in WorkerTeam.split(shape.rows, among: threads, thread: thread) {
            let target = call.c.start + row * call.c.stride
            for column in 0..<shape.columns { target[column] = call.beta == 0 ? 0 : call.beta * target[column] }
        }
    }

    /// Numbers between the parts of two threads, so that they share no line and no set.
    private static var apart: Int { 1088 / MemoryLayout<Scalar>.stride }

    /// `rows` and `columns` count panels, columns from the strip's first.
    @inline(__always)
    private func multiplyItem(_ call: Call, _ strip: Strip, rows: Range<Int>, columns: Range<Int>, _ thread: Int) {
        let a = packedA.pointer + thread * itemNumbers
        for block in 0..<strip.blocks {
            let steps = strip.steps(ofBlock: block)
            packA(call.a, rows, steps, into: a)
            for panel in columns { multiplyColumn(call, a, strip, panel: panel, rows, steps, thread) }
        }
    }

    /// One panel of B with all panels of an item. The next panel is fetched meanwhile, half of it with each of the first two tiles.
    @inline(__always)
    private func multiplyColumn(
        _ call: Call, _ packed: UnsafePointer<Scalar>, _ strip: Strip, panel: Int, _ rows: Range<Int>, _ steps: Range<Int>, _ thread: Int
    ) {
        let b = packedB.pointer + strip.place(panel, steps), depth = steps.count
        let column = strip.column(panel), beta = steps.lowerBound == 0 ? call.beta : 1
        let next = UnsafeRawPointer(b + blocking.tileColumns * depth)
        let fitsAcross = column + blocking.tileColumns <= shape.columns
        var a = packed
        for panel in rows {
            let row = panel * blocking.tileRows, order = panel - rows.lowerBound
            let ahead = order < 2 ? next + order * depth * 64 : UnsafeRawPointer(b)
            let c = call.c.start + row * call.c.stride + column, left = shape.rows - row
            if fitsAcross && left >= blocking.tileRows {
                kernels.tile(depth, a, b, c, call.c.stride, call.alpha, beta, ahead)
            } else if fitsAcross && left == kernels.shortRows {
                kernels.shortTile(depth, a, b, c, call.c.stride, call.alpha, beta, ahead)
            } else {
                multiplyEdge(depth, a, b, call, row: row, column: column, beta: beta, thread)
            }
            a += blocking.tileRows * depth
        }
    }

    /// A tile that reaches over the edge of C: computed aside, then its inner part is added.
    @inline(never)
    private func multiplyEdge(
        _ depth: Int, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, _ call: Call, row: Int, column: Int, beta: Scalar,
        _ thread: Int
    ) {
        let aside = edges.pointer + thread * kernels.rows * kernels.columns
        if shape.rows - row <= kernels.shortRows {
            kernels.shortTile(depth, a, b, aside, kernels.columns, call.alpha, 0, b)
        } else {
            kernels.tile(depth, a, b, aside, kernels.columns, call.alpha, 0, b)
        }
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
}
