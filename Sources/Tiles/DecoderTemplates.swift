// Templates of the passes over rows: layer normalisation, GELU, softmax, AdamW, each number read and written once.
// Leaves to others: exponentials (LaneFunctions), which rows are whose (the CPU module).

/// What these templates need beyond those of products.
@usableFromInline
package protocol DecoderUnit: RowUnit {
    static func squareRoot(_ v: Lanes) -> Lanes
}

extension DecoderUnit {
    @_alwaysEmitIntoClient @inline(__always)
    package static func normalise(_ o: NormRows) {
        let n = o.vectors, share = 1 / Float(16 &* n)
        for row in 0..<o.rows {
            var x = o.x + row &* n
            var sum = Lanes.zero
            if let delta = o.delta {
                let from = x, added = delta + row &* n
                x = o.sum + row &* n
                for i in 0..<n {
                    let v = from[i] + added[i]
                    x[i] = v
                    sum += v
                }
            } else {
                for i in 0..<n { sum += x[i] }
            }
            let mean = total(sum) * share, centre = repeated(mean)
            var squares = Lanes.zero
            for i in 0..<n {
                let v = x[i] - centre
                squares = multiplyAdd(v, v, squares)
            }
            let inverse = 1 / (total(squares) * share + o.epsilon).squareRoot(), factor = repeated(inverse)
            let gamma = o.parameters, beta = gamma + n, to = o.to + row &* o.toStride
            for i in 0..<n { to[i] = multiplyAdd((x[i] - centre) * factor, gamma[i], beta[i]) }
            o.moments[2 &* row] = mean
            o.moments[2 &* row &+ 1] = inverse
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func normaliseBackward(_ o: NormGradientRows) {
        let n = o.vectors, share = 1 / Float(16 &* n), gamma = o.parameters
        for row in 0..<o.rows {
            let x = o.x + row &* n, dy = o.gradient + row &* n, to = o.to + row &* n
            let centre = repeated(o.moments[2 &* row]), inverse = repeated(o.moments[2 &* row &+ 1])
            var sum = Lanes.zero, product = Lanes.zero
            for i in 0..<n {
                let normalised = (x[i] - centre) * inverse, slope = dy[i] * gamma[i]
                sum += slope
                product = multiplyAdd(slope, normalised, product)
                o.parameterGradient[i] = multiplyAdd(dy[i], normalised, o.parameterGradient[i])
                o.parameterGradient[n &+ i] += dy[i]
            }
            let mean = repeated(total(sum) * share), along = repeated(total(product) * share)
            for i in 0..<n {
                let normalised = (x[i] - centre) * inverse
                let dx = (dy[i] * gamma[i] - mean - normalised * along) * inverse
                to[i] = o.adds ? to[i] + dx : dx
            }
        }
    }

    /// The share of x that passes, σ(2u) with u = √(2/π) · (x + 0.044715 x³): (1 + tanh u) / 2.
    @_alwaysEmitIntoClient @inline(__always)
    package static func geluShare(_ x: Lanes) -> Lanes {
        sigmoid(x * multiplyAdd(x * x, repeated(0.071_354_816), repeated(1.595_769_1)))
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func geluBackward(_ from: LanePointer, _ gradient: LanePointer, _ to: LanePointer, _ vectors: Int) {
        for i in 0..<vectors {
            let x = from[i], share = geluShare(x), y = x * share
            // d(x · σ(z)) = σ + x · σ · (1 − σ) · z', z' = √(8/π) · (1 + 3 · 0.044715 x²).
            let slope = multiplyAdd(x * x, repeated(0.214_064_45), repeated(1.595_769_1))
            to[i] = y
            gradient[i] *= multiplyAdd(y * (repeated(1) - share), slope, share)
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func exponentials(_ row: LanePointer, _ vectors: Int) -> SIMD2<Float> {
        var most = row[0]
        for i in 1..<max(vectors, 1) { most = atLeast(most, row[i]) }
        var largest = most[0]
        for lane in 1..<16 { largest = max(largest, most[lane]) }
        let centre = repeated(largest)
        var sum = Lanes.zero
        for i in 0..<vectors {
            let e = exponential(row[i] - centre)
            row[i] = e
            sum += e
        }
        return SIMD2(largest, total(sum))
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func softmaxBackward(
        _ scores: LanePointer, _ slopes: LanePointer, _ vectors: Int, _ logarithm: Float, _ mean: Float, _ scale: Float
    ) {
        let centre = repeated(logarithm), middle = repeated(mean), factor = repeated(scale)
        for i in 0..<vectors {
            let weight = exponential(scores[i] - centre)
            scores[i] = weight
            slopes[i] = (slopes[i] - middle) * weight * factor
        }
    }

    /// Of the unit, though it needs nothing of it: a closure that does not name its unit would be one function for all modules.
    @_alwaysEmitIntoClient @inline(__always)
    package static func addRows(_ a: LanePointer, _ b: LanePointer, _ to: LanePointer, _ vectors: Int) {
        for i in 0..<vectors { to[i] = a[i] + b[i] }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func adam(_ o: AdamPiece) {
        let b1 = repeated(o.firstDecay), b2 = repeated(o.secondDecay), c1 = repeated(1 - o.firstDecay), c2 = repeated(1 - o.secondDecay)
        let rate = repeated(o.rate), scale = repeated(o.rootScale), epsilon = repeated(o.epsilon), keep = repeated(o.keep)
        for i in 0..<o.vectors {
            let g = o.gradients[i]
            let m = multiplyAdd(b1, o.first[i], c1 * g), v = multiplyAdd(b2, o.second[i], c2 * g * g)
            o.first[i] = m
            o.second[i] = v
            o.weights[i] = o.weights[i] * keep - m * rate / multiplyAdd(squareRoot(v), scale, epsilon)
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static var decoderKernels: DecoderKernels {
        DecoderKernels(
            normalise: { normalise($0) }, normaliseBackward: { normaliseBackward($0) },
            gelu: { from, to, vectors in for i in 0..<vectors { to[i] = from[i] * geluShare(from[i]) } },
            geluBackward: { geluBackward($0, $1, $2, $3) }, exponentials: { exponentials($0, $1) },
            scale: { row, vectors, factor in
                let f = repeated(factor)
                for i in 0..<vectors { row[i] *= f }
            },
            softmaxBackward: { softmaxBackward($0, $1, $2, $3, $4, $5) },
            dot: { a, b, vectors in
                var sum = Lanes.zero
                for i in 0..<vectors { sum = multiplyAdd(a[i], b[i], sum) }
                return total(sum)
            },
            add: { addRows($0, $1, $2, $3) }, adam: { adam($0) })
    }
}
