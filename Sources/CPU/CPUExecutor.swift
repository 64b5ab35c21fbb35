// The CPU executor: a network prepared on a worker team, all its memory planned and allocated before the first step.
// Leaves to others: the passes (CPUExecutor+Passes), the stages, the kernels.

import Intrinsics
package import Networks
import Tiles

/// How a `CPUExecutor` is made.
package struct CPUExecutorOptions: Sendable, Hashable {
    package var instructionSet: InstructionSet
    package var precision: Precision
    /// The same bits for a seed at a fixed number of threads: work is split statically.
    package var isReproducible: Bool
    /// No Winograd: every product as the definition has it.
    package var isPrecise: Bool
    /// Whether times of layers are kept.
    package var isProfiled: Bool
    /// Canaries between the pieces of memory, for tests.
    package var isGuarded: Bool
    /// How each convolution's algorithm is chosen. `measured` needs a chooser; what is precise or reproducible is chosen by rule.
    package var algorithm: AlgorithmChoice
    /// Whether only forward passes count in that choice.
    package var isForInference: Bool
    /// That of the recipes which it will be given: parameters have its moments.
    package var optimizer: Recipe.Optimizer

    package init(
        instructionSet: InstructionSet = .best, precision: Precision = .fp32, isReproducible: Bool = false, isPrecise: Bool = false,
        isProfiled: Bool = false, isGuarded: Bool = false, algorithm: AlgorithmChoice = .rule, isForInference: Bool = false,
        optimizer: Recipe.Optimizer = .sgd
    ) {
        self.instructionSet = instructionSet
        self.precision = precision
        self.isReproducible = isReproducible
        self.isPrecise = isPrecise
        self.isProfiled = isProfiled
        self.isGuarded = isGuarded
        self.algorithm = algorithm
        self.isForInference = isForInference
        self.optimizer = optimizer
    }
}

/// Which algorithm computes a layer, and what was tried to find out.
package struct LayerAlgorithm: Sendable, Equatable {
    /// Index of the convolution in the network.
    package var layer: Int
    package var chosen: ConvolutionAlgorithm
    /// Of this machine, the fastest first; empty where nothing was tried.
    package var trials: [AlgorithmTrial]
}

/// Trains and runs a network on a `WorkerTeam`.
package final class CPUExecutor: Executor {
    package let network: Network
    package let batch: Int
    package let options: CPUExecutorOptions
    package let memoryPlan: MemoryPlan
    /// Times of layers since they were last cleared, where `options.isProfiled`.
    package internal(set) var layerTimes: [LayerTime] = []

    let stages: [any Stage]
    let outputs: [StageOutput]
    let workers: Workers
    /// Steps since the state was loaded: AdamW's t.
    var updates = 0
    let kernels: ConvolutionKernels
    let scratch: Scratch
    let input: StoredPointer
    let gradientPlan: GradientPlan
    let gradients: [StoredPointer]
    let collected: LanePointer
    let logits: UnsafeMutablePointer<Double>
    private let memory: AlignedBuffer<Lanes>
    private let logitMemory: AlignedBuffer<Double>
    let clockMemory: AlignedBuffer<UInt64>

    /// Bytes that an executor would hold, without making it.
    package static func plan(
        _ network: Network, batch: Int, threads: Int, options: CPUExecutorOptions = CPUExecutorOptions()
    ) throws(ExecutorError) -> MemoryPlan {
        try stagePlan(network, batch, threads, options, nil).memory
    }

    /// Throws `doesNotFit` before the plan's memory is allocated where it is above `availableBytes`.
    package init(
        _ network: Network, batch: Int, team: WorkerTeam, options: CPUExecutorOptions = CPUExecutorOptions(),
        chooser: AlgorithmChooser? = nil, availableBytes: Int? = nil
    ) throws(ExecutorError) {
        precondition(batch > 0)
        let plan = try Self.stagePlan(network, batch, team.count, options, Self.trials(options, team, chooser))
        if let availableBytes, plan.memory.byteCount > availableBytes {
            throw .doesNotFit(needed: plan.memory.byteCount, available: availableBytes)
        }
        let base: LanePointer
        do throws(CPUError) {
            memory = try AlignedBuffer(count: plan.memory.count)
            logitMemory = try AlignedBuffer(count: batch * network.classes)
            clockMemory = try AlignedBuffer(count: 8 * team.count)
        } catch {
            throw ExecutorError(error)
        }
        plan.memory.fill(memory, by: team)
        clockMemory.zero()
        base = memory.pointer
        self.network = network
        self.batch = batch
        self.options = options
        memoryPlan = plan.memory
        stages = plan.stages
        workers = Workers(team: team, isReproducible: options.isReproducible)
        kernels = options.instructionSet.convolutionKernels(options.precision)
        scratch = Scratch(plan.need, base: plan.scratchSlot(base))
        input = plan.inputSlot(base)
        gradientPlan = plan.gradients
        gradients = plan.gradientSlots.map { $0(base) }
        collected = plan.collectedSlot(base)
        logits = logitMemory.pointer
        var outputs = [StageOutput(values: input, shape: network.input)]
        for (stage, inputs) in zip(plan.stages, plan.inputs) {
            stage.attach(
                base,
                inputs: inputs.map {
                    // A flattened vector of one pixel a channel is the map itself.
                    var input = outputs[$0.output]
                    input.shape = $0.shape
                    return input
                })
            outputs.append(stage.output)
        }
        self.outputs = outputs
    }

    private static func stagePlan(
        _ network: Network, _ batch: Int, _ threads: Int, _ options: CPUExecutorOptions, _ trials: StageOptions.Trials?
    ) throws(ExecutorError) -> StagePlan {
        do throws(CPUError) {
            return try StagePlan(
                network,
                StageOptions(
                    kernels: options.instructionSet.convolutionKernels(options.precision),
                    floats: options.instructionSet.convolutionKernels(.fp32), threads: threads, batch: batch,
                    algorithm: options.isPrecise ? .forced(.direct) : options.algorithm, trials: trials, isGuarded: options.isGuarded,
                    isForInference: options.isForInference, optimizer: options.optimizer, allTensors: network.parameterTensors))
        } catch {
            throw ExecutorError(error)
        }
    }

    /// Where a choice is to be measured: what measures it.
    private static func trials(_ options: CPUExecutorOptions, _ team: WorkerTeam, _ chooser: AlgorithmChooser?) -> StageOptions.Trials? {
        guard let chooser, options.algorithm == .measured, !options.isPrecise, !options.isReproducible else { return nil }
        chooser.beginNetwork()
        return { geometry, needsInputGradient in
            let backward: [Convolution2D.Pass] = needsInputGradient ? [.backwardData, .backwardWeights] : [.backwardWeights]
            return chooser.trials(
                geometry, passes: options.isForInference ? [.forward] : [.forward] + backward, precision: options.precision,
                set: options.instructionSet, team: team, keepsWeights: options.isForInference)
        }
    }

    /// Of each convolution, in order.
    package var layerAlgorithms: [LayerAlgorithm] { stages.compactMap { ($0 as? ConvolutionStage)?.algorithm } }

    package var byteCount: Int { memoryPlan.byteCount }

    /// False when a guarded executor wrote beside a piece of its memory.
    package var canariesAreIntact: Bool { memoryPlan.canariesAreIntact(in: memory.pointer) }

    // MARK: - State

    package func load(state: [Float]) {
        updates = 0
        precondition(state.count == network.stateCount, "a state of \(state.count) values for a network of \(network.stateCount)")
        state.withUnsafeBufferPointer { state in
            for stage in stages {
                for parameter in stage.parameters { parameter.load(state.baseAddress!) }
                stage.parametersChanged()
            }
        }
    }

    /// Overwrites the weights of all convolutions and tells nobody, for tests: what was made of them and kept is then all there is.
    package func loseConvolutionWeights() {
        for stage in stages {
            guard stage is ConvolutionStage else { continue }
            for parameter in stage.parameters where parameter.tensor.role == .weight {
                parameter.values.update(repeating: Lanes(repeating: .nan), count: parameter.vectors)
            }
        }
    }

    package func state() -> [Float] {
        var state = [Float](repeating: 0, count: network.stateCount)
        state.withUnsafeMutableBufferPointer { state in
            for stage in stages { for parameter in stage.parameters { parameter.store(to: state.baseAddress!) } }
        }
        return state
    }
}

extension ExecutorError {
    fileprivate init(_ error: CPUError) {
        switch error {
        case .outOfMemory(let byteCount): self = .outOfMemory(byteCount: byteCount)
        }
    }
}
