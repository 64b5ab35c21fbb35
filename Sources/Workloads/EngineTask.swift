// What a program of others must be told to run a point of a benchmark, and what its samples then mean.
// Leaves to others: which programs there are, and running them (Harness).

package import Measurement
package import Networks

package struct EngineTask: Sendable, Equatable {
    /// Words of the point for the program's command line: `network`, `batch`, `rows`.
    package var words: [String: String]
    /// The work of one iteration: the same as Mettle's own, so that figures compare.
    package var work: Work
    /// Trained parameters that the program's network must have; nil where there is no network.
    package var parameterCount: Int?
    /// Nil where the point is no training.
    package var training: EngineTraining?

    package init(words: [String: String], work: Work, parameterCount: Int? = nil, training: EngineTraining? = nil) {
        self.words = words
        self.work = work
        self.parameterCount = parameterCount
        self.training = training
    }
}

/// The run that a program's training steps are scaled to. Its pixels are random numbers of its own.
package struct EngineTraining: Sendable, Equatable {
    package var network: String
    package var recipe: Recipe
    package var dataset: String
    package var trainImages: Int
    package var testImages: Int

    package var totalSteps: Int { recipe.epochs * ((trainImages + recipe.batch - 1) / recipe.batch) }
}

extension EngineTask {
    /// The training of a whole network: a step's work, and the run that steps are scaled to. The time of a step does not depend on what the
    /// pixels show.
    package static func training(
        _ network: Network, _ recipe: Recipe, dataset: String, trainImages: Int, testImages: Int
    ) -> EngineTask {
        EngineTask(
            words: [
                "phase": "train", "network": network.name, "batch": "\(recipe.batch)", "rate": "\(recipe.rate)",
                "momentum": "\(recipe.momentum)", "weight_decay": "\(recipe.weightDecay)",
                "optimizer": recipe.optimizer.rawValue.lowercased(), "label_smoothing": "\(recipe.labelSmoothing)",
            ],
            work: Work(operations: Double(network.trainingOperations(count: recipe.batch)), items: Double(recipe.batch)),
            parameterCount: network.parameterCount,
            training: EngineTraining(
                network: network.name, recipe: recipe, dataset: dataset, trainImages: trainImages, testImages: testImages))
    }
}

extension TrainingBenchmark {
    /// Of the size of the network's usual set. A part of a network is trained by Mettle alone.
    package func engineTask(for configuration: Configuration, training: TrainingSettings?) -> EngineTask? {
        guard network.firstTrained == 0 else { return nil }
        var recipe = Recipe.standard(for: network)
        if let epochs = training?.epochs { recipe.epochs = epochs }
        let set = TrainingSet(of: network)
        return .training(network, recipe, dataset: set.name, trainImages: set.trainImages, testImages: set.testImages)
    }
}

extension InferenceBenchmark {
    /// Several views of an image are Mettle's alone.
    package func engineTask(for configuration: Configuration, training: TrainingSettings?) -> EngineTask? {
        guard let batch = configuration[name: "batch"].flatMap({ Int($0) }), configuration[name: "views"] ?? "1" == "1" else { return nil }
        return EngineTask(
            words: ["phase": "infer", "network": network.name, "batch": "\(batch)"],
            work: Work(operations: Double(network.inferenceOperations(count: batch)), items: Double(batch)),
            parameterCount: network.parameterCount)
    }
}

extension GemmBenchmark {
    package func engineTask(for configuration: Configuration, training: TrainingSettings?) -> EngineTask? {
        guard let (rows, columns, depth) = configuration[name: "n"].flatMap(Self.sizes), let transpose = configuration[name: "transpose"]
        else { return nil }
        let element: Double = configuration.precision == "fp64" ? 8 : configuration.precision == "bf16" ? 2 : 4
        let read = Double(rows * depth + depth * columns)
        return EngineTask(
            words: ["rows": "\(rows)", "columns": "\(columns)", "depth": "\(depth)", "transpose": transpose],
            work: Work(
                bytesRead: element * read, bytesWritten: element * Double(rows * columns),
                operations: 2 * Double(rows) * Double(columns) * Double(depth)))
    }
}
