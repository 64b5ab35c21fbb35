// How a network is trained: batch, epochs, optimiser.
// Leaves to others: the loop (Workloads), the arithmetic of a step (Executor).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// How gradients move parameters, in which batches and how often. Applied to every trained parameter, biases and batch-norm scales included.
package struct Recipe: Sendable, Hashable, Codable {
    /// What makes a step of a gradient g.
    package enum Optimizer: String, Sendable, Hashable, Codable {
        /// With momentum and weight decay as PyTorch's: g' = g + decay·w; v = momentum·v + g'; w = w − rate·v.
        case sgd = "SGD"
        /// Two moments, the first with `momentum`; decay beside the gradient (see `AdamW`).
        case adamW = "AdamW"
    }

    package var optimizer: Optimizer
    package var batch: Int
    package var epochs: Int
    package var rate: Double
    package var momentum: Double
    package var weightDecay: Double
    /// The share of each label that is spread evenly over all classes (see `target`). Source: Szegedy et al., “Rethinking the Inception
    /// architecture”, 2015.
    package var labelSmoothing: Double
    package var schedule: Schedule
    package var augmentation: Augmentation
    /// Views of each test image whose probabilities are averaged (test-time augmentation).
    package var testViews: Int

    /// How the rate moves over a run.
    package enum Schedule: String, Sendable, Hashable, Codable {
        case constant
        /// Linearly up from a twentieth over the first fifth of the steps, then down to zero along half a cosine. Source: Smith, Topin,
        /// “Super-convergence”, 2017, in fastai's later form.
        case oneCycle = "one cycle"
    }

    /// How training images are varied.
    package enum Augmentation: String, Sendable, Hashable, Codable {
        case none
        /// A random part of the photograph, resized, and every second one mirrored.
        case cropsAndFlips = "random crops and flips"
    }

    package init(
        _ optimizer: Optimizer = .sgd, batch: Int = 128, epochs: Int = 5, rate: Double = 0.05, momentum: Double = 0.9,
        weightDecay: Double = 5e-4, labelSmoothing: Double = 0,
        schedule: Schedule = .constant, augmentation: Augmentation = .none, testViews: Int = 1
    ) {
        self.optimizer = optimizer
        self.batch = batch
        self.epochs = epochs
        self.rate = rate
        self.momentum = momentum
        self.weightDecay = weightDecay
        self.labelSmoothing = labelSmoothing
        self.schedule = schedule
        self.augmentation = augmentation
        self.testViews = testViews
    }

    /// The recipe with the rate of a step, counted over all epochs of a run of `total`.
    package func at(step: Int, of total: Int) -> Recipe {
        guard schedule == .oneCycle, total > 0 else { return self }
        let place = Double(step) / Double(total), rising = 0.2
        var now = self
        now.rate =
            place < rising ? rate * (0.05 + 0.95 * place / rising) : rate * 0.5 * (1 + cos(.pi * (place - rising) / (1 - rising)))
        return now
    }
}
