// The table made for one instruction-set module: what is generic in a kernel is decided here, once a call.
// Leaves to others: the register tiles, which the module names.

extension ConvolutionUnit {
    @_alwaysEmitIntoClient @inline(__always)
    package static func withLoad(
        _ s: GradientSource, plain: (PlainGradient<Self>) -> Void, pooled: (PooledGradient<Self>) -> Void,
        normalised: (NormalisedGradient<Self, PlainGradient<Self>>) -> Void,
        pooledNormalised: (NormalisedGradient<Self, PooledGradient<Self>>) -> Void
    ) {
        if let choice = s.choice {
            let inner = PooledGradient<Self>(s, choice)
            if let values = s.values, let k = s.coefficients {
                pooledNormalised(NormalisedGradient(inner, s, values, k))
            } else {
                pooled(inner)
            }
        } else {
            let inner = PlainGradient<Self>(s)
            if let values = s.values, let k = s.coefficients { normalised(NormalisedGradient(inner, s, values, k)) } else { plain(inner) }
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func withStore(
        _ s: GradientSink, plain: (PlainStore<Self>) -> Void, masked: (MaskedStore<Self>) -> Void,
        normalised: (NormalisedStore<Self>) -> Void
    ) {
        if let values = s.values {
            if let k = s.normalisation, let sums = s.sums {
                normalised(NormalisedStore(s, values, k, sums))
            } else {
                masked(MaskedStore(s, values))
            }
        } else {
            plain(PlainStore(s))
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static var winogradKernels: DomainKernels {
        DomainKernels(
            coordinates: 36, tile: 4,
            input: { s, h, w, out, stride, scratch in
                if let n = s.normalisation {
                    winogradInput(NormalisedLoad<Self>(s, n), height: h, width: w, out: out, coordinateStride: stride, scratch: scratch)
                } else {
                    winogradInput(PlainLoad<Self>(s), height: h, width: w, out: out, coordinateStride: stride, scratch: scratch)
                }
            },
            output: { winogradOutput($0, coordinateStride: $1, $2, scratch: $3) },
            gradient: { s, out, stride, scratch in
                let h = s.height, w = s.width, b = s.biasSum
                withLoad(
                    s,
                    plain: { winogradGradient($0, height: h, width: w, biasSum: b, out: out, coordinateStride: stride, scratch: scratch) },
                    pooled: { winogradGradient($0, height: h, width: w, biasSum: b, out: out, coordinateStride: stride, scratch: scratch) },
                    normalised: {
                        winogradGradient($0, height: h, width: w, biasSum: b, out: out, coordinateStride: stride, scratch: scratch)
                    },
                    pooledNormalised: {
                        winogradGradient($0, height: h, width: w, biasSum: b, out: out, coordinateStride: stride, scratch: scratch)
                    })
            },
            inputGradient: { v, stride, s, scratch in
                let h = s.height, w = s.width
                withStore(
                    s,
                    plain: {
                        var t = $0; winogradInputGradient(v, coordinateStride: stride, height: h, width: w, &t, scratch: scratch)
                    },
                    masked: {
                        var t = $0; winogradInputGradient(v, coordinateStride: stride, height: h, width: w, &t, scratch: scratch)
                    },
                    normalised: {
                        var t = $0; winogradInputGradient(v, coordinateStride: stride, height: h, width: w, &t, scratch: scratch)
                    })
            },
            weights: { WinogradDomain<Self>.weights($0, plane: $1, range: $2, out: $3, scratch: $4) },
            transposedWeights: { WinogradDomain<Self>.transposedWeights($0, $1, blocks: $2, out: $3, scratch: $4) },
            weightGradients: {
                WinogradDomain<Self>.weightGradients(
                    $0, plane: $1, parts: $2, partStride: $3, range: $4, out: $5, outStride: $6, scratch: $7)
            })
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static var toeplitzKernels: DomainKernels {
        DomainKernels(
            coordinates: 9, tile: 2,
            input: { s, _, _, out, stride, _ in
                if let n = s.normalisation {
                    toeplitzInput(NormalisedLoad<Self>(s, n), out: out, coordinateStride: stride)
                } else {
                    toeplitzInput(PlainLoad<Self>(s), out: out, coordinateStride: stride)
                }
            },
            output: { toeplitzOutput($0, coordinateStride: $1, $2, scratch: $3) },
            gradient: { s, out, stride, _ in
                let b = s.biasSum
                withLoad(
                    s, plain: { toeplitzGradient($0, biasSum: b, out: out, coordinateStride: stride) },
                    pooled: { toeplitzGradient($0, biasSum: b, out: out, coordinateStride: stride) },
                    normalised: { toeplitzGradient($0, biasSum: b, out: out, coordinateStride: stride) },
                    pooledNormalised: { toeplitzGradient($0, biasSum: b, out: out, coordinateStride: stride) })
            },
            inputGradient: { v, stride, s, _ in
                withStore(
                    s,
                    plain: {
                        var t = $0; toeplitzInputGradient(v, coordinateStride: stride, &t)
                    },
                    masked: {
                        var t = $0; toeplitzInputGradient(v, coordinateStride: stride, &t)
                    },
                    normalised: {
                        var t = $0; toeplitzInputGradient(v, coordinateStride: stride, &t)
                    })
            },
            weights: { ToeplitzDomain<Self>.weights($0, plane: $1, range: $2, out: $3, scratch: $4) },
            transposedWeights: { ToeplitzDomain<Self>.transposedWeights($0, $1, blocks: $2, out: $3, scratch: $4) },
            weightGradients: {
                ToeplitzDomain<Self>.weightGradients(
                    $0, plane: $1, parts: $2, partStride: $3, range: $4, out: $5, outStride: $6, scratch: $7)
            })
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func kernels(
        panel: Int, product: @escaping @Sendable (PanelProduct) -> Void, gradientProduct: @escaping @Sendable (GradientProduct) -> Void,
        direct: @escaping @Sendable (DirectProduct) -> Void
    ) -> ConvolutionKernels {
        ConvolutionKernels(
            panel: panel, winograd: winogradKernels, toeplitz: toeplitzKernels, elements: elementKernels, product: product,
            gradientProduct: gradientProduct, direct: direct,
            phaseRow: { s, row, width, to, left, stride, phaseStride in
                if let n = s.normalisation {
                    phaseRow(
                        NormalisedLoad<Self>(s, n), row: row, width: width, to: to, left: left, stride: stride, phaseStride: phaseStride)
                } else {
                    phaseRow(PlainLoad<Self>(s), row: row, width: width, to: to, left: left, stride: stride, phaseStride: phaseStride)
                }
            },
            gradientRows: { s, rows, to, left, length in
                for row in rows {
                    let at = to + (row - rows.lowerBound) * length, w = s.width, sum = s.biasSum
                    withLoad(
                        s, plain: { sum.pointee += gradientRow($0, row: row, width: w, to: at, left: left, length: length) },
                        pooled: { sum.pointee += gradientRow($0, row: row, width: w, to: at, left: left, length: length) },
                        normalised: { sum.pointee += gradientRow($0, row: row, width: w, to: at, left: left, length: length) },
                        pooledNormalised: { sum.pointee += gradientRow($0, row: row, width: w, to: at, left: left, length: length) })
                }
            },
            finishRows: { finishRows($0, stride: $1, y: $2, rows: $3, $4) },
            storeGradient: { from, first, count, s in
                withStore(
                    s, plain: { for i in 0..<count { $0.store(first + i, from[i]) } },
                    masked: { for i in 0..<count { $0.store(first + i, from[i]) } },
                    normalised: {
                        var t = $0
                        for i in 0..<count { t.store(first + i, from[i]) }
                        t.finish()
                    })
            },
            transpose: { transpose16($0, $1, $2, $3) },
            descend: { descend($0, $1, $2, count: $3, rate: $4, momentum: $5, decay: $6) })
    }
}
