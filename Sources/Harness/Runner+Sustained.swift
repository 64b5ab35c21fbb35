// One configuration without a pause until the machine is warm: windows with their sensors, and where the speed settled.
// Leaves to others: the windows (Measurement.SustainedRun), the rule (Measurement.SteadyState).

import Datasets
import Measurement
import Records
import Workloads

extension Runner {
    /// Nil where the run was interrupted: what was broken off says nothing of a warm machine.
    func measureSustained(
        _ prepared: Prepared, _ item: PlannedConfiguration, seconds: Double, metric: Metric
    ) throws -> MeasuredConfiguration? {
        var measurement = empty(item, metric: metric, outcome: .completed)
        let work: Work
        let run: (Int) -> Void
        switch prepared {
        case .kernel(let workload):
            work = workload.work
            noteBeforehand(workload, in: &measurement)
            let verification = workload.verify()
            if let trouble = workload.trouble { return failed(item, metric, trouble) }
            guard accept(verification, in: &measurement, when: "before timing") else { return measurement }
            run = { workload.run(iterations: $0) }
        case .training(let training):
            work = training.work
            measurement.dataset = DatasetEntry(training.source.identity)
            measurement.algorithms = training.algorithms.map(AlgorithmEntry.init)
            guard accept(try verify(training, item), in: &measurement, when: "on a small network of the same layers") else {
                return measurement
            }
            addDataCaveats(training, to: &measurement)
            // Decoding belongs to a run's first epoch alone, and would look like a cold machine.
            training.fillCache(shouldStop: { [interruption] in interruption.requested != nil })
            run = { iterations in for _ in 0..<iterations where training.trouble == nil { training.takeStep() } }
        }
        measurement.work = work
        guard let windows = sample(item, seconds: seconds, metric: metric, work: work, into: &measurement, run: run) else { return nil }
        switch prepared {
        case .kernel(let workload):
            let verification = workload.verify()
            if let trouble = workload.trouble { return failed(item, metric, trouble) }
            guard accept(verification, in: &measurement, when: "after timing") else { return measurement }
            noteAfterwards(workload, item, in: &measurement)
        case .training(let training):
            measurement.dataset = DatasetEntry(training.source.identity, faults: training.source.faults, named: record.namedPhotos)
            if let trouble = training.trouble {
                fail(.data, trouble, in: &measurement)
                return measurement
            }
        }
        conclude(windows, seconds: seconds, into: &measurement)
        return measurement
    }

    /// Of what went wrong outside Mettle, a disk or a peer.
    private func failed(_ item: PlannedConfiguration, _ metric: Metric, _ trouble: String) -> MeasuredConfiguration {
        empty(item, metric: metric, outcome: .failed(kind: .device, reason: trouble))
    }

    private func sample(
        _ item: PlannedConfiguration, seconds: Double, metric: Metric, work: Work, into measurement: inout MeasuredConfiguration,
        run: (Int) -> Void
    ) -> [SustainedWindow]? {
        var drawn = clock.nowNanoseconds()
        watcher?.begin()
        let windows = SustainedRun(clock: clock, seconds: seconds).windows(
            shouldStop: { [interruption] in interruption.requested != nil }, sense: { [watcher] in watcher?.lap() },
            onWindow: { window in
                let now = clock.nowNanoseconds()
                guard now - drawn > 400_000_000 else { return }
                drawn = now
                emit(.sampled(item, value: metric.value(seconds: window.sample.seconds, work: work), relativeHalfWidth: nil))
            }, run: run)
        measurement.watch = watcher?.end()
        return windows
    }

    /// The settled windows are the samples; of a run that did not settle, the last third.
    private func conclude(_ windows: [SustainedWindow], seconds: Double, into measurement: inout MeasuredConfiguration) {
        let state = SteadyState(windows)
        let samples = windows.suffix(windows.count - (state?.firstWindow ?? 0)).map(\.sample)
        measurement.samples = samples
        measurement.summary = Summary(samples: samples, seed: context.seed, looks: .once)
        measurement.sustained = SustainedEntry(
            windows: windows, firstIterationSeconds: state?.firstSeconds ?? windows[0].sample.seconds,
            settledAfterSeconds: state?.settledAfterSeconds, tolerance: state?.tolerance ?? SteadyState.leastTolerance)
        if state?.isSettled != true { measurement.caveats.append(.unsettled(after: seconds, isTooShort: state == nil)) }
        if measurement.summary == nil {
            measurement.sustained = nil
            measurement.samples = []
            measurement.outcome = .failed(
                kind: .data, reason: "One window is all that \(TimeText.words(seconds)) had room for. Choose a longer time for --sustain.")
            return
        }
        grade(&measurement)
        // Heat is what the course is about: it stands in the windows and is no disturbance.
        let heat: Set<Caveat.Kind> = [.throttling, .clockDrop]
        measurement.caveats.removeAll { heat.contains($0.kind) }
        if let summary = measurement.summary {
            measurement.grade = Grade.awarded(relativeHalfWidth: summary.relativeHalfWidth, caveats: measurement.caveats)
        }
    }
}
