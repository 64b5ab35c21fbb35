// One training's configuration: projected from single steps, or run whole.
// Leaves to others: steps (Workloads.Training), the loop over epochs (FullTraining), the statistics of a projection (Measurement).

import Datasets
import Measurement
import Networks
import Records
import Workloads

extension Runner {
    /// Nil where the run was interrupted before the training had a result.
    func measureTraining(
        _ training: Training, _ item: PlannedConfiguration, metric: Metric, roofs: [String]
    ) throws -> MeasuredConfiguration? {
        var measurement = empty(item, metric: metric, outcome: .completed)
        measurement.dataset = DatasetEntry(training.dataset.identity)
        let batch = training.recipe.batch
        let work = Work(operations: Double(training.network.trainingOperations(count: batch)), items: Double(batch))
        measurement.work = work
        let verification = try verify(training, item)
        measurement.verification = VerificationEntry(
            relativeError: verification.relativeError.isFinite ? verification.relativeError : .greatestFiniteMagnitude,
            tolerance: verification.tolerance)
        guard verification.passed else {
            measurement.outcome = .failed(
                kind: .wrongAnswer,
                reason: "A small network of the same layers differs from the reference by \(verification.relativeError) where "
                    + "\(verification.tolerance) is allowed. This is a fault of Mettle; please report it.")
            return measurement
        }
        addDataCaveats(training, to: &measurement)
        switch context.training.mode {
        case .project: guard project(training, item, work, metric, into: &measurement) else { return nil }
        case .full: guard try runWhole(training, item, work, into: &measurement) else { return nil }
        }
        if let summary = measurement.summary {
            measurement.roof = measuredRoofs.entry(roofs, for: item.configuration, work: work, seconds: summary.medianSeconds)
        }
        return measurement
    }

    private func verify(_ training: Training, _ item: PlannedConfiguration) throws -> Verification {
        try NetworkCheck.verify(training.network, makeExecutor: context.executorMaker(for: item.configuration))
    }

    private func addDataCaveats(_ training: Training, to measurement: inout MeasuredConfiguration) {
        let identity = training.dataset.identity
        if identity.synthetic {
            measurement.caveats.append(
                Caveat(
                    kind: .syntheticData,
                    sentence: "Trained on generated images, not on CIFAR-10: the time is real, an accuracy would mean nothing."))
        } else if let label = identity.accuracyLabel {
            measurement.caveats.append(Caveat(kind: .altered, sentence: "The data set is not the published one byte for byte: \(label)."))
        }
    }

    /// Samples single steps on full batches; the run's time follows from them. False where interrupted.
    private func project(
        _ training: Training, _ item: PlannedConfiguration, _ work: Work, _ metric: Metric, into measurement: inout MeasuredConfiguration
    ) -> Bool {
        let series = sample(item, work: work, metric: metric, into: &measurement) { iterations in
            for _ in 0..<iterations {
                // A short last batch is another workload: it is taken, but the next full one is what is timed.
                training.takeStep()
            }
        }
        guard let series, series.stopReason != .interrupted else { return false }
        let recipe = training.recipe
        let projection = Projection.projected(
            setupSeconds: training.constructionSeconds, stepSeconds: series.samples.map(\.seconds),
            length: RunLength(epochs: recipe.epochs, images: training.dataset.training.count, batch: recipe.batch), seed: context.seed)
        measurement.training = entry(
            training, runSeconds: projection.seconds, interval: projection.intervalSeconds, projected: true)
        measurement.training?.measuredSteps = series.samples.reduce(0) { $0 + $1.iterations }
        measurement.training?.layers = layers(training)
        measurement.caveats.append(projection.caveat)
        grade(&measurement, relativeHalfWidth: projection.relativeHalfWidth)
        return true
    }

    /// Runs every step and tests. False where interrupted: a training starts again when the run is resumed.
    private func runWhole(
        _ training: Training, _ item: PlannedConfiguration, _ work: Work, into measurement: inout MeasuredConfiguration
    ) throws -> Bool {
        var drawn: UInt64 = 0
        let whole = FullTraining(
            training: training,
            progress: { [self] step, loss, rate, left in
                let now = clock.nowNanoseconds()
                guard now - drawn > 500_000_000 else { return }
                drawn = now
                emit(.trained(item, step: step, total: training.totalSteps, loss: loss, imagesPerSecond: rate, secondsLeft: left))
            }, shouldStop: { [interruption] in interruption.requested != nil })
        watcher?.begin()
        let result = try whole.run()
        measurement.watch = watcher?.end()
        guard result.isComplete else { return false }
        measurement.samples = result.samples
        measurement.summary = Summary(samples: result.samples, seed: context.seed, looks: .once)
        let seconds = training.constructionSeconds + result.stepSeconds
        let projection = Projection.singleRun(
            totalSeconds: seconds, stepSeconds: result.samples.map(\.seconds), seed: context.seed)
        var entry = entry(training, runSeconds: seconds, interval: projection.intervalSeconds, projected: false)
        entry.measuredSteps = training.step
        entry.epochSeconds = result.epochSeconds
        entry.evaluationSeconds = result.evaluationSeconds
        // Of images that were made up, an accuracy would say nothing.
        entry.accuracy = training.dataset.identity.synthetic ? nil : result.accuracy
        entry.learned = training.hasLearned
        entry.layers = layers(training)
        measurement.training = entry
        measurement.caveats.append(projection.caveat)
        grade(&measurement, relativeHalfWidth: projection.relativeHalfWidth)
        return true
    }

    private func entry(_ training: Training, runSeconds: Double, interval: Interval?, projected: Bool) -> TrainingEntry {
        let recipe = training.recipe
        return TrainingEntry(
            network: training.network.name,
            recipe: RecipeEntry(
                batch: recipe.batch, epochs: recipe.epochs, rate: recipe.rate, momentum: recipe.momentum, weightDecay: recipe.weightDecay,
                seed: training.seed),
            trainImages: training.dataset.training.count, testImages: training.dataset.test.count, runSeconds: runSeconds,
            runSecondsInterval: interval, projected: projected, measuredSteps: 0, totalSteps: training.totalSteps,
            constructionSeconds: training.constructionSeconds,
            losses: training.losses.filter { $0.loss.isFinite }.map { LossPoint(step: $0.step, loss: $0.loss) }, peakBytes: training.bytes)
    }

    private func layers(_ training: Training) -> [LayerEntry] {
        training.layerFigures.map {
            LayerEntry(layer: $0.layer, name: $0.name, phase: $0.phase, seconds: $0.seconds, operations: $0.operations)
        }
    }
}
