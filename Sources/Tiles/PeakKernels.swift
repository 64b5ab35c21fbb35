// Register-only chains of multiply-adds: the arithmetic roof of a core, and the pattern of every kernel family here:
// a template, a table of function values, and one instance of the table in each instruction-set module.

/// The kernels of `peak/fma` for one instruction set.
package struct PeakKernels: Sendable {
    /// Takes `steps` multiply-adds on each of `chains × lanes` independent numbers, beginning with what `state` holds (aligned to a vector),
    /// and stores them there again.
    package typealias Run<Scalar> = @Sendable (_ steps: Int, _ state: UnsafeMutablePointer<Scalar>) -> Void

    /// Independent chains: enough to cover two pipes of five cycles, few enough for the registers.
    package let chains: Int
    package let lanesFloat32: Int
    package let lanesFloat64: Int
    package let float32: Run<Float>
    package let float64: Run<Double>

    package init(
        chains: Int, lanesFloat32: Int, lanesFloat64: Int, float32: @escaping Run<Float>, float64: @escaping Run<Double>
    ) {
        self.chains = chains
        self.lanesFloat32 = lanesFloat32
        self.lanesFloat64 = lanesFloat64
        self.float32 = float32
        self.float64 = float64
    }

    /// Each step is x ← x · factor + term. It tends to term / (1 − factor): nothing overflows or becomes subnormal.
    package static let factor = 0.999
    package static let term = 1e-4
}

/// Template of a chain kernel for `N` chains of vectors `V`.
@_alwaysEmitIntoClient @inline(__always)
package func runChains<let N: Int, V: SIMD & BitwiseCopyable, M: MultiplyAdd>(
    _ steps: Int, _ state: UnsafeMutablePointer<V.Scalar>, as: InlineArray<N, V>.Type, _: M.Type
) where V.Scalar: BinaryFloatingPoint {
    let vectors = UnsafeMutableRawPointer(state).assumingMemoryBound(to: V.self)
    var x = UnsafeRawPointer(state).load(as: InlineArray<N, V>.self)
    let factor = V(repeating: V.Scalar(0.999)), term = V(repeating: V.Scalar(1e-4))
    for _ in 0..<steps {
        for chain in 0..<N { x[chain] = M.apply(x[chain], factor, plus: term) }
    }
    for chain in 0..<N { vectors[chain] = x[chain] }
}
