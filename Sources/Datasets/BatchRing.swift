// A ring of batches that threads fill ahead of the one that takes them.
// Leaves to others: what an image is made of (PhotoWorkshop), which images and in which order (BatchOrder).

import Dispatch
import Synchronization

/// Batches are made in order by `settings.ahead` threads that run ahead as far as the ring reaches. They begin when the first batch is taken: what is
/// timed before that, an executor's choice of algorithms, has the processors to itself. When a batch is wanted that is not ready, the
/// taker and its helpers make what is missing of it: they work instead of waiting, on all processors, since the team of the training sleeps then.
///
/// One thread takes batches. Releasing the ring ends its threads.
final class BatchRing {
    /// Makes one image; the label, or nil where there is none and the image is left out of its batch. Called by several threads at once.
    typealias Make = @Sendable (BatchJob, UnsafeMutablePointer<Float>) -> UInt8?

    private let core: RingCore
    private let settings: LoaderSettings
    private let workers = DispatchGroup()
    private var next = 0

    init(_ order: some BatchOrder, batch: Int, valuesPerImage: Int, settings: LoaderSettings, make: @escaping Make) {
        core = RingCore(order, batch: batch, valuesPerImage: valuesPerImage, settings: settings, make: make)
        self.settings = settings
    }

    private func start() {
        for number in 0..<settings.ahead {
            // A serial queue of its own is a thread of its own, as long as the block lasts.
            DispatchQueue(label: "mettle.photos.\(number)").async(group: workers) { [core, threads = settings.threads] in
                threads.around { core.serve() }
            }
        }
    }

    deinit {
        core.stop()
        workers.wait()
    }

    var byteCount: Int { core.byteCount }

    /// The next batch, valid until the next call. Batches are taken in order, from 0.
    func take(_ step: Int) -> ImageBatch {
        precondition(step == next && step < core.end, "batch \(step) is asked for where \(next) is next")
        if next == 0 { start() }
        next += 1
        return core.take(step)
    }
}

/// What the threads of a ring share.
private final class RingCore: Sendable {
    private struct State {
        var order: any BatchOrder
        /// The next job.
        var step = 0
        var place = 0
        /// Batches before this one are given back.
        var released = 0
        /// Of each slot: images that are not made yet, and places whose image is left out.
        var missing: [Int]
        var holes: [[Int]]
        var isAwaited = false
        var sleepers = 0
        var isStopped = false

        /// The threads that may be woken; the caller does it.
        mutating func takeSleepers() -> Int {
            defer { sleepers = 0 }
            return sleepers
        }
    }

    private let state: Mutex<State>
    private let buffers: [BatchBuffer]
    private let threads: WorkThreads
    private let make: BatchRing.Make
    private let ready = DispatchSemaphore(value: 0)
    private let space = DispatchSemaphore(value: 0)

    init(_ order: some BatchOrder, batch: Int, valuesPerImage: Int, settings: LoaderSettings, make: @escaping BatchRing.Make) {
        let depth = settings.depth
        buffers = (0..<depth).map { _ in BatchBuffer(batch: batch, valuesPerImage: valuesPerImage) }
        state = Mutex(State(order: order, missing: Array(repeating: 0, count: depth), holes: Array(repeating: [], count: depth)))
        threads = settings.threads
        self.make = make
    }

    var byteCount: Int { buffers.reduce(0) { $0 + $1.byteCount } }
    var end: Int { state.withLock { $0.order.end } ?? .max }
    private var depth: Int { buffers.count }

    func stop() {
        let sleepers = state.withLock { state in
            state.isStopped = true
            return state.takeSleepers()
        }
        for _ in 0..<sleepers { space.signal() }
    }

    // MARK: - Making

    /// A thread that runs ahead.
    func serve() {
        while true {
            let (job, isStopped) = state.withLock { state in
                let job = claim(&state, upTo: .max)
                if job == nil && !state.isStopped { state.sleepers += 1 }
                return (job, state.isStopped)
            }
            if let job { work(job) } else if isStopped { return } else { space.wait() }
        }
    }

    private func claim(_ state: inout State, upTo last: Int) -> BatchJob? {
        let step = state.step
        if state.isStopped || step > last || step >= state.released + depth || step >= state.order.end ?? .max { return nil }
        let count = state.order.count(of: step)
        if state.place == 0 {
            state.missing[step % depth] = count
            state.holes[step % depth] = []
        }
        let job = state.order.job(step: step, place: state.place)
        state.place += 1
        if state.place == count { (state.step, state.place) = (step + 1, 0) }
        return job
    }

    private func work(_ job: BatchJob) {
        let slot = job.step % depth
        let buffer = buffers[slot]
        let label = make(job, buffer.images + job.place * buffer.valuesPerImage)
        if let label { buffer.labels[job.place] = label }
        let isAwaited = state.withLock { state in
            if label == nil { state.holes[slot].append(job.place) }
            state.missing[slot] -= 1
            // Only the batch that is next can be awaited.
            guard state.isAwaited, job.step == state.released, state.missing[slot] == 0, state.step > job.step else { return false }
            state.isAwaited = false
            return true
        }
        if isAwaited { ready.signal() }
    }

    // MARK: - Taking

    func take(_ step: Int) -> ImageBatch {
        let slot = step % depth
        let (sleepers, isClaimed) = state.withLock { state in
            state.released = step
            return (state.takeSleepers(), state.step > step)
        }
        for _ in 0..<sleepers { space.signal() }
        if !isClaimed {
            threads.perform {
                while let job = self.state.withLock({ self.claim(&$0, upTo: step) }) { self.work(job) }
            }
        }
        // What others have in hand.
        let waits = state.withLock { state in
            state.isAwaited = state.missing[slot] > 0
            return state.isAwaited
        }
        if waits { ready.wait() }
        let (count, holes) = state.withLock { ($0.order.count(of: step), $0.holes[slot]) }
        return buffers[slot].lend(count, holes: holes)
    }
}
