// The numbers of AdamW, and a step of it in float64.
// Leaves to others: which recipes and networks take it (Recipe, DecoderNetwork), the kernel (Tiles.AdamPiece).

/// AdamW's numbers. Source: Loshchilov, Hutter, “Decoupled weight decay regularization”, 2019.
package struct AdamW: Sendable, Equatable {
    package var rate = 3e-4
    package var firstDecay = 0.9
    package var secondDecay = 0.95
    package var epsilon = 1e-8
    package var weightDecay = 0.1

    package init() {}

    /// The first moment's decay is the recipe's momentum; the rest as PyTorch has it.
    package init(_ recipe: Recipe) {
        (rate, firstDecay, secondDecay, weightDecay) = (recipe.rate, recipe.momentum, 0.999, recipe.weightDecay)
    }

    /// Step t counts from 1. What a moment's sum must be divided by to be a mean.
    package func corrections(step: Int) -> (first: Double, second: Double) {
        func power(_ base: Double) -> Double { (0..<step).reduce(1.0) { product, _ in product * base } }
        return (1 - power(firstDecay), 1 - power(secondDecay))
    }
}

extension Reference {
    /// Step t ≥ 1 for one parameter with its moments: it shrinks by rate · decay, then moves against m / √v.
    static func descend(
        _ parameter: inout Double, gradient: Double, first: inout Double, second: inout Double,
        corrections: (first: Double, second: Double),
        _ adam: AdamW
    ) {
        parameter *= 1 - adam.rate * adam.weightDecay
        first = adam.firstDecay * first + (1 - adam.firstDecay) * gradient
        second = adam.secondDecay * second + (1 - adam.secondDecay) * gradient * gradient
        parameter -= adam.rate * first / corrections.first / ((second / corrections.second).squareRoot() + adam.epsilon)
    }
}
