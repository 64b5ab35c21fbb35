// What an end-to-end training run adds to a configuration's result: run time, losses, accuracy, layer times.
// Leaves to others: running it (Workloads), pricing it (Prices).

package import Measurement

package struct TrainingEntry: Sendable, Equatable, Codable {
    package var network: String
    package var recipe: RecipeEntry
    package var trainImages: Int
    package var testImages: Int
    /// Seconds of the whole training: network construction and start included, evaluation and download not (MISSION E1).
    package var runSeconds: Double
    package var runSecondsInterval: Interval?
    /// Those of `runSeconds` in which training waited for its next batch: reading, decoding, normalising that nothing hid; scaled as they are.
    package var inputWaitSeconds: Double?
    /// True when `runSeconds` was scaled from `measuredSteps` steps, false when every step was run.
    package var projected: Bool
    package var measuredSteps: Int
    package var totalSteps: Int
    package var constructionSeconds: Double?
    package var epochSeconds: [Double]
    package var evaluationSeconds: Double?
    /// Mean loss of single batches: at the first and then every 50th.
    package var losses: [LossPoint]
    /// Share of test images classified rightly, 0…1; nil when not run.
    package var accuracy: Double?
    /// For published rows that give a range.
    package var accuracyRange: Interval?
    /// Whether the run learned: the last loss lies clearly below ln(classes). nil when projected.
    package var learned: Bool?
    package var peakBytes: Int?
    package var layers: [LayerEntry]

    package init(
        network: String, recipe: RecipeEntry, trainImages: Int, testImages: Int, runSeconds: Double, runSecondsInterval: Interval? = nil,
        inputWaitSeconds: Double? = nil, projected: Bool, measuredSteps: Int, totalSteps: Int, constructionSeconds: Double? = nil,
        epochSeconds: [Double] = [],
        evaluationSeconds: Double? = nil, losses: [LossPoint] = [], accuracy: Double? = nil, accuracyRange: Interval? = nil,
        learned: Bool? = nil, peakBytes: Int? = nil, layers: [LayerEntry] = []
    ) {
        self.network = network
        self.recipe = recipe
        self.trainImages = trainImages
        self.testImages = testImages
        self.runSeconds = runSeconds
        self.runSecondsInterval = runSecondsInterval
        self.inputWaitSeconds = inputWaitSeconds
        self.projected = projected
        self.measuredSteps = measuredSteps
        self.totalSteps = totalSteps
        self.constructionSeconds = constructionSeconds
        self.epochSeconds = epochSeconds
        self.evaluationSeconds = evaluationSeconds
        self.losses = losses
        self.accuracy = accuracy
        self.accuracyRange = accuracyRange
        self.learned = learned
        self.peakBytes = peakBytes
        self.layers = layers
    }
}

package struct RecipeEntry: Sendable, Equatable, Hashable, Codable {
    package var batch: Int
    package var epochs: Int
    package var rate: Double
    package var momentum: Double
    package var weightDecay: Double
    package var seed: UInt64?
    /// The share of each label that was spread evenly over all classes; nil: none.
    package var labelSmoothing: Double?
    /// In words where it is not SGD with momentum at a constant rate: `AdamW, one cycle`.
    package var optimizer: String?
    /// How training images were varied, in words; nil where they were not.
    package var augmentation: String?
    /// Views of each test image whose probabilities were averaged; nil: one.
    package var testViews: Int?

    package init(
        batch: Int, epochs: Int, rate: Double, momentum: Double, weightDecay: Double, seed: UInt64? = nil, optimizer: String? = nil,
        labelSmoothing: Double? = nil, augmentation: String? = nil, testViews: Int? = nil
    ) {
        self.batch = batch
        self.epochs = epochs
        self.rate = rate
        self.momentum = momentum
        self.weightDecay = weightDecay
        self.seed = seed
        self.labelSmoothing = labelSmoothing
        self.optimizer = optimizer
        self.augmentation = augmentation
        self.testViews = testViews
    }
}

package struct LossPoint: Sendable, Equatable, Codable {
    package var step: Int
    package var loss: Double
    package init(step: Int, loss: Double) {
        self.step = step
        self.loss = loss
    }
}

/// Time of one layer in one phase of a training step, summed over the profiled steps and divided by their number.
package struct LayerEntry: Sendable, Equatable, Codable {
    package var layer: Int
    package var name: String
    /// `forward`, `backward_data`, `backward_weights`, `update`.
    package var phase: String
    package var seconds: Double
    /// Useful operations of that phase in one step; 0 for memory-bound layers.
    package var operations: Double
    /// Operations really executed where the algorithm makes them others than the useful ones (Winograd); nil where equal.
    package var executedOperations: Double?
    /// The least bytes that the phase must move, each tensor once; nil in records of before they were counted.
    package var bytesRead: Double?
    package var bytesWritten: Double?
    package var algorithm: String?

    package init(
        layer: Int, name: String, phase: String, seconds: Double, operations: Double, executedOperations: Double? = nil,
        bytesRead: Double? = nil, bytesWritten: Double? = nil, algorithm: String? = nil
    ) {
        self.layer = layer
        self.name = name
        self.phase = phase
        self.seconds = seconds
        self.operations = operations
        self.executedOperations = executedOperations
        self.bytesRead = bytesRead
        self.bytesWritten = bytesWritten
        self.algorithm = algorithm
    }
}
