// How a network is trained: batch, epochs, optimiser.
// Leaves to others: the loop (Workloads), the arithmetic of a step (Executor).

/// SGD with momentum and weight decay as PyTorch's: g' = g + decay·w; v = momentum·v + g'; w = w − rate·v. Applied to every
/// trained parameter, biases and batch-norm scales included.
package struct Recipe: Sendable, Hashable, Codable {
    package var batch: Int
    package var epochs: Int
    package var rate: Double
    package var momentum: Double
    package var weightDecay: Double

    package init(batch: Int = 128, epochs: Int = 5, rate: Double = 0.05, momentum: Double = 0.9, weightDecay: Double = 5e-4) {
        self.batch = batch
        self.epochs = epochs
        self.rate = rate
        self.momentum = momentum
        self.weightDecay = weightDecay
    }
}
