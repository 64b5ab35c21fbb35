// How many operations an algorithm of a convolution executes, beside the useful ones that the direct count gives it.
// Leaves to others: useful operations (Networks), the arithmetic itself (Tiles).

import Networks

/// Counted as executed: the products of the domain over whole tiles, also where a tile sticks out of its map, and the transforms into the domain
/// and back as WinogradBasis and ToeplitzTransforms have them, of inputs, outputs, gradients and weights; a multiply-add is two, an addition or
/// a multiplication one.
///
/// Not counted, as in the useful count: bias, activation, pooling, normalisation, the optimiser; nor lanes that fill channels up to a whole vector,
/// nor the sums over threads' copies of a gradient. The direct algorithm executes what is useful, zero padding included, and so has no
/// number of its own. F(4×4, 3×3) needs 36 products where the direct algorithm needs 144, the Toeplitz form 9 instead of 36.
struct DomainOperations: Sendable {
    let coordinates: Int
    /// Of a plane's input and output and their gradients, given its tiles, rows of tiles and columns of pixels.
    let input: @Sendable (_ tiles: Int, _ down: Int, _ width: Int) -> Int
    let output: @Sendable (_ tiles: Int) -> Int
    let gradient: @Sendable (_ tiles: Int, _ down: Int, _ width: Int) -> Int
    let inputGradient: @Sendable (_ tiles: Int, _ down: Int, _ width: Int) -> Int
    /// Of a pair of channels.
    let weights: Int
    let weightGradients: Int

    /// One-dimensional transforms: Bᵀ 22, Aᵀ 16, A 16, B 20, G 12, Gᵀ 17. Columns are transformed once a row of tiles, rows once a tile.
    static let winograd = DomainOperations(
        coordinates: 36, input: { 22 * ($1 * $2 + 6 * $0) }, output: { 16 * 10 * $0 }, gradient: { 16 * ($1 * $2 + 6 * $0) },
        // Overlapping tiles are added: two of six columns a row of a tile, two of six rows a column.
        inputGradient: { (20 + 2) * ($1 * $2 + 6 * $0) }, weights: 9 * 12, weightGradients: 9 * 17)

    /// A map of 2×2 is one tile.
    static let toeplitz = DomainOperations(
        coordinates: 9, input: { tiles, _, _ in 5 * tiles }, output: { 10 * $0 }, gradient: { tiles, _, _ in 5 * tiles },
        inputGradient: { tiles, _, _ in 10 * tiles }, weights: 6 * 2, weightGradients: 6 * 2)
}

extension WinogradConvolution {
    /// Operations that a pass over `count` images executes.
    ///
    /// The gradient's transform serves both halves of a backward pass and counts with the data's, where that is wanted. `keepsWeights`: an earlier
    /// forward pass transformed the weights.
    func executedOperations(_ pass: LayerPass, count: Int, wantsInputGradient: Bool = true, keepsWeights: Bool = false) -> Int {
        let domain = isToeplitz ? DomainOperations.toeplitz : .winograd
        let c = geometry.convolution, pairs = c.inputs * c.outputs, width = geometry.width, down = (geometry.height + 3) / 4
        let products = 2 * domain.coordinates * tiles * pairs * count
        let input = domain.input(tiles, down, width) * c.inputs * count
        let gradient = domain.gradient(tiles, down, width) * c.outputs * count
        switch pass {
        case .forward:
            return products + input + domain.output(tiles) * c.outputs * count + (keepsWeights ? 0 : domain.weights * pairs)
        case .backwardData:
            return products + gradient + domain.inputGradient(tiles, down, width) * c.inputs * count + domain.weights * pairs
        case .backwardWeights:
            return products + input + (wantsInputGradient ? 0 : gradient) + domain.weightGradients * pairs
        }
    }
}

extension PreparedConvolution {
    /// Nil where it executes just the useful ones.
    func executedOperations(_ pass: LayerPass, count: Int, wantsInputGradient: Bool = true, keepsWeights: Bool = false) -> Int? {
        switch self {
        case .direct: nil
        case .winograd(let c):
            c.executedOperations(pass, count: count, wantsInputGradient: wantsInputGradient, keepsWeights: keepsWeights)
        }
    }

    var algorithm: ConvolutionAlgorithm {
        switch self {
        case .direct: .direct
        case .winograd: .winograd4
        }
    }
}
