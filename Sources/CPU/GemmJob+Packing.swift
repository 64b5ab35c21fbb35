// Packing of a matrix product: a group's strip of B into memory that its threads share, an item's rows of A into a thread's own.
// The order within a panel is the table's.

import Tiles

extension GemmJob {
    /// A group's columns of a slab.
    struct Strip {
        /// Panels, counted from the slab's first column.
        let panels: Range<Int>
        let blocks: Int
        private let slab: Slab
        private let blocking: GemmBlocking
        private let depthOfWord: Int

        @inline(__always)
        init(_ group: Int, of slab: Slab, _ blocking: GemmBlocking, depthOfWord: Int) {
            let all = GemmBlocking.parts(slab.columns.count, blocking.tileColumns)
            panels = WorkerTeam.split(all, among: blocking.groups, thread: group)
            blocks = GemmBlocking.parts(slab.steps.count, blocking.depthBlock)
            self.slab = slab
            self.blocking = blocking
            self.depthOfWord = depthOfWord
        }

        /// The first column of a panel, counted from the strip's first.
        @inline(__always) func column(_ panel: Int) -> Int { slab.columns.lowerBound + (panels.lowerBound + panel) * blocking.tileColumns }

        /// Steps of one block of depth.
        @inline(__always) func steps(ofBlock block: Int) -> Range<Int> {
            let start = slab.steps.lowerBound + block * blocking.depthBlock
            return start..<min(start + blocking.depthBlock, slab.steps.upperBound)
        }

        /// The word at which a panel of some block's steps begins: strips follow each other; in one, blocks of depth do; in one, panels.
        @inline(__always) func place(_ panel: Int, _ steps: Range<Int>) -> Int {
            let before = panels.lowerBound * words(slab.steps.count) + words(steps.lowerBound - slab.steps.lowerBound) * panels.count
            return (before + panel * words(steps.count)) * blocking.tileColumns
        }

        @inline(__always) private func words(_ depth: Int) -> Int { GemmBlocking.parts(depth, depthOfWord) }
    }

    /// Packs the group's strip until nothing of it is left: a few steps across all panels at a time, which reads rows of B from end to end; of a
    /// transposed B one panel at a time, which does the same there.
    @_specialize(where Operand == Float)
    @_specialize(where Operand == Double)
    @_specialize(where Operand == BFloat16)
    func packB(thread: Int) {
        guard let b = call?.b else { return }
        let group = group(of: thread), strip = strip(of: group)
        if shape.transposesB {
            while let unit = nextUnit(of: group, strip.blocks * strip.panels.count) {
                let steps = strip.steps(ofBlock: unit / strip.panels.count)
                packPanel(b, strip, unit % strip.panels.count, steps, steps)
            }
        } else {
            let chunk = Self.stepsPerChunk * kernels.depthOfWord, chunks = GemmBlocking.parts(blocking.depthBlock, chunk)
            while let unit = nextUnit(of: group, strip.blocks * chunks) {
                let steps = strip.steps(ofBlock: unit / chunks)
                let first = min(steps.lowerBound + unit % chunks * chunk, steps.upperBound)
                let part = first..<min(first + chunk, steps.upperBound)
                for panel in 0..<strip.panels.count { packPanel(b, strip, panel, steps, part) }
            }
        }
    }

    @inline(__always) func strip(of group: Int) -> Strip { Strip(group, of: slab, blocking, depthOfWord: kernels.depthOfWord) }

    /// Rows of A that are brought nearer before they are packed, a row with each tile; of a transposed A a line of all its rows.
    struct Fetch {
        /// Bytes from one step to the next.
        let advance: Int
        fileprivate let rowBytes: Int
        fileprivate var rows: Int
        fileprivate var row: UnsafeRawPointer

        /// Where the next tile begins to fetch; nil when all has been asked for.
        @inline(__always)
        mutating func take() -> UnsafeRawPointer? {
            guard rows > 0 else { return nil }
            let start = row
            row += rowBytes
            rows -= 1
            return start
        }
    }

    @inline(__always)
    func fetch(_ a: MatrixView<Operand>, _ panels: Range<Int>, _ steps: Range<Int>) -> Fetch {
        let bytes = MemoryLayout<Operand>.stride, first = panels.lowerBound * blocking.tileRows
        let rows = min(panels.upperBound * blocking.tileRows, shape.rows) - first
        if shape.transposesA {
            return Fetch(
                advance: a.stride * bytes * kernels.depthOfWord, rowBytes: 64, rows: GemmBlocking.parts(rows * bytes, 64) + 1,
                row: UnsafeRawPointer(a.start + steps.lowerBound * a.stride + first))
        }
        return Fetch(
            advance: bytes * kernels.depthOfWord, rowBytes: a.stride * bytes, rows: rows,
            row: UnsafeRawPointer(a.start + first * a.stride + steps.lowerBound))
    }

    /// Packs panels of A for some steps, one after the other.
    @inline(__always)
    func packA(_ a: MatrixView<Operand>, _ panels: Range<Int>, _ steps: Range<Int>, into packed: UnsafeMutableRawPointer) {
        let panelBytes = blocking.tileRows * GemmBlocking.parts(steps.count, kernels.depthOfWord) * kernels.wordBytes
        for panel in panels {
            let row = panel * blocking.tileRows, target = packed + (panel - panels.lowerBound) * panelBytes
            let start = shape.transposesA ? a.start + steps.lowerBound * a.stride + row : a.start + row * a.stride + steps.lowerBound
            let source = PanelSource(start: start, stride: a.stride, depth: steps.count, width: min(blocking.tileRows, shape.rows - row))
            if shape.transposesA { kernels.packRowsAlong(source, target) } else { kernels.packRowsAcross(source, target) }
        }
    }

    /// Packs `part` of the `steps` of a panel.
    @inline(__always)
    private func packPanel(_ b: MatrixView<Operand>, _ strip: Strip, _ panel: Int, _ steps: Range<Int>, _ part: Range<Int>) {
        let column = strip.column(panel), done = (part.lowerBound - steps.lowerBound) / kernels.depthOfWord
        let word = strip.place(panel, steps) + done * blocking.tileColumns
        let target = UnsafeMutableRawPointer(packedB.pointer + word * kernels.wordBytes)
        let start = shape.transposesB ? b.start + column * b.stride + part.lowerBound : b.start + part.lowerBound * b.stride + column
        let source = PanelSource(
            start: start, stride: b.stride, depth: part.count, width: min(blocking.tileColumns, slab.columns.upperBound - column))
        if shape.transposesB { kernels.packColumnsAcross(source, target) } else { kernels.packColumnsAlong(source, target) }
    }

    /// Steps that are packed across all panels at a time.
    private static var stepsPerChunk: Int { 16 }
}
