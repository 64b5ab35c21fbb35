// One of several single-threaded instances of a benchmark: a thread pinned to its core, that prepares, checks and runs when told.
// Leaves to others: telling them (Runner+Contended), the sum (Measurement.Contention).

import CPU
import Datasets
import Dispatch
import Intrinsics
import Measurement
import Synchronization
import Workloads

/// What every instance is made of. Everything that an instance owns is made and released on its own thread.
///
/// The instances prepare one after another, each on its own thread, so that they may share a chooser: what one has tried stands for all.
struct ContendedSetting: @unchecked Sendable {
    var benchmark: any Benchmark
    var configuration: Configuration
    /// The machine's, its memory already shared out.
    var surroundings: Surroundings
    var seed: UInt64
    var reproducible: Bool
    var precise: Bool
    var algorithm: AlgorithmChoice
    var chooser: AlgorithmChooser
    var training: TrainingSettings
    /// What a training has opened already; kernels need none.
    var dataset: Dataset?
    var photos: [PhotoCollection: PhotoSet] = [:]
}

/// A thread on one processor. Commands are given one at a time; each is waited for.
final class ContendedInstance: @unchecked Sendable {
    enum Order: Sendable {
        case alone(seconds: Double)
        /// Batches of so many iterations for so long.
        case together(seconds: Double, iterations: Int)
        case check
        case quit
    }

    /// What the last order came to.
    enum Answer: Sendable {
        case ready(work: Work, verification: Verification?)
        case refused(WorkloadError)
        case alone([Sample])
        case together([TimedBatch])
        case checked(Verification)
        /// Of a training: what went wrong with its data, and what it was.
        case trained(trouble: String?, DatasetIdentity, PhotoFaults)
        case interrupted
    }

    let processor: Int
    private let order = Mutex(Order.quit)
    private let answer = Mutex(Answer.interrupted)
    private let wake = DispatchSemaphore(value: 0)
    private let answered = DispatchSemaphore(value: 0)
    private let thread = DispatchGroup()
    private let latest = Atomic<UInt64>(0)
    private let pinned = Atomic<Bool>(false)
    private let interruption: Interruption

    /// Starts the thread, which prepares at once: the first answer is `ready` or `refused`.
    init(_ setting: ContendedSetting, processor: Int, interruption: Interruption) {
        self.processor = processor
        self.interruption = interruption
        DispatchQueue(label: "mettle.instance.\(processor)", qos: .userInitiated).async(group: thread) { [self] in
            serve(setting)
        }
    }

    /// Whether the system keeps the thread on its processor.
    var isPinned: Bool { pinned.load(ordering: .relaxed) }
    /// Seconds of an iteration of the last batch; nil before the first.
    var latestSeconds: Double? {
        let bits = latest.load(ordering: .relaxed)
        return bits == 0 ? nil : Double(bitPattern: bits)
    }

    func give(_ next: Order) {
        order.withLock { $0 = next }
        wake.signal()
    }

    /// The answer to the last order; nil where it is not there yet after `seconds`.
    func await(seconds: Double) -> Answer? {
        guard answered.wait(timeout: .now() + seconds) == .success else { return nil }
        return answer.withLock { $0 }
    }

    /// Ends the thread and waits for it: what it owned is gone then.
    func quit() {
        give(.quit)
        thread.wait()
    }

    private func serve(_ setting: ContendedSetting) {
        var surroundings = setting.surroundings
        // The context's team of one pins this thread to its processor.
        surroundings.processorOrder = [processor]
        // With one processor it decodes on its own thread: others for that would run beside the instances.
        surroundings.processors = 1
        surroundings.cores = 1
        let (dataset, photos) = (setting.dataset, setting.photos)
        let context = Context(
            surroundings: surroundings, seed: setting.seed, reproducible: setting.reproducible, precise: setting.precise,
            algorithm: setting.algorithm, chooser: setting.chooser,
            openDataset: { () throws(WorkloadError) in
                guard let dataset else { throw .unavailable("this benchmark was prepared without its data.") }
                return dataset
            },
            openPhotos: { collection, _ throws(WorkloadError) in
                guard let set = photos[collection] else { throw .unavailable("this benchmark was prepared without its photos.") }
                return set
            })
        context.training = setting.training
        _ = context.team(1)
        pinned.store(Affinity.ofCallingThread.cpus == [processor], ordering: .relaxed)
        let prepared: Prepared
        do throws(WorkloadError) {
            prepared = try setting.benchmark.prepare(setting.configuration, in: context)
        } catch {
            reply(.refused(error))
            wake.wait()
            return
        }
        switch prepared {
        case .kernel(let workload):
            reply(.ready(work: workload.work, verification: workload.verify()))
            obey(check: { .checked(workload.verify()) }, run: { workload.run(iterations: $0) })
        case .training(let training):
            // Decoding belongs to a run's first epoch alone.
            training.fillCache(shouldStop: { [interruption] in interruption.requested != nil })
            reply(.ready(work: training.work, verification: nil))
            obey(
                check: { .trained(trouble: training.trouble, training.source.identity, training.source.faults) },
                run: { iterations in for _ in 0..<iterations where training.trouble == nil { training.takeStep() } })
        }
        context.dismissTeam()
    }

    private func reply(_ reply: Answer) {
        answer.withLock { $0 = reply }
        answered.signal()
    }

    private func obey(check: () -> Answer, run: (Int) -> Void) {
        while true {
            wake.wait()
            switch order.withLock({ $0 }) {
            case .alone(let seconds): reply(alone(seconds, run))
            case .together(let seconds, let iterations): reply(together(seconds, iterations, run))
            case .check: reply(check())
            case .quit: return
            }
        }
    }

    private func alone(_ seconds: Double, _ run: (Int) -> Void) -> Answer {
        let sampler = Sampler(clock: MonotonicClock(), criterion: PrecisionCriterion(budgetSeconds: seconds))
        let series = sampler.series(
            shouldStop: { [interruption] in interruption.requested != nil },
            onProgress: { progress in
                if let median = progress.medianSeconds { self.latest.store(median.bitPattern, ordering: .relaxed) }
            }, run: run)
        guard let series, series.stopReason != .interrupted else { return .interrupted }
        return .alone(series.samples)
    }

    /// At least three batches: the first may begin before, and the last end after the others'.
    private func together(_ seconds: Double, _ iterations: Int, _ run: (Int) -> Void) -> Answer {
        var batches: [TimedBatch] = []
        batches.reserveCapacity(4096)
        let begin = monotonicRawNanoseconds(), end = begin + UInt64(seconds * 1e9)
        var start = begin
        while start < end || batches.count < 3 {
            if interruption.requested != nil { return .interrupted }
            run(iterations)
            let now = monotonicRawNanoseconds()
            batches.append(TimedBatch(startNanoseconds: start, endNanoseconds: now, iterations: iterations))
            latest.store((Double(now - start) * 1e-9 / Double(iterations)).bitPattern, ordering: .relaxed)
            start = now
        }
        return .together(batches)
    }
}
