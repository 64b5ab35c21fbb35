// A layer of long short-term memory in float64, forward and back through time: the definition that a kernel is checked against.
// Leaves to others: comparing (CPU.LSTM and tests).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Reference {
    /// Sizes of a layer of LSTM cells.
    package struct LSTMShape: Sendable, Equatable {
        package var inputs: Int
        package var hidden: Int
        package var batch: Int
        package var steps: Int

        package init(inputs: Int, hidden: Int, batch: Int, steps: Int) {
            self.inputs = inputs
            self.hidden = hidden
            self.batch = batch
            self.steps = steps
        }
    }

    /// What a forward pass gives: [step][batch][hidden], the gates [step][batch][4 · hidden] after their functions, in PyTorch's order i, f, g, o.
    package struct LSTMResult: Equatable {
        package var output: [Double]
        package var cell: [Double]
        package var gates: [Double]
    }

    /// x [step][batch][inputs], inputWeights [4 · hidden][inputs], recurrentWeights [4 · hidden][hidden], bias [4 · hidden]; starts from zeros.
    package static func lstm(
        _ s: LSTMShape, _ x: [Double], inputWeights: [Double], recurrentWeights: [Double], bias: [Double]
    ) -> LSTMResult {
        let h = s.hidden, count = s.batch * h
        var result = LSTMResult(
            output: [Double](repeating: 0, count: s.steps * count), cell: [Double](repeating: 0, count: s.steps * count),
            gates: [Double](repeating: 0, count: 4 * s.steps * count))
        for t in 0..<s.steps {
            for b in 0..<s.batch {
                for unit in 0..<h {
                    var z = (0..<4).map { bias[$0 * h + unit] }
                    for gate in 0..<4 {
                        let row = gate * h + unit
                        for k in 0..<s.inputs { z[gate] += inputWeights[row * s.inputs + k] * x[(t * s.batch + b) * s.inputs + k] }
                        if t > 0 {
                            for k in 0..<h {
                                z[gate] += recurrentWeights[row * h + k] * result.output[((t - 1) * s.batch + b) * h + k]
                            }
                        }
                    }
                    let place = (t * s.batch + b) * h + unit, before = t > 0 ? result.cell[place - count] : 0
                    let i = sigmoid(z[0]), f = sigmoid(z[1]), g = tanh(z[2]), o = sigmoid(z[3])
                    result.cell[place] = f * before + i * g
                    result.output[place] = o * tanh(result.cell[place])
                    for (gate, value) in [i, f, g, o].enumerated() {
                        result.gates[((t * s.batch + b) * 4 + gate) * h + unit] = value
                    }
                }
            }
        }
        return result
    }

    /// Gradients of x, both matrices and the bias, from the gradient of every output [step][batch][hidden].
    package static func lstmBackward(
        _ s: LSTMShape, _ x: [Double], inputWeights: [Double], recurrentWeights: [Double], forward: LSTMResult, outputGradient: [Double]
    ) -> (x: [Double], inputWeights: [Double], recurrentWeights: [Double], bias: [Double]) {
        let h = s.hidden, count = s.batch * h
        var dx = [Double](repeating: 0, count: x.count), dw = [Double](repeating: 0, count: inputWeights.count)
        var dr = [Double](repeating: 0, count: recurrentWeights.count), db = [Double](repeating: 0, count: 4 * h)
        var dh = [Double](repeating: 0, count: count), dc = dh
        for t in stride(from: s.steps - 1, through: 0, by: -1) {
            var dz = [Double](repeating: 0, count: 4 * count)
            for b in 0..<s.batch {
                for unit in 0..<h {
                    let place = (t * s.batch + b) * h + unit, at = b * h + unit
                    func gate(_ index: Int) -> Double { forward.gates[((t * s.batch + b) * 4 + index) * h + unit] }
                    let (i, f, g, o) = (gate(0), gate(1), gate(2), gate(3)), th = tanh(forward.cell[place])
                    let gradient = outputGradient[place] + dh[at], cell = dc[at] + gradient * o * (1 - th * th)
                    let before = t > 0 ? forward.cell[place - count] : 0
                    dz[(b * 4) * h + unit] = cell * g * i * (1 - i)
                    dz[(b * 4 + 1) * h + unit] = cell * before * f * (1 - f)
                    dz[(b * 4 + 2) * h + unit] = cell * i * (1 - g * g)
                    dz[(b * 4 + 3) * h + unit] = gradient * th * o * (1 - o)
                    dc[at] = cell * f
                }
            }
            dh = [Double](repeating: 0, count: count)
            for b in 0..<s.batch {
                for row in 0..<4 * h {
                    let d = dz[b * 4 * h + row], inputs = (t * s.batch + b) * s.inputs
                    db[row] += d
                    for k in 0..<s.inputs {
                        dw[row * s.inputs + k] += d * x[inputs + k]
                        dx[inputs + k] += d * inputWeights[row * s.inputs + k]
                    }
                    for k in 0..<h {
                        if t > 0 { dr[row * h + k] += d * forward.output[((t - 1) * s.batch + b) * h + k] }
                        dh[b * h + k] += d * recurrentWeights[row * h + k]
                    }
                }
            }
        }
        return (dx, dw, dr, db)
    }

    private static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
