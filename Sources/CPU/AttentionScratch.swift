// A thread's memory for the attention of one head: a block of scores, and packed operands.
// Leaves to others: what is computed in it (CausalAttention).

import Tiles

/// One piece of memory, cut into what a head needs at once.
struct AttentionScratch {
    let product: ThreadProduct
    let scores: UnsafeMutablePointer<Float>
    let slopes: UnsafeMutablePointer<Float>
    let keys: UnsafeMutablePointer<Float>
    let values: UnsafeMutablePointer<Float>
    let keysAlong: UnsafeMutablePointer<Float>
    let rows: UnsafeMutablePointer<Float>
    let block: UnsafeMutablePointer<Float>

    init(
        _ start: UnsafeMutablePointer<Float>, block: Int, scoreStride: Int, length: Int, size: Int, _ kernels: GemmKernels<Float, Float>
    ) {
        var place = start
        func take(_ count: Int) -> UnsafeMutablePointer<Float> {
            defer { place += (count + 15) / 16 * 16 }
            return place
        }
        let sizes = Self.sizes(block: block, scoreStride: scoreStride, length: length, size: size, kernels)
        scores = take(sizes[0])
        slopes = take(sizes[1])
        keys = take(sizes[2])
        values = take(sizes[3])
        keysAlong = take(sizes[4])
        rows = take(sizes[5])
        self.block = take(sizes[6])
        product = ThreadProduct(kernels: kernels, edge: take(sizes[7]))
    }

    static func numbers(block: Int, scoreStride: Int, length: Int, size: Int, _ kernels: GemmKernels<Float, Float>) -> Int {
        sizes(block: block, scoreStride: scoreStride, length: length, size: size, kernels).reduce(0) { $0 + ($1 + 15) / 16 * 16 }
    }

    private static func sizes(block: Int, scoreStride: Int, length: Int, size: Int, _ kernels: GemmKernels<Float, Float>) -> [Int] {
        func up(_ count: Int, _ multiple: Int) -> Int { (count + multiple - 1) / multiple * multiple }
        let alongKeys = up(length, kernels.columns) * size, alongSize = up(size, kernels.columns) * length
        // Rows are a block of queries over keys or over a head, or all keys over a block.
        let rows = max(block * max(length, size), up(length, kernels.rows) * block)
        return [
            block * scoreStride, block * scoreStride, alongKeys, max(alongKeys, alongSize), alongSize, rows,
            up(size, kernels.columns) * block, kernels.rows * kernels.columns,
        ]
    }
}
