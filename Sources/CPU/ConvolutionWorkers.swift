// A team with the rule by which it divides work, and the scratch memory that all layers share.
// Leaves to others: threads (WorkerTeam), what is computed.

import Intrinsics
import Tiles

/// Work is claimed in blocks where cores may be unequal, or split statically where every sum must come out the same each time.
struct Workers {
    let team: WorkerTeam
    let isReproducible: Bool

    var count: Int { team.count }

    /// Calls `body(thread, range)` until 0..<total is covered; ranges begin at multiples of `block` and hold at most that many.
    /// What a thread streamed past the caches is visible to the others afterwards.
    func each(_ total: Int, block: Int = 1, _ body: (_ thread: Int, _ range: Range<Int>) -> Void) {
        team.run { thread, threads in
            if isReproducible || threads == 1 {
                let mine = WorkerTeam.split(total, among: threads, thread: thread, multiple: block)
                var start = mine.lowerBound
                while start < mine.upperBound {
                    let end = min(start + block, mine.upperBound)
                    body(thread, start..<end)
                    start = end
                }
            } else {
                while let range = team.claim(total, block: block) { body(thread, range) }
            }
            storeFence()
        }
    }

    /// Each thread's contiguous part of 0..<total; what it streamed past the caches is visible to the others afterwards.
    func split(_ total: Int, _ body: (_ thread: Int, _ range: Range<Int>) -> Void) {
        team.run { thread, threads in
            let mine = WorkerTeam.split(total, among: threads, thread: thread)
            if !mine.isEmpty { body(thread, mine) }
            storeFence()
        }
    }
}

/// Vectors of scratch that a layer needs at once; layers run one after the other and share the largest.
struct ScratchNeed: Equatable {
    /// Weights in the domain, or transposed.
    var weights = 0
    /// Gradients of those, all parts.
    var gradients = 0
    /// Domain tensors that all threads work on.
    var shared = 0
    /// Each thread's own.
    var thread = 0

    static func largest(_ a: ScratchNeed, _ b: ScratchNeed) -> ScratchNeed {
        ScratchNeed(
            weights: max(a.weights, b.weights), gradients: max(a.gradients, b.gradients), shared: max(a.shared, b.shared),
            thread: max(a.thread, b.thread))
    }

    func total(threads: Int) -> Int { weights + gradients + shared + threads * paddedThread }

    /// Parts of different threads start on different cache sets and pages.
    var paddedThread: Int { (thread + 63) / 64 * 64 + 64 }
}

/// The shared scratch, laid out in one piece of memory.
struct Scratch {
    var weights: LanePointer
    let gradients: LanePointer
    let shared: LanePointer
    private let threads: LanePointer
    private let threadStride: Int

    init(_ need: ScratchNeed, base: LanePointer) {
        weights = base
        gradients = weights + need.weights
        shared = gradients + need.gradients
        threads = shared + need.shared
        threadStride = need.paddedThread
    }

    func thread(_ index: Int) -> LanePointer { threads + index * threadStride }
}

/// Where weight gradients go, piece by piece while they are in cache.
enum WeightTarget {
    case store(LanePointer)
    case descend(weights: LanePointer, velocity: LanePointer, Descent)
    case adam(weights: LanePointer, first: LanePointer, second: LanePointer, AdamDescent)

    /// Takes a piece of `count` vectors beginning at `offset` of the master layout.
    func take(_ piece: LanePointer, offset: Int, count: Int, _ kernels: ConvolutionKernels) {
        switch self {
        case .store(let target): (target + offset).update(from: piece, count: count)
        case .descend(let weights, let velocity, let descent):
            kernels.descend(weights + offset, velocity + offset, piece, count, descent.rate, descent.momentum, descent.decay)
        case .adam(let weights, let first, let second, let adam):
            adam.step(weights + offset, piece, first: first + offset, second: second + offset, count: count)
        }
    }
}

/// The optimiser's numbers.
struct Descent {
    var rate: Float
    var momentum: Float
    var decay: Float
}

/// Times of the two halves of a backward pass, summed over threads by the threads themselves: each has a cache line.
struct BackwardClock {
    let nanoseconds: UnsafeMutablePointer<UInt64>?

    func add(_ thread: Int, data: UInt64, weights: UInt64) {
        guard let nanoseconds else { return }
        nanoseconds[8 * thread] += data
        nanoseconds[8 * thread + 1] += weights
    }

    var now: UInt64 { nanoseconds == nil ? 0 : monotonicRawNanoseconds() }
}
