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

        @inline(__always)
        init(_ group: Int, of slab: Slab, _ blocking: GemmBlocking) {
            let all = GemmBlocking.parts(slab.columns.count, blocking.tileColumns)
            panels = WorkerTeam.split(all, among: blocking.groups, thread: group)
            blocks = GemmBlocking.parts(slab.steps.count, blocking.depthBlock)
            self.slab = slab
            self.blocking = blocking
        }

        /// The first column of a panel, counted from the strip's first.
        @inline(__always) func column(_ panel: Int) -> Int { slab.columns.lowerBound + (panels.lowerBound + panel) * blocking.tileColumns }

        /// Steps of one block of depth.
        @inline(__always) func steps(ofBlock block: Int) -> Range<Int> {
            let start = slab.steps.lowerBound + block * blocking.depthBlock
            return start..<min(start + blocking.depthBlock, slab.steps.upperBound)
        }

        /// Where a panel of some block's steps begins: strips follow each other; in one, blocks of depth do; in one, panels.
        @inline(__always) func place(_ panel: Int, _ steps: Range<Int>) -> Int {
            let before = panels.lowerBound * slab.steps.count + (steps.lowerBound - slab.steps.lowerBound) * panels.count
            return (before + panel * steps.count) * blocking.tileColumns
        }
    }

    /// Packs the group's strip until nothing of it is left: a few steps across all panels at a time, which reads rows of B from end to end; of a
    /// transposed B one panel at a time, which does the same there.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func packB(thread: Int) {
        guard let b = call?.b else { return }
        let group = group(of: thread), strip = Strip(group, of: slab, blocking)
        if shape.transposesB {
            while let unit = nextUnit(of: group, strip.blocks * strip.panels.count) {
                let steps = strip.steps(ofBlock: unit / strip.panels.count)
                packPanel(b, strip, unit % strip.panels.count, steps, steps)
            }
        } else {
            let chunks = GemmBlocking.parts(blocking.depthBlock, Self.stepsPerChunk)
            while let unit = nextUnit(of: group, strip.blocks * chunks) {
                let steps = strip.steps(ofBlock: unit / chunks)
                let first = min(steps.lowerBound + unit % chunks * Self.stepsPerChunk, steps.upperBound)
                let part = first..<min(first + Self.stepsPerChunk, steps.upperBound)
                for panel in 0..<strip.panels.count { packPanel(b, strip, panel, steps, part) }
            }
        }
    }

    /// Packs panels of A for some steps, one after the other.
    @inline(__always)
    func packA(_ a: MatrixView<Scalar>, _ panels: Range<Int>, _ steps: Range<Int>, into packed: UnsafeMutablePointer<Scalar>) {
        var target = packed
        for panel in panels {
            let row = panel * blocking.tileRows
            let height = min(blocking.tileRows, shape.rows - row)
            if shape.transposesA {
                kernels.packRowsAlong(a.start + steps.lowerBound * a.stride + row, a.stride, steps.count, height, target)
            } else {
                kernels.packRowsAcross(a.start + row * a.stride + steps.lowerBound, a.stride, steps.count, height, target)
            }
            target += blocking.tileRows * steps.count
        }
    }

    /// Packs `part` of the `steps` of a panel.
    @inline(__always)
    private func packPanel(_ b: MatrixView<Scalar>, _ strip: Strip, _ panel: Int, _ steps: Range<Int>, _ part: Range<Int>) {
        let column = strip.column(panel), width = min(blocking.tileColumns, slab.columns.upperBound - column)
        let target = packedB.pointer + strip.place(panel, steps) + (part.lowerBound - steps.lowerBound) * blocking.tileColumns
        if shape.transposesB {
            kernels.packColumnsAcross(b.start + column * b.stride + part.lowerBound, b.stride, part.count, width, target)
        } else {
            kernels.packColumnsAlong(b.start + part.lowerBound * b.stride + column, b.stride, part.count, width, target)
        }
    }

    /// Steps that are packed across all panels at a time.
    private static var stepsPerChunk: Int { 16 }
}
