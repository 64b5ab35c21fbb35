// The tables made for one instruction-set module and precision: what is generic in a kernel is decided here, once a call.
// Leaves to others: the register tiles, which the module names.

extension ConvolutionUnit {
    @_alwaysEmitIntoClient @inline(__always)
    package static func withLoad(_ s: PlaneSource, plain: (PlainLoad<Self>) -> Void, normalised: (NormalisedLoad<Self>) -> Void) {
        if let n = s.normalisation { normalised(NormalisedLoad(s, n)) } else { plain(PlainLoad(s)) }
    }

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
                let out = out.vectors(Operand.self)
                withLoad(
                    s,
                    plain: { winogradInput($0, ahead: s.ahead, height: h, width: w, out: out, coordinateStride: stride, scratch: scratch) },
                    normalised: {
                        winogradInput($0, ahead: s.ahead, height: h, width: w, out: out, coordinateStride: stride, scratch: scratch)
                    })
            },
            output: { winogradOutput($0, coordinateStride: $1, $2, scratch: $3) },
            gradient: { s, out, stride, scratch in
                let h = s.height, w = s.width, b = s.biasSum, out = out.vectors(Operand.self)
                withLoad(
                    s,
                    plain: {
                        winogradGradient(
                            $0, ahead: s.ahead, height: h, width: w, biasSum: b, out: out, coordinateStride: stride, scratch: scratch)
                    },
                    pooled: {
                        winogradGradient(
                            $0, ahead: s.ahead, height: h, width: w, biasSum: b, out: out, coordinateStride: stride, scratch: scratch)
                    },
                    normalised: {
                        winogradGradient(
                            $0, ahead: s.ahead, height: h, width: w, biasSum: b, out: out, coordinateStride: stride, scratch: scratch)
                    },
                    pooledNormalised: {
                        winogradGradient(
                            $0, ahead: s.ahead, height: h, width: w, biasSum: b, out: out, coordinateStride: stride, scratch: scratch)
                    })
            },
            inputGradient: { v, stride, s, scratch in
                let h = s.height, w = s.width
                withStore(
                    s,
                    plain: {
                        var t = $0;
                        winogradInputGradient(v, coordinateStride: stride, height: h, width: w, &t, ahead: s.ahead, scratch: scratch)
                    },
                    masked: {
                        var t = $0;
                        winogradInputGradient(v, coordinateStride: stride, height: h, width: w, &t, ahead: s.ahead, scratch: scratch)
                    },
                    normalised: {
                        var t = $0;
                        winogradInputGradient(v, coordinateStride: stride, height: h, width: w, &t, ahead: s.ahead, scratch: scratch)
                    })
            },
            weights: { WinogradDomain<Self>.weights($0, $1, squares: $2, out: $3, scratch: $4) },
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
                let out = out.vectors(Operand.self)
                withLoad(
                    s, plain: { toeplitzInput($0, out: out, coordinateStride: stride) },
                    normalised: { toeplitzInput($0, out: out, coordinateStride: stride) })
            },
            output: { toeplitzOutput($0, coordinateStride: $1, $2, scratch: $3) },
            gradient: { s, out, stride, _ in
                let b = s.biasSum, out = out.vectors(Operand.self)
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
            weights: { ToeplitzDomain<Self>.weights($0, $1, squares: $2, out: $3, scratch: $4) },
            transposedWeights: { ToeplitzDomain<Self>.transposedWeights($0, $1, blocks: $2, out: $3, scratch: $4) },
            weightGradients: {
                ToeplitzDomain<Self>.weightGradients(
                    $0, plane: $1, parts: $2, partStride: $3, range: $4, out: $5, outStride: $6, scratch: $7)
            })
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static var planeKernels: PlaneKernels {
        PlaneKernels(
            vectorBytes: MemoryLayout<Activation.Stored>.stride,
            load: { s, count, to in
                withLoad(
                    s, plain: { for i in 0..<count { to[i] = $0.load(i) } }, normalised: { for i in 0..<count { to[i] = $0.load(i) } })
            },
            loadGradient: { s, rows, to in
                for row in rows {
                    let at = to + (row - rows.lowerBound) * s.width, w = s.width, sum = s.biasSum
                    withLoad(
                        s, plain: { sum.pointee += loadRow($0, row, w, at) }, pooled: { sum.pointee += loadRow($0, row, w, at) },
                        normalised: { sum.pointee += loadRow($0, row, w, at) },
                        pooledNormalised: { sum.pointee += loadRow($0, row, w, at) })
                }
            },
            store: { from, count, to in
                let to = to.vectors(Activation.self)
                for i in 0..<count { to[i] = Activation.narrow(from[i]) }
            },
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
            filterGradient: { count, s in
                let from = s.gradient.vectors(Activation.self)
                withStore(
                    s, plain: { _ in }, masked: { for i in 0..<count { $0.store(i, Activation.widen(from[i])) } },
                    normalised: {
                        var t = $0
                        for i in 0..<count { t.store(i, Activation.widen(from[i])) }
                        t.finish()
                    })
            },
            finishRows: { finishRows($0, stride: $1, y: $2, rows: $3, $4) })
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func kernels(_ products: ProductKernels) -> ConvolutionKernels {
        ConvolutionKernels(
            products: products, planes: planeKernels, winograd: winogradKernels, toeplitz: toeplitzKernels, elements: elementKernels,
            phaseRow: { s, row, width, to, left, stride, phaseStride in
                let to = to.vectors(Operand.self)
                withLoad(
                    s,
                    plain: { phaseRow($0, row: row, width: width, to: to, left: left, stride: stride, phaseStride: phaseStride) },
                    normalised: { phaseRow($0, row: row, width: width, to: to, left: left, stride: stride, phaseStride: phaseStride) })
            },
            gradientRows: { s, rows, to, left, length in
                for row in rows {
                    let at = (to + (row - rows.lowerBound) * length).vectors(Operand.self), w = s.width, sum = s.biasSum
                    withLoad(
                        s, plain: { sum.pointee += gradientRow($0, row: row, width: w, to: at, left: left, length: length) },
                        pooled: { sum.pointee += gradientRow($0, row: row, width: w, to: at, left: left, length: length) },
                        normalised: { sum.pointee += gradientRow($0, row: row, width: w, to: at, left: left, length: length) },
                        pooledNormalised: { sum.pointee += gradientRow($0, row: row, width: w, to: at, left: left, length: length) })
                }
            },
            packWeights: { packWeights($0, $1, squares: $2, out: $3) },
            packTransposedWeights: { packTransposedWeights($0, $1, blocks: $2, out: $3, scratch: $4) },
            descend: { descend($0, $1, $2, count: $3, rate: $4, momentum: $5, decay: $6) })
    }
}
