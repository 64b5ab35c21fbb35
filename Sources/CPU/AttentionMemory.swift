// Keys and values of the positions that a layer has seen, laid out as the weights that a query, and then its scores, are multiplied with.
// Leaves to others: register tiles (Tiles.RowProduct), queries and threads (DecoderGenerator).

import Networks
import Tiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Of one layer. Heads may be used by different threads at once.
final class AttentionMemory: Sendable {
    private let size: Int
    private let context: Int
    /// Numbers of a head's keys, and of its values.
    private let headKeys: Int
    private let headValues: Int
    /// [head][panel of 64 positions][size][64].
    private let keys: AlignedBuffer<Float>
    /// [head][panel of 64 numbers][context][64].
    private let values: AlignedBuffer<Float>
    private let nothing: AlignedBuffer<Lanes>

    init(_ network: DecoderNetwork) throws(CPUError) {
        size = network.headWidth
        context = network.context
        headKeys = (context + 63) / 64 * 64 * size
        headValues = (size + 63) / 64 * 64 * context
        keys = try AlignedBuffer(count: network.heads * headKeys)
        values = try AlignedBuffer(count: network.heads * headValues)
        nothing = try AlignedBuffer(count: 4)
        for buffer in [keys, values] { buffer.zero() }
        nothing.zero()
    }

    var byteCount: Int { keys.byteCount + values.byteCount }

    /// Remembers a position's key and value, and mixes the values up to it by the query. `scores` holds as many vectors as the context's panels.
    func attend(
        head: Int, position: Int, query: UnsafePointer<Float>, key: UnsafePointer<Float>, value: UnsafePointer<Float>,
        to result: LanePointer,
        scores: LanePointer, _ rows: RowKernels, _ kernels: DecoderKernels
    ) {
        let keys = keys.pointer + head * headKeys, values = values.pointer + head * headValues
        for index in 0..<size {
            keys[(position / 64 * size + index) * 64 + position % 64] = key[index]
            values[(index / 64 * context + position) * 64 + index % 64] = value[index]
        }
        for panel in 0...position / 64 {
            rows.product(
                RowProduct(
                    a: query, aStride: 0, depth: size, rows: 1, weights: DecoderGenerator.lanes(keys + panel * size * 64), width: 4,
                    start: nothing.pointer, result: scores + 4 * panel, resultStride: 0))
        }
        weigh(scores, position + 1, kernels)
        for panel in 0..<(size + 63) / 64 {
            rows.product(
                RowProduct(
                    a: UnsafeMutableRawPointer(scores).assumingMemoryBound(to: Float.self), aStride: 0, depth: position + 1, rows: 1,
                    weights: DecoderGenerator.lanes(values + panel * context * 64), width: min(4, size / 16 - 4 * panel),
                    start: nothing.pointer, result: result + 4 * panel, resultStride: 0))
        }
    }

    /// Softmax of the first `count` scores over the root of the head's width.
    private func weigh(_ scores: LanePointer, _ count: Int, _ kernels: DecoderKernels) {
        let vectors = (count + 15) / 16, numbers = UnsafeMutableRawPointer(scores).assumingMemoryBound(to: Float.self)
        kernels.scale(scores, vectors, 1 / Float(size).squareRoot())
        for index in count..<16 * vectors { numbers[index] = -.infinity }
        let power = kernels.exponentials(scores, vectors)
        kernels.scale(scores, vectors, 1 / power[1])
    }
}
