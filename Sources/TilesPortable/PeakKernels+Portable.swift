// The peak kernels compiled for this module's instruction set.

package import Tiles

extension PeakKernels {
    package static let portable = PeakKernels(
        chains: 12, lanesFloat32: 4, lanesFloat64: 2,
        float32: { peakFloat32($0, $1) }, float64: { peakFloat64($0, $1) })
}

@inline(never) private func peakFloat32(_ steps: Int, _ state: UnsafeMutablePointer<Float>) {
    runChains(steps, state, as: InlineArray<12, SIMD4<Float>>.self, Rounding.self)
}

@inline(never) private func peakFloat64(_ steps: Int, _ state: UnsafeMutablePointer<Double>) {
    runChains(steps, state, as: InlineArray<12, SIMD2<Double>>.self, Rounding.self)
}
