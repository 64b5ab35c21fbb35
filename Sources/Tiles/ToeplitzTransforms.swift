// 3×3 convolution of 2×2 maps with padding 1: each dimension is a product of a 2×2 Toeplitz matrix, in three multiplications instead of four:
// y₀ = m₀ + m₁, y₁ = m₀ + m₂ with m = (w₁(x₀+x₁), (w₂−w₁)x₁, (w₀−w₁)x₀). Nine products for the map, additions only, and their transposes.
// Leaves to others: the products between them (ProductKernels).

extension ConvolutionUnit {
    @_alwaysEmitIntoClient @inline(__always)
    package static func toeplitzInput<L: PlaneLoad>(_ source: L, out: StoredOperands, coordinateStride s: Int) {
        let a = source.load(0), b = source.load(1), c = source.load(2), d = source.load(3)
        out[0] = Operand.narrow((a + c) + (b + d))
        out[s] = Operand.narrow(b + d)
        out[2 * s] = Operand.narrow(a + c)
        out[3 * s] = Operand.narrow(c + d)
        out[4 * s] = Operand.narrow(d)
        out[5 * s] = Operand.narrow(c)
        out[6 * s] = Operand.narrow(a + b)
        out[7 * s] = Operand.narrow(b)
        out[8 * s] = Operand.narrow(a)
    }

    /// scratch: 4 vectors.
    @_alwaysEmitIntoClient @inline(__always)
    package static func toeplitzOutput(_ m: LanePointer, coordinateStride s: Int, _ sink: OutputSink, scratch: LanePointer) {
        let a0 = m[0] + m[3 * s], a1 = m[s] + m[4 * s], a2 = m[2 * s] + m[5 * s]
        let b0 = m[0] + m[6 * s], b1 = m[s] + m[7 * s], b2 = m[2 * s] + m[8 * s]
        scratch[0] = a0 + a1
        scratch[1] = a0 + a2
        scratch[2] = b0 + b1
        scratch[3] = b0 + b2
        finishRows(scratch, stride: 2, y: 0, rows: 2, sink)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func toeplitzGradient<L: GradientLoad>(
        _ source: L, biasSum: LanePointer, out: StoredOperands, coordinateStride s: Int
    ) {
        let a = source.load(0, 0), b = source.load(0, 1), c = source.load(1, 0), d = source.load(1, 1)
        out[0] = Operand.narrow((a + c) + (b + d))
        out[s] = Operand.narrow(a + c)
        out[2 * s] = Operand.narrow(b + d)
        out[3 * s] = Operand.narrow(a + b)
        out[4 * s] = Operand.narrow(a)
        out[5 * s] = Operand.narrow(b)
        out[6 * s] = Operand.narrow(c + d)
        out[7 * s] = Operand.narrow(c)
        out[8 * s] = Operand.narrow(d)
        biasSum.pointee += (a + b) + (c + d)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func toeplitzInputGradient<S: GradientStore>(_ v: LanePointer, coordinateStride s: Int, _ sink: inout S) {
        let a0 = v[0] + v[6 * s], a1 = v[s] + v[7 * s], a2 = v[2 * s] + v[8 * s]
        let b0 = v[0] + v[3 * s], b1 = v[s] + v[4 * s], b2 = v[2 * s] + v[5 * s]
        sink.store(0, a0 + a2)
        sink.store(1, a0 + a1)
        sink.store(2, b0 + b2)
        sink.store(3, b0 + b1)
        sink.finish()
    }

    /// (w₁, w₂ − w₁, w₀ − w₁).
    @_alwaysEmitIntoClient @inline(__always)
    package static func toeplitzBasis(_ w: Lanes3) -> Lanes3 { (w.1, w.2 - w.1, w.0 - w.1) }

    @_alwaysEmitIntoClient @inline(__always)
    package static func toeplitzAdjoint(_ u: Lanes3) -> Lanes3 { (u.2, u.0 - u.1 - u.2, u.1) }
}
