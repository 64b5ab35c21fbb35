// A network as data: an input shape, layers in order (with branches and sums of earlier values), and the loss (softmax cross-entropy over
// the last layer's outputs).
// Leaves to others: work counts (Network+Counts), parameters (Network+Parameters), the catalogue (Network+Catalogue).

package struct Network: Sendable, Hashable {
    package let name: String
    package let input: Shape
    package let layers: [Layer]
    /// shapes[i] is the input of layer i; shapes[layers.count] is the network's output.
    package let shapes: [Shape]
    /// Parameters of layers before this one stay as they are: only what follows is trained ("frozen" body, trained head). Batch normalisation
    /// there still normalises by the batch and moves its running statistics, as fastai's frozen networks do.
    package let firstTrained: Int

    package var classes: Int { shapes[layers.count].count }

    /// Checks that the layers fit each other. Throws `NetworkError.mismatch` with the layer's index and what it met.
    package init(name: String, input: Shape, layers: [Layer], firstTrained: Int = 0) throws(NetworkError) {
        var shapes = [input]
        for (index, layer) in layers.enumerated() {
            shapes.append(try layer.outputShape(of: shapes, index: index))
        }
        self.name = name
        self.input = input
        self.layers = layers
        self.shapes = shapes
        self.firstTrained = firstTrained
    }

    /// The values that a layer reads: value v is the input of layer v, or the network's output for v = layers.count.
    package func valuesRead(by layer: Int) -> [Int] {
        switch layers[layer] {
        case .branch(let from): [from]
        case .add(let value): [layer, value]
        default: [layer]
        }
    }
}

package enum NetworkError: Error, Equatable {
    /// Layer `index` cannot take an input of this shape.
    case mismatch(index: Int, layer: String, input: Shape)
}

extension Layer {
    /// `shapes`: of the values before it, its input the last.
    fileprivate func outputShape(of shapes: [Shape], index: Int) throws(NetworkError) -> Shape {
        let input = shapes[index]
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
        case .maxPool(let size, let stride, let padding):
            try require(size > 0 && stride > 0 && padding >= 0 && 2 * padding <= size)
            let height = input.height + 2 * padding, width = input.width + 2 * padding
            try require(height >= size && width >= size)
            return Shape(channels: input.channels, height: (height - size) / stride + 1, width: (width - size) / stride + 1)
        case .globalPool(let kind):
            return Shape(channels: kind == .average ? input.channels : 2 * input.channels)
        case .branch(let from):
            try require((0...index).contains(from))
            return shapes[from]
        case .add(let value):
            try require((0..<index).contains(value) && shapes[value] == input)
            return input
        case .flatten: return Shape(channels: input.count)
        case .dense(let d):
            try require(input.height == 1 && input.width == 1 && input.channels == d.inputs)
            return Shape(channels: d.outputs)
        }
    }
}
