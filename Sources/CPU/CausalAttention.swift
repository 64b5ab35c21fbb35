// Attention of each position to itself and those before it, a head of a sequence at a time on one thread, in blocks of queries that stay in its
// caches: the scores are never stored. Backward they are computed again from the logarithm of each row's sum, as FlashAttention does.
// Source: Dao et al., “FlashAttention: fast and memory-efficient exact attention with IO-awareness”, 2022.
// Leaves to others: register tiles (Tiles), which thread takes which head (DecoderTrainer).

import Networks
import Tiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Owns the scratch memory of each thread.
final class CausalAttention: Sendable {
    /// One head of one sequence. Rows of queries, keys, values and their gradients lie `stride` numbers apart, those of the result `resultStride`.
    struct Head {
        var query: UnsafeMutablePointer<Float>
        var key: UnsafeMutablePointer<Float>
        var value: UnsafeMutablePointer<Float>
        var stride: Int
        var result: UnsafeMutablePointer<Float>
        var resultStride: Int
        /// [length]: ln Σ eˢ of each query.
        var logarithms: UnsafeMutablePointer<Float>
    }

    /// Gradients of the same head; that of the result is read.
    struct HeadGradient {
        var query: UnsafeMutablePointer<Float>
        var key: UnsafeMutablePointer<Float>
        var value: UnsafeMutablePointer<Float>
        var stride: Int
        var result: UnsafeMutablePointer<Float>
        var resultStride: Int
    }

    private let length: Int
    private let size: Int
    private let scale: Float
    private let kernels: DecoderKernels
    private let products: GemmKernels<Float, Float>
    /// Queries at a time: a multiple of every tile's rows.
    private let block: Int
    private let scoreStride: Int
    private let scratch: AlignedBuffer<Float>
    private let threadNumbers: Int

    /// Of sequences of `length` positions. A head's width is a multiple of 16.
    init(_ network: DecoderNetwork, length: Int, threads: Int, instructionSet: InstructionSet) throws(CPUError) {
        self.length = length
        size = network.headWidth
        precondition(size % 16 == 0, "a head's width in vectors of sixteen")
        scale = 1 / Float(size).squareRoot()
        kernels = instructionSet.decoderKernels
        products = Float.gemmKernels(for: instructionSet, withDotProducts: false)
        block = GemmBlocking.parts(Self.leastBlock, products.rows) * products.rows
        scoreStride = (GemmBlocking.parts(length, products.columns) * products.columns + 15) / 16 * 16
        threadNumbers = AttentionScratch.numbers(block: block, scoreStride: scoreStride, length: length, size: size, products) + 1088 / 4
        scratch = try AlignedBuffer(count: threads * threadNumbers)
    }

    var byteCount: Int { scratch.byteCount }

    func forward(_ head: Head, thread: Int) {
        let s = part(thread), product = s.product
        product.packColumns(.init(head.key, stride: head.stride), isTransposed: true, columns: length, depth: size, to: s.keys)
        product.packColumns(.init(head.value, stride: head.stride), isTransposed: false, columns: size, depth: length, to: s.values)
        for first in stride(from: 0, to: length, by: block) {
            let rows = min(block, length - first), keys = first + rows
            score(head, first, rows, keys, s)
            for row in 0..<rows {
                let scores = s.scores + row * scoreStride, seen = first + row + 1
                let vectors = close(scores, seen, keys, with: -.infinity)
                let (largest, sum) = { ($0[0], $0[1]) }(kernels.exponentials(Self.lanes(scores), vectors))
                kernels.scale(Self.lanes(scores), vectors, 1 / sum)
                _ = close(scores, seen, keys, with: 0)
                head.logarithms[first + row] = largest + log(sum)
            }
            product.packRows(.init(s.scores, stride: scoreStride), isTransposed: false, rows: rows, depth: keys, to: s.rows)
            product.multiply(
                rows: rows, columns: size, depth: keys, s.rows, s.values, packedDepth: length,
                into: .init(head.result + first * head.resultStride, stride: head.resultStride))
        }
    }

    /// Overwrites the gradients of queries, keys and values.
    func backward(_ head: Head, _ gradient: HeadGradient, thread: Int) {
        let s = part(thread), product = s.product
        product.packColumns(.init(head.key, stride: head.stride), isTransposed: true, columns: length, depth: size, to: s.keys)
        product.packColumns(.init(head.value, stride: head.stride), isTransposed: true, columns: length, depth: size, to: s.values)
        product.packColumns(.init(head.key, stride: head.stride), isTransposed: false, columns: size, depth: length, to: s.keysAlong)
        // The last block of queries sees every key: it stores what the others add to.
        let last = (length - 1) / block * block
        for first in stride(from: last, through: 0, by: -block) {
            let rows = min(block, length - first), keys = first + rows, beta: Float = first == last ? 0 : 1
            let slopes = MatrixView(UnsafePointer(gradient.result + first * gradient.resultStride), stride: gradient.resultStride)
            score(head, first, rows, keys, s)
            product.packRows(slopes, isTransposed: false, rows: rows, depth: size, to: s.rows)
            product.multiply(
                rows: rows, columns: keys, depth: size, s.rows, s.values, packedDepth: size,
                into: .init(s.slopes, stride: scoreStride), overshoots: true)
            for row in 0..<rows {
                let scores = s.scores + row * scoreStride, slopes = s.slopes + row * scoreStride, query = first + row
                let mean = kernels.dot(
                    Self.lanes(gradient.result + query * gradient.resultStride), Self.lanes(head.result + query * head.resultStride),
                    size / 16)
                let vectors = (keys + 15) / 16
                kernels.softmaxBackward(Self.lanes(scores), Self.lanes(slopes), vectors, head.logarithms[query], mean, scale)
                _ = close(scores, query + 1, keys, with: 0)
                _ = close(slopes, query + 1, keys, with: 0)
            }
            // Queries: slopes · keys.
            product.packRows(.init(s.slopes, stride: scoreStride), isTransposed: false, rows: rows, depth: keys, to: s.rows)
            product.multiply(
                rows: rows, columns: size, depth: keys, s.rows, s.keysAlong, packedDepth: length,
                into: .init(gradient.query + first * gradient.stride, stride: gradient.stride))
            // Values: weightsᵀ · gradient of the result. Keys: slopesᵀ · queries.
            product.packRows(.init(s.scores, stride: scoreStride), isTransposed: true, rows: keys, depth: rows, to: s.rows)
            product.packColumns(slopes, isTransposed: false, columns: size, depth: rows, to: s.block)
            product.multiply(
                rows: keys, columns: size, depth: rows, s.rows, s.block, packedDepth: rows,
                into: .init(gradient.value, stride: gradient.stride), beta: beta)
            product.packRows(.init(s.slopes, stride: scoreStride), isTransposed: true, rows: keys, depth: rows, to: s.rows)
            product.packColumns(
                .init(head.query + first * head.stride, stride: head.stride), isTransposed: false, columns: size, depth: rows, to: s.block)
            product.multiply(
                rows: keys, columns: size, depth: rows, s.rows, s.block, packedDepth: rows,
                into: .init(gradient.key, stride: gradient.stride), beta: beta)
        }
    }

    /// Scores of a block of queries for the first `keys` keys, masked or not.
    private func score(_ head: Head, _ first: Int, _ rows: Int, _ keys: Int, _ s: AttentionScratch) {
        s.product.packRows(
            .init(head.query + first * head.stride, stride: head.stride), isTransposed: false, rows: rows, depth: size, to: s.rows)
        s.product.multiply(
            rows: rows, columns: keys, depth: size, s.rows, s.keys, packedDepth: size, into: .init(s.scores, stride: scoreStride),
            alpha: scale, overshoots: true)
    }

    /// Writes `value` over what a row holds from `seen` on, up to the end of the vectors that `keys` fill. Returns how many they are.
    private func close(_ row: UnsafeMutablePointer<Float>, _ seen: Int, _ keys: Int, with value: Float) -> Int {
        let vectors = (keys + 15) / 16
        for index in seen..<16 * vectors { row[index] = value }
        return vectors
    }

    private static func lanes(_ pointer: UnsafeMutablePointer<Float>) -> LanePointer {
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Lanes.self)
    }

    private func part(_ thread: Int) -> AttentionScratch {
        AttentionScratch(
            scratch.pointer + thread * threadNumbers, block: block, scoreStride: scoreStride, length: length, size: size, products)
    }

    private static let leastBlock = 48
}
