// Threads that sleep until there is something to read: unlike a `WorkerTeam` they take no processor's time while a disk works.
// Leaves to others: what they do (StorageReader).

import CPU
import Dispatch

final class ReadCrew {
    private final class Shared: @unchecked Sendable {
        let ready = DispatchSemaphore(value: 0)
        let finished = DispatchSemaphore(value: 0)
        /// Written before the threads are woken for the last time.
        var isOver = false
    }

    private let count: Int
    private let shared = Shared()
    private let ended = DispatchGroup()

    /// Each thread does `task` with a buffer of its own when `run` says so.
    init(count: Int, bufferBytes: Int, task: @escaping @Sendable (UnsafeMutableRawPointer) -> Void) throws(WorkloadError) {
        self.count = count
        var buffers: [PageBuffer] = []
        for _ in 0..<count { buffers.append(try PageBuffer(byteCount: bufferBytes)) }
        let initial = Affinity.initial
        for (index, buffer) in buffers.enumerated() {
            // A queue of its own has a thread of its own for as long as its block runs.
            DispatchQueue(label: "mettle.storage.\(index)").async(group: ended) { [shared] in
                initial.applyToCallingThread()
                while true {
                    shared.ready.wait()
                    if shared.isOver { return }
                    task(buffer.pointer)
                    shared.finished.signal()
                }
            }
        }
    }

    /// Returns when every thread has done its task. Allocates nothing.
    func run() {
        for _ in 0..<count { shared.ready.signal() }
        for _ in 0..<count { shared.finished.wait() }
    }

    deinit {
        shared.isOver = true
        for _ in 0..<count { shared.ready.signal() }
        ended.wait()
    }
}
