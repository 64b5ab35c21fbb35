// Training of a small transformer on the team: batches of sequences, forward, backward, a step of AdamW.
// Leaves to others: products (Gemm through DecoderLinear), attention (CausalAttention), passes over rows (Tiles), text (Workloads).

package import Networks
import Tiles

/// Sums are made in the same order on any number of threads, so that a seed gives the same bits everywhere.
package final class DecoderTrainer: @unchecked Sendable {
    package let network: DecoderNetwork
    package let sequences: Int
    package let length: Int
    /// Steps taken so far.
    package private(set) var step = 0

    let layout: DecoderLayout
    let team: WorkerTeam
    let kernels: DecoderKernels
    let parameters: AlignedBuffer<Float>
    let gradients: AlignedBuffer<Float>
    let activations: DecoderActivations
    let attention: CausalAttention
    let qkvProduct: DecoderLinear
    let projection: DecoderLinear
    let up: DecoderLinear
    let down: DecoderLinear
    let head: DecoderLinear
    private let first: AlignedBuffer<Float>
    private let second: AlignedBuffer<Float>
    private let pieces: [Piece]

    /// A part of the parameters that a thread updates at once.
    private struct Piece {
        let range: Range<Int>
        let decays: Bool
    }

    /// Sequences of `length` positions. Vocabulary, and the width of a head, are multiples of 16.
    package init(
        _ network: DecoderNetwork, sequences: Int, length: Int, team: WorkerTeam, instructionSet: InstructionSet = .best
    ) throws(CPUError) {
        precondition(network.vocabulary % 16 == 0, "a vocabulary in vectors of sixteen")
        precondition((1...network.context).contains(length) && sequences > 0, "\(length) positions of \(network.context)")
        (self.network, self.sequences, self.length, self.team) = (network, sequences, length, team)
        let layout = DecoderLayout(network), rows = sequences * length
        self.layout = layout
        kernels = instructionSet.decoderKernels
        parameters = try AlignedBuffer(count: layout.count)
        gradients = try AlignedBuffer(count: layout.count)
        first = try AlignedBuffer(count: layout.count)
        second = try AlignedBuffer(count: layout.count)
        activations = try DecoderActivations(network, sequences: sequences, length: length)
        attention = try CausalAttention(network, length: length, threads: team.count, instructionSet: instructionSet)
        func linear(_ matrix: DecoderMatrix) throws(CPUError) -> DecoderLinear {
            try DecoderLinear(matrix, rows: rows, team: team, instructionSet: instructionSet)
        }
        qkvProduct = try linear(layout.layers[0].attention)
        projection = try linear(layout.layers[0].projection)
        up = try linear(layout.layers[0].up)
        down = try linear(layout.layers[0].down)
        head = try linear(layout.head)
        pieces = Self.pieces(layout)
        for buffer in [parameters, gradients, first, second] { buffer.zero(by: team) }
    }

    package var byteCount: Int {
        let products = [qkvProduct, projection, up, down, head].reduce(0) { $0 + $1.workspaceBytes }
        return 4 * parameters.byteCount + activations.byteCount + attention.byteCount + products
    }

    /// About what a trainer needs, without making it.
    package static func bytes(_ network: DecoderNetwork, sequences: Int, length: Int) -> Int {
        16 * DecoderLayout(network).count + DecoderActivations.bytes(network, rows: sequences * length)
    }

    /// Of a step.
    package var operations: Double { network.trainingOperations(length: length, sequences: sequences) }

    /// In the order of the layout. A training begins anew.
    package func load(_ values: [Float]) {
        precondition(values.count == layout.count, "\(values.count) parameters of \(layout.count)")
        values.withUnsafeBufferPointer { parameters.pointer.update(from: $0.baseAddress!, count: values.count) }
        first.zero()
        second.zero()
        step = 0
    }

    package var state: [Float] { Array(parameters.elements) }
    package var lastGradients: [Float] { Array(gradients.elements) }

    /// The mean loss over all positions before the step. `tokens` and `targets` are [sequences][length].
    package func train(_ tokens: UnsafePointer<UInt8>, targets: UnsafePointer<UInt8>, _ adam: AdamW) -> Double {
        let loss = differentiate(tokens, targets: targets)
        step += 1
        descend(adam)
        return loss
    }

    /// The loss, and its gradients by all parameters.
    package func differentiate(_ tokens: UnsafePointer<UInt8>, targets: UnsafePointer<UInt8>) -> Double {
        forward(tokens)
        let loss = startBackward(targets)
        backward(tokens)
        return loss
    }

    private func descend(_ adam: AdamW) {
        let descent = AdamDescent(adam, step: step, kernels)
        team.run { [self] _, _ in
            while let claimed = team.claim(pieces.count) {
                for index in claimed {
                    let piece = pieces[index], place = piece.range.lowerBound
                    descent.step(
                        Self.lanes(parameters, place), Self.lanes(gradients, place), first: Self.lanes(first, place),
                        second: Self.lanes(second, place), count: piece.range.count / 16, decays: piece.decays)
                }
            }
        }
    }

    private static func pieces(_ layout: DecoderLayout) -> [Piece] {
        let most = 1 << 14
        var pieces: [Piece] = [], place = 0
        func cut(_ range: Range<Int>, decays: Bool) {
            for start in stride(from: range.lowerBound, to: range.upperBound, by: most) {
                pieces.append(Piece(range: start..<min(start + most, range.upperBound), decays: decays))
            }
        }
        for range in layout.decayed {
            cut(place..<range.lowerBound, decays: false)
            cut(range, decays: true)
            place = range.upperBound
        }
        cut(place..<layout.count, decays: false)
        return pieces
    }

    static func lanes(_ buffer: AlignedBuffer<Float>, _ place: Int) -> LanePointer {
        UnsafeMutableRawPointer(buffer.pointer + place).assumingMemoryBound(to: Lanes.self)
    }
}
