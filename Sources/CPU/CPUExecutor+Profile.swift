// Times of layers: where a training step's or an inference's time goes.
// Leaves to others: tables, roofs.

import Intrinsics
package import Networks
import Tiles

/// Time of one phase of one layer and of what is fused into it, added up over passes.
package struct LayerTime: Sendable, Equatable {
    package typealias Phase = LayerPass

    /// Index of the first layer in the network.
    package var layer: Int
    package var name: String
    package var phase: Phase
    /// Of all passes together, as the numbers that follow.
    package var seconds: Double
    package var usefulOperations: Double
    /// Nil where they are the useful ones (`DomainOperations` says what counts).
    package var executedOperations: Double?
    /// The least that must move between the fused layers and the rest.
    package var bytesRead: Double
    package var bytesWritten: Double
    package var passes: Int
    /// Nil where there is no choice.
    package var algorithm: String?
}

extension LayerTime {
    fileprivate mutating func add(_ other: LayerTime) {
        seconds += other.seconds
        usefulOperations += other.usefulOperations
        if let more = other.executedOperations { executedOperations = (executedOperations ?? 0) + more }
        bytesRead += other.bytesRead
        bytesWritten += other.bytesWritten
        passes += other.passes
    }
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
            return add(stage, phase, elapsed, pass)
        }
        layerTimes[index].seconds += Double(elapsed) * 1e-9
    }

    /// The two halves of a backward pass run interleaved; their shares come from the threads' own clocks.
    func timedBackward(_ stage: any Stage, _ pass: StagePass, gradient: StoredPointer, below: ConvolutionInputGradient?) {
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
        var share = data + weights > 0 ? data / (data + weights) : stage.parameters.isEmpty ? 1 : 0
        // What is done for the data's sake serves the weights alone where nobody wants the data's gradient.
        if below == nil { share = 0 }
        if below != nil { add(stage, .backwardData, UInt64(share * Double(elapsed)), pass) }
        if !stage.parameters.isEmpty {
            add(stage, .backwardWeights, UInt64((1 - share) * Double(elapsed)), pass, wantsInputGradient: below != nil)
        }
    }

    private func add(
        _ stage: any Stage, _ phase: LayerTime.Phase, _ nanoseconds: UInt64, _ pass: StagePass, wantsInputGradient: Bool = true
    ) {
        guard let layer = stage.layers.first else { return }
        let counts = network.layerCounts[layer], count = pass.count
        let operations =
            switch phase {
            case .forward: counts.forwardOperations
            case .backwardData: counts.backwardDataOperations
            case .backwardWeights: counts.backwardWeightsOperations
            }
        let executed = stage.executedOperations(
            phase, count: count, wantsInputGradient: wantsInputGradient, isTraining: pass.isTraining)
        let bytes = network.leastBytes(of: stage.layers, phase, count: count, valueBytes)
        var time = LayerTime(
            layer: layer, name: "", phase: phase, seconds: Double(nanoseconds) * 1e-9, usefulOperations: Double(operations * count),
            executedOperations: executed.map(Double.init), bytesRead: Double(bytes.read), bytesWritten: Double(bytes.written), passes: 1,
            algorithm: stage.convolutionAlgorithm?.rawValue)
        if let index = layerTimes.firstIndex(where: { $0.layer == layer && $0.phase == phase }) {
            layerTimes[index].add(time)
        } else {
            time.name = stage.layers.map { network.layers[$0].word(input: network.shapes[$0]) }.joined(separator: "+")
            layerTimes.append(time)
        }
    }

    /// How this engine stores values.
    package var valueBytes: ValueBytes { .of(precision: options.precision.rawValue) }

    /// Operations that a pass over `count` images executes; nil where they are the useful ones. In training: forward, backward and optimiser.
    package func executedOperations(count: Int, isTraining: Bool) -> Int? {
        var difference = 0, differs = false
        let counts = network.layerCounts
        for stage in stages {
            guard let layer = stage.layers.first else { continue }
            let wanted = counts[layer].needsInputGradient
            for pass in isTraining ? LayerPass.allCases : [.forward] where pass != .backwardData || wanted {
                guard let executed = stage.executedOperations(pass, count: count, wantsInputGradient: wanted, isTraining: isTraining) else {
                    continue
                }
                difference += executed - counts[layer].forwardOperations * count
                differs = true
            }
        }
        guard differs else { return nil }
        return difference + (isTraining ? network.trainingOperations(count: count) : network.inferenceOperations(count: count))
    }
}

extension Layer {
    /// A short name for tables; of a convolution with its input's height, since one network has equal ones over unequal maps.
    fileprivate func word(input: Shape) -> String {
        switch self {
        case .convolution(let c): "conv \(c.inputs)→\(c.outputs)@\(input.height)"
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
