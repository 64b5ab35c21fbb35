// One kernel's configuration: verify, sample under watch, verify again, summarise, grade.
// Leaves to others: the sampling itself (Measurement.Sampler), trainings (Runner+Training).

import Datasets
import Measurement
import Records
import Workloads

extension Runner {
    /// Nil where the run was interrupted before there was a summary.
    func measureKernel(
        _ workload: any Workload, _ item: PlannedConfiguration, metric: Metric, _ benchmark: any Benchmark
    ) -> MeasuredConfiguration? {
        var measurement = empty(item, metric: metric, outcome: .completed)
        measurement.work = workload.work
        noteBeforehand(workload, in: &measurement)
        let verification = workload.verify()
        func failed(_ trouble: String) -> MeasuredConfiguration {
            empty(item, metric: metric, outcome: .failed(kind: .device, reason: trouble))
        }
        if let trouble = workload.trouble { return failed(trouble) }
        guard accept(verification, in: &measurement, when: "before timing") else { return measurement }
        let series = sample(
            item, work: workload.work, metric: metric, into: &measurement, shouldStop: { workload.trouble != nil },
            run: { workload.run(iterations: $0) })
        if let trouble = workload.trouble { return failed(trouble) }
        guard let series, series.stopReason != .interrupted else { return nil }
        let again = workload.verify()
        if let trouble = workload.trouble { return failed(trouble) }
        guard accept(again, in: &measurement, when: "after timing") else { return measurement }
        noteAfterwards(workload, item, in: &measurement)
        measurement.roof = measuredRoofs.entry(
            benchmark.roofs, for: item.configuration, precision: benchmark.roofPrecision(of: item.configuration), work: workload.work,
            workingSetBytes: workload.workingSetBytes, seconds: series.summary.medianSeconds)
        grade(&measurement)
        return measurement
    }

    /// What a workload says of itself before it runs.
    func noteBeforehand(_ workload: any Workload, in measurement: inout MeasuredConfiguration) {
        measurement.dataset = workload.dataset.map { DatasetEntry($0, faults: workload.photoFaults, named: record.namedPhotos) }
        if workload.dataset?.synthetic == true {
            measurement.caveats.append(
                Caveat(kind: .syntheticData, sentence: "Measured on generated photos, whose size and detail are a photo's."))
        }
        measurement.algorithms = workload.algorithms.map(AlgorithmEntry.init)
    }

    /// What it says once it ran.
    func noteAfterwards(_ workload: any Workload, _ item: PlannedConfiguration, in measurement: inout MeasuredConfiguration) {
        measurement.caveats += workload.caveats
        let losses = workload.losses.filter(\.loss.isFinite).map { LossPoint(step: $0.step, loss: $0.loss) }
        measurement.losses = losses.isEmpty ? nil : losses
        guard let threads = workload.observedThreads, threads < item.configuration.threads else { return }
        measurement.caveats.append(
            Caveat(
                kind: .undersubscribedTeam, value: Double(threads),
                sentence: "Only \(threads) of \(item.configuration.threads) threads took part."))
    }

    /// A wrong kernel is never timed, and one that went wrong while it was timed loses its figures.
    func accept(_ verification: Verification, in measurement: inout MeasuredConfiguration, when: String) -> Bool {
        // Infinity stands for “not a number” and has no place in a file; the largest finite number says as much.
        let error = verification.relativeError.isFinite ? verification.relativeError : .greatestFiniteMagnitude
        measurement.verification = VerificationEntry(relativeError: error, tolerance: verification.tolerance)
        if verification.passed { return true }
        fail(
            .wrongAnswer,
            "Its answer \(when) is off by \(error) where \(verification.tolerance) is allowed. This is a fault of Mettle; please report it.",
            in: &measurement)
        return false
    }

    /// What went wrong has no figures.
    func fail(_ kind: FailureKind, _ reason: String, in measurement: inout MeasuredConfiguration) {
        measurement.samples = []
        measurement.summary = nil
        measurement.watch = nil
        measurement.caveats = []
        measurement.outcome = .failed(kind: kind, reason: reason)
    }

    /// Samples `run` within the item's budget and writes what came of it into `measurement`. `between` is called before and after warming up, after
    /// calibrating and after each sample: what it does is not timed.
    func sample(
        _ item: PlannedConfiguration, work: Work, metric: Metric, into measurement: inout MeasuredConfiguration,
        mostIterations: Int? = nil, shouldStop: () -> Bool = { false }, between: (Progress) -> Void = { _ in }, run: (Int) -> Void
    ) -> Series? {
        var settings = SamplerSettings(seed: context.seed)
        if let mostIterations { settings.mostIterations = mostIterations }
        let sampler = Sampler(
            clock: clock, clockQuality: clockQuality, criterion: PrecisionCriterion(budgetSeconds: item.budgetSeconds),
            settings: settings)
        var drawn = clock.nowNanoseconds()
        watcher?.begin()
        let series = sampler.series(
            shouldStop: { [interruption] in interruption.requested != nil || shouldStop() },
            onProgress: { progress in
                between(progress)
                // Drawing takes time of this very thread: five times a second, between samples, is often enough.
                let now = clock.nowNanoseconds()
                guard now - drawn > 200_000_000 else { return }
                drawn = now
                if let median = progress.medianSeconds {
                    emit(.sampled(item, value: metric.value(seconds: median, work: work), relativeHalfWidth: progress.relativeHalfWidth))
                }
            }, run: run)
        measurement.watch = watcher?.end()
        guard let series else { return nil }
        measurement.samples = series.samples
        measurement.summary = series.summary
        measurement.caveats += series.caveats
        return series
    }

    /// Adds what the watcher saw to the caveats, and awards the grade. `relativeHalfWidth` is of the run's time where that is the figure.
    func grade(_ measurement: inout MeasuredConfiguration, relativeHalfWidth: Double? = nil) {
        if let watch = measurement.watch { measurement.caveats += watch.caveats }
        guard let summary = measurement.summary else { return }
        measurement.grade = Grade.awarded(
            relativeHalfWidth: relativeHalfWidth ?? summary.relativeHalfWidth, caveats: measurement.caveats)
    }
}

extension AlgorithmEntry {
    init(_ time: AlgorithmTime) { self.init(name: time.name, seconds: time.seconds, layer: time.layer) }
}
