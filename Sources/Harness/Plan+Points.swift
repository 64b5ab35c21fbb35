// The product of one selection's axes.
// Leaves to others: what a value means to a benchmark (Benchmark.expand), and what cannot run (Benchmark.obstacle).

import CPU
import Measurement
import Records
import Workloads

extension Plan {
    static func points(
        of benchmark: any Benchmark, selection: Selection, options: PlanOptions, surroundings: Surroundings
    ) throws(PlanError) -> [PlannedConfiguration] {
        let known = benchmark.parameters.map(\.name)
        if let stranger = selection.parameters.keys.sorted().first(where: { !known.contains($0) }) {
            throw .unknownParameter(benchmark: benchmark.id, name: stranger, known: known)
        }
        let threads = try threadCounts(of: benchmark, selection: selection, options: options, surroundings: surroundings)
        var teams: [(threads: Int, products: [[Parameter]])] = []
        for count in threads {
            // A size like `llc` is another one for another team.
            let lists = try expandedParameters(of: benchmark, selection: selection, surroundings: surroundings.forTeam(of: count))
            teams.append((count, product(lists)))
        }
        let choices = try choices(of: selection, benchmark: benchmark, options: options)
        let own = choices.contains(.mettle)
        let precisions = try precisions(of: benchmark, selection: selection, options: options, choices: choices)
        let sets = try instructionSets(of: benchmark, selection: selection, surroundings: surroundings)
        var items: [PlannedConfiguration] = []
        for device in options.devices {
            for precision in precisions {
                for place in 0..<(teams.map(\.products.count).max() ?? 0) {
                    let here = teams.filter { place < $0.products.count }
                    func point(_ parameters: [Parameter], _ threads: Int, _ set: String?) -> Configuration {
                        Configuration(
                            benchmark: benchmark.id, revision: benchmark.revision, parameters: parameters, device: device, threads: threads,
                            instructionSet: set, precision: precision)
                    }
                    if own, precision.map(benchmark.precisions.contains) ?? true {
                        for set in sets {
                            for team in here {
                                items += planned(
                                    point(team.products[place], team.threads, set), benchmark: benchmark, selection: selection,
                                    options: options, surroundings: surroundings)
                            }
                        }
                    }
                    for team in here {
                        items += try byEngines(
                            point(team.products[place], team.threads, nil), benchmark: benchmark, selection: selection, options: options,
                            choices: choices)
                    }
                }
            }
        }
        return items
    }

    /// One item, or one for each seed of a full training.
    private static func planned(
        _ configuration: Configuration, benchmark: any Benchmark, selection: Selection, options: PlanOptions, surroundings: Surroundings
    ) -> [PlannedConfiguration] {
        var skip = configuration.device == "cpu" ? nil : "no device \(configuration.device): this version measures the CPU alone"
        if skip == nil, let set = configuration.instructionSet.flatMap(InstructionSet.init(rawValue:)),
            !surroundings.instructionSets.contains(set)
        {
            skip = "this processor has no \(set.rawValue)"
        }
        if skip == nil { skip = benchmark.obstacle(to: configuration, in: surroundings) }
        let budget = selection.budgetSeconds ?? defaultBudgetSeconds
        guard benchmark.isTraining else {
            return [PlannedConfiguration(configuration: configuration, budgetSeconds: budget, training: nil, skip: skip)]
        }
        let seeds = selection.seeds.isEmpty ? [options.seed] : selection.seeds
        return seeds.map { seed in
            var point = configuration
            if seeds.count > 1 { point.parameters.append(Parameter("seed", String(seed))) }
            let settings = TrainingSettings(mode: selection.mode, epochs: selection.epochs, seed: seed)
            return PlannedConfiguration(configuration: point, budgetSeconds: budget, training: settings, skip: skip)
        }
    }

    private static func expandedParameters(
        of benchmark: any Benchmark, selection: Selection, surroundings: Surroundings
    ) throws(PlanError) -> [[Parameter]] {
        var lists: [[Parameter]] = []
        for declaration in benchmark.parameters {
            var values: [Parameter] = []
            for value in selection.parameters[declaration.name] ?? declaration.defaults {
                do throws(WorkloadError) {
                    values += try benchmark.expand(parameter: declaration.name, value: value, in: surroundings).map {
                        Parameter(declaration.name, $0)
                    }
                } catch {
                    throw .badValue(benchmark: benchmark.id, axis: declaration.name, value: value, reason: error.sentence)
                }
            }
            lists.append(values)
        }
        return lists
    }

    private static func threadCounts(
        of benchmark: any Benchmark, selection: Selection, options: PlanOptions, surroundings: Surroundings
    ) throws(PlanError) -> [Int] {
        let asked = !options.threads.isEmpty ? options.threads : selection.threads.isEmpty ? ["all"] : selection.threads
        var counts: [Int] = []
        for text in asked {
            let meant: [Int]
            if text == "all" {
                meant = [surroundings.processors]
            } else if text == "scaling" {
                meant = surroundings.scalingTeams
            } else if let number = Int(text), number > 0, number <= 1024 {
                meant = [number]
            } else {
                throw .badValue(
                    benchmark: benchmark.id, axis: "threads", value: text,
                    reason: "is neither `all` nor `scaling` nor a number from 1 to 1024.")
            }
            for count in meant {
                let most = min(count, benchmark.maximumThreads ?? count)
                if !counts.contains(most) { counts.append(most) }
            }
        }
        return counts
    }

    private static func precisions(
        of benchmark: any Benchmark, selection: Selection, options: PlanOptions, choices: [EngineChoice]
    ) throws(PlanError) -> [String?] {
        if benchmark.precisions.isEmpty { return [nil] }
        // An engine may compute in precisions in which Mettle itself does not.
        var known = choices.contains(.mettle) ? benchmark.precisions : []
        for case .other(let engine, _) in choices {
            for run in engine.file.runs where run.benchmarks.contains(benchmark.id) { known += run.precisions ?? benchmark.precisions }
        }
        for value in selection.precisions where !known.contains(value) && !benchmark.precisions.contains(value) {
            throw .badValue(
                benchmark: benchmark.id, axis: "precision", value: value,
                reason: "is none of \(benchmark.precisions.joined(separator: ", ")).")
        }
        let listed = selection.precisions.isEmpty ? [benchmark.precisions[0]] : selection.precisions
        // On the command line a precision chooses among what the suite has; a benchmark without it is left out.
        return (options.precisions.isEmpty ? listed : options.precisions).filter(known.contains)
    }

    private static func instructionSets(
        of benchmark: any Benchmark, selection: Selection, surroundings: Surroundings
    ) throws(PlanError) -> [String?] {
        guard benchmark.hasInstructionSets else { return [nil] }
        var sets: [String?] = []
        for name in selection.instructionSets.isEmpty ? ["best"] : selection.instructionSets {
            switch name {
            case "best": sets.append(surroundings.instructionSets.last?.rawValue)
            case "all": sets += surroundings.instructionSets.map(\.rawValue)
            default:
                guard InstructionSet(rawValue: name) != nil else {
                    let known = InstructionSet.allCases.map(\.rawValue).joined(separator: ", ")
                    throw .badValue(
                        benchmark: benchmark.id, axis: "instruction set", value: name, reason: "is none of best, all, \(known).")
                }
                sets.append(name)
            }
        }
        var unique: [String?] = []
        for set in sets where !unique.contains(set) { unique.append(set) }
        return unique
    }

    private static func product(_ lists: [[Parameter]]) -> [[Parameter]] {
        lists.reduce([[]]) { partial, list in partial.flatMap { head in list.map { head + [$0] } } }
    }
}
