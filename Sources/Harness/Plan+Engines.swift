// The points of a plan that programs of others compute.
// Leaves to others: the axes (Plan+Points), what a word chooses (EngineChoice), running them (Runner+Engine).

import Measurement
import Records
import Workloads

extension Plan {
    /// Seconds that an engine's training is sampled for at most, also where a suite has Mettle run every step: an engine's is projected.
    static let mostEngineBudgetSeconds = 120.0

    /// The command line's engines replace the suite's. What an engine does not run is left out where the command line names it for a whole suite,
    /// and a mistake where the suite names it for this very benchmark.
    static func choices(
        of selection: Selection, benchmark: any Benchmark, options: PlanOptions
    ) throws(PlanError) -> [EngineChoice] {
        let isSuites = options.engines.isEmpty
        let choices = try EngineChoice.choices(isSuites ? selection.engines : options.engines, among: options.knownEngines)
        for case .other(let engine, _) in choices
        where isSuites && !engine.file.runs.contains(where: { $0.benchmarks.contains(benchmark.id) }) {
            throw .engineLacks(engine: engine.name, benchmark: benchmark.id)
        }
        return choices
    }

    /// One item an engine and variant.
    static func byEngines(
        _ point: Configuration, benchmark: any Benchmark, selection: Selection, options: PlanOptions, choices: [EngineChoice]
    ) throws(PlanError) -> [PlannedConfiguration] {
        var items: [PlannedConfiguration] = []
        let settings = TrainingSettings(mode: .project, epochs: selection.epochs, seed: selection.seeds.first ?? options.seed)
        let training = benchmark.isTraining ? settings : nil
        for case .other(let engine, let pattern) in choices {
            guard let run = engine.run(of: benchmark.id, precision: point.precision) else { continue }
            guard let task = benchmark.engineTask(for: point, training: training) else {
                if options.engines.isEmpty { throw .engineLacks(engine: engine.name, benchmark: benchmark.id) }
                continue
            }
            for variant in engine.variants(of: run, matching: pattern) {
                var configuration = point
                configuration.engine = ([engine.name] + (variant.map { [$0.name] } ?? [])).joined(separator: ":")
                let budget = min(selection.budgetSeconds ?? defaultBudgetSeconds, mostEngineBudgetSeconds)
                let planned = PlannedEngine(engine: engine, run: run, variant: variant, task: task)
                do throws(EngineProblem) {
                    // Words that the command asks for and nobody has are found now, not after an hour.
                    _ = try planned.call(for: configuration, budgetSeconds: budget, seed: settings.seed)
                } catch {
                    throw .badEngine(error)
                }
                let device = point.device == "cpu" ? nil : "no device \(point.device): this version measures the CPU alone"
                items.append(
                    PlannedConfiguration(
                        configuration: configuration, budgetSeconds: budget, training: training, engine: planned,
                        skip: device ?? engine.obstacle))
            }
        }
        return items
    }
}

extension PlannedEngine {
    /// Room for samples in an answer, and fewer than a whole run has steps, of which this is a part.
    var mostSamples: Int { min(10_000, max(2, (task.training?.totalSteps ?? .max) - 1)) }

    /// The command for a point, all its words filled in.
    func call(for configuration: Configuration, budgetSeconds: Double, seed: UInt64) throws(EngineProblem) -> ProgramCall {
        let sampler = SamplerSettings()
        var words = task.words
        for parameter in configuration.parameters where words[parameter.name] == nil { words[parameter.name] = parameter.value }
        words["benchmark"] = configuration.benchmark
        words["precision"] = configuration.precision ?? ""
        words["threads"] = "\(configuration.threads)"
        words["seed"] = "\(seed)"
        words["seconds"] = "\(budgetSeconds)"
        words["warm_up_seconds"] = "\(min(sampler.mostWarmUpSeconds, sampler.warmUpShareOfBudget * budgetSeconds))"
        // A training's sample is a step, so that a run can be made of them.
        words["sample_seconds"] = task.training == nil ? "\(sampler.sampleSeconds)" : "0"
        words["most_samples"] = "\(mostSamples)"
        // Twice the budget, since a single sample may be as long as all of it.
        return try engine.call(
            run.command + (variant?.arguments ?? []), words: words, limitSeconds: startSeconds + 2 * budgetSeconds)
    }
}
