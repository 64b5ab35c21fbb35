// Whether one measurement agrees with itself: outcome against figures, samples against summary, training against its recipe.
// Leaves to others: the record around it (RecordValidation), whether a machine can be so fast (Leaderboard).

import Measurement

extension MeasuredConfiguration {
    /// Everything that contradicts itself, with paths that begin with `path`.
    package func problems(at path: JSONPath, recompute: Record.SummaryRecomputing? = nil) -> [RecordProblem] {
        var check = RecordCheck(base: path)
        check.require(Self.isBenchmark(configuration.benchmark), "configuration.benchmark", "“\(configuration.benchmark)” is no id.")
        check.require(configuration.revision > 0, "configuration.revision", "revisions begin at 1.")
        check.require(configuration.threads >= 0, "configuration.threads", "there are no fewer than 0 threads (0: not stated).")
        check.require(engineRevision >= 0, "engine_revision", "a revision is not negative (0: not stated).")
        check.time(startedAt, "started_at")
        dataset?.collectProblems(&check)
        if let roof { check.require(roof.fraction > 0, "roof.fraction", "a fraction of the roof is above 0.") }
        if let verification { check.require(verification.relativeError >= 0, "verification.relative_error", "an error is not negative.") }
        checkOutcome(&check)
        checkSamples(&check, recompute: recompute)
        checkWatch(&check)
        training?.collectProblems(&check)
        let steps = (losses ?? []).map(\.step)
        check.require(zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 }, "losses", "losses stand in the order of their steps.")
        checkCourse(&check)
        return check.problems
    }

    /// `gemm`, `memory/bandwidth`: small letters, digits and hyphens, parted by one slash.
    private static func isBenchmark(_ id: String) -> Bool {
        let parts = id.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count <= 2
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains($0) }
            }
    }

    private func checkOutcome(_ check: inout RecordCheck) {
        switch outcome {
        case .completed:
            check.require(summary != nil || training != nil, "outcome", "it is completed and has no figure.")
            guard let verification else { return }
            check.require(
                verification.relativeError <= verification.tolerance, "verification",
                "it is completed though its error \(verification.relativeError) is above \(verification.tolerance).")
        case .skipped(let reason):
            check.require(!reason.isEmpty, "outcome.reason", "what is skipped has a reason.")
            check.require(samples.isEmpty && summary == nil && training == nil, "outcome", "it is skipped and has figures.")
        case .failed(let kind, let reason):
            check.require(!reason.isEmpty, "outcome.reason", "what failed has a reason.")
            if kind == .wrongAnswer { check.require(summary == nil, "outcome", "a wrong answer is never timed, and this one is.") }
        }
    }

    private func checkSamples(_ check: inout RecordCheck, recompute: Record.SummaryRecomputing?) {
        // The first that is wrong stands for all: a record may hold a million.
        if let index = samples.firstIndex(where: { $0.iterations <= 0 || $0.nanoseconds == 0 }) {
            let (run, place) = samples.placeInRuns(of: index)
            let path = JSONPath("samples").appending(run)
            check.require(samples[index].iterations > 0, path.appending("iterations"), "a sample has at least one iteration.")
            check.require(samples[index].nanoseconds > 0, path.appending("nanoseconds").appending(place), "a sample takes time.")
        }
        guard let summary, samples.allSatisfy({ $0.iterations > 0 }) else { return }
        check.require(
            summary.sampleCount == samples.count, "summary.sample_count",
            "\(summary.sampleCount) samples are counted, \(samples.count) stand here.")
        check.ordered(summary.intervalSeconds, "summary.interval_seconds")
        check.require(summary.deviationSeconds >= 0, "summary.deviation_seconds", "a deviation is not negative.")
        let isAscending = zip(summary.outliers, summary.outliers.dropFirst()).allSatisfy { $0 < $1 }
        let isInside = summary.outliers.allSatisfy { samples.indices.contains($0) }
        check.require(isAscending && isInside, "summary.outliers", "outliers are indices of samples in ascending order.")
        if let median = samples.medianSeconds {
            check.require(
                summary.medianSeconds.isNear(median), "summary.median_seconds",
                "\(summary.medianSeconds) is not the samples’ median, \(median).")
        }
        guard let again = recompute?(samples, summary) else { return }
        check.require(summary.deviationSeconds.isNear(again.deviationSeconds), "summary.deviation_seconds", "the samples do not give it.")
        let isSame =
            summary.intervalSeconds.lower.isNear(again.intervalSeconds.lower)
            && summary.intervalSeconds.upper.isNear(again.intervalSeconds.upper)
        check.require(isSame, "summary.interval_seconds", "the samples do not give it.")
    }

    private func checkCourse(_ check: inout RecordCheck) {
        switch configuration.course {
        case .sustained(let seconds):
            check.require(seconds > 0, "configuration.course", "a course takes time.")
            check.require(!outcome.isCompleted || sustained != nil, "sustained", "a sustained course has windows.")
        case .contended(let instances):
            check.require(instances > 0, "configuration.course", "there is at least one instance.")
            check.require(!outcome.isCompleted || contention != nil, "contention", "a contended course has instances.")
        case nil:
            check.require(sustained == nil && contention == nil, "configuration.course", "it has what only a course has, and names none.")
        }
        sustained?.collectProblems(&check, samples: samples)
        contention?.collectProblems(&check, course: configuration.course)
    }

    private func checkWatch(_ check: inout RecordCheck) {
        guard let watch else { return }
        check.require(watch.seconds >= 0, "watch.seconds", "a time is not negative.")
        check.share(watch.stealFraction, "watch.steal_fraction")
        check.share(watch.foreignFraction, "watch.foreign_fraction")
        check.require((watch.joules == nil) == (watch.energySource == nil), "watch", "energy and its source stand together.")
    }
}

extension TrainingEntry {
    func collectProblems(_ check: inout RecordCheck) {
        check.require(runSeconds > 0, "training.run_seconds", "a run takes time.")
        check.ordered(runSecondsInterval, "training.run_seconds_interval")
        check.require(
            (0...max(runSeconds, 0)).contains(inputWaitSeconds ?? 0), "training.input_wait_seconds", "it is a part of the run's seconds.")
        check.require(trainImages > 0, "training.train_images", "training has images.")
        check.require(recipe.batch > 0 && recipe.epochs > 0, "training.recipe", "batch and epochs are at least 1.")
        check.require(
            recipe.labelSmoothing.map { $0 > 0 && $0 < 1 } ?? true, "training.recipe",
            "label smoothing lies between 0 and 1, both excluded.")
        check.require(recipe.testViews.map { $0 > 1 } ?? true, "training.recipe", "one test view is what is meant where none are named.")
        check.require(
            measuredSteps > 0 && measuredSteps <= totalSteps, "training.measured_steps", "they lie from 1 to the total of \(totalSteps).")
        if projected {
            check.require(measuredSteps < totalSteps, "training.projected", "every step was run: that is no projection.")
            check.require(accuracy == nil && learned == nil, "training.accuracy", "a projected run has none.")
        } else {
            check.require(measuredSteps == totalSteps, "training.measured_steps", "it is not projected, and not every step was run.")
        }
        check.share(accuracy, "training.accuracy")
        check.share(accuracyRange?.lower, "training.accuracy_range.lower")
        check.share(accuracyRange?.upper, "training.accuracy_range.upper")
        check.ordered(accuracyRange, "training.accuracy_range")
        let isAscending = zip(losses, losses.dropFirst()).allSatisfy { $0.step < $1.step }
        check.require(isAscending, "training.losses", "losses stand in the order of their steps.")
        check.require(losses.last.map { $0.step <= totalSteps } ?? true, "training.losses", "there is a loss after the last step.")
        for (index, layer) in layers.enumerated() {
            let path = JSONPath("training.layers").appending(index)
            check.require(layer.seconds >= 0, path.appending("seconds"), "a time is not negative.")
            check.require(layer.operations >= 0, path.appending("operations"), "operations are not negative.")
            check.require((layer.executedOperations ?? 0) >= 0, path.appending("executed_operations"), "operations are not negative.")
            check.require((layer.bytesRead ?? 0) >= 0 && (layer.bytesWritten ?? 0) >= 0, path, "bytes are not negative.")
            check.require((layer.bytesRead == nil) == (layer.bytesWritten == nil), path, "bytes read and bytes written stand together.")
        }
    }
}

extension [Sample] {
    /// The median of seconds per iteration: of an even number, the mean of the middle two.
    var medianSeconds: Double? {
        guard !isEmpty else { return nil }
        let sorted = map(\.seconds).sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}

extension Double {
    /// Equal but for the last digits, in which another order of summing may differ.
    fileprivate func isNear(_ other: Double) -> Bool { abs(self - other) <= 1e-12 * Swift.max(abs(self), abs(other)) }
}
