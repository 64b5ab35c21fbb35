// A small transformer that continues text, and where its parameters lie.
// Sources: Radford et al., “Language models are unsupervised multitask learners”, 2019 (GPT-2: pre-norm, GELU with tanh, learned positions).
// Leaves to others: the arithmetic (Reference+Decoder, CPU.DecoderTrainer, CPU.DecoderGenerator).

import Measurement

/// Sizes of a decoder. Each layer adds to a stream of `width` numbers a position: x += attention(norm(x)), then x += MLP(norm(x)).
package struct DecoderNetwork: Sendable, Equatable {
    package var vocabulary: Int
    /// Positions that it knows.
    package var context: Int
    package var layers: Int
    package var width: Int
    package var heads: Int

    package init(vocabulary: Int = 256, context: Int = 256, layers: Int = 6, width: Int = 384, heads: Int = 6) {
        precondition(width % heads == 0, "\(width) numbers for \(heads) heads")
        self.vocabulary = vocabulary
        self.context = context
        self.layers = layers
        self.width = width
        self.heads = heads
    }

    package var headWidth: Int { width / heads }
    package var hidden: Int { 4 * width }
    package static let epsilon = 1e-5

    /// Multiplications and additions of one sequence's pass: matrices, and the attention of each position to itself and those before it.
    /// `asked`: of how many positions it is asked what follows them; nil: of all.
    package func forwardOperations(length: Int, asked: Int? = nil) -> Double {
        let matrices = Double(layers * 12 * width * width) * Double(length) + Double(width * vocabulary) * Double(asked ?? length)
        let pairs = Double(length) * Double(length + 1) / 2
        return 2 * (matrices + Double(layers * 2 * width) * pairs)
    }

    /// Of a training step: the backward pass has two products for each of the forward one.
    package func trainingOperations(length: Int, sequences: Int) -> Double { 3 * forwardOperations(length: length) * Double(sequences) }
}

/// A matrix [inputs][outputs] whose last row, if it has a bias, is the bias: what a 1 at the end of each input meets.
package struct DecoderMatrix: Sendable, Equatable {
    package var offset: Int
    package var inputs: Int
    package var outputs: Int
    package var hasBias: Bool

    package var rows: Int { inputs + (hasBias ? 1 : 0) }
    package var count: Int { rows * outputs }
}

/// Where parameters lie in one array: norms are gamma and then beta.
package struct DecoderLayout: Sendable, Equatable {
    package struct Layer: Sendable, Equatable {
        package var firstNorm: Int
        /// Outputs: queries, keys, values, each head after head.
        package var attention: DecoderMatrix
        package var projection: DecoderMatrix
        package var secondNorm: Int
        package var up: DecoderMatrix
        package var down: DecoderMatrix
    }
    /// [vocabulary][width] and [context][width].
    package var tokens: Int
    package var positions: Int
    package var layers: [Layer]
    package var lastNorm: Int
    package var head: DecoderMatrix
    package var count: Int

    package init(_ network: DecoderNetwork) {
        let width = network.width
        var place = 0
        func take(_ count: Int) -> Int {
            defer { place += count }
            return place
        }
        func matrix(_ inputs: Int, _ outputs: Int, hasBias: Bool = true) -> DecoderMatrix {
            let offset = take((inputs + (hasBias ? 1 : 0)) * outputs)
            return DecoderMatrix(offset: offset, inputs: inputs, outputs: outputs, hasBias: hasBias)
        }
        tokens = take(network.vocabulary * width)
        positions = take(network.context * width)
        layers = (0..<network.layers).map { _ in
            Layer(
                firstNorm: take(2 * width), attention: matrix(width, 3 * width), projection: matrix(width, width),
                secondNorm: take(2 * width), up: matrix(width, network.hidden), down: matrix(network.hidden, width))
        }
        lastNorm = take(2 * width)
        head = matrix(width, network.vocabulary, hasBias: false)
        count = place
    }

    package var matrices: [DecoderMatrix] { layers.flatMap { [$0.attention, $0.projection, $0.up, $0.down] } + [head] }

    /// The parameters that weight decay pulls at: embeddings and matrices, without biases and norms.
    package var decayed: [Range<Int>] {
        [tokens..<layers[0].firstNorm] + matrices.map { $0.offset..<$0.offset + $0.inputs * $0.outputs }
    }
}

extension DecoderNetwork {
    /// GPT-2's start: N(0, 0.02), what adds to the stream N(0, 0.02 / √(2 · layers)); biases 0, norms 1 and 0. A number depends on its place alone.
    package func initialParameters(seed: UInt64) -> [Float] {
        let layout = DecoderLayout(self), random = Philox(seed: seed, stream: RandomStream.weights)
        var values = [Float](repeating: 0, count: layout.count)
        func fill(_ range: Range<Int>, deviation: Double) {
            for index in range { values[index] = Float(deviation * random.normal(index)) }
        }
        fill(layout.tokens..<layout.layers[0].firstNorm, deviation: 0.02)
        let added = 0.02 / Double(2 * layers).squareRoot()
        for layer in layout.layers {
            for norm in [layer.firstNorm, layer.secondNorm] { for index in norm..<norm + width { values[index] = 1 } }
            for matrix in [layer.attention, layer.projection, layer.up, layer.down] {
                fill(
                    matrix.offset..<matrix.offset + matrix.inputs * matrix.outputs,
                    deviation: matrix == layer.projection || matrix == layer.down ? added : 0.02)
            }
        }
        for index in layout.lastNorm..<layout.lastNorm + width { values[index] = 1 }
        fill(layout.head.offset..<layout.head.offset + layout.head.count, deviation: 0.02)
        return values
    }
}
