// What must agree for two end-to-end results to stand in one ranking.
// Leaves to others: kernels' keys for `compare` (ComparabilityKey in Records), and the engine, which a row shows instead.

import Measurement
import Records

/// Benchmark and revision, precision, data set, image count and recipe; how images are varied and in how many views they are tested belongs to that.
/// The seed differs between runs, and the engine between published and measured rows: neither parts a ranking, and a row names its engine. A synthetic
/// data set falls into the class of the one that it stands for, so that its rows can be shown there without a rank.
package struct ComparabilityClass: Sendable, Hashable {
    package var benchmark: String
    package var revision: Int
    package var precision: String
    package var dataset: String
    package var trainImages: Int
    package var batch: Int
    package var epochs: Int
    package var rate: Double
    package var momentum: Double
    package var weightDecay: Double
    package var labelSmoothing: Double
    /// Empty for SGD with momentum at a constant rate.
    package var optimizer: String
    /// Empty where training images are not varied.
    package var augmentation: String
    package var testViews: Int

    package init(
        benchmark: String, revision: Int, precision: String, dataset: String, trainImages: Int, batch: Int, epochs: Int, rate: Double,
        momentum: Double, weightDecay: Double, labelSmoothing: Double = 0, optimizer: String = "", augmentation: String = "",
        testViews: Int = 1
    ) {
        self.benchmark = benchmark
        self.revision = revision
        self.precision = precision
        self.dataset = dataset
        self.trainImages = trainImages
        self.batch = batch
        self.epochs = epochs
        self.rate = rate
        self.momentum = momentum
        self.weightDecay = weightDecay
        self.labelSmoothing = labelSmoothing
        self.optimizer = optimizer
        self.augmentation = augmentation
        self.testViews = testViews
    }

    /// nil for a result without an end-to-end part.
    init?(_ measured: MeasuredConfiguration) {
        guard let training = measured.training else { return nil }
        self.init(
            benchmark: measured.configuration.benchmark, revision: measured.configuration.revision,
            precision: measured.configuration.precision ?? "", dataset: Self.realName(measured.dataset?.name ?? ""),
            trainImages: training.trainImages, batch: training.recipe.batch, epochs: training.recipe.epochs, rate: training.recipe.rate,
            momentum: training.recipe.momentum, weightDecay: training.recipe.weightDecay,
            labelSmoothing: training.recipe.labelSmoothing ?? 0,
            optimizer: training.recipe.optimizer ?? "", augmentation: training.recipe.augmentation ?? "",
            testViews: training.recipe.testViews ?? 1)
    }

    /// `synthetic-cifar-10` stands for `cifar-10`.
    private static func realName(_ name: String) -> String {
        let prefix = "synthetic-"
        return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    }

    /// `cloud-check` of `cloud-check/train`.
    package var network: String { String(benchmark.prefix { $0 != "/" }) }
}
