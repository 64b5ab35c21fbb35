// Convolution and dense layers of the reference, in float64 loops that follow the definition.
// Leaves to others: speed; the other layers (Reference+Layers, Reference+BatchNormalisation).

/// The definition of every layer, over arrays in NCHW order. Results are new arrays; nothing is kept between calls.
package enum Reference {
    /// y[n][o] = b[o] + Σ w[o][i][ky][kx] · x[n][i][oy·stride + ky − padding][ox·stride + kx − padding].
    /// x [count][in][h][w], weights [out][in][k][k], bias [out] or empty; the result [count][out][h'][w'].
    package static func convolution(
        _ c: Convolution, _ x: [Double], weights: [Double], bias: [Double], input: Shape, output: Shape, count: Int
    ) -> [Double] {
        var y = [Double](repeating: 0, count: count * output.count)
        if !bias.isEmpty {
            let area = output.height * output.width
            for i in y.indices { y[i] = bias[i / area % c.outputs] }
        }
        y.withUnsafeMutableBufferPointer { y in
            x.withUnsafeBufferPointer { x in
                taps(c, input: input, output: output, count: count) { tap, xRow, yRow, n in
                    let w = weights[tap]
                    for i in 0..<n { y[yRow + i] += w * x[xRow + i * c.stride] }
                }
            }
        }
        return y
    }

    /// The gradient of a convolution's input.
    package static func convolutionBackwardData(
        _ c: Convolution, _ dy: [Double], weights: [Double], input: Shape, output: Shape, count: Int
    ) -> [Double] {
        var dx = [Double](repeating: 0, count: count * input.count)
        dx.withUnsafeMutableBufferPointer { dx in
            dy.withUnsafeBufferPointer { dy in
                taps(c, input: input, output: output, count: count) { tap, xRow, yRow, n in
                    let w = weights[tap]
                    for i in 0..<n { dx[xRow + i * c.stride] += w * dy[yRow + i] }
                }
            }
        }
        return dx
    }

    /// The gradients of a convolution's weights and bias, summed over the batch.
    package static func convolutionBackwardWeights(
        _ c: Convolution, _ x: [Double], _ dy: [Double], input: Shape, output: Shape, count: Int
    ) -> (weights: [Double], bias: [Double]) {
        var dw = [Double](repeating: 0, count: c.outputs * c.inputs * c.kernel * c.kernelWidth)
        var db = [Double](repeating: 0, count: c.outputs)
        let area = output.height * output.width
        for i in dy.indices { db[i / area % c.outputs] += dy[i] }
        dw.withUnsafeMutableBufferPointer { dw in
            x.withUnsafeBufferPointer { x in
                dy.withUnsafeBufferPointer { dy in
                    taps(c, input: input, output: output, count: count) { tap, xRow, yRow, n in
                        var sum = 0.0
                        for i in 0..<n { sum += x[xRow + i * c.stride] * dy[yRow + i] }
                        dw[tap] += sum
                    }
                }
            }
        }
        return (dw, db)
    }

    /// Calls `body` for each image, weight and output row with what they join: the weight's index, the first input value's index,
    /// the first output value's index, and how many output values of the row have their input inside the image.
    @inline(__always) private static func taps(
        _ c: Convolution, input: Shape, output: Shape, count: Int, _ body: (Int, Int, Int, Int) -> Void
    ) {
        /// Outputs along one axis whose input coordinate, for kernel position k, lies in 0..<size.
        func inside(_ k: Int, _ size: Int, _ outputs: Int) -> Range<Int> {
            let first = max(0, (c.padding - k + c.stride - 1) / c.stride)
            let last = size - 1 + c.padding - k
            let end = last < 0 ? 0 : min(outputs, last / c.stride + 1)
            return first..<max(first, end)
        }
        for image in 0..<count {
            for o in 0..<c.outputs {
                for i in 0..<c.inputs {
                    for ky in 0..<c.kernel {
                        for kx in 0..<c.kernelWidth {
                            let tap = ((o * c.inputs + i) * c.kernel + ky) * c.kernelWidth + kx
                            let xs = inside(kx, input.width, output.width)
                            if xs.isEmpty { continue }
                            for oy in inside(ky, input.height, output.height) {
                                let iy = oy * c.stride + ky - c.padding
                                let xRow = ((image * c.inputs + i) * input.height + iy) * input.width
                                let yRow = ((image * c.outputs + o) * output.height + oy) * output.width
                                body(tap, xRow + xs.lowerBound * c.stride + kx - c.padding, yRow + xs.lowerBound, xs.count)
                            }
                        }
                    }
                }
            }
        }
    }

    /// y[n][o] = b[o] + Σ w[o][i] · x[n][i].
    package static func dense(_ d: Dense, _ x: [Double], weights: [Double], bias: [Double], count: Int) -> [Double] {
        var y = [Double](repeating: 0, count: count * d.outputs)
        for n in 0..<count {
            for o in 0..<d.outputs {
                var sum = bias[o]
                for i in 0..<d.inputs { sum += weights[o * d.inputs + i] * x[n * d.inputs + i] }
                y[n * d.outputs + o] = sum
            }
        }
        return y
    }

    /// The gradient of a dense layer's input.
    package static func denseBackwardData(_ d: Dense, _ dy: [Double], weights: [Double], count: Int) -> [Double] {
        var dx = [Double](repeating: 0, count: count * d.inputs)
        for n in 0..<count {
            for o in 0..<d.outputs {
                let slope = dy[n * d.outputs + o]
                for i in 0..<d.inputs { dx[n * d.inputs + i] += weights[o * d.inputs + i] * slope }
            }
        }
        return dx
    }

    /// The gradients of a dense layer's weights and bias, summed over the batch.
    package static func denseBackwardWeights(_ d: Dense, _ x: [Double], _ dy: [Double], count: Int) -> (
        weights: [Double], bias: [Double]
    ) {
        var dw = [Double](repeating: 0, count: d.outputs * d.inputs)
        var db = [Double](repeating: 0, count: d.outputs)
        for n in 0..<count {
            for o in 0..<d.outputs {
                let slope = dy[n * d.outputs + o]
                db[o] += slope
                for i in 0..<d.inputs { dw[o * d.inputs + i] += slope * x[n * d.inputs + i] }
            }
        }
        return (dw, db)
    }
}
