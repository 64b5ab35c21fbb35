// A recurrent mixture network that predicts for several callers at once, each with a memory of its own: one step answers all of them.
// Leaves to others: register tiles (Tiles), the definition (Networks.Reference+Mixture), drawing a touch (MixtureDraw).

import Measurement
package import Networks
import Tiles

/// The network's weights, and the memories of its callers. A step reads each caller's last touch and leaves the next one in its place.
///
/// Callers who wait at the same time are one product with the weights, which are read once for all. A step has a phase for each layer, in which
/// threads share its panels of units; the numbers that a layer leaves are carried to its own input while the next one works. Small steps, which
/// a phase would cost more than it saves, are done by the calling thread alone.
package final class MixturePredictor: @unchecked Sendable {
    package let network: MixtureNetwork
    package let callers: Int
    /// Predictions of each caller so far.
    package private(set) var step = 0
    private let team: WorkerTeam
    private let kernels: RowKernels
    private let layers: [RowWeights]
    private let head: RowWeights
    private let seed: UInt64
    /// For each layer [caller][own units, what comes from below].
    private let inputs: [AlignedBuffer<Lanes>]
    private let cells: [AlignedBuffer<Lanes>]
    /// [caller][units] of the last layer; [caller][outputs].
    private let last: AlignedBuffer<Lanes>
    private let outputs: AlignedBuffer<Lanes>
    /// A thread's own sums of gates.
    private let gates: AlignedBuffer<Lanes>
    private var phases: [WorkerTeam.Phase] = []

    /// Units are a multiple of 16.
    package init(
        _ network: MixtureNetwork, callers: Int, seed: UInt64, team: WorkerTeam, instructionSet: InstructionSet = .best
    ) throws(CPUError) {
        precondition(network.units % 16 == 0 && callers > 0, "units in vectors of sixteen, and someone who calls")
        (self.network, self.callers, self.seed, self.team) = (network, callers, seed, team)
        kernels = instructionSet.rowKernels
        let parameters = MixtureParameters(network, seed: seed), units = network.units
        var layers: [RowWeights] = [], inputs: [AlignedBuffer<Lanes>] = [], cells: [AlignedBuffer<Lanes>] = []
        for (index, layer) in parameters.layers.enumerated() {
            let below = network.inputs(of: index), row = below + units
            /// A vector of each gate for every sixteen units; the layer's own units before what comes from below.
            func gateRow(_ output: Int) -> Int { output / 16 % 4 * units + output / 64 * 16 + output % 16 }
            layers.append(
                try RowWeights(
                    inputs: row, outputs: 4 * units,
                    weight: { input, output in layer.weights[gateRow(output) * row + (input < units ? below + input : input - units)] },
                    bias: { layer.bias[gateRow($0)] }))
            inputs.append(try AlignedBuffer(count: callers * Self.stride(network, index)))
            cells.append(try AlignedBuffer(count: callers * units / 16))
        }
        (self.layers, self.inputs, self.cells) = (layers, inputs, cells)
        head = try RowWeights(
            inputs: units, outputs: network.outputs, weight: { parameters.head.weights[$1 * units + $0] },
            bias: { parameters.head.bias[$0] })
        last = try AlignedBuffer(count: callers * units / 16)
        outputs = try AlignedBuffer(count: callers * head.vectors)
        gates = try AlignedBuffer(count: team.count * Self.mostRows * 4)
        phases = layers.indices.map { layer in
            .init { [unowned self] thread, threads in advance(layer, thread: thread, threads: threads) }
        }
        phases.append(.init { [unowned self] thread, threads in answer(thread: thread, threads: threads) })
        restart()
    }

    package var byteCount: Int {
        let own = layers.reduce(head.byteCount) { $0 + $1.byteCount }
        return (inputs + cells).reduce(own) { $0 + $1.byteCount } + last.byteCount + outputs.byteCount + gates.byteCount
    }

    /// Of one prediction.
    package var operations: Double { network.operations }

    /// Forgets everything: every caller's last touch is the middle of the screen.
    package func restart() {
        step = 0
        for buffer in inputs + cells { buffer.zero() }
        for caller in 0..<callers {
            let touch = touch(of: caller)
            for (place, value) in [Float(0.5), 0.5, 0].enumerated() { touch[place] = value }
        }
    }

    /// The last touch of a caller: x, y, seconds since the one before.
    package func touch(of caller: Int) -> UnsafeMutablePointer<Float> { Self.floats(below(0) + caller * Self.stride(network, 0)) }

    /// The mixture from which the caller's last touch was drawn.
    package func mixture(of caller: Int) -> UnsafePointer<Float> { UnsafePointer(Self.floats(outputs.pointer + caller * head.vectors)) }

    /// Predicts and draws a touch for every caller.
    package func predict() {
        if operations * Double(callers) < Self.leastSharedOperations {
            for layer in layers.indices { advance(layer, thread: 0, threads: 1) }
            answer(thread: 0, threads: 1)
        } else {
            for phase in phases { team.run(phase) }
        }
        step += 1
    }

    /// From nothing remembered, touches of the first caller until they come to `seconds` of performance. Returns how many.
    package func perform(seconds: Double) -> Int {
        restart()
        var time = 0.0
        while time < seconds {
            predict()
            time += Double(touch(of: 0)[2])
        }
        return step
    }

    // MARK: - A thread's share

    private func advance(_ layer: Int, thread: Int, threads: Int) {
        let weights = layers[layer], width = network.units / 16, stride = Self.stride(network, layer)
        let isLast = layer == layers.count - 1
        let target = isLast ? last.pointer : below(layer + 1), targetStride = isLast ? width : Self.stride(network, layer + 1)
        let sums = gates.pointer + thread * Self.mostRows * 4
        let blocks = blocks(panels: weights.panels, threads: threads)
        for unit in WorkerTeam.split(weights.panels * blocks, among: threads, thread: thread) {
            let panel = unit / blocks, rows = WorkerTeam.split(callers, among: blocks, thread: unit % blocks)
            kernels.product(
                weights.product(
                    panel, Self.floats(inputs[layer].pointer + rows.lowerBound * stride), aStride: 16 * stride, rows: rows.count, to: sums,
                    resultStride: 4))
            kernels.lstmGates(
                GateRows(
                    gates: sums, rows: rows.count, cell: cells[layer].pointer + rows.lowerBound * width + panel, cellStride: width,
                    hidden: target + rows.lowerBound * targetStride + panel, hiddenStride: targetStride))
        }
        if layer > 0 {
            for caller in WorkerTeam.split(callers, among: threads, thread: thread) {
                carry(from: below(layer) + caller * stride, to: layer - 1, caller)
            }
        }
    }

    private func answer(thread: Int, threads: Int) {
        let width = network.units / 16, random = Philox(seed: seed, stream: RandomStream.sampling, step: step)
        let mine = WorkerTeam.split(callers, among: threads, thread: thread)
        for panel in 0..<head.panels where !mine.isEmpty {
            kernels.product(
                head.product(
                    panel, Self.floats(last.pointer + mine.lowerBound * width), aStride: network.units, rows: mine.count,
                    to: outputs.pointer + mine.lowerBound * head.vectors + 4 * panel, resultStride: head.vectors))
        }
        for caller in mine {
            carry(from: last.pointer + caller * width, to: layers.count - 1, caller)
            MixtureDraw.touch(network, mixture(of: caller), random: random, caller: caller, to: touch(of: caller))
        }
    }

    /// A layer's new numbers become what it remembers.
    private func carry(from: LanePointer, to layer: Int, _ caller: Int) {
        (inputs[layer].pointer + caller * Self.stride(network, layer)).update(from: from, count: network.units / 16)
    }

    /// Blocks of callers that a panel's work is cut into: enough for all threads, none larger than a thread's sums hold.
    private func blocks(panels: Int, threads: Int) -> Int {
        let forThreads = min((2 * threads + panels - 1) / panels, (callers + 5) / 6)
        return max((callers + Self.mostRows - 1) / Self.mostRows, threads == 1 ? 1 : forThreads)
    }

    private func below(_ layer: Int) -> LanePointer { inputs[layer].pointer + network.units / 16 }

    /// Vectors of a caller's input of a layer.
    private static func stride(_ network: MixtureNetwork, _ layer: Int) -> Int {
        network.units / 16 + (network.inputs(of: layer) + 15) / 16
    }

    private static func floats(_ lanes: LanePointer) -> UnsafeMutablePointer<Float> {
        UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: Float.self)
    }

    private static let mostRows = 48
    /// A phase costs about a microsecond, in which a thread does some 50,000 operations.
    private static let leastSharedOperations = 5e5
}
