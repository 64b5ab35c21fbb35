// Times of layers: where a training step's or an inference's time goes.
// Leaves to others: tables, roofs.

import Intrinsics
import Networks
import Tiles

/// Time of one phase of one layer and of what is fused into it, added up over passes.
package struct LayerTime: Sendable, Equatable {
    package enum Phase: String, Sendable, CaseIterable {
        case forward, backwardData
        /// With the optimiser's step, which is taken while the gradient is in cache.
        case backwardWeights
    }

    /// Index of the first layer in the network.
    package var layer: Int
    package var name: String
    package var phase: Phase
    package var seconds: Double
    /// Of all passes together.
    package var usefulOperations: Double
    package var passes: Int
}

extension CPUExecutor {
    package func clearLayerTimes() { layerTimes = [] }

    func timedForward(_ stage: any Stage, _ pass: StagePass) { timed(stage, .forward, pass) { stage.forward(pass) } }

    /// `isMore`: what belongs to the phase that was timed just before.
    func timed(
        _ stage: any Stage, _ phase: LayerTime.Phase, _ pass: StagePass, isMore: Bool = false, _ body: () -> Void
    ) {
        guard options.isProfiled else { return body() }
        let start = monotonicRawNanoseconds()
        body()
        let elapsed = monotonicRawNanoseconds() &- start
        guard isMore, let index = layerTimes.firstIndex(where: { $0.layer == stage.layers.lowerBound && $0.phase == phase }) else {
            return add(stage, phase, elapsed, pass.count)
        }
        layerTimes[index].seconds += Double(elapsed) * 1e-9
    }

    /// The two halves of a backward pass run interleaved; their shares come from the threads' own clocks.
    func timedBackward(_ stage: any Stage, _ pass: StagePass, gradient: LanePointer, below: ConvolutionInputGradient?) {
        guard options.isProfiled else { return stage.backward(pass, gradient: gradient, below: below) }
        clockMemory.zero()
        let start = monotonicRawNanoseconds()
        stage.backward(pass, gradient: gradient, below: below)
        let elapsed = monotonicRawNanoseconds() &- start
        var data = 0.0, weights = 0.0
        for thread in 0..<workers.count {
            data += Double(clockMemory.pointer[8 * thread])
            weights += Double(clockMemory.pointer[8 * thread + 1])
        }
        let share = data + weights > 0 ? data / (data + weights) : stage.parameters.isEmpty ? 1 : 0
        if below != nil { add(stage, .backwardData, UInt64(share * Double(elapsed)), pass.count) }
        if !stage.parameters.isEmpty { add(stage, .backwardWeights, UInt64((1 - share) * Double(elapsed)), pass.count) }
    }

    private func add(_ stage: any Stage, _ phase: LayerTime.Phase, _ nanoseconds: UInt64, _ count: Int) {
        guard let layer = stage.layers.first else { return }
        let counts = network.layerCounts[layer]
        let operations =
            switch phase {
            case .forward: counts.forwardOperations
            case .backwardData: counts.backwardDataOperations
            case .backwardWeights: counts.backwardWeightsOperations
            }
        let seconds = Double(nanoseconds) * 1e-9, useful = Double(operations * count)
        if let index = layerTimes.firstIndex(where: { $0.layer == layer && $0.phase == phase }) {
            layerTimes[index].seconds += seconds
            layerTimes[index].usefulOperations += useful
            layerTimes[index].passes += 1
        } else {
            layerTimes.append(
                LayerTime(
                    layer: layer, name: stage.layers.map { network.layers[$0].word }.joined(separator: "+"), phase: phase, seconds: seconds,
                    usefulOperations: useful, passes: 1))
        }
    }
}

extension Layer {
    /// A short name for tables.
    fileprivate var word: String {
        switch self {
        case .convolution(let c): "conv \(c.inputs)→\(c.outputs)"
        case .batchNormalisation: "bn"
        case .relu: "relu"
        case .maxPool: "pool"
        case .globalPool: "global pool"
        case .branch: "branch"
        case .add: "add"
        case .flatten: "flatten"
        case .dense(let d): "dense \(d.inputs)→\(d.outputs)"
        case .dropout: "dropout"
        }
    }
}
