// A network of the same layers with fewer channels: small enough for the float64 reference to check.
// Leaves to others: the check itself (NetworkCheck).

package import Networks

extension Network {
    /// The same layers with every inner width divided by `divisor`; input channels and classes stay.
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
            case .relu, .maxPool, .flatten, .dropout: return layer
            }
        }
        do {
            return try Network(name: name + "-narrow", input: input, layers: narrow)
        } catch {
            preconditionFailure("dividing every width by \(divisor) leaves the layers of \(name) fitting: \(error)")
        }
    }
}
