// Text from a small transformer, token by token: keys and values of all positions are kept, so that a token costs one row.
// Leaves to others: register tiles (Tiles.RowProduct), training (DecoderTrainer), the definition (Networks.Reference+Decoder).

package import Measurement
package import Networks
import Tiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One text at a time. Threads share the outputs of each matrix; the work is to read every weight once a token.
package final class DecoderGenerator: @unchecked Sendable {
    package let network: DecoderNetwork
    /// Positions that it has seen.
    package private(set) var position = 0
    private let mostRows: Int
    private let team: WorkerTeam
    let rowKernels: RowKernels
    let kernels: DecoderKernels
    let layers: [Layer]
    private let head: RowWeights
    /// Embeddings of tokens, then of positions; norms, the last one behind the layers'.
    private let embeddings: AlignedBuffer<Float>
    private let norms: AlignedBuffer<Float>
    /// [rows][…]: the stream, queries with keys and values, what attention mixed, hidden numbers; logits of the last row.
    let stream: AlignedBuffer<Float>
    let qkv: AlignedBuffer<Float>
    let mixed: AlignedBuffer<Float>
    private let hidden: AlignedBuffer<Float>
    private let logitNumbers: AlignedBuffer<Float>
    /// A thread's own: normalised rows and their moments; scores.
    private let threadNumbers: Int
    private let scratch: AlignedBuffer<Float>
    private var rows = 0
    private var phases: [WorkerTeam.Phase] = []

    struct Layer: Sendable {
        let attention: RowWeights
        let projection: RowWeights
        let up: RowWeights
        let down: RowWeights
        let memory: AttentionMemory
    }

    /// Takes up to `mostRows` tokens at once. The width of a head is a multiple of 16.
    package init(
        _ network: DecoderNetwork, parameters: [Float], mostRows: Int, team: WorkerTeam, instructionSet: InstructionSet = .best
    ) throws(CPUError) {
        precondition(network.headWidth % 16 == 0 && network.vocabulary % 16 == 0, "heads and vocabulary in vectors of sixteen")
        (self.network, self.mostRows, self.team) = (network, mostRows, team)
        rowKernels = instructionSet.rowKernels
        kernels = instructionSet.decoderKernels
        let layout = DecoderLayout(network), width = network.width
        func weights(_ matrix: DecoderMatrix) throws(CPUError) -> RowWeights {
            try RowWeights(
                inputs: matrix.inputs, outputs: matrix.outputs, weight: { parameters[matrix.offset + $0 * matrix.outputs + $1] },
                bias: { matrix.hasBias ? parameters[matrix.offset + matrix.inputs * matrix.outputs + $0] : 0 })
        }
        var layers: [Layer] = []
        for layer in layout.layers {
            layers.append(
                Layer(
                    attention: try weights(layer.attention), projection: try weights(layer.projection), up: try weights(layer.up),
                    down: try weights(layer.down), memory: try AttentionMemory(network)))
        }
        self.layers = layers
        head = try weights(layout.head)
        embeddings = try AlignedBuffer(count: layout.layers[0].firstNorm - layout.tokens)
        for index in 0..<embeddings.count { embeddings.pointer[index] = parameters[layout.tokens + index] }
        let places = layout.layers.flatMap { [$0.firstNorm, $0.secondNorm] } + [layout.lastNorm]
        norms = try AlignedBuffer(count: places.count * 2 * width)
        for (index, place) in places.enumerated() {
            for number in 0..<2 * width { norms.pointer[index * 2 * width + number] = parameters[place + number] }
        }
        stream = try AlignedBuffer(count: mostRows * width)
        qkv = try AlignedBuffer(count: mostRows * 3 * width)
        mixed = try AlignedBuffer(count: mostRows * width)
        hidden = try AlignedBuffer(count: mostRows * network.hidden)
        logitNumbers = try AlignedBuffer(count: head.panels * 64)
        threadNumbers = (mostRows * (width + 2) + (network.context + 63) / 64 * 64 + 15) / 16 * 16 + 272
        scratch = try AlignedBuffer(count: team.count * threadNumbers)
        phases = layers.indices.flatMap { layer in
            [
                phase { $0.project(layer, $1, $2) }, phase { $0.attend(layer, $1, $2) }, phase { $0.joinAttention(layer, $1, $2) },
                phase { $0.widen(layer, $1, $2) }, phase { $0.narrow(layer, $1, $2) },
            ]
        }
        phases.append(phase { $0.end($1, $2) })
    }

    package var byteCount: Int {
        let weights = layers.reduce(head.byteCount) {
            $0 + $1.attention.byteCount + $1.projection.byteCount + $1.up.byteCount + $1.down.byteCount + $1.memory.byteCount
        }
        let buffers = [embeddings, norms, stream, qkv, mixed, hidden, logitNumbers, scratch]
        return buffers.reduce(weights) { $0 + $1.byteCount }
    }

    /// Of what follows the last token.
    package var logits: UnsafePointer<Float> { UnsafePointer(logitNumbers.pointer) }

    /// Forgets the text.
    package func restart() { position = 0 }

    /// Reads up to `mostRows` tokens behind those that it has seen.
    package func read(_ tokens: UnsafePointer<UInt8>, count: Int) {
        precondition((1...mostRows).contains(count) && position + count <= network.context, "\(count) tokens at \(position)")
        rows = count
        let width = network.width
        for row in 0..<count {
            let token = embeddings.pointer + Int(tokens[row]) * width
            let place = embeddings.pointer + (network.vocabulary + position + row) * width
            kernels.add(Self.lanes(token), Self.lanes(place), Self.lanes(stream.pointer + row * width), width / 16)
        }
        for phase in phases { team.run(phase) }
        position += count
    }

    /// A token drawn from what the logits say, which become weights by it: the first whose cumulative weight lies above a uniform number.
    package func draw(_ uniform: Float) -> UInt8 {
        let power = kernels.exponentials(Self.lanes(logitNumbers.pointer), network.vocabulary / 16)
        var left = uniform * power[1], token = 0
        while token < network.vocabulary - 1 {
            left -= logitNumbers.pointer[token]
            if left < 0 { break }
            token += 1
        }
        return UInt8(truncatingIfNeeded: token)
    }

    /// Reads the prompt and continues it by `count` tokens, drawn with the uniform numbers 0, 1, … of `random`.
    package func generate(
        prompt: UnsafePointer<UInt8>, length: Int, count: Int, random: Philox, to text: UnsafeMutablePointer<UInt8>
    ) {
        restart()
        read(prompt, count: length)
        for index in 0..<count {
            text[index] = draw(random.uniform(index))
            if index + 1 < count { read(text + index, count: 1) }
        }
    }

    // MARK: - A thread's share

    private func phase(_ body: @escaping (DecoderGenerator, Int, Int) -> Void) -> WorkerTeam.Phase {
        .init { [unowned self] thread, threads in body(self, thread, threads) }
    }

    /// Norms are quick: each thread makes its own.
    private func normed(_ norm: Int, first: Int, rows: Int, _ thread: Int) -> UnsafeMutablePointer<Float> {
        let own = scratch.pointer + thread * threadNumbers, width = network.width
        kernels.normalise(
            NormRows(
                x: Self.lanes(stream.pointer + first * width), delta: nil, sum: Self.lanes(own), vectors: width / 16, rows: rows,
                parameters: Self.lanes(norms.pointer + norm * 2 * width), to: Self.lanes(own), toStride: width / 16,
                moments: own + mostRows * width, epsilon: Float(DecoderNetwork.epsilon)))
        return own
    }

    /// The thread's vectors of a matrix's outputs, a panel at a time where it has whole ones.
    private func multiply(
        _ weights: RowWeights, _ a: UnsafeMutablePointer<Float>, rows: Int, to result: AlignedBuffer<Float>, width: Int, adds: Bool = false,
        _ thread: Int, _ threads: Int
    ) {
        let mine = WorkerTeam.split(weights.vectors, among: threads, thread: thread)
        var vector = mine.lowerBound
        while vector < mine.upperBound {
            let count = vector % 4 == 0 && vector + 4 <= mine.upperBound ? 4 : 1
            rowKernels.product(
                weights.product(
                    vector / 4, first: vector % 4, vectors: count, a, aStride: weights.inputs, rows: rows,
                    to: Self.lanes(result.pointer) + vector, resultStride: width / 16, adds: adds))
            vector += count
        }
    }

    private func project(_ layer: Int, _ thread: Int, _ threads: Int) {
        let x = normed(2 * layer, first: 0, rows: rows, thread)
        multiply(layers[layer].attention, x, rows: rows, to: qkv, width: 3 * network.width, thread, threads)
    }

    private func attend(_ layer: Int, _ thread: Int, _ threads: Int) {
        let scores = Self.lanes(scratch.pointer + thread * threadNumbers + (mostRows * (network.width + 2) + 15) / 16 * 16)
        for head in WorkerTeam.split(network.heads, among: threads, thread: thread) {
            for row in 0..<rows {
                let place = head * network.headWidth, query = qkv.pointer + row * 3 * network.width + place
                layers[layer].memory.attend(
                    head: head, position: position + row, query: query, key: query + network.width, value: query + 2 * network.width,
                    to: Self.lanes(mixed.pointer + row * network.width + place), scores: scores, rowKernels, kernels)
            }
        }
    }

    private func joinAttention(_ layer: Int, _ thread: Int, _ threads: Int) {
        multiply(layers[layer].projection, mixed.pointer, rows: rows, to: stream, width: network.width, adds: true, thread, threads)
    }

    private func widen(_ layer: Int, _ thread: Int, _ threads: Int) {
        let x = normed(2 * layer + 1, first: 0, rows: rows, thread), weights = layers[layer].up
        multiply(weights, x, rows: rows, to: hidden, width: network.hidden, thread, threads)
        let mine = WorkerTeam.split(weights.vectors, among: threads, thread: thread)
        for row in 0..<rows {
            let from = Self.lanes(hidden.pointer + row * network.hidden) + mine.lowerBound
            kernels.gelu(from, from, mine.count)
        }
    }

    private func narrow(_ layer: Int, _ thread: Int, _ threads: Int) {
        multiply(layers[layer].down, hidden.pointer, rows: rows, to: stream, width: network.width, adds: true, thread, threads)
    }

    private func end(_ thread: Int, _ threads: Int) {
        let x = normed(2 * layers.count, first: rows - 1, rows: 1, thread)
        multiply(head, x, rows: 1, to: logitNumbers, width: network.vocabulary, thread, threads)
    }

    static func lanes(_ pointer: UnsafeMutablePointer<Float>) -> LanePointer {
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Lanes.self)
    }
}
