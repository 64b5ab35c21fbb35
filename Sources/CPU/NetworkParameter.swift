// A parameter tensor in the layout of the kernels, with its moments.
// Leaves to others: its gradient (the stages), the canonical order (Network.parameterTensors).

import Networks
import Tiles

/// Values and velocity of one tensor, and the way between them and the canonical layout.
final class StageParameter {
    enum Layout {
        /// [tap][panel][in][outputs].
        case weights(inputs: Int, outputs: Int, taps: Int, WeightLayout)
        case vector
    }

    let tensor: ParameterTensor
    let layout: Layout
    private let slot: PlanSlot
    private let velocitySlot: PlanSlot?
    private(set) var values: LanePointer!
    /// Momentum, or the first moment and behind it the second; nil for running statistics.
    private(set) var velocity: LanePointer?
    private let moments: Int

    init(_ tensor: ParameterTensor, _ layout: Layout, _ options: StageOptions, _ plan: inout MemoryPlan) {
        self.tensor = tensor
        self.layout = layout
        let count = Self.vectors(tensor, layout)
        slot = plan.reserve(count, .parameters)
        moments = options.optimizer == .adamW ? 2 : 1
        velocitySlot = tensor.isTrained ? plan.reserve(moments * count, .parameters) : nil
    }

    private static func vectors(_ tensor: ParameterTensor, _ layout: Layout) -> Int {
        switch layout {
        case .weights(_, _, let taps, let weights): taps * weights.plane
        case .vector: (tensor.count + 15) / 16
        }
    }

    var vectors: Int { Self.vectors(tensor, layout) }

    func attach(_ base: LanePointer) {
        values = slot(base)
        velocity = velocitySlot?(base)
    }

    /// From the canonical array; moments start from zero.
    func load(_ state: UnsafePointer<Float>) {
        let from = state + tensor.offset
        switch layout {
        case .weights(let inputs, let outputs, let taps, let weights):
            ConvolutionPacking.packWeights(from, inputs: inputs, outputs: outputs, taps: taps, weights, to: values)
        case .vector: ConvolutionPacking.packVector(from, count: tensor.count, to: values)
        }
        velocity?.update(repeating: .zero, count: moments * vectors)
    }

    /// Its own values, or others of its layout, into the canonical array.
    func store(_ packed: LanePointer? = nil, to state: UnsafeMutablePointer<Float>) {
        let to = state + tensor.offset, from: LanePointer = packed ?? values
        switch layout {
        case .weights(let inputs, let outputs, let taps, let weights):
            ConvolutionPacking.unpackWeights(from, inputs: inputs, outputs: outputs, taps: taps, weights, to: to)
        case .vector: ConvolutionPacking.unpackVector(from, count: tensor.count, to: to)
        }
    }

    /// Where the stage shall deliver its gradient; `collect` afterwards.
    func target(_ pass: StagePass) -> WeightTarget {
        switch pass.update {
        case .descend(let descent): .descend(weights: values, velocity: velocity!, descent)
        case .adam(let adam): .adam(weights: values, first: velocity!, second: velocity! + vectors, adam)
        case .collect: .store(pass.collected)
        }
    }

    /// Puts what was delivered into the canonical gradients, where they are collected.
    func collect(_ pass: StagePass) {
        if case .collect(let gradients) = pass.update { store(pass.collected, to: gradients) }
    }

    /// A whole gradient at once.
    func take(_ gradient: LanePointer, _ pass: StagePass) {
        target(pass).take(gradient, offset: 0, count: vectors, pass.kernels)
        collect(pass)
    }
}
