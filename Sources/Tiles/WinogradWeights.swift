// Weights into the domain of the products and their gradients back, for F(4×4, 3×3) and for the 2×2 Toeplitz form.
// Master weights are [tap][panel of outputs][input][panel's vectors], floats; the domain's are the same with coordinates instead of taps (and where
// operands are bf16, two inputs to a vector), so that the transform goes element by element. For the backward pass the roles of inputs and outputs
// are exchanged, 16 × 16 at a time in L1.
// Leaves to others: the products, the optimiser.

/// Takes the vectors of a transform, coordinate by coordinate.
@usableFromInline
package protocol WeightSink {
    func put(_ coordinate: Int, _ v: Lanes)
}

/// Stored around the caches: the products read weights again only when all are transformed.
@frozen @usableFromInline
package struct StreamedWeights<Unit: ConvolutionUnit>: WeightSink {
    @usableFromInline let out: LanePointer
    @usableFromInline let stride: Int

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ out: LanePointer, _ stride: Int) {
        self.out = out
        self.stride = stride
    }

    @_alwaysEmitIntoClient @inline(__always)
    package func put(_ coordinate: Int, _ v: Lanes) { Unit.Arithmetic.stream(v, to: out + coordinate * stride) }
}

/// Kept in L1, the first of a pair.
@frozen @usableFromInline
package struct KeptWeights<Unit: ConvolutionUnit>: WeightSink {
    @usableFromInline let out: LanePointer

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ out: LanePointer) { self.out = out }

    @_alwaysEmitIntoClient @inline(__always)
    package func put(_ coordinate: Int, _ v: Lanes) { out[coordinate] = v }
}

/// Joined with those that were kept.
@frozen @usableFromInline
package struct JoinedWeights<Unit: ConvolutionUnit>: WeightSink {
    @usableFromInline let first: LanePointer
    @usableFromInline let out: LanePointer
    @usableFromInline let stride: Int

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ first: LanePointer, _ out: LanePointer, _ stride: Int) {
        self.first = first
        self.out = out
        self.stride = stride
    }

    @_alwaysEmitIntoClient @inline(__always)
    package func put(_ coordinate: Int, _ v: Lanes) {
        Unit.Arithmetic.stream(Unit.Operand.join(first[coordinate], v), to: out + coordinate * stride)
    }
}

/// How the domain's weights follow from nine taps.
@usableFromInline
package protocol WeightDomain {
    associatedtype Unit: ConvolutionUnit
    static var coordinates: Int { get }
    /// taps: nine vectors, `stride` apart; scratch: 18 vectors.
    static func transform<S: WeightSink>(_ taps: LanePointer, _ stride: Int, scratch: LanePointer, _ sink: S)
    static func adjoint(
        _ parts: Int, _ partStride: Int, _ u: LanePointer, _ stride: Int, scratch: LanePointer, out: LanePointer, outStride: Int)
}

@frozen @usableFromInline
package enum WinogradDomain<Unit: ConvolutionUnit>: WeightDomain {
    @_alwaysEmitIntoClient @inline(__always)
    package static var coordinates: Int { 36 }

    @_alwaysEmitIntoClient @inline(__always)
    package static func transform<S: WeightSink>(_ taps: LanePointer, _ stride: Int, scratch: LanePointer, _ sink: S) {
        for c in 0..<3 { Unit.put6(scratch + c, 3, Unit.weightBasis(Unit.get3(taps + c * stride, 3 * stride))) }
        for r in 0..<6 {
            let u = Unit.weightBasis(Unit.get3(scratch + 3 * r, 1))
            sink.put(6 * r, u.0)
            sink.put(6 * r + 1, u.1)
            sink.put(6 * r + 2, u.2)
            sink.put(6 * r + 3, u.3)
            sink.put(6 * r + 4, u.4)
            sink.put(6 * r + 5, u.5)
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
    package static func transform<S: WeightSink>(_ taps: LanePointer, _ stride: Int, scratch: LanePointer, _ sink: S) {
        for c in 0..<3 {
            let t = Unit.toeplitzBasis(Unit.get3(taps + c * stride, 3 * stride))
            scratch[c] = t.0
            scratch[3 + c] = t.1
            scratch[6 + c] = t.2
        }
        for r in 0..<3 {
            let u = Unit.toeplitzBasis(Unit.get3(scratch + 3 * r, 1))
            sink.put(3 * r, u.0)
            sink.put(3 * r + 1, u.1)
            sink.put(3 * r + 2, u.2)
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
    /// Squares (see `WeightLayout.square`) of weights into the domain. scratch: 18 + 36 vectors.
    @_alwaysEmitIntoClient @inline(__always)
    package static func weights(
        _ master: LanePointer, _ layout: WeightLayout, squares: Range<Int>, out: StoredPointer, scratch: LanePointer
    ) {
        let plane = layout.plane, rows = Unit.Operand.rowsPerVector
        for index in squares {
            let square = layout.square(index), vectors = (out + square.offset).lanes
            if rows == 1 {
                for j in 0..<16 * square.width {
                    transform(
                        master + square.offset + j, plane, scratch: scratch, StreamedWeights<Unit>(vectors + j, plane))
                }
            } else {
                for pair in 0..<8 {
                    for h in 0..<square.width {
                        let from = master + square.offset + 2 * pair * square.width + h
                        transform(from, plane, scratch: scratch, KeptWeights<Unit>(scratch + 18))
                        transform(
                            from + square.width, plane, scratch: scratch,
                            JoinedWeights<Unit>(scratch + 18, vectors + pair * square.width + h, plane / 2))
                    }
                }
            }
        }
    }

    /// The same with inputs and outputs exchanged, for input blocks (of 16) `blocks`. scratch: 18 + 36 + 144 vectors.
    @_alwaysEmitIntoClient @inline(__always)
    package static func transposedWeights(
        _ master: LanePointer, _ layout: WeightLayout, blocks: Range<Int>, out: StoredPointer, scratch: LanePointer
    ) {
        let plane = layout.plane, exchanged = layout.exchanged, square = scratch + 18 + 36, rows = Unit.Operand.rowsPerVector
        for block in blocks {
            for outputBlock in 0..<layout.outputBlocks {
                let width = layout.panelWidth(of: outputBlock)
                for tap in 0..<9 {
                    let from = master + tap * plane + layout.offset(block: outputBlock, row: 16 * block)
                    Unit.transpose16(from, width, square + tap, 9)
                }
                let toWidth = exchanged.panelWidth(of: block), first = exchanged.panelStart(of: block)
                let to = (out + exchanged.offset(block: first, row: 16 * outputBlock)).lanes + (block - first)
                if rows == 1 {
                    for row in 0..<16 {
                        transform(square + 9 * row, 1, scratch: scratch, StreamedWeights<Unit>(to + row * toWidth, plane))
                    }
                } else {
                    for pair in 0..<8 {
                        transform(square + 18 * pair, 1, scratch: scratch, KeptWeights<Unit>(scratch + 18))
                        transform(
                            square + 18 * pair + 9, 1, scratch: scratch,
                            JoinedWeights<Unit>(scratch + 18, to + pair * toWidth, plane / 2))
                    }
                }
            }
        }
    }

    /// Vectors of each coordinate: longer than memory takes to answer.
    @_alwaysEmitIntoClient @inline(__always)
    static var prefetchDistance: Int { 6 }

    /// Weight gradients j of the range from `parts` copies of the domain's gradients, `partStride` apart. `out`: the first of the range, taps
    /// `outStride` apart. scratch: 18 vectors.
    @_alwaysEmitIntoClient @inline(__always)
    package static func weightGradients(
        _ gradients: LanePointer, plane: Int, parts: Int, partStride: Int, range: Range<Int>, out: LanePointer, outStride: Int,
        scratch: LanePointer
    ) {
        for j in range {
            // So many streams are more than a processor foresees.
            for coordinate in 0..<coordinates {
                for part in 0..<parts {
                    Unit.Arithmetic.prefetch(gradients + part * partStride + coordinate * plane + j + prefetchDistance)
                }
            }
            adjoint(parts, partStride, gradients + j, plane, scratch: scratch, out: out + (j - range.lowerBound), outStride: outStride)
        }
    }
}
