// The dot-product kernels of AVX-512. Where a function has instructions of AVX512_VNNI it has none of AVX512_BF16: each may be entered on
// processors that have its own alone.

import Intrinsics
package import Tiles

extension DotProductKernels {
    package static let avx512 = DotProductKernels(
        chains: 20, lanes: 16,
        bfloat16Peak: { peakBFloat16($0, $1, $2, $3) }, int8Peak: { peakInt8($0, $1, $2, $3) }, round: { roundToBFloat16($0, $1, $2) })
}

private typealias Words = UnsafePointer<UInt32>

@inline(__always)
private func vector(_ words: Words) -> SIMD16<UInt32> { UnsafeRawPointer(words).loadUnaligned(as: SIMD16<UInt32>.self) }

@inline(never) private func peakBFloat16(_ steps: Int, _ sums: UnsafeMutablePointer<Float>, _ a: Words, _ b: Words) {
    let x = vector(a), y = vector(b), vectors = UnsafeMutableRawPointer(sums).assumingMemoryBound(to: SIMD16<Float>.self)
    var chains = UnsafeRawPointer(sums).load(as: InlineArray<20, SIMD16<Float>>.self)
    for _ in 0..<steps {
        for chain in 0..<20 { chains[chain] = dotBF16(chains[chain], x, y) }
    }
    for chain in 0..<20 { vectors[chain] = chains[chain] }
}

@inline(never) private func peakInt8(_ steps: Int, _ sums: UnsafeMutablePointer<Int32>, _ a: Words, _ b: Words) {
    let x = vector(a), y = vector(b), vectors = UnsafeMutableRawPointer(sums).assumingMemoryBound(to: SIMD16<Int32>.self)
    var chains = UnsafeRawPointer(sums).load(as: InlineArray<20, SIMD16<Int32>>.self)
    for _ in 0..<steps {
        for chain in 0..<20 { chains[chain] = dotUInt8Int8(chains[chain], x, y) }
    }
    for chain in 0..<20 { vectors[chain] = chains[chain] }
}

@inline(never) private func roundToBFloat16(_ count: Int, _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<BFloat16>) {
    let from = UnsafeRawPointer(source), to = UnsafeMutableRawPointer(target)
    for index in 0..<count / 16 {
        let value = from.loadUnaligned(fromByteOffset: 64 * index, as: SIMD16<Float>.self)
        to.storeBytes(of: roundToBF16x16(value), toByteOffset: 32 * index, as: SIMD16<UInt16>.self)
    }
}
