// From a network to stages: which layers are computed together.
// Leaves to others: the stages.

import Networks
import Tiles

/// What every stage is made for.
struct StageOptions {
    var kernels: ConvolutionKernels
    /// Those of float32 operands.
    var floats: ConvolutionKernels
    var threads: Int
    var batch: Int
    /// Tries the algorithms of a convolution, whose input's gradient may be needed.
    typealias Trials = (_ geometry: ConvolutionGeometry, _ needsInputGradient: Bool) -> [AlgorithmTrial]

    var algorithm: AlgorithmChoice
    var trials: Trials?
    var isGuarded: Bool
    /// Whether weights stay as they are from pass to pass, so that what is made of them may stay too.
    var isForInference: Bool
    /// Whose moments the parameters have.
    var optimizer: Recipe.Optimizer
    /// Of the whole network.
    var allTensors: [ParameterTensor]

    /// Bytes of sixteen activations.
    var vectorBytes: Int { kernels.planes.vectorBytes }

    /// The tensors of some layers by role.
    func tensors(_ layers: Range<Int>) -> [ParameterTensor.Role: ParameterTensor] {
        var result: [ParameterTensor.Role: ParameterTensor] = [:]
        for tensor in allTensors where layers.contains(tensor.layer) { result[tensor.role] = tensor }
        return result
    }
}

extension StageOptions {
    /// The algorithm of a convolution, and what was tried.
    func algorithm(of geometry: ConvolutionGeometry, layer: Int, needsInputGradient: Bool) -> LayerAlgorithm {
        let rule = PreparedConvolution.preferred(geometry)
        switch algorithm {
        case .rule: return LayerAlgorithm(layer: layer, chosen: rule, trials: [])
        case .forced(let one): return LayerAlgorithm(layer: layer, chosen: one.computes(geometry) ? one : .direct, trials: [])
        case .measured:
            let trials = trials?(geometry, needsInputGradient) ?? []
            return LayerAlgorithm(layer: layer, chosen: trials.first?.algorithm ?? rule, trials: trials)
        }
    }
}

/// Stages in order, with the memory that they reserve.
struct StagePlan {
    let stages: [any Stage]
    /// What each stage reads: which output (0 is the network's input, k + 1 what stage k left), and the shape that it takes it for.
    let inputs: [[(output: Int, shape: Shape)]]
    let memory: MemoryPlan
    let inputSlot: StoredSlot
    let gradients: GradientPlan
    let gradientSlots: [StoredSlot]
    let collectedSlot: PlanSlot
    let scratchSlot: PlanSlot
    let need: ScratchNeed

    init(_ network: Network, _ options: StageOptions) throws(CPUError) {
        var memory = MemoryPlan(isGuarded: options.isGuarded)
        let batch = options.batch
        func vectors(_ shape: Shape) -> Int { batch * ((shape.channels + 15) / 16) * shape.height * shape.width }
        inputSlot = memory.reserve(vectors(network.input), .activations, vectorBytes: options.vectorBytes)
        var maker = StageMaker(network, options)
        try maker.make(&memory)
        stages = maker.stages
        inputs = maker.inputs
        gradients = GradientPlan(
            zip(stages, inputs).map { stage, inputs in
                GradientFlow(
                    inputs: inputs.map(\.output), vectors: vectors(network.shapes[stage.layers.upperBound]),
                    isTrained: stage.parameters.contains { $0.tensor.isTrained }, isSum: stage is AddStage,
                    masksGradient: stage.masksGradient)
            })
        gradientSlots = gradients.sizes.map { memory.reserve($0, .gradients, vectorBytes: options.vectorBytes) }
        collectedSlot = memory.reserve(stages.flatMap(\.parameters).map(\.vectors).max() ?? 0, .gradients)
        need = stages.map(\.need).reduce(ScratchNeed()) { .largest($0, $1) }
        scratchSlot = memory.reserve(need.total(threads: options.threads), .scratch)
        self.memory = memory
    }
}

/// Goes through the layers and decides which are computed together.
private struct StageMaker {
    let network: Network
    let options: StageOptions
    var stages: [any Stage] = []
    var inputs: [[(output: Int, shape: Shape)]] = []
    /// Which output stands for a value of the network.
    private var outputs: [Int]
    /// The outputs that are left to be normalised by who reads them.
    private var unread: Set<Int> = []
    /// The layers that read a value, and whether its gradient is needed.
    private let readers: [[Int]]
    private let reaches: [Bool]

    init(_ network: Network, _ options: StageOptions) {
        self.network = network
        self.options = options
        outputs = [Int](repeating: 0, count: network.layers.count + 1)
        var readers = [[Int]](repeating: [], count: network.layers.count + 1)
        for layer in network.layers.indices { for value in network.valuesRead(by: layer) { readers[value].append(layer) } }
        self.readers = readers
        reaches = network.gradientReaches
    }

    mutating func make(_ memory: inout MemoryPlan) throws(CPUError) {
        var index = 0
        while index < network.layers.count {
            let layer = network.layers[index], shape = network.shapes[index], result = network.shapes[index + 1]
            if case .branch(let from) = layer {
                outputs[index + 1] = outputs[from]
                index += 1
                continue
            }
            if case .flatten = layer, shape.height * shape.width == 1 {
                outputs[index + 1] = outputs[index]
                index += 1
                continue
            }
            if !layer.readsNormalised { readOut(index, &memory) }
            var end = index + 1
            switch layer {
            case .convolution(let c):
                let isNormalised = takes(&end) { $0.isBatchNormalisation }
                _ = takes(&end) { $0 == .relu }
                _ = takes(&end) { $0 == .maxPool(size: 2, stride: 2) }
                add(
                    try ConvolutionStage(network, index..<end, c, needsInputGradient: reaches[index], options, &memory),
                    isNormalised: isNormalised)
            case .batchNormalisation(let b):
                _ = takes(&end) { $0 == .relu }
                add(NormStage(network, index..<end, b, options, &memory), isNormalised: true)
            case .dense(let d):
                _ = takes(&end) { $0 == .relu }
                add(DenseStage(network, index..<end, d, options, &memory))
            case .add:
                _ = takes(&end) { $0 == .relu }
                add(AddStage(index..<end, output: result, options, &memory))
            case .relu: add(ReLUStage(index..<end, output: result, options, &memory))
            case .maxPool(let size, let stride, let padding):
                add(PoolStage(index, size: size, stride: stride, padding: padding, input: shape, output: result, options, &memory))
            case .globalPool(let kind): add(GlobalPoolStage(index, kind, input: shape, output: result, options, &memory))
            case .flatten: add(FlattenStage(index..<end, output: result, options, &memory))
            case .dropout(let rate): add(DropoutStage(index, rate: rate, shape: result, options, &memory))
            case .branch: break
            }
            index = end
        }
        readOut(network.layers.count, &memory)
    }

    /// The next layer, if the test accepts it and no one else reads what it reads.
    private func takes(_ end: inout Int, _ test: (Layer) -> Bool) -> Bool {
        guard end < network.layers.count, readers[end] == [end], test(network.layers[end]) else { return false }
        end += 1
        return true
    }

    private mutating func add(_ stage: any Stage, isNormalised: Bool = false) {
        let values = network.valuesRead(by: stage.layers.lowerBound)
        inputs.append(values.map { (outputs[$0], network.shapes[$0]) })
        append(stage, value: stage.layers.upperBound, isNormalised: isNormalised)
    }

    private mutating func append(_ stage: any Stage, value: Int, isNormalised: Bool) {
        stages.append(stage)
        outputs[value] = stages.count
        if isNormalised { unread.insert(stages.count) }
    }

    /// Makes a value that was left to be normalised readable as it is.
    private mutating func readOut(_ value: Int, _ memory: inout MemoryPlan) {
        guard unread.contains(outputs[value]) else { return }
        let shape = network.shapes[value]
        inputs.append([(outputs[value], shape)])
        append(ReadOutStage(value..<value, output: shape, options, &memory), value: value, isNormalised: false)
    }
}

extension Layer {
    fileprivate var isBatchNormalisation: Bool { if case .batchNormalisation = self { true } else { false } }

    /// Whether it normalises as it reads.
    fileprivate var readsNormalised: Bool {
        switch self {
        case .convolution, .maxPool, .globalPool, .add: true
        default: false
        }
    }
}
