// A convolution with what is fused into it: bias, batch normalisation, ReLU, 2×2 max-pool.
// Leaves to others: the arithmetic (PreparedConvolution), batch normalisation's own (NormStatistics).

import Networks
import Tiles

/// What is stored is the activation; after batch normalisation it is the convolution's output z, which the next stage normalises as it reads.
/// Where pooling is fused, z of the pixel that was chosen is enough for the next stage: the order is that of z, or its opposite where gamma < 0.
final class ConvolutionStage: Stage {
    let layers: Range<Int>
    let algorithm: LayerAlgorithm
    private let geometry: ConvolutionGeometry
    private let prepared: PreparedConvolution
    /// For inference of few images; the same where that is direct anyway.
    private let few: PreparedConvolution
    private let weights: StageParameter
    private let bias: StageParameter?
    private let norm: NormStatistics?
    private let hasReLU: Bool
    private let isPooled: Bool
    private let outputShape: Shape
    private let valuesSlot: StoredSlot?
    private let pooledSlot: StoredSlot?
    private let choiceSlot: PlanSlot?
    private let biasSlot: PlanSlot
    private let kept: KeptWeights?, keptOfFew: KeptWeights?
    private var base: LanePointer!
    private var input: StageOutput!

    init(
        _ network: Network, _ layers: Range<Int>, _ convolution: Convolution, needsInputGradient: Bool, _ options: StageOptions,
        _ plan: inout MemoryPlan
    ) throws(CPUError) {
        self.layers = layers
        let input = network.shapes[layers.lowerBound]
        geometry = ConvolutionGeometry(convolution, height: input.height, width: input.width, batch: options.batch)
        algorithm = options.algorithm(of: geometry, layer: layers.lowerBound, needsInputGradient: needsInputGradient)
        prepared = try PreparedConvolution(geometry, options.kernels, threads: options.threads, algorithm: algorithm.chosen)
        few =
            algorithm.chosen == .direct
            ? prepared : try PreparedConvolution(geometry, options.kernels, threads: options.threads, algorithm: .direct)
        let rest = layers.dropFirst().map { network.layers[$0] }
        hasReLU = rest.contains(.relu)
        isPooled = rest.contains { if case .maxPool = $0 { true } else { false } }
        outputShape = network.shapes[layers.upperBound]
        let tensors = options.tensors(layers)
        weights = StageParameter(
            tensors[.weight]!,
            .weights(inputs: convolution.inputs, outputs: convolution.outputs, taps: geometry.taps, prepared.layout), options, &plan)
        bias = tensors[.bias].map { StageParameter($0, .vector, options, &plan) }
        norm = rest.lazy.compactMap { if case .batchNormalisation(let b) = $0 { b } else { nil } }.first.map {
            NormStatistics($0, tensors, options, &plan)
        }
        let bytes = options.vectorBytes, pooledCount = options.batch * geometry.outputBlocks * outputShape.height * outputShape.width
        valuesSlot = !isPooled || norm != nil ? plan.reserve(geometry.outputCount, .activations, vectorBytes: bytes) : nil
        pooledSlot = isPooled ? plan.reserve(pooledCount, .activations, vectorBytes: bytes) : nil
        choiceSlot = isPooled ? plan.reserve((pooledCount + 3) / 4, .activations) : nil
        biasSlot = plan.reserve((options.threads + 2) * geometry.outputBlocks, .scratch)
        kept = options.isForInference ? KeptWeights(prepared, &plan) : nil
        // What multiplies few images too shares what it keeps with itself.
        keptOfFew = algorithm.chosen == .direct ? kept : options.isForInference ? KeptWeights(few, &plan) : nil
    }

    var parameters: [StageParameter] { [weights] + (bias.map { [$0] } ?? []) + (norm?.parameters ?? []) }

    var need: ScratchNeed { .largest(prepared.need(backward: true), few.need(backward: false)) }

    func attach(_ base: LanePointer, inputs: [StageOutput]) {
        self.base = base
        input = inputs[0]
        for parameter in parameters { parameter.attach(base) }
        norm?.attach(base)
    }

    /// What the next stage reads.
    private var stored: StoredPointer { (pooledSlot ?? valuesSlot!)(base) }
    private var choice: ChoicePointer? {
        choiceSlot.map { UnsafeMutableRawPointer($0(base)).assumingMemoryBound(to: SIMD16<UInt8>.self) }
    }
    private var floor: Float { hasReLU ? 0 : -.infinity }
    /// [thread][block] sums, then a zero bias, then the total.
    private var biasSums: LanePointer { biasSlot(base) }

    var output: StageOutput {
        StageOutput(values: stored, normalisation: norm?.normalisation, floor: norm == nil ? -.infinity : floor, shape: outputShape)
    }

    /// Pooling without batch normalisation needs no mask: no pixel was chosen where none was above zero.
    var request: GradientRequest {
        if let norm { return GradientRequest(values: stored, normalisation: norm.normalisation, sums: norm.sums, floor: floor) }
        return hasReLU && !isPooled ? GradientRequest(values: stored, floor: 0) : .nothing
    }

    var masksGradient: Bool { hasReLU && (norm != nil || !isPooled) }

    func forward(_ pass: StagePass) {
        norm?.begin(pass)
        let keepsAll = !isPooled || (norm != nil && pass.isTraining)
        let result = ConvolutionOutput(
            bias: bias?.values ?? zeroBias(pass), floor: norm == nil ? floor : -.infinity, values: keepsAll ? valuesSlot?(base) : nil,
            pooled: pooledSlot?(base), choice: choice, sign: isPooled ? norm?.sign : nil,
            statistics: pass.isTraining ? norm?.statistics : nil)
        let isFew = isFew(count: pass.count, isTraining: pass.isTraining), kept = isFew ? keptOfFew : kept
        var scratch = pass.scratch
        if let kept { scratch.weights = kept.slot(base) }
        (isFew ? few : prepared).forward(
            input.convolutionInput, weights: weights.values, result, count: pass.count, scratch: scratch, pass.workers,
            weightsAreReady: kept?.areReady ?? false)
        kept?.areReady = true
        norm?.finish(pass)
    }

    private func isFew(count: Int, isTraining: Bool) -> Bool { !isTraining && 8 * count <= geometry.batch }

    func parametersChanged() {
        kept?.areReady = false
        keptOfFew?.areReady = false
    }

    var convolutionAlgorithm: ConvolutionAlgorithm? { prepared.algorithm }

    func executedOperations(_ pass: LayerPass, count: Int, wantsInputGradient: Bool, isTraining: Bool) -> Int? {
        let isFew = isFew(count: count, isTraining: isTraining)
        // What training changes is made anew in every step.
        return (isFew ? few : prepared).executedOperations(
            pass, count: count, wantsInputGradient: wantsInputGradient, keepsWeights: !isTraining && (isFew ? keptOfFew : kept) != nil)
    }

    private func zeroBias(_ pass: StagePass) -> LanePointer {
        let zero = biasSums + pass.workers.count * geometry.outputBlocks
        zero.update(repeating: .zero, count: geometry.outputBlocks)
        return zero
    }

    func backward(_ pass: StagePass, gradient: StoredPointer, below: ConvolutionInputGradient?) {
        let blocks = geometry.outputBlocks, threads = pass.workers.count
        norm?.beginBackward(pass)
        biasSums.update(repeating: .zero, count: threads * blocks)
        let source = ConvolutionGradient(
            gradient: gradient, choice: choice, values: norm == nil ? nil : valuesSlot?(base), coefficients: norm?.coefficients,
            biasSums: biasSums)
        prepared.backward(
            input.convolutionInput, weights: weights.values, source, data: below, weightsTo: weights.target(pass), count: pass.count,
            scratch: pass.scratch, pass.workers, clock: pass.clock)
        weights.collect(pass)
        parametersChanged()
        if let bias {
            let total = biasSums + (threads + 1) * blocks
            for block in 0..<blocks { total[block] = (0..<threads).reduce(Lanes.zero) { $0 + biasSums[$1 * blocks + block] } }
            bias.take(total, pass)
        }
    }
}

/// Weights in the form that the forward pass multiplies, kept from pass to pass.
private final class KeptWeights {
    let slot: PlanSlot
    var areReady = false

    /// Nil where there is nothing worth keeping.
    init?(_ algorithm: PreparedConvolution, _ plan: inout MemoryPlan) {
        guard algorithm.keptWeights > 0 else { return nil }
        slot = plan.reserve(algorithm.keptWeights, .parameters)
    }
}
