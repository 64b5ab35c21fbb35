// Where an engine that stores activations in fewer bits rounds, so that the reference can round there too.
// Leaves to others: the arithmetic, which stays float64 (ReferenceExecutor).

/// How the reference stores activations and their gradients.
package enum ReferenceStorage: Sendable, Equatable {
    case exact
    /// To the nearest bf16, ties to even: what convolutions, dense layers and whatever stands alone write. Statistics of a batch and the choices of
    /// a max-pool that follow a convolution are made before its output is rounded; what a fused normalisation makes of it is not stored.
    case bfloat16

    func callAsFunction(_ values: [Double]) -> [Double] {
        switch self {
        case .exact: values
        case .bfloat16: values.map(Self.nearest)
        }
    }

    private static func nearest(_ value: Double) -> Double {
        let bits = Float(value).bitPattern
        return Double(Float(bitPattern: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) & 0xFFFF_0000))
    }
}

extension Network {
    /// Whether an engine stores the layer's output as it is.
    func isStored(outputOf layer: Int) -> Bool {
        switch layers[layer] {
        case .convolution, .dense, .add, .globalPool, .dropout: true
        // What is left to be normalised is stored when a reader that cannot do it comes.
        case .batchNormalisation: !followingReaders(of: layer).allSatisfy(\.normalisesItsInput)
        case .maxPool: !isFused(layer) || isNormalised(layer) && !followingReaders(of: layer).allSatisfy(\.normalisesItsInput)
        // Those of what was stored.
        case .relu, .flatten, .branch: false
        }
    }

    /// Whether an engine stores the gradient of the layer's input as the layer makes it.
    func isStored(inputGradientOf layer: Int) -> Bool {
        switch layers[layer] {
        case .convolution, .dense, .globalPool, .dropout: true
        case .maxPool, .batchNormalisation: !isFused(layer)
        case .relu, .flatten, .branch, .add: false
        }
    }

    /// Whether the layer is computed as part of a convolution: its batch normalisation, and a 2×2 max-pool behind that.
    private func isFused(_ layer: Int) -> Bool {
        guard layer > 0, readers(of: layer) == [layer] else { return false }
        switch (layers[layer], layers[layer - 1]) {
        case (.batchNormalisation, .convolution), (.maxPool(2, 2, 0), .convolution): return true
        case (.maxPool(2, 2, 0), .batchNormalisation): return isFused(layer - 1)
        case (.maxPool(2, 2, 0), .relu):
            guard layer > 1, readers(of: layer - 1) == [layer - 1] else { return false }
            if case .convolution = layers[layer - 2] { return true }
            if case .batchNormalisation = layers[layer - 2] { return isFused(layer - 2) }
            return false
        default: return false
        }
    }

    /// Whether a fused max-pool has a batch normalisation before it.
    private func isNormalised(_ layer: Int) -> Bool {
        layers[max(layer - 2, 0)..<layer].contains { if case .batchNormalisation = $0 { true } else { false } }
    }

    /// The layers that read what layer `layer` reads.
    private func readers(of layer: Int) -> [Int] { layers.indices.filter { valuesRead(by: $0).contains(layer) } }

    /// Who reads the layer's output, a ReLU or a fused max-pool between them left out.
    private func followingReaders(of layer: Int) -> [Layer] {
        readers(of: layer + 1).flatMap { reader in
            layers[reader] == .relu || isFused(reader) ? followingReaders(of: reader) : [layers[reader]]
        }
    }
}

extension Layer {
    fileprivate var normalisesItsInput: Bool {
        switch self {
        case .convolution, .maxPool, .globalPool, .add: true
        default: false
        }
    }
}
