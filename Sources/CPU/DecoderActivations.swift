// What a transformer's training keeps of a batch from the forward pass to the backward one, and the gradients in between.
// Leaves to others: who writes it (DecoderTrainer).

import Networks
import Tiles

/// Rows of numbers, each with a 1 behind its last number where a product with a bias reads it.
final class DecoderRows: Sendable {
    let buffer: AlignedBuffer<Float>
    let width: Int
    let stride: Int

    init(rows: Int, width: Int, endsInOne: Bool = false) throws(CPUError) {
        self.width = width
        stride = width + (endsInOne ? 16 : 0)
        buffer = try AlignedBuffer(count: rows * stride)
        buffer.zero()
        if endsInOne { for row in 0..<rows { buffer.pointer[row * stride + width] = 1 } }
    }

    var pointer: UnsafeMutablePointer<Float> { buffer.pointer }
    var view: MatrixView<Float> { MatrixView(buffer.pointer, stride: stride) }

    /// Vectors from a row on.
    func lanes(_ row: Int) -> LanePointer { UnsafeMutableRawPointer(buffer.pointer + row * stride).assumingMemoryBound(to: Lanes.self) }
}

final class DecoderActivations: Sendable {
    struct Layer: Sendable {
        let x: DecoderRows
        let firstMoments: AlignedBuffer<Float>
        let normed: DecoderRows
        let qkv: DecoderRows
        let mixed: DecoderRows
        let logarithms: AlignedBuffer<Float>
        let middle: DecoderRows
        let secondMoments: AlignedBuffer<Float>
        let middleNormed: DecoderRows
        let hidden: DecoderRows
    }
    let layers: [Layer]
    /// After the last layer.
    let last: DecoderRows
    let lastMoments: AlignedBuffer<Float>
    let lastNormed: DecoderRows
    let logits: DecoderRows
    /// GELU of one layer's hidden numbers: made again in the backward pass.
    let activated: DecoderRows
    /// What a layer adds to the stream; in the backward pass the gradient of what was normalised, or of what attention mixed.
    let added: DecoderRows
    /// Gradients of the stream, of hidden numbers, of queries, keys and values.
    let stream: DecoderRows
    let hiddenGradient: DecoderRows
    let qkvGradient: DecoderRows
    /// Of each chunk of rows, the gradient of a norm's parameters; of each row, its loss.
    let normGradients: AlignedBuffer<Float>
    let losses: AlignedBuffer<Float>
    let byteCount: Int

    /// Rows whose gradients of a norm's parameters are summed together: the same on any number of threads.
    static let chunk = 32

    init(_ network: DecoderNetwork, sequences: Int, length: Int) throws(CPUError) {
        let rows = sequences * length, width = network.width
        var bytes = 0
        func numbers(_ count: Int) throws(CPUError) -> AlignedBuffer<Float> {
            let buffer = try AlignedBuffer<Float>(count: count)
            bytes += buffer.byteCount
            return buffer
        }
        func matrix(_ width: Int, endsInOne: Bool = false) throws(CPUError) -> DecoderRows {
            let made = try DecoderRows(rows: rows, width: width, endsInOne: endsInOne)
            bytes += made.buffer.byteCount
            return made
        }
        var layers: [Layer] = []
        for _ in 0..<network.layers {
            layers.append(
                Layer(
                    x: try matrix(width), firstMoments: try numbers(2 * rows), normed: try matrix(width, endsInOne: true),
                    qkv: try matrix(3 * width), mixed: try matrix(width, endsInOne: true), logarithms: try numbers(rows * network.heads),
                    middle: try matrix(width), secondMoments: try numbers(2 * rows), middleNormed: try matrix(width, endsInOne: true),
                    hidden: try matrix(network.hidden)))
        }
        self.layers = layers
        last = try matrix(width)
        lastMoments = try numbers(2 * rows)
        lastNormed = try matrix(width)
        logits = try matrix(network.vocabulary)
        activated = try matrix(network.hidden, endsInOne: true)
        added = try matrix(width)
        stream = try matrix(width)
        hiddenGradient = try matrix(network.hidden)
        qkvGradient = try matrix(3 * width)
        normGradients = try numbers((rows + Self.chunk - 1) / Self.chunk * 2 * width)
        losses = try numbers(rows)
        byteCount = bytes
    }

    /// About what `init` allocates, without allocating.
    static func bytes(_ network: DecoderNetwork, rows: Int) -> Int {
        let width = network.width
        let layer = 6 * width + 48 + 2 * width + 4 + network.heads + network.hidden
        return 4 * rows * (network.layers * layer + 8 * width + 2 * network.hidden + network.vocabulary + 20)
    }
}
