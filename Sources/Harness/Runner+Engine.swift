// One configuration computed by a program of others: run it under watch, check its answer, summarise its samples, grade them.
// Leaves to others: the answer's form (EngineAnswer), what a plan asks for (Plan+Engines), starting processes (ProgramRunning).

import Measurement
import Networks
import Records
import Workloads

extension Runner {
    /// Nil where the run was interrupted before the program had ended.
    func measureEngine(_ planned: PlannedEngine, _ item: PlannedConfiguration, metric: Metric, _ benchmark: any Benchmark)
        -> MeasuredConfiguration?
    {
        // Our threads spin: they would compute against the program's.
        context.dismissTeam()
        var measurement = empty(item, metric: metric, outcome: .completed)
        let name = planned.engine.name
        guard let programs else {
            measurement.outcome = .skipped(reason: "this run has no way of starting other programs")
            return measurement
        }
        do throws(EngineProblem) {
            let call = try planned.call(
                for: item.configuration, budgetSeconds: item.budgetSeconds, seed: item.training?.seed ?? context.seed)
            let (result, watch) = run(call, item, on: programs)
            if result.ending == .stopped { return nil }
            let answer = try EngineAnswer.read(result, of: planned.engine, program: call.program)
            measurement.engine = planned.title(version: answer.version)
            measurement.engineComponents = answer.components
            let samples = try answer.samples(
                engine: name, most: planned.mostSamples, wallSeconds: result.seconds, parameterCount: planned.task.parameterCount)
            measurement.watch = watch
            conclude(samples, answer, planned, item, into: &measurement)
        } catch {
            switch error {
            case .programMissing, .refused: measurement.outcome = .skipped(reason: error.sentence)
            default: measurement.outcome = .failed(kind: .engine, reason: error.sentence)
            }
            return measurement
        }
        if let summary = measurement.summary, let work = measurement.work {
            measurement.roof = measuredRoofs.entry(benchmark.roofs, for: item.configuration, work: work, seconds: summary.medianSeconds)
        }
        return measurement
    }

    /// The watch begins anew where the program says that it begins to sample, so that loading and compiling are no disturbances of it.
    private func run(
        _ call: ProgramCall, _ item: PlannedConfiguration, on programs: any ProgramRunning
    ) -> (result: ProgramResult, watch: Watch?) {
        var isWatching = false
        var drawn = clock.nowNanoseconds()
        let result = programs.run(
            call,
            started: { [self] process in
                watcher?.follow(process)
                watcher?.begin()
                isWatching = true
            },
            line: { [self] in if EngineAnswer.isSamplingMark($0) { watcher?.begin() } },
            shouldStop: { [self] in
                let now = clock.nowNanoseconds()
                if now - drawn > 500_000_000 {
                    drawn = now
                    emit(.waiting(item))
                }
                return interruption.requested != nil
            })
        guard isWatching else { return (result, nil) }
        var watch = watcher?.end()
        watcher?.follow(nil)
        // These are counted of our own threads alone.
        watch?.involuntarySwitches = nil
        watch?.majorFaults = nil
        watch?.minorFaults = nil
        return (result, watch)
    }

    private func conclude(
        _ samples: [Sample], _ answer: EngineAnswer, _ planned: PlannedEngine, _ item: PlannedConfiguration,
        into measurement: inout MeasuredConfiguration
    ) {
        measurement.work = planned.task.work
        measurement.samples = samples
        // Sampling ended by time, not by what the interval looked like.
        guard let summary = Summary(samples: samples, seed: context.seed, looks: .once) else { return }
        measurement.summary = summary
        let criterion = PrecisionCriterion(budgetSeconds: item.budgetSeconds)
        measurement.caveats += Caveat.ofSeries(
            samples: samples, summary: summary, warmUp: WarmUp(), stopReason: .budgetEnded, aim: criterion.aimedRelativeHalfWidth,
            budgetSeconds: item.budgetSeconds)
        guard let training = planned.task.training else {
            grade(&measurement)
            return
        }
        let recipe = training.recipe
        let projection = Projection.projected(
            setupSeconds: answer.constructionSeconds ?? 0, stepSeconds: samples.map(\.seconds),
            length: RunLength(epochs: recipe.epochs, images: training.trainImages, batch: recipe.batch), seed: context.seed)
        measurement.dataset = DatasetEntry(name: "synthetic-" + training.dataset, synthetic: true)
        measurement.training = TrainingEntry(
            network: training.network,
            recipe: RecipeEntry(recipe, seed: item.training?.seed ?? context.seed, testViews: recipe.testViews),
            trainImages: training.trainImages, testImages: training.testImages, runSeconds: projection.seconds,
            runSecondsInterval: projection.intervalSeconds, projected: true, measuredSteps: samples.reduce(0) { $0 + $1.iterations },
            totalSteps: training.totalSteps, constructionSeconds: answer.constructionSeconds, peakBytes: answer.peakBytes)
        measurement.caveats.append(
            Caveat(
                kind: .syntheticData,
                sentence:
                    "The engine trained on random pixels in memory\(recipe.augmentation == .none ? "" : ", neither decoded nor varied"): "
                    + "the time of its steps is real, an accuracy would mean nothing."))
        measurement.caveats.append(projection.caveat)
        grade(&measurement, relativeHalfWidth: projection.relativeHalfWidth)
    }
}
