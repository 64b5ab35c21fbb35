// Which algorithm computes a convolution, and the one face that both have.
// Leaves to others: the algorithms themselves.

import Networks
import Tiles

/// An algorithm of a convolution.
package enum ConvolutionAlgorithm: String, Sendable, CaseIterable {
    case direct
    /// Winograd F(4×4, 3×3); for 2×2 maps its place is taken by the 9-product Toeplitz form.
    case winograd4
}

enum PreparedConvolution {
    case direct(DirectConvolution)
    case winograd(WinogradConvolution)

    init(
        _ geometry: ConvolutionGeometry, _ kernels: ConvolutionKernels, threads: Int, algorithm: ConvolutionAlgorithm
    ) throws(CPUError) {
        switch algorithm {
        case .direct: self = .direct(try DirectConvolution(geometry, kernels, threads: threads))
        case .winograd4: self = .winograd(WinogradConvolution(geometry, kernels, threads: threads))
        }
    }

    /// The rule: Winograd from 16 channels on both sides and where its tiles are not mostly padding. Below, transforms cost more than they save.
    static func preferred(_ g: ConvolutionGeometry) -> ConvolutionAlgorithm {
        guard WinogradConvolution.computes(g), g.convolution.inputs >= 16, g.convolution.outputs >= 16 else { return .direct }
        if g.height == 2 && g.width == 2 { return g.batch >= 16 ? .winograd4 : .direct }
        let tiles = ((g.height + 3) / 4) * ((g.width + 3) / 4)
        // The weights' transform costs as much as some 32 tiles.
        guard g.batch * tiles >= 32 else { return .direct }
        return 2 * g.height * g.width >= 16 * tiles ? .winograd4 : .direct
    }

    var layout: WeightLayout {
        switch self {
        case .direct(let c): c.layout
        case .winograd(let c): c.layout
        }
    }

    func need(backward: Bool) -> ScratchNeed {
        switch self {
        case .direct(let c): c.need(backward: backward)
        case .winograd(let c): c.need(backward: backward)
        }
    }

    /// Vectors of the weights in the form that the forward pass multiplies, where keeping them is worth its memory; else 0.
    ///
    /// In the domain of products they are four times as many numbers. Where they outgrow the caches, reading those would cost few images more
    /// than transforming anew, and many images nothing.
    var keptWeights: Int {
        let vectors = need(backward: false).weights
        return switch self {
        case .direct: vectors
        case .winograd: vectors <= (4 << 20) / 64 ? vectors : 0
        }
    }

    /// `weightsAreReady`: an earlier pass left them in the scratch.
    func forward(
        _ input: ConvolutionInput, weights: LanePointer, _ output: ConvolutionOutput, count: Int, scratch: Scratch, _ workers: Workers,
        weightsAreReady: Bool = false
    ) {
        switch self {
        case .direct(let c):
            c.forward(input, weights: weights, output, count: count, scratch: scratch, workers, weightsAreReady: weightsAreReady)
        case .winograd(let c):
            c.forward(input, weights: weights, output, count: count, scratch: scratch, workers, weightsAreReady: weightsAreReady)
        }
    }

    func backward(
        _ input: ConvolutionInput, weights: LanePointer, _ gradient: ConvolutionGradient, data: ConvolutionInputGradient?,
        weightsTo target: WeightTarget?, count: Int, scratch: Scratch, _ workers: Workers, clock: BackwardClock
    ) {
        switch self {
        case .direct(let c):
            c.backward(
                input, weights: weights, gradient, data: data, weightsTo: target, count: count, scratch: scratch, workers, clock: clock)
        case .winograd(let c):
            c.backward(
                input, weights: weights, gradient, data: data, weightsTo: target, count: count, scratch: scratch, workers, clock: clock)
        }
    }
}
