// Weights into the domain of the products and their gradients back, for F(4×4, 3×3) and for the 2×2 Toeplitz form.
// Master weights are [tap][panel of outputs][input][panel's vectors]; the domain's are the same with coordinates instead of taps, so that the
// transform goes element by element. For the backward pass the roles of inputs and outputs are exchanged, 16 × 16 at a time in L1.
// Leaves to others: the products, the optimiser.

/// How the domain's weights follow from nine taps.
@usableFromInline
package protocol WeightDomain {
    associatedtype Unit: ConvolutionUnit
    static var coordinates: Int { get }
    /// taps: nine vectors, `stride` apart; each coordinate's vector goes to `put`.
    static func transform(_ taps: LanePointer, _ stride: Int, scratch: LanePointer, out: LanePointer, outStride: Int)
    static func adjoint(
        _ parts: Int, _ partStride: Int, _ u: LanePointer, _ stride: Int, scratch: LanePointer, out: LanePointer, outStride: Int)
}

@frozen @usableFromInline
package enum WinogradDomain<Unit: ConvolutionUnit>: WeightDomain {
    @_alwaysEmitIntoClient @inline(__always)
    package static var coordinates: Int { 36 }

    @_alwaysEmitIntoClient @inline(__always)
    package static func transform(_ taps: LanePointer, _ stride: Int, scratch: LanePointer, out: LanePointer, outStride: Int) {
        for c in 0..<3 { Unit.put6(scratch + c, 3, Unit.weightBasis(Unit.get3(taps + c * stride, 3 * stride))) }
        for r in 0..<6 {
            let u = Unit.weightBasis(Unit.get3(scratch + 3 * r, 1)), to = out + 6 * r * outStride
            Unit.stream(u.0, to: to)
            Unit.stream(u.1, to: to + outStride)
            Unit.stream(u.2, to: to + 2 * outStride)
            Unit.stream(u.3, to: to + 3 * outStride)
            Unit.stream(u.4, to: to + 4 * outStride)
            Unit.stream(u.5, to: to + 5 * outStride)
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func adjoint(
        _ parts: Int, _ partStride: Int, _ u: LanePointer, _ stride: Int, scratch: LanePointer, out: LanePointer, outStride: Int
    ) {
        for c in 0..<6 {
            var v = Unit.get6(u + c * stride, 6 * stride)
            for part in 1..<max(parts, 1) {
                let w = Unit.get6(u + part * partStride + c * stride, 6 * stride)
                v = (v.0 + w.0, v.1 + w.1, v.2 + w.2, v.3 + w.3, v.4 + w.4, v.5 + w.5)
            }
            let g = Unit.weightAdjoint(v)
            scratch[c] = g.0
            scratch[6 + c] = g.1
            scratch[12 + c] = g.2
        }
        for r in 0..<3 {
            let g = Unit.weightAdjoint(Unit.get6(scratch + 6 * r, 1)), to = out + 3 * r * outStride
            to[0] = g.0
            to[outStride] = g.1
            to[2 * outStride] = g.2
        }
    }
}

@frozen @usableFromInline
package enum ToeplitzDomain<Unit: ConvolutionUnit>: WeightDomain {
    @_alwaysEmitIntoClient @inline(__always)
    package static var coordinates: Int { 9 }

    @_alwaysEmitIntoClient @inline(__always)
    package static func transform(_ taps: LanePointer, _ stride: Int, scratch: LanePointer, out: LanePointer, outStride: Int) {
        for c in 0..<3 {
            let t = Unit.toeplitzBasis(Unit.get3(taps + c * stride, 3 * stride))
            scratch[c] = t.0
            scratch[3 + c] = t.1
            scratch[6 + c] = t.2
        }
        for r in 0..<3 {
            let u = Unit.toeplitzBasis(Unit.get3(scratch + 3 * r, 1)), to = out + 3 * r * outStride
            Unit.stream(u.0, to: to)
            Unit.stream(u.1, to: to + outStride)
            Unit.stream(u.2, to: to + 2 * outStride)
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func adjoint(
        _ parts: Int, _ partStride: Int, _ u: LanePointer, _ stride: Int, scratch: LanePointer, out: LanePointer, outStride: Int
    ) {
        for c in 0..<3 {
            var v = Unit.get3(u + c * stride, 3 * stride)
            for part in 1..<max(parts, 1) {
                let w = Unit.get3(u + part * partStride + c * stride, 3 * stride)
                v = (v.0 + w.0, v.1 + w.1, v.2 + w.2)
            }
            let g = Unit.toeplitzAdjoint(v)
            scratch[c] = g.0
            scratch[3 + c] = g.1
            scratch[6 + c] = g.2
        }
        for r in 0..<3 {
            let g = Unit.toeplitzAdjoint(Unit.get3(scratch + 3 * r, 1)), to = out + 3 * r * outStride
            to[0] = g.0
            to[outStride] = g.1
            to[2 * outStride] = g.2
        }
    }
}

extension WeightDomain {
    /// Weights j of 0..<plane into the domain. scratch: 18 vectors.
    @_alwaysEmitIntoClient @inline(__always)
    package static func weights(
        _ master: LanePointer, plane: Int, range: Range<Int>, out: LanePointer, scratch: LanePointer
    ) {
        for j in range { transform(master + j, plane, scratch: scratch, out: out + j, outStride: plane) }
    }

    /// The same with inputs and outputs exchanged, for input blocks (of 16) `blocks`. scratch: 18 + 144 vectors.
    @_alwaysEmitIntoClient @inline(__always)
    package static func transposedWeights(
        _ master: LanePointer, _ layout: WeightLayout, blocks: Range<Int>, out: LanePointer, scratch: LanePointer
    ) {
        let plane = layout.plane, exchanged = layout.exchanged, square = scratch + 18
        for block in blocks {
            for outputBlock in 0..<layout.outputBlocks {
                let width = layout.panelWidth(of: outputBlock)
                for tap in 0..<9 {
                    let from = master + tap * plane + layout.offset(block: outputBlock, row: 16 * block)
                    Unit.transpose16(from, width, square + tap, 9)
                }
                let toWidth = exchanged.panelWidth(of: block)
                for row in 0..<16 {
                    let to = out + exchanged.offset(block: block, row: 16 * outputBlock) + row * toWidth
                    transform(square + 9 * row, 1, scratch: scratch, out: to, outStride: plane)
                }
            }
        }
    }

    /// Weight gradients j of the range from `parts` copies of the domain's gradients, `partStride` apart. `out`: the first of the range, taps
    /// `outStride` apart. scratch: 18 vectors.
    @_alwaysEmitIntoClient @inline(__always)
    package static func weightGradients(
        _ gradients: LanePointer, plane: Int, parts: Int, partStride: Int, range: Range<Int>, out: LanePointer, outStride: Int,
        scratch: LanePointer
    ) {
        for j in range {
            adjoint(parts, partStride, gradients + j, plane, scratch: scratch, out: out + (j - range.lowerBound), outStride: outStride)
        }
    }
}
