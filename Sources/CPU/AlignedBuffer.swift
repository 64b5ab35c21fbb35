// Memory of a kernel: aligned, backed by huge pages where it is large, released with its owner.
// Who fills it, and by which thread first, is the kernel's business; `zero(by:)` is there for the common case.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Owner of `count` elements of plain memory, uninitialised until written.
///
/// Large buffers begin at a multiple of 2 MB and ask for huge pages (15–20 % of a training step were lost without); small ones at 128 bytes.
/// Threads may write disjoint parts at once, which is why it is `Sendable`: the split of a phase keeps them apart.
package final class AlignedBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
    package let pointer: UnsafeMutablePointer<Element>
    package let count: Int
    private let base: UnsafeMutableRawPointer
    private let guardByteCount: Int

    /// Allocates. `guarded` surrounds the elements with canaries, for tests.
    package init(count: Int, guarded: Bool = false) throws(CPUError) {
        precondition(count >= 0, "a buffer of negative size")
        let (byteCount, overflow) = max(count, 1).multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
        guard !overflow, byteCount < Int.max - 2 * BufferLayout.hugePage else { throw .outOfMemory(byteCount: Int.max) }
        guardByteCount = guarded ? BufferLayout.guardBytes : 0
        let isLarge = byteCount >= BufferLayout.hugePage / 2 && !guarded
        let alignment = isLarge ? BufferLayout.hugePage : BufferLayout.smallAlignment
        let allocated = isLarge ? BufferLayout.roundUp(byteCount, to: BufferLayout.hugePage) : byteCount + 2 * guardByteCount
        var memory: UnsafeMutableRawPointer?
        guard posix_memalign(&memory, alignment, allocated) == 0, let memory else { throw .outOfMemory(byteCount: byteCount) }
        #if os(Linux)
            if isLarge { madvise(memory, allocated, BufferLayout.adviseHugePages) }
        #endif
        base = memory
        self.count = count
        pointer = (memory + guardByteCount).bindMemory(to: Element.self, capacity: max(count, 1))
        if guarded {
            memset(base, BufferLayout.canary, guardByteCount)
            memset(base + guardByteCount + count * MemoryLayout<Element>.stride, BufferLayout.canary, guardByteCount)
        }
    }

    deinit { free(base) }

    package var byteCount: Int { count * MemoryLayout<Element>.stride }

    package var elements: UnsafeMutableBufferPointer<Element> { .init(start: pointer, count: count) }

    /// Bounds-checked access, for tests and set-up.
    package subscript(index: Int) -> Element {
        get {
            precondition(index >= 0 && index < count)
            return pointer[index]
        }
        set {
            precondition(index >= 0 && index < count)
            pointer[index] = newValue
        }
    }

    /// False when someone wrote outside a guarded buffer.
    package var canariesAreIntact: Bool {
        let rear = guardByteCount + count * MemoryLayout<Element>.stride
        for offset in 0..<guardByteCount {
            let front = base.load(fromByteOffset: offset, as: UInt8.self)
            let back = base.load(fromByteOffset: rear + offset, as: UInt8.self)
            if front != UInt8(BufferLayout.canary) || back != UInt8(BufferLayout.canary) { return false }
        }
        return true
    }

    /// Sets every byte to zero, each thread its own contiguous part, so that a page lies near the thread that first touched it.
    package func zero(by team: WorkerTeam) {
        let byteCount = byteCount
        let start = UnsafeMutableRawPointer(pointer)
        team.run { thread, threads in
            let part = WorkerTeam.split(byteCount, among: threads, thread: thread, multiple: 4096)
            memset(start + part.lowerBound, 0, part.count)
        }
    }

    /// Sets every byte to zero on the calling thread.
    package func zero() { memset(pointer, 0, byteCount) }
}

private enum BufferLayout {
    static let hugePage = 2 << 20
    static let smallAlignment = 128
    static let guardBytes = 512
    static let canary: Int32 = 0xA5
    /// MADV_HUGEPAGE, which the C library's macros hide from Swift on some systems.
    static let adviseHugePages: Int32 = 14

    static func roundUp(_ value: Int, to multiple: Int) -> Int { (value + multiple - 1) / multiple * multiple }
}
