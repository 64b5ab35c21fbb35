// The end-to-end training of a network of the catalogue, on CIFAR-10 (`vgg16-bn/train`) or on photographs (`catsdogs-cnn/train`).
// Leaves to others: steps and epochs (Training), projecting a whole run from single steps (Harness).

import CPU
import Datasets
package import Measurement
package import Networks

package struct TrainingBenchmark: Benchmark {
    package let network: Network

    package init(_ network: Network) { self.network = network }

    package var id: String { network.name + (network.firstTrained > 0 ? "/train-head" : "/train") }
    package var summary: String {
        let recipe = Recipe.standard(for: network)
        let what = network.firstTrained > 0 ? "train the head of \(network.name)" : "train \(network.name)"
        return "\(what) on \(TrainingSet(of: network).title): \(recipe.epochs) epochs, batch \(recipe.batch), \(recipe.optimizer.rawValue)"
    }
    package func metric(of configuration: Configuration) -> Metric { .itemsPerSecond }
    package var precisions: [String] { Precision.allCases.map(\.rawValue) }
    package var revision: Int { network.revision }
    package var hasInstructionSets: Bool { true }
    package var isTraining: Bool { true }
    package var hasEngineModes: Bool { true }
    package var roof: String? { "peak/fma" }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        if let obstacle = configuration.precisionObstacle { return obstacle }
        let needed = network.activationBytes(count: Recipe.standard(for: network).batch) * 2
        guard surroundings.availableBytes > 0, needed > surroundings.availableBytes else { return nil }
        return WorkloadError.doesNotFit(needed: needed, available: surroundings.availableBytes).sentence
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        var recipe = Recipe.standard(for: network)
        if let epochs = context.training.epochs { recipe.epochs = epochs }
        let source = try context.batchSource(for: network, batch: recipe.batch, configuration)
        guard source.trainingCount >= recipe.batch else {
            throw .unavailable(
                "The training part has \(source.trainingCount) images, fewer than one batch of \(recipe.batch): more photos are needed.")
        }
        let maker = context.executorMaker(for: configuration, .training)
        do {
            return .training(
                try Training(network: network, recipe: recipe, seed: context.training.seed, source: source) {
                    try maker(network, recipe.batch)
                })
        } catch let error as WorkloadError {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
    }
}
