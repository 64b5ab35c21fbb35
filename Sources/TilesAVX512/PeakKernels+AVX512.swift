// The peak kernels compiled for this module's instruction set.

package import Tiles

extension PeakKernels {
    package static let avx512 = PeakKernels(
        chains: 20, lanesFloat32: 16, lanesFloat64: 8,
        float32: { peakFloat32($0, $1) }, float64: { peakFloat64($0, $1) })
}

@inline(never) private func peakFloat32(_ steps: Int, _ state: UnsafeMutablePointer<Float>) {
    runChains(steps, state, as: InlineArray<20, SIMD16<Float>>.self, Fused.self)
}

@inline(never) private func peakFloat64(_ steps: Int, _ state: UnsafeMutablePointer<Double>) {
    runChains(steps, state, as: InlineArray<20, SIMD8<Double>>.self, Fused.self)
}
