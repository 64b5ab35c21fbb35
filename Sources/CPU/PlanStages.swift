// From a network to stages: which layers are computed together.
// Leaves to others: the stages.

import Networks
import Tiles

/// What every stage is made for.
struct StageOptions {
    var kernels: ConvolutionKernels
    var threads: Int
    var batch: Int
    var isPrecise: Bool
    var isGuarded: Bool
    /// Of the whole network.
    var allTensors: [ParameterTensor]

    /// The tensors of some layers by role.
    func tensors(_ layers: Range<Int>) -> [ParameterTensor.Role: ParameterTensor] {
        var result: [ParameterTensor.Role: ParameterTensor] = [:]
        for tensor in allTensors where layers.contains(tensor.layer) { result[tensor.role] = tensor }
        return result
    }
}

/// Stages in order, with the memory that they reserve.
struct StagePlan {
    let stages: [any Stage]
    let memory: MemoryPlan
    let inputSlot: PlanSlot
    /// Two buffers between which the gradient goes back and forth.
    let gradientSlots: [PlanSlot]
    let collectedSlot: PlanSlot
    let scratchSlot: PlanSlot
    let need: ScratchNeed

    init(_ network: Network, _ options: StageOptions) throws(CPUError) {
        var memory = MemoryPlan(isGuarded: options.isGuarded)
        let batch = options.batch
        func vectors(_ shape: Shape) -> Int { batch * ((shape.channels + 15) / 16) * shape.height * shape.width }
        inputSlot = memory.reserve(vectors(network.input), .activations)
        let stages = try Self.stages(network, options, &memory)
        let widest = stages.map { vectors(network.shapes[$0.layers.upperBound]) }.max() ?? 0
        gradientSlots = [memory.reserve(widest, .gradients), memory.reserve(widest, .gradients)]
        collectedSlot = memory.reserve(stages.flatMap(\.parameters).map(\.vectors).max() ?? 0, .gradients)
        need = stages.map(\.need).reduce(ScratchNeed()) { .largest($0, $1) }
        scratchSlot = memory.reserve(need.total(threads: options.threads), .scratch)
        self.stages = stages
        self.memory = memory
    }

    private static func stages(_ network: Network, _ options: StageOptions, _ memory: inout MemoryPlan) throws(CPUError) -> [any Stage] {
        var stages: [any Stage] = []
        var isNormalised = false
        var index = 0
        /// The next layer, if the test accepts it.
        func takes(_ end: inout Int, _ test: (Layer) -> Bool) -> Bool {
            guard end < network.layers.count, test(network.layers[end]) else { return false }
            end += 1
            return true
        }
        while index < network.layers.count {
            let layer = network.layers[index], shape = network.shapes[index], result = network.shapes[index + 1]
            var end = index + 1
            if case .flatten = layer, shape.height * shape.width == 1 {
                index = end
                continue
            }
            if isNormalised, !layer.readsNormalised {
                stages.append(ReadOutStage(index..<index, output: shape, options, &memory))
                isNormalised = false
            }
            switch layer {
            case .convolution(let c):
                isNormalised = takes(&end) { $0.isBatchNormalisation }
                _ = takes(&end) { $0 == .relu }
                _ = takes(&end) { $0 == .maxPool(size: 2, stride: 2) }
                stages.append(try ConvolutionStage(network, index..<end, c, options, &memory))
            case .batchNormalisation(let b):
                _ = takes(&end) { $0 == .relu }
                stages.append(NormStage(network, index..<end, b, options, &memory))
                isNormalised = true
            case .dense(let d):
                _ = takes(&end) { $0 == .relu }
                stages.append(DenseStage(network, index..<end, d, options, &memory))
            case .relu: stages.append(ReLUStage(index..<end, output: result, options, &memory))
            case .maxPool(let size, let stride):
                stages.append(PoolStage(index, size: size, stride: stride, output: result, options, &memory))
            case .flatten: stages.append(FlattenStage(index..<end, output: result, options, &memory))
            case .dropout(let rate): stages.append(DropoutStage(index, rate: rate, shape: result, options, &memory))
            }
            index = end
        }
        if isNormalised {
            stages.append(ReadOutStage(index..<index, output: network.shapes[index], options, &memory))
        }
        return stages
    }
}

extension Layer {
    fileprivate var isBatchNormalisation: Bool { if case .batchNormalisation = self { true } else { false } }

    /// Convolutions normalise as they read.
    fileprivate var readsNormalised: Bool { if case .convolution = self { true } else { false } }
}
