// The layers of a network, as data.
// Leaves to others: computing them (Executor), counting their work (Network+Counts).

/// A 2-D convolution with symmetric zero padding. Weights [out][in][kernel][kernelWidth], bias [out].
package struct Convolution: Sendable, Hashable {
    package var inputs: Int
    package var outputs: Int
    /// Rows of the kernel, and its columns: as many, in networks.
    package var kernel: Int
    package var kernelWidth: Int
    package var stride: Int
    package var padding: Int
    package var hasBias: Bool

    package init(
        _ inputs: Int, _ outputs: Int, kernel: Int = 3, kernelWidth: Int? = nil, stride: Int = 1, padding: Int = 1, hasBias: Bool = true
    ) {
        self.inputs = inputs
        self.outputs = outputs
        self.kernel = kernel
        self.kernelWidth = kernelWidth ?? kernel
        self.stride = stride
        self.padding = padding
        self.hasBias = hasBias
    }
}

/// A fully connected layer. Weights [out][in], bias [out].
package struct Dense: Sendable, Hashable {
    package var inputs: Int
    package var outputs: Int
    package init(_ inputs: Int, _ outputs: Int) {
        self.inputs = inputs
        self.outputs = outputs
    }
}

/// Batch normalisation over N, H, W of each channel, as PyTorch's BatchNorm2d: epsilon inside the root, the biased variance
/// normalises, running statistics (unbiased variance) move by `momentum` and serve inference. Scale gamma [c], shift beta [c].
package struct BatchNormalisation: Sendable, Hashable {
    package var channels: Int
    package var epsilon: Double
    package var momentum: Double
    package init(_ channels: Int, epsilon: Double = 1e-5, momentum: Double = 0.1) {
        self.channels = channels
        self.epsilon = epsilon
        self.momentum = momentum
    }
}

package enum Layer: Sendable, Hashable {
    case convolution(Convolution)
    case batchNormalisation(BatchNormalisation)
    case relu
    /// Square window; padding never wins; the first of equal values (row by row) takes the gradient. Odd rests are dropped.
    case maxPool(size: Int, stride: Int, padding: Int = 0)
    /// One pixel from a whole map.
    case globalPool(GlobalPool)
    case flatten
    case dense(Dense)
    /// Training: a value survives with probability 1 − rate and is scaled by 1 / (1 − rate); inference: identity.
    case dropout(rate: Double)
    /// Value `from` once more (the input of layer `from`, which stands earlier): what follows is computed beside what came between.
    case branch(from: Int)
    /// The sum of what precedes and value `value` (the input of layer `value`), as a residual connection has it.
    case add(value: Int)
}

package enum GlobalPool: String, Sendable, Hashable {
    /// The mean of each channel's map.
    case average
    /// The largest of each map (the first of equals takes the gradient), and after all those the means: twice the channels.
    case largestAndAverage
}
