// A network as data: an input shape, layers in order, and the loss (softmax cross-entropy over the last layer's outputs).
// Leaves to others: work counts (Network+Counts), parameters (Network+Parameters), the catalogue (Network+Catalogue).

package struct Network: Sendable, Hashable {
    package let name: String
    package let input: Shape
    package let layers: [Layer]
    /// shapes[i] is the input of layer i; shapes[layers.count] is the network's output.
    package let shapes: [Shape]

    package var classes: Int { shapes[layers.count].count }

    /// Checks that the layers fit each other. Throws `NetworkError.mismatch` with the layer's index and what it met.
    package init(name: String, input: Shape, layers: [Layer]) throws(NetworkError) {
        var shapes = [input]
        for (index, layer) in layers.enumerated() {
            shapes.append(try layer.outputShape(of: shapes[index], index: index))
        }
        self.name = name
        self.input = input
        self.layers = layers
        self.shapes = shapes
    }
}

package enum NetworkError: Error, Equatable {
    /// Layer `index` cannot take an input of this shape.
    case mismatch(index: Int, layer: String, input: Shape)
}

extension Layer {
    package func outputShape(of input: Shape, index: Int) throws(NetworkError) -> Shape {
        func require(_ condition: Bool) throws(NetworkError) {
            if !condition { throw NetworkError.mismatch(index: index, layer: "\(self)", input: input) }
        }
        switch self {
        case .convolution(let c):
            try require(input.channels == c.inputs && c.stride > 0 && c.kernel > 0 && c.kernelWidth > 0 && c.padding >= 0)
            try require(input.height + 2 * c.padding >= c.kernel && input.width + 2 * c.padding >= c.kernelWidth)
            let height = (input.height + 2 * c.padding - c.kernel) / c.stride + 1
            let width = (input.width + 2 * c.padding - c.kernelWidth) / c.stride + 1
            return Shape(channels: c.outputs, height: height, width: width)
        case .batchNormalisation(let b):
            try require(b.channels == input.channels)
            return input
        case .relu, .dropout: return input
        case .maxPool(let size, let stride):
            try require(size > 0 && stride > 0 && input.height >= size && input.width >= size)
            return Shape(channels: input.channels, height: (input.height - size) / stride + 1, width: (input.width - size) / stride + 1)
        case .flatten: return Shape(channels: input.count)
        case .dense(let d):
            try require(input.height == 1 && input.width == 1 && input.channels == d.inputs)
            return Shape(channels: d.outputs)
        }
    }
}
