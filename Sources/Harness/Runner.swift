// The loop over a plan: prepare, verify, sample, verify again, summarise, grade, save; one configuration after another.
// Leaves to others: what is printed (a listener of RunEvent), the statistics (Measurement), the file's text (Records).

import CPU
package import Measurement
package import Records
package import Workloads

/// Runs a plan on the calling thread, saving after every configuration.
package final class Runner {
    /// Writes the record's present state; throws when the file cannot be written.
    package typealias Save = (Record) throws -> Void

    let plan: [PlannedConfiguration]
    let catalogue: [any Benchmark]
    let context: Context
    let watcher: (any SeriesWatch)?
    let interruption: Interruption
    /// Starts the programs of engines; nil where none may be.
    let programs: (any ProgramRunning)?
    let clock = MonotonicClock()
    let clockQuality: ClockQuality
    let now: () -> String
    private let save: Save
    private let listener: (RunEvent) -> Void
    private(set) var record: Record
    /// What later configurations are held against.
    private(set) var measuredRoofs = MeasuredRoofs()

    /// `record` holds what an earlier, interrupted run completed; those configurations are not run again.
    package init(
        plan: [PlannedConfiguration], catalogue: [any Benchmark], record: Record, context: Context, watcher: (any SeriesWatch)?,
        interruption: Interruption, programs: (any ProgramRunning)? = nil, now: @escaping () -> String, save: @escaping Save,
        listener: @escaping (RunEvent) -> Void
    ) {
        self.plan = plan
        self.catalogue = catalogue
        self.record = record
        self.context = context
        self.watcher = watcher
        self.interruption = interruption
        self.programs = programs
        self.now = now
        self.save = save
        self.listener = listener
        clockQuality = ClockQuality.measured(clock)
        for measurement in record.measurements { measuredRoofs.note(measurement) }
    }

    package func run() throws -> RunResult {
        let done = Set(record.measurements.map(\.configuration.identifier))
        for (index, item) in plan.enumerated() where !done.contains(item.configuration.identifier) {
            if interruption.requested != nil { break }
            listener(.began(item, index: index, count: plan.count))
            guard let measurement = try measure(item) else { break }
            measuredRoofs.note(measurement)
            record.measurements.append(measurement)
            try save(record)
            listener(.finished(measurement, index: index, count: plan.count))
        }
        context.dismissTeam()
        if record.measurements.count == plan.count {
            record.finishedAt = now()
            try save(record)
        }
        return result()
    }

    func emit(_ event: RunEvent) { listener(event) }

    /// Nil where the run was interrupted before the configuration had a result.
    private func measure(_ item: PlannedConfiguration) throws -> MeasuredConfiguration? {
        guard let benchmark = catalogue.first(where: { $0.id == item.configuration.benchmark }) else {
            return empty(item, metric: .seconds, outcome: .skipped(reason: "this version has no such benchmark"))
        }
        let metric = benchmark.metric(of: item.configuration)
        if let reason = item.skip { return empty(item, metric: metric, outcome: .skipped(reason: reason)) }
        if let engine = item.engine { return measureEngine(engine, item, metric: metric, benchmark) }
        if let training = item.training { context.training = training }
        if case .contended(let instances) = item.configuration.course {
            return try measureContended(benchmark, item, instances: instances, metric: metric)
        }
        let prepared: Prepared
        do throws(WorkloadError) {
            prepared = try benchmark.prepare(item.configuration, in: context)
        } catch {
            return empty(item, metric: metric, outcome: Outcome(error))
        }
        if case .sustained(let seconds) = item.configuration.course {
            return try measureSustained(prepared, item, seconds: seconds, metric: metric)
        }
        switch prepared {
        case .kernel(let workload): return measureKernel(workload, item, metric: metric, benchmark)
        case .training(let training):
            return try measureTraining(training, item, metric: metric, benchmark)
        }
    }

    func empty(_ item: PlannedConfiguration, metric: Metric, outcome: Outcome) -> MeasuredConfiguration {
        MeasuredConfiguration(
            configuration: item.configuration, engine: item.engine?.title(version: nil) ?? "mettle",
            engineRevision: item.engine?.engine.file.revision ?? EngineRevision.cpu,
            engineMode: item.engine == nil && Catalogue.benchmark(item.configuration.benchmark)?.hasEngineModes == true
                ? context.engineMode : nil,
            outcome: outcome, startedAt: now(), metric: metric)
    }

    private func result() -> RunResult {
        let outcomes = record.measurements.map(\.outcome)
        return RunResult(
            record: record, completed: outcomes.filter(\.isCompleted).count,
            failed: outcomes.filter {
                if case .failed = $0 { true } else { false }
            }.count,
            skipped: outcomes.filter {
                if case .skipped = $0 { true } else { false }
            }.count,
            hadWrongAnswer: outcomes.contains {
                if case .failed(.wrongAnswer, _) = $0 { true } else { false }
            },
            interruptedBy: record.measurements.count < plan.count ? interruption.requested : nil,
            remaining: plan.count - record.measurements.count)
    }
}

/// What the runner asks of whoever watches the machine during a series.
package protocol SeriesWatch: AnyObject {
    func begin()
    /// The account since the last lap, or since the beginning; the series goes on.
    func lap() -> Watch?
    func end() -> Watch?
    /// Counts the time of this child of ours as ours, not as foreign; nil: of none.
    func follow(_ process: Int32?)
}

extension Outcome {
    /// Of a point that could not be prepared.
    init(_ error: WorkloadError) {
        switch error {
        case .doesNotFit, .unavailable: self = .skipped(reason: error.sentence)
        case .badConfiguration: self = .failed(kind: .data, reason: error.sentence)
        }
    }
}
