// One configuration as many single-threaded instances at once, one a core, against one instance alone.
// Leaves to others: an instance and its thread (ContendedInstance), the sum (Measurement.Contention).

import Datasets
import Measurement
import Records
import Workloads

extension Runner {
    /// The share of the budget in which one instance runs alone.
    private static let aloneShare = 0.35
    /// So many batches of an instance at least, so that the sum's samples show its spread.
    private static let batches = 100.0

    /// Nil where the run was interrupted.
    func measureContended(
        _ benchmark: any Benchmark, _ item: PlannedConfiguration, instances count: Int, metric: Metric
    ) throws -> MeasuredConfiguration? {
        var measurement = empty(item, metric: metric, outcome: .completed)
        // The threads of a team would spin beside the instances.
        context.dismissTeam()
        guard let setting = try setting(benchmark, item, count, into: &measurement) else { return measurement }
        let order = context.surroundings.processorOrder
        let processors = order.count >= count ? Array(order.prefix(count)) : Array(0..<count)
        var instances: [ContendedInstance] = []
        defer { for instance in instances { instance.quit() } }
        var work = Work()
        for processor in processors {
            if interruption.requested != nil { return nil }
            let instance = ContendedInstance(setting, processor: processor, interruption: interruption)
            instances.append(instance)
            guard let found = ready(instance, into: &measurement) else { return measurement }
            work = found
        }
        // Rates of instances add up; a latency stays each one's own.
        measurement.work = metric.higherIsBetter ? work.times(count) : work
        // One instance alone, then all.
        let budget = item.budgetSeconds
        instances[0].give(.alone(seconds: budget * Self.aloneShare))
        guard case .alone(let alone) = answer(of: instances[0], item, work, metric, count: 1) else { return nil }
        let each = alone.map(\.seconds).sorted()[alone.count / 2]
        let together = budget * (1 - Self.aloneShare)
        let iterations = max(1, Int((max(0.01, together / Self.batches) / each).rounded()))
        watcher?.begin()
        for instance in instances { instance.give(.together(seconds: together, iterations: iterations)) }
        let answers = instances.map { answer(of: $0, item, work, metric, count: count) }
        measurement.watch = watcher?.end()
        let batches = answers.compactMap { if case .together(let batches) = $0 { batches } else { nil } }
        guard batches.count == count else { return nil }
        guard check(instances, item, work, metric, into: &measurement) else { return measurement }
        conclude(
            batches, alone: alone, iterations: iterations, processors, pinned: instances.count(where: \.isPinned), into: &measurement)
        return measurement
    }

    /// Nil, with the outcome in the measurement, where the data set or the reference stands in the way.
    private func setting(
        _ benchmark: any Benchmark, _ item: PlannedConfiguration, _ count: Int, into measurement: inout MeasuredConfiguration
    ) throws -> ContendedSetting? {
        var surroundings = context.surroundings
        surroundings.availableBytes /= count
        if let reason = benchmark.obstacle(to: item.configuration, in: surroundings) {
            measurement.outcome = .skipped(reason: "\(count) instances share the memory: \(reason)")
            return nil
        }
        var dataset: Dataset?
        var photos: [PhotoCollection: PhotoSet] = [:]
        if benchmark.isTraining {
            do throws(WorkloadError) {
                // One small network stands for all: the instances run the same code.
                guard case .training(let training) = try benchmark.prepare(item.configuration, in: context) else { return nil }
                if let collection = PhotoTask.standard(for: training.network)?.collection {
                    photos[collection] = try context.photos(collection)
                } else {
                    dataset = try context.dataset()
                }
                measurement.dataset = DatasetEntry(training.source.identity)
                measurement.algorithms = training.algorithms.map(AlgorithmEntry.init)
                addDataCaveats(training, to: &measurement)
                guard accept(try check(training, item), in: &measurement, when: "on a small network of the same layers") else { return nil }
            } catch {
                measurement.outcome = Outcome(error)
                return nil
            }
            context.dismissTeam()
        }
        return ContendedSetting(
            benchmark: benchmark, configuration: item.configuration, surroundings: surroundings, seed: context.seed,
            reproducible: context.reproducible, precise: context.precise, algorithm: context.algorithm, chooser: context.chooser,
            training: context.training, dataset: dataset, photos: photos)
    }

    private func check(_ training: Training, _ item: PlannedConfiguration) throws(WorkloadError) -> Verification {
        do {
            return try verify(training, item)
        } catch let error as WorkloadError {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
    }

    /// The work of an instance that is prepared and right; else nil, with the outcome in the measurement.
    private func ready(_ instance: ContendedInstance, into measurement: inout MeasuredConfiguration) -> Work? {
        switch wait(for: instance) {
        case .ready(let work, let verification):
            if let verification, !accept(verification, in: &measurement, when: "before timing") { return nil }
            return work
        case .refused(let error):
            measurement.outcome = Outcome(error)
            return nil
        default: return nil
        }
    }

    private func wait(for instance: ContendedInstance) -> ContendedInstance.Answer {
        while true { if let answer = instance.await(seconds: 1) { return answer } }
    }

    /// Waits, and shows meanwhile what the instances come to.
    private func answer(
        of instance: ContendedInstance, _ item: PlannedConfiguration, _ work: Work, _ metric: Metric, count: Int
    ) -> ContendedInstance.Answer {
        while true {
            if let answer = instance.await(seconds: 0.4) { return answer }
            if let seconds = instance.latestSeconds {
                emit(
                    .sampled(
                        item, value: metric.value(seconds: seconds, work: metric.higherIsBetter ? work.times(count) : work),
                        relativeHalfWidth: nil))
            }
        }
    }

    /// False, with the outcome in the measurement, where an instance gives wrong answers after it ran beside others.
    private func check(
        _ instances: [ContendedInstance], _ item: PlannedConfiguration, _ work: Work, _ metric: Metric,
        into measurement: inout MeasuredConfiguration
    ) -> Bool {
        for instance in instances { instance.give(.check) }
        for instance in instances {
            switch wait(for: instance) {
            case .checked(let verification) where !accept(verification, in: &measurement, when: "after timing"): return false
            case .trained(let trouble, let identity, let faults):
                // All instances read the same photos.
                measurement.dataset = DatasetEntry(identity, faults: faults, named: record.namedPhotos)
                if let trouble {
                    fail(.data, trouble, in: &measurement)
                    return false
                }
            default: continue
            }
        }
        return true
    }

    private func conclude(
        _ batches: [[TimedBatch]], alone: [Sample], iterations: Int, _ processors: [Int], pinned: Int,
        into measurement: inout MeasuredConfiguration
    ) {
        measurement.samples = Contention.combined(batches, iterations: iterations)
        let common = Contention.common(batches)
        guard let summary = Summary(samples: measurement.samples, seed: context.seed, looks: .once), common.allSatisfy({ !$0.isEmpty })
        else {
            measurement.samples = []
            measurement.outcome = .failed(
                kind: .data, reason: "The instances hardly ran at the same time: the budget is too short for one iteration. Raise --budget."
            )
            return
        }
        measurement.summary = summary
        measurement.contention = ContentionEntry(
            alone: InstanceEntry(processor: processors[0], samples: alone),
            instances: zip(processors, common).map { InstanceEntry(processor: $0, samples: $1.map(\.sample)) })
        if pinned < processors.count {
            measurement.caveats.append(
                Caveat(
                    kind: .undersubscribedTeam, value: Double(pinned),
                    sentence: "Only \(pinned) of \(processors.count) instances were kept on a processor of their own."))
        }
        grade(&measurement)
    }
}

extension Work {
    /// That of several instances.
    fileprivate func times(_ count: Int) -> Work {
        let n = Double(count)
        return Work(
            bytesRead: bytesRead * n, bytesWritten: bytesWritten * n, busBytes: busBytes.map { $0 * n }, operations: operations * n,
            executedOperations: executedOperations.map { $0 * n }, items: items * n)
    }
}
