// The least bytes that a pass over layers must move: each tensor that it takes or gives, once; derived from the layers.
// Leaves to others: bytes really moved, bandwidths, and operations (Network+Counts).

/// One of the three things that a training step does with a layer.
package enum LayerPass: String, Sendable, Hashable, CaseIterable {
    case forward
    case backwardData = "backward_data"
    /// With the optimiser's step, which is taken while the gradient is at hand.
    case backwardWeights = "backward_weights"
}

/// Bytes of one stored value at a precision.
package struct ValueBytes: Sendable, Hashable {
    /// Of activations and of their gradients.
    package var activation: Int
    /// Of parameters and their momentum: float32 where activations are shorter, since small steps would be lost in fewer bits.
    package var parameter: Int

    package init(activation: Int, parameter: Int) {
        self.activation = activation
        self.parameter = parameter
    }

    package static let fp32 = ValueBytes(activation: 4, parameter: 4)

    /// By the word that configurations use: `fp64`, `fp32`, and what begins with `bf16` or `fp16`; float32 for everything else.
    package static func of(precision: String?) -> ValueBytes {
        guard let precision else { return fp32 }
        if precision == "fp64" { return ValueBytes(activation: 8, parameter: 8) }
        let isShort = precision.hasPrefix("bf16") || precision.hasPrefix("fp16")
        return isShort ? ValueBytes(activation: 2, parameter: 4) : fp32
    }
}

/// Bytes read and written.
package struct Traffic: Sendable, Hashable {
    package var read: Int
    package var written: Int

    package init(read: Int, written: Int) {
        self.read = read
        self.written = written
    }

    package static func + (a: Traffic, b: Traffic) -> Traffic { Traffic(read: a.read + b.read, written: a.written + b.written) }
}

/// Only tensors that cross the border of the layers in question count, each once, in the precision in which they are stored: what a fused group keeps
/// to itself, masks, statistics and scratch do not. No algorithm moves less between the group and the rest unless it computes something twice,
/// so that a time below bytes ÷ bandwidth is out of reach.
extension Network {
    /// The least bytes of one pass over `layers`, computed together, for `count` images.
    ///
    /// forward: reads the group's input and its parameters, writes its output. backwardData: reads the output's gradient and the parameters,
    /// writes the input's gradient. backwardWeights: reads the input, the output's gradient, parameters and momentum, writes the last two anew.
    package func leastBytes(of layers: Range<Int>, _ pass: LayerPass, count: Int, _ bytes: ValueBytes = .fp32) -> Traffic {
        let input = valuesEntering(layers).reduce(0) { $0 + shapes[$1].count } * count * bytes.activation
        let output = valuesLeaving(layers).reduce(0) { $0 + shapes[$1].count } * count * bytes.activation
        let parameters = layers.reduce(0) { $0 + self.layers[$1].parameterCount } * bytes.parameter
        return switch pass {
        case .forward: Traffic(read: input + parameters, written: output)
        case .backwardData: Traffic(read: output + parameters, written: input)
        case .backwardWeights: Traffic(read: input + output + 2 * parameters, written: 2 * parameters)
        }
    }

    /// The values from before the group that it reads.
    private func valuesEntering(_ group: Range<Int>) -> Set<Int> {
        Set(group.flatMap(valuesRead)).filter { $0 <= group.lowerBound }
    }

    /// The group's last value, and others of its own that are read further on.
    private func valuesLeaving(_ group: Range<Int>) -> Set<Int> {
        let later = (group.upperBound..<layers.count).flatMap(valuesRead).filter { $0 > group.lowerBound && $0 < group.upperBound }
        return Set(later).union([group.upperBound])
    }

    /// Each layer with weights that multiply, and what follows it without: the groups that an engine can compute without going back to memory in
    /// between. What stands before the first such layer is a group of its own.
    package var weightGroups: [Range<Int>] {
        var starts = layers.indices.filter { layers[$0].multiplies }.map { index in
            // A branch goes with what it leads to.
            if index > 0, case .branch = layers[index - 1] { index - 1 } else { index }
        }
        if starts.first != 0, !layers.isEmpty { starts.insert(0, at: 0) }
        return zip(starts, starts.dropFirst() + [layers.count]).map { $0..<$1 }
    }

    /// Inference of `count` images, group by group.
    package func inferenceTraffic(count: Int, _ bytes: ValueBytes = .fp32) -> Traffic {
        weightGroups.reduce(Traffic(read: 0, written: 0)) { $0 + leastBytes(of: $1, .forward, count: count, bytes) }
    }

    /// One training step over `count` images, group by group: forward, both ways backward, the optimiser.
    package func trainingTraffic(count: Int, _ bytes: ValueBytes = .fp32) -> Traffic {
        let counts = layerCounts
        return weightGroups.reduce(inferenceTraffic(count: count, bytes)) { sum, group in
            var sum = sum
            if counts[group.lowerBound].needsInputGradient { sum = sum + leastBytes(of: group, .backwardData, count: count, bytes) }
            if group.contains(where: { counts[$0].parameters > 0 }) {
                sum = sum + leastBytes(of: group, .backwardWeights, count: count, bytes)
            }
            return sum
        }
    }
}

extension Layer {
    /// Trained parameters.
    var parameterCount: Int {
        switch self {
        case .convolution(let c): c.outputs * (c.inputs * c.kernel * c.kernel + (c.hasBias ? 1 : 0))
        case .dense(let d): d.outputs * (d.inputs + 1)
        case .batchNormalisation(let b): 2 * b.channels
        case .relu, .maxPool, .globalPool, .flatten, .dropout, .branch, .add: 0
        }
    }

    fileprivate var multiplies: Bool {
        switch self {
        case .convolution, .dense: true
        case .batchNormalisation, .relu, .maxPool, .globalPool, .flatten, .dropout, .branch, .add: false
        }
    }
}
