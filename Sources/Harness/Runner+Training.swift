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
        _ training: Training, _ item: PlannedConfiguration, metric: Metric, _ benchmark: any Benchmark
    ) throws -> MeasuredConfiguration? {
        var measurement = empty(item, metric: metric, outcome: .completed)
        measurement.dataset = DatasetEntry(training.source.identity)
        let work = training.work
        measurement.work = work
        measurement.algorithms = training.algorithms.map(AlgorithmEntry.init)
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
            measurement.roof = measuredRoofs.entry(
                benchmark.roofs, for: item.configuration, precision: benchmark.roofPrecision(of: item.configuration), work: work,
                seconds: summary.medianSeconds)
        }
        // Which photos cannot be decoded is known when they were met.
        measurement.dataset = DatasetEntry(training.source.identity, faults: training.source.faults, named: record.namedPhotos)
        return measurement
    }

    func verify(_ training: Training, _ item: PlannedConfiguration) throws -> Verification {
        try NetworkCheck.verify(
            training.network, item.configuration.networkBounds,
            makeExecutor: context.executorMaker(for: item.configuration, .verification))
    }

    func addDataCaveats(_ training: Training, to measurement: inout MeasuredConfiguration) {
        let identity = training.source.identity
        if identity.synthetic {
            measurement.caveats.append(
                Caveat(
                    kind: .syntheticData,
                    sentence: "Trained on generated images: the time is real, an accuracy would mean nothing."
                        + (training.source.standInReason.map { " " + $0 } ?? "")))
        } else if let label = identity.accuracyLabel {
            measurement.caveats.append(Caveat(kind: .altered, sentence: "The data set is not the published one byte for byte: \(label)."))
        }
    }

    /// Samples single steps on full batches; the run's time follows from them. False where interrupted.
    ///
    /// Photos are decoded once, in a run's first epoch. Here that is done beforehand, and its time is added once: as if nothing hid it, as it is
    /// where the team has every processor.
    private func project(
        _ training: Training, _ item: PlannedConfiguration, _ work: Work, _ metric: Metric, into measurement: inout MeasuredConfiguration
    ) -> Bool {
        training.fillCache(shouldStop: { [interruption] in interruption.requested != nil })
        // A short last batch is another workload: it is trained on between two samples. No sample is longer than the full steps of an epoch.
        var iterations = 1
        var before = (images: 0, inputSeconds: 0.0)
        let series = sample(
            item, work: work, metric: metric, into: &measurement,
            mostIterations: max(1, training.source.trainingCount / training.recipe.batch),
            shouldStop: { training.trouble != nil },
            between: { progress in
                // What warming up and calibrating waited for is not part of any sample.
                if progress.sampleCount == 0 { before = (training.images, training.inputSeconds) }
                training.passShortBatch(within: iterations)
            },
            run: { count in
                iterations = count
                for _ in 0..<count where training.trouble == nil { training.takeStep() }
            })
        if let trouble = training.trouble {
            fail(.data, trouble, in: &measurement)
            return true
        }
        guard let series, series.stopReason != .interrupted else { return false }
        let recipe = training.recipe
        let projection = Projection.projected(
            setupSeconds: training.constructionSeconds + training.fillSeconds, stepSeconds: series.samples.map(\.seconds),
            length: RunLength(epochs: recipe.epochs, images: training.source.trainingCount, batch: recipe.batch), seed: context.seed)
        measurement.training = entry(
            training, runSeconds: projection.seconds, interval: projection.intervalSeconds, projected: true)
        measurement.training?.measuredSteps = series.samples.reduce(0) { $0 + $1.iterations }
        let perImage = (training.inputSeconds - before.inputSeconds) / Double(training.images - before.images)
        let waiting = training.fillSeconds + perImage * Double(recipe.epochs * training.source.trainingCount)
        measurement.training?.inputWaitSeconds = min(waiting, projection.seconds)
        measurement.training?.layers = layers(training)
        measurement.caveats.append(projection.caveat)
        if context.reproducible { measurement.caveats += reproducibleCost(training, item) }
        grade(&measurement, relativeHalfWidth: projection.relativeHalfWidth)
        return true
    }

    /// What the same step would take if work were claimed instead of split.
    private func reproducibleCost(_ training: Training, _ item: PlannedConfiguration) -> [Caveat] {
        let maker = context.executorMaker(for: item.configuration, .training, isReproducible: false)
        guard let cost = training.cost(over: { try maker(training.network, training.recipe.batch) }) else { return [] }
        return [
            Caveat(
                kind: .reproducibleCost, value: cost,
                sentence:
                    "Reproducible: the same bits each time; a step takes \(Figure.percent(abs(cost))) \(cost < 0 ? "less" : "more") for it."
            )
        ]
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
        if let trouble = training.trouble {
            fail(.data, trouble, in: &measurement)
            return true
        }
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
        entry.inputWaitSeconds = min(training.inputSeconds, seconds)
        // Of images that were made up, an accuracy would say nothing.
        entry.accuracy = training.source.identity.synthetic ? nil : result.accuracy
        entry.learned = training.hasLearned
        entry.layers = layers(training)
        measurement.training = entry
        measurement.caveats.append(projection.caveat)
        if result.accuracy == nil {
            measurement.caveats.append(
                Caveat(kind: .altered, sentence: "None of the test photos can be decoded: the time stands, an accuracy there is none."))
        }
        grade(&measurement, relativeHalfWidth: projection.relativeHalfWidth)
        return true
    }

    private func entry(_ training: Training, runSeconds: Double, interval: Interval?, projected: Bool) -> TrainingEntry {
        let recipe = training.recipe
        return TrainingEntry(
            network: training.network.name,
            recipe: RecipeEntry(recipe, seed: training.seed, testViews: min(recipe.testViews, training.source.testViews)),
            trainImages: training.source.trainingCount, testImages: training.source.testCount, runSeconds: runSeconds,
            runSecondsInterval: interval, projected: projected, measuredSteps: 0, totalSteps: training.totalSteps,
            constructionSeconds: training.constructionSeconds,
            losses: training.losses.filter { $0.loss.isFinite }.map { LossPoint(step: $0.step, loss: $0.loss) }, peakBytes: training.bytes)
    }

    private func layers(_ training: Training) -> [LayerEntry] {
        training.layerFigures.map {
            LayerEntry(
                layer: $0.layer, name: $0.name, phase: $0.phase, seconds: $0.seconds, operations: $0.work.operations,
                executedOperations: $0.work.executedOperations, bytesRead: $0.work.bytesRead, bytesWritten: $0.work.bytesWritten,
                algorithm: $0.algorithm)
        }
    }
}
