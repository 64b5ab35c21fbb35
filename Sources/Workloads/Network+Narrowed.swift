// A network of the same kinds of layers with fewer channels, and without repeated blocks: small enough for the float64 reference to check.
// Leaves to others: the check itself (NetworkCheck).

package import Networks

extension Network {
    /// The same layers with every inner width divided by `divisor`; input channels and classes stay. Where a global pooling makes the map's size
    /// free, it is at most 64 pixels wide.
    package func narrowed(by divisor: Int) -> Network {
        let last = layers.lastIndex {
            if case .dense = $0 { true } else { false }
        }
        func inner(_ width: Int) -> Int { max(1, width / divisor) }
        let narrow = layers.enumerated().map { index, layer -> Layer in
            switch layer {
            case .convolution(var c):
                c.inputs = c.inputs == input.channels ? c.inputs : inner(c.inputs)
                c.outputs = inner(c.outputs)
                return .convolution(c)
            case .batchNormalisation(let b):
                return .batchNormalisation(BatchNormalisation(inner(b.channels), epsilon: b.epsilon, momentum: b.momentum))
            case .dense(let d): return .dense(Dense(inner(d.inputs), index == last ? d.outputs : inner(d.outputs)))
            case .relu, .maxPool, .globalPool, .flatten, .dropout, .branch, .add: return layer
            }
        }
        var small = input
        if layers.contains(where: { if case .globalPool = $0 { true } else { false } }) {
            small = Shape(channels: input.channels, height: min(input.height, 64), width: min(input.width, 64))
        }
        do {
            return try Network(name: name + "-narrow", input: small, layers: narrow, firstTrained: firstTrained)
        } catch {
            preconditionFailure("dividing every width by \(divisor) leaves the layers of \(name) fitting: \(error)")
        }
    }
}

extension Network {
    /// The same layers without residual blocks that are exactly like the one before them. Fifty layers amplify rounding until no check of
    /// the whole could tell it from a fault; each kind of block shows its faults as well once.
    package var withoutRepeatedBlocks: Network {
        var kept: [Layer] = []
        /// Where a value of this network is found in the new one.
        var places: [Int] = [0]
        var last: [Layer] = [], skipsReLU = false
        for (index, layer) in layers.enumerated() {
            switch layer {
            case .branch(let from): kept.append(.branch(from: places[from]))
            case .add(let value):
                kept.append(.add(value: places[value]))
                let block = Array(layers[value..<index])
                // A block whose sum is with what entered it, all of it computed in between.
                if !block.contains(where: \.isJoint), block == last {
                    kept.removeLast(index + 1 - value)
                    skipsReLU = true
                } else {
                    last = block
                }
            case .relu where skipsReLU: skipsReLU = false
            default:
                kept.append(layer)
                skipsReLU = false
            }
            places.append(kept.count)
        }
        do {
            return try Network(name: name, input: input, layers: kept, firstTrained: places[firstTrained])
        } catch {
            preconditionFailure("\(name) without its repeated blocks does not fit together: \(error)")
        }
    }
}

extension Layer {
    fileprivate var isJoint: Bool {
        switch self {
        case .branch, .add: true
        default: false
        }
    }
}
