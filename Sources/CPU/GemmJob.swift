// What the threads of a matrix product share, and what each does in a phase: multiply items of C, or scale it.
// Packing is in GemmJob+Packing.

import Synchronization
import Tiles

/// State of a running product. Changed by the calling thread between phases only; within one, threads write disjoint panels and tiles.
final class GemmJob<Operand: GemmOperand>: @unchecked Sendable {
    typealias Result = Operand.Result

    struct Call {
        let a: MatrixView<Operand>
        let b: MatrixView<Operand>
        let c: MutableMatrixView<Result>
        let alpha: Result
        let beta: Result
    }

    /// The part of B that is packed and multiplied at once.
    struct Slab {
        var columns = 0..<0
        var steps = 0..<0
    }

    let shape: GemmShape
    let blocking: GemmBlocking
    let kernels: GemmKernels<Operand, Result>
    let threads: Int
    let packedB: AlignedBuffer<UInt8>
    /// A thread's own: the rows of an item for one block of depth, and a tile for the edges of C.
    let packedA: AlignedBuffer<UInt8>
    var call: Call?
    private(set) var slab = Slab()
    private let edges: AlignedBuffer<Result>
    private let itemBytes: Int
    /// For each group, the units that it has packed and the items that were taken.
    private let counters: CacheLines

    init(_ shape: GemmShape, kernels: GemmKernels<Operand, Result>, threads: Int) throws(CPUError) {
        self.shape = shape
        self.kernels = kernels
        self.threads = threads
        blocking = GemmBlocking(
            shape: shape, tileRows: kernels.rows, tileColumns: kernels.columns, wordBytes: kernels.wordBytes,
            depthOfWord: kernels.depthOfWord, threads: threads)
        let stepBytes = kernels.wordBytes * blocking.tileRows
        itemBytes = blocking.itemPanels * stepBytes * blocking.depthBlock / kernels.depthOfWord + Self.apart
        packedB = try AlignedBuffer(
            count: blocking.slabColumns * kernels.wordBytes * GemmBlocking.parts(blocking.slabDepth, kernels.depthOfWord))
        packedA = try AlignedBuffer(count: threads * itemBytes)
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
    @_specialize(where Operand == Float)
    @_specialize(where Operand == Double)
    @_specialize(where Operand == BFloat16)
    func multiply(thread: Int) {
        guard let call else { return }
        let own = group(of: thread), down = blocking.itemsDown, panelsA = GemmBlocking.parts(shape.rows, blocking.tileRows)
        for turn in 0..<blocking.groups {
            let group = (own + turn) % blocking.groups
            let strip = strip(of: group)
            let across = min(blocking.itemsAcross, strip.panels.count)
            while true {
                let item = counters[2 * group + 1].wrappingAdd(1, ordering: .relaxed).oldValue
                guard item < down * across else { break }
                // The others of the group take an item each before it is this thread's turn again.
                let next = min(item + threads / blocking.groups, down * across - 1)
                multiplyItem(
                    call, strip, rows: WorkerTeam.split(panelsA, among: down, thread: item % down),
                    next: WorkerTeam.split(panelsA, among: down, thread: next % down),
                    columns: WorkerTeam.split(strip.panels.count, among: across, thread: item / down), thread)
            }
        }
    }

    /// C ← beta · C, for products of no depth or no alpha.
    @_specialize(where Operand == Float)
    @_specialize(where Operand == Double)
    @_specialize(where Operand == BFloat16)
    func scale(thread: Int) {
        guard let call else { return }
        for row in WorkerTeam.split(shape.rows, among: threads, thread: thread) {
            let target = call.c.start + row * call.c.stride
            for column in 0..<shape.columns { target[column] = call.beta == 0 ? 0 : call.beta * target[column] }
        }
    }

    /// Bytes between the parts of two threads, so that they share no line and no set.
    private static var apart: Int { 1088 }

    /// `rows` and `columns` count panels, columns from the strip's first; `next` are the rows that this thread will want afterwards.
    @inline(__always)
    private func multiplyItem(
        _ call: Call, _ strip: Strip, rows: Range<Int>, next: Range<Int>, columns: Range<Int>, _ thread: Int
    ) {
        let a = UnsafeMutableRawPointer(packedA.pointer + thread * itemBytes)
        for block in 0..<strip.blocks {
            let steps = strip.steps(ofBlock: block), isLast = block + 1 == strip.blocks
            packA(call.a, rows, steps, into: a)
            var fetch = fetch(call.a, isLast ? next : rows, strip.steps(ofBlock: isLast ? 0 : block + 1))
            for panel in columns { multiplyColumn(call, a, strip, panel: panel, rows, steps, &fetch, thread) }
        }
    }

    /// One panel of B with all panels of an item. The next panel is fetched meanwhile, a part of it with each tile, and some of the rows of A that
    /// are packed next.
    @inline(__always)
    private func multiplyColumn(
        _ call: Call, _ packed: UnsafeRawPointer, _ strip: Strip, panel: Int, _ rows: Range<Int>, _ steps: Range<Int>, _ fetch: inout Fetch,
        _ thread: Int
    ) {
        let column = strip.column(panel), words = GemmBlocking.parts(steps.count, kernels.depthOfWord)
        let b = UnsafeRawPointer(packedB.pointer + strip.place(panel, steps) * kernels.wordBytes)
        let stepBytes = blocking.tileColumns * kernels.wordBytes, fitsAcross = column + blocking.tileColumns <= shape.columns
        var product = TileProduct(
            steps: words, a: packed, b: b, c: call.c.start, stride: call.c.stride, alpha: call.alpha,
            beta: steps.lowerBound == 0 ? call.beta : 1, next: b)
        product.nextBAdvance = GemmBlocking.parts(stepBytes, rows.count)
        product.nextAAdvance = fetch.advance
        for panel in rows {
            let row = panel * blocking.tileRows, left = shape.rows - row
            product.nextB = b + stepBytes * words + (panel - rows.lowerBound) * words * product.nextBAdvance
            product.nextA = fetch.take() ?? UnsafeRawPointer(b)
            product.c = call.c.start + row * call.c.stride + column
            if fitsAcross && left >= blocking.tileRows {
                kernels.tile(product)
            } else if fitsAcross && left == kernels.shortRows {
                kernels.shortTile(product)
            } else {
                multiplyEdge(product, rows: left, columns: shape.columns - column, thread)
            }
            product.a += blocking.tileRows * words * kernels.wordBytes
        }
    }

    /// A tile that reaches over the edge of C, of which `rows` × `columns` are left: computed aside, then its inner part is added.
    @inline(never)
    private func multiplyEdge(_ product: TileProduct<Result>, rows: Int, columns: Int, _ thread: Int) {
        let aside = edges.pointer + thread * kernels.rows * kernels.columns
        var whole = product
        (whole.c, whole.stride, whole.beta) = (aside, kernels.columns, 0)
        if rows <= kernels.shortRows { kernels.shortTile(whole) } else { kernels.tile(whole) }
        for y in 0..<min(kernels.rows, rows) {
            let target = product.c + y * product.stride, source = aside + y * kernels.columns
            for x in 0..<min(kernels.columns, columns) {
                target[x] = product.beta == 0 ? source[x] : source[x] + product.beta * target[x]
            }
        }
    }
}
