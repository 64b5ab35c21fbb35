// One convolution by itself, prepared with its tensors, for the benchmark `conv2d` and for tests.
// Leaves to others: timing it, choosing shapes; a convolution within a network (CPUExecutor).

package import Networks
import Tiles

/// A convolution that owns its tensors (NCHW16c) and runs each pass on them. Nothing is allocated by a run but what starting a phase costs.
///
/// The bias is zero and no activation is fused. A pass includes every transform of weights that a training step needs.
package final class Convolution2D {
    package enum Pass: String, Sendable, CaseIterable { case forward, backwardData, backwardWeights }

    package let geometry: ConvolutionGeometry
    /// What computes it.
    package let algorithm: ConvolutionAlgorithm
    package let precision: Precision
    private let prepared: PreparedConvolution
    private let kernels: ConvolutionKernels
    private let workers: Workers
    private let memory: AlignedBuffer<Lanes>
    private let memoryPlan: MemoryPlan
    private let scratch: Scratch
    private let x: StoredPointer, y: StoredPointer, dx: StoredPointer, dy: StoredPointer
    /// Whether forward passes share one transform of the weights, as in inference.
    private let keepsWeights: Bool
    private var weightsAreReady = false
    private let weights: LanePointer, dw: LanePointer, bias: LanePointer, biasSums: LanePointer

    /// `algorithm` nil: by the engine's rule. `isGuarded`: canaries between the tensors, for tests. `keepsWeights`: only forward passes are run, and
    /// share what is made of the weights. Throws when memory is refused.
    package init(
        _ convolution: Convolution, height: Int, width: Int, batch: Int, algorithm: ConvolutionAlgorithm? = nil,
        precision: Precision = .fp32, instructionSet: InstructionSet = .best, team: WorkerTeam, isReproducible: Bool = false,
        isGuarded: Bool = false, keepsWeights: Bool = false
    ) throws(CPUError) {
        geometry = ConvolutionGeometry(convolution, height: height, width: width, batch: batch)
        self.precision = precision
        kernels = instructionSet.convolutionKernels(precision)
        self.algorithm = algorithm ?? PreparedConvolution.preferred(geometry)
        workers = Workers(team: team, isReproducible: isReproducible)
        prepared = try PreparedConvolution(geometry, kernels, threads: team.count, algorithm: self.algorithm)
        self.keepsWeights = keepsWeights && prepared.keptWeights > 0
        let g = geometry, plane = g.taps * prepared.layout.plane, need = prepared.need(backward: true)
        var plan = MemoryPlan(isGuarded: isGuarded)
        let bytes = kernels.planes.vectorBytes
        let inputs = [
            plan.reserve(g.inputCount, .activations, vectorBytes: bytes), plan.reserve(g.inputCount, .gradients, vectorBytes: bytes),
        ]
        let outputs = [
            plan.reserve(g.outputCount, .activations, vectorBytes: bytes), plan.reserve(g.outputCount, .gradients, vectorBytes: bytes),
        ]
        let planes = [plan.reserve(plane, .parameters), plan.reserve(plane, .gradients)]
        let vectors = [plan.reserve(g.outputBlocks, .parameters), plan.reserve(team.count * g.outputBlocks, .gradients)]
        let scratchSlot = plan.reserve(need.total(threads: team.count), .scratch)
        memory = try AlignedBuffer(count: plan.count)
        plan.fill(memory, by: team)
        memoryPlan = plan
        let base = memory.pointer
        (x, dx, y, dy) = (inputs[0](base), inputs[1](base), outputs[0](base), outputs[1](base))
        (weights, dw, bias, biasSums) = (planes[0](base), planes[1](base), vectors[0](base), vectors[1](base))
        bias.update(repeating: .zero, count: g.outputBlocks)
        scratch = Scratch(need, base: scratchSlot(base))
    }

    /// False when a guarded engine wrote beside a tensor.
    package var canariesAreIntact: Bool { memoryPlan.canariesAreIntact(in: memory.pointer) }

    package var byteCount: Int { memory.byteCount }

    /// Useful operations of one run of any pass: a multiply and an add for each weight and output pixel, as the direct algorithm has them.
    package var usefulOperations: Int {
        let c = geometry.convolution
        return 2 * geometry.batch * geometry.outputPlane * c.outputs * c.inputs * geometry.taps
    }

    /// Operations that one run of the pass by itself executes; nil where they are the useful ones (`DomainOperations` says what counts).
    package func executedOperations(_ pass: Pass) -> Int? {
        let layerPass: LayerPass =
            switch pass {
            case .forward: .forward
            case .backwardData: .backwardData
            case .backwardWeights: .backwardWeights
            }
        return prepared.executedOperations(layerPass, count: geometry.batch, wantsInputGradient: false, keepsWeights: keepsWeights)
    }

    /// The least bytes that a pass must move: its tensors, once.
    package func leastBytes(_ pass: Pass) -> (read: Int, written: Int) {
        let c = geometry.convolution, number = kernels.planes.vectorBytes / 16
        let input = number * geometry.batch * c.inputs * geometry.inputPlane
        let output = number * geometry.batch * c.outputs * geometry.outputPlane
        let weights = 4 * c.inputs * c.outputs * geometry.taps
        return switch pass {
        case .forward: (input + weights, output)
        case .backwardData: (output + weights, input)
        case .backwardWeights: (input + output, weights)
        }
    }

    package func run(_ pass: Pass, iterations: Int = 1) {
        let input = ConvolutionInput(values: x), count = geometry.batch
        for _ in 0..<iterations {
            switch pass {
            case .forward:
                prepared.forward(
                    input, weights: weights, ConvolutionOutput(bias: bias, values: y), count: count, scratch: scratch, workers,
                    weightsAreReady: weightsAreReady)
                weightsAreReady = keepsWeights
            case .backwardData:
                let data = ConvolutionInputGradient(gradient: dx, request: .nothing)
                backward(input, data: data, target: nil)
            case .backwardWeights: backward(input, data: nil, target: .store(dw))
            }
        }
    }

    private func backward(_ input: ConvolutionInput, data: ConvolutionInputGradient?, target: WeightTarget?) {
        precondition(!keepsWeights, "a backward pass would overwrite what forward passes keep")
        biasSums.update(repeating: .zero, count: workers.count * geometry.outputBlocks)
        prepared.backward(
            input, weights: weights, ConvolutionGradient(gradient: dy, biasSums: biasSums), data: data, weightsTo: target,
            count: geometry.batch, scratch: scratch, workers, clock: BackwardClock(nanoseconds: nil))
    }

    // MARK: - Tensors, in canonical layouts

    /// input [batch][in][h][w], weights [out][in][k][k], outputGradient [batch][out][h'][w'].
    package func load(input: [Float], weights w: [Float], outputGradient: [Float]) {
        let c = geometry.convolution
        precondition(
            input.count == geometry.batch * c.inputs * geometry.inputPlane && w.count == c.outputs * c.inputs * geometry.taps
                && outputGradient.count == geometry.batch * c.outputs * geometry.outputPlane)
        ConvolutionPacking.pack(input, channels: c.inputs, pixels: geometry.inputPlane, images: 0..<geometry.batch, to: x)
        ConvolutionPacking.pack(outputGradient, channels: c.outputs, pixels: geometry.outputPlane, images: 0..<geometry.batch, to: dy)
        weightsAreReady = false
        ConvolutionPacking.packWeights(
            w, inputs: c.inputs, outputs: c.outputs, taps: geometry.taps, prepared.layout, to: weights)
    }

    /// What the pass computed: outputs, the input's gradient, or the weights'.
    package func result(of pass: Pass) -> [Float] {
        let c = geometry.convolution, g = geometry
        switch pass {
        case .forward: return unpacked(y, channels: c.outputs, pixels: g.outputPlane)
        case .backwardData: return unpacked(dx, channels: c.inputs, pixels: g.inputPlane)
        case .backwardWeights:
            var result = [Float](repeating: 0, count: c.outputs * c.inputs * g.taps)
            result.withUnsafeMutableBufferPointer {
                ConvolutionPacking.unpackWeights(
                    dw, inputs: c.inputs, outputs: c.outputs, taps: g.taps, prepared.layout, to: $0.baseAddress!)
            }
            return result
        }
    }

    private func unpacked(_ tensor: StoredPointer, channels: Int, pixels: Int) -> [Float] {
        var result = [Float](repeating: 0, count: geometry.batch * channels * pixels)
        result.withUnsafeMutableBufferPointer {
            ConvolutionPacking.unpack(tensor, channels: channels, pixels: pixels, images: 0..<geometry.batch, to: $0.baseAddress!)
        }
        return result
    }
}
