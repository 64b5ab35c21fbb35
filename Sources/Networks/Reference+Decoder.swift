// A transformer's layers in float64 loops that follow the definition, forward and backward.
// Leaves to others: how they make a network (Reference+DecoderNetwork), speed.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Reference {
    /// y[r] = gamma · (x[r] − mean) / √(variance + epsilon) + beta over each row; `parameters` are gamma and then beta.
    package static func layerNorm(_ x: [Double], _ parameters: ArraySlice<Double>) -> [Double] {
        let width = parameters.count / 2, at = parameters.startIndex
        return eachRow(x, width) { row, _ in
            let (mean, inverse) = moments(row)
            return row.enumerated().map { parameters[at + $0] * ($1 - mean) * inverse + parameters[at + width + $0] }
        }
    }

    /// The gradients of input and parameters.
    package static func layerNormBackward(
        _ x: [Double], _ dy: [Double], _ parameters: ArraySlice<Double>
    ) -> (dx: [Double], parameters: [Double]) {
        let width = parameters.count / 2, at = parameters.startIndex
        var gradient = [Double](repeating: 0, count: 2 * width)
        let dx = eachRow(x, width) { row, start in
            let (mean, inverse) = moments(row)
            let normalised = row.map { ($0 - mean) * inverse }
            let slopes = (0..<width).map { dy[start + $0] * parameters[at + $0] }
            let sum = slopes.reduce(0, +) / Double(width)
            let product = zip(slopes, normalised).reduce(0) { $0 + $1.0 * $1.1 } / Double(width)
            for c in 0..<width {
                gradient[c] += dy[start + c] * normalised[c]
                gradient[width + c] += dy[start + c]
            }
            return (0..<width).map { inverse * (slopes[$0] - sum - normalised[$0] * product) }
        }
        return (dx, gradient)
    }

    private static func moments(_ row: ArraySlice<Double>) -> (mean: Double, inverse: Double) {
        let mean = row.reduce(0, +) / Double(row.count)
        let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
        return (mean, 1 / (variance + DecoderNetwork.epsilon).squareRoot())
    }

    private static func eachRow(_ x: [Double], _ width: Int, _ body: (ArraySlice<Double>, Int) -> [Double]) -> [Double] {
        stride(from: 0, to: x.count, by: width).flatMap { body(x[$0..<$0 + width], $0) }
    }

    /// x · (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2
    package static func gelu(_ x: Double) -> Double { 0.5 * x * (1 + tanh(geluArgument(x))) }

    package static func geluSlope(_ x: Double) -> Double {
        let t = tanh(geluArgument(x))
        return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * geluFactor * (1 + 3 * 0.044715 * x * x)
    }

    private static func geluArgument(_ x: Double) -> Double { geluFactor * (x + 0.044715 * x * x * x) }
    private static let geluFactor = (2 / Double.pi).squareRoot()

    /// y = x · W, and the bias, of rows of x.
    package static func product(_ x: [Double], _ parameters: [Double], _ matrix: DecoderMatrix) -> [Double] {
        let inputs = matrix.inputs, outputs = matrix.outputs, rows = x.count / inputs
        var y = [Double](repeating: 0, count: rows * outputs)
        y.withUnsafeMutableBufferPointer { y in
            parameters.withUnsafeBufferPointer { parameters in
                for row in 0..<rows {
                    for i in 0..<matrix.rows {
                        let value = i < inputs ? x[row * inputs + i] : 1, w = matrix.offset + i * outputs
                        for o in 0..<outputs { y[row * outputs + o] += value * parameters[w + o] }
                    }
                }
            }
        }
        return y
    }

    /// The gradient of x; that of the matrix is added to `gradients`.
    package static func productBackward(
        _ x: [Double], _ dy: [Double], _ parameters: [Double], _ matrix: DecoderMatrix, gradients: inout [Double]
    ) -> [Double] {
        let inputs = matrix.inputs, outputs = matrix.outputs, rows = x.count / inputs
        var dx = [Double](repeating: 0, count: x.count)
        gradients.withUnsafeMutableBufferPointer { gradients in
            parameters.withUnsafeBufferPointer { parameters in
                dy.withUnsafeBufferPointer { dy in
                    for row in 0..<rows {
                        for i in 0..<matrix.rows {
                            let value = i < inputs ? x[row * inputs + i] : 1, w = matrix.offset + i * outputs
                            var sum = 0.0
                            for o in 0..<outputs {
                                sum += dy[row * outputs + o] * parameters[w + o]
                                gradients[w + o] += value * dy[row * outputs + o]
                            }
                            if i < inputs { dx[row * inputs + i] = sum }
                        }
                    }
                }
            }
        }
        return dx
    }

    /// Of one sequence: each position looks at itself and those before it. qkv [length][3 · width]; the result [length][width], and the weights
    /// [head][position][position].
    package static func causalAttention(_ qkv: [Double], network: DecoderNetwork) -> (y: [Double], weights: [[[Double]]]) {
        let width = network.width, size = network.headWidth, length = qkv.count / (3 * width)
        var y = [Double](repeating: 0, count: length * width), all: [[[Double]]] = []
        for head in 0..<network.heads {
            let q = head * size, k = width + q, v = 2 * width + q
            var rows: [[Double]] = []
            for i in 0..<length {
                let scores = (0...i).map { j in
                    (0..<size).reduce(0) { $0 + qkv[3 * width * i + q + $1] * qkv[3 * width * j + k + $1] } / Double(size).squareRoot()
                }
                let largest = scores.max() ?? 0, powers = scores.map { exp($0 - largest) }, sum = powers.reduce(0, +)
                let weights = powers.map { $0 / sum }
                for (j, weight) in weights.enumerated() {
                    for c in 0..<size { y[width * i + q + c] += weight * qkv[3 * width * j + v + c] }
                }
                rows.append(weights)
            }
            all.append(rows)
        }
        return (y, all)
    }

    /// The gradient of qkv.
    package static func causalAttentionBackward(
        _ qkv: [Double], weights: [[[Double]]], _ dy: [Double], network: DecoderNetwork
    ) -> [Double] {
        let width = network.width, size = network.headWidth, length = qkv.count / (3 * width)
        var d = [Double](repeating: 0, count: qkv.count)
        for head in 0..<network.heads {
            let q = head * size, k = width + q, v = 2 * width + q
            for i in 0..<length {
                let row = weights[head][i]
                let slopes = (0...i).map { j in (0..<size).reduce(0) { $0 + dy[width * i + q + $1] * qkv[3 * width * j + v + $1] } }
                let mean = zip(row, slopes).reduce(0) { $0 + $1.0 * $1.1 }
                for j in 0...i {
                    let score = row[j] * (slopes[j] - mean) / Double(size).squareRoot()
                    for c in 0..<size {
                        d[3 * width * i + q + c] += score * qkv[3 * width * j + k + c]
                        d[3 * width * j + k + c] += score * qkv[3 * width * i + q + c]
                        d[3 * width * j + v + c] += row[j] * dy[width * i + q + c]
                    }
                }
            }
        }
        return d
    }
}
