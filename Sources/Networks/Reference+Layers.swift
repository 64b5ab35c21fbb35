// ReLU, max-pool, dropout and the loss of the reference.
// Leaves to others: layers with parameters (Reference+Convolution, Reference+BatchNormalisation).

package import Measurement

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Reference {
    /// max(x, 0).
    package static func relu(_ x: [Double]) -> [Double] { x.map { $0 > 0 ? $0 : 0 } }

    /// The slope at 0 is 0.
    package static func reluBackward(_ x: [Double], _ dy: [Double]) -> [Double] { zip(x, dy).map { $0 > 0 ? $1 : 0 } }

    /// The largest of each window, and where in x it stands: the first of equals, row by row. Padding is not looked at.
    package static func maxPool(
        _ x: [Double], size: Int, stride: Int, padding: Int = 0, input: Shape, output: Shape, count: Int
    ) -> (y: [Double], sources: [Int]) {
        var y: [Double] = [], sources: [Int] = []
        y.reserveCapacity(count * output.count)
        sources.reserveCapacity(count * output.count)
        for plane in 0..<count * input.channels {
            for oy in 0..<output.height {
                for ox in 0..<output.width {
                    var best = -1
                    for iy in max(oy * stride - padding, 0)..<min(oy * stride - padding + size, input.height) {
                        for ix in max(ox * stride - padding, 0)..<min(ox * stride - padding + size, input.width) {
                            let place = (plane * input.height + iy) * input.width + ix
                            if best < 0 || x[place] > x[best] { best = place }
                        }
                    }
                    y.append(x[best])
                    sources.append(best)
                }
            }
        }
        return (y, sources)
    }

    /// Of each map: the mean; or its largest value, and behind the largest of all channels the means.
    package static func globalPool(_ kind: GlobalPool, _ x: [Double], input: Shape, count: Int) -> [Double] {
        let area = input.height * input.width
        var y: [Double] = []
        for n in 0..<count {
            let planes = (0..<input.channels).map { c in x[(n * input.channels + c) * area..<(n * input.channels + c + 1) * area] }
            if kind == .largestAndAverage { y += planes.map { $0.max() ?? 0 } }
            y += planes.map { $0.reduce(0, +) / Double(area) }
        }
        return y
    }

    package static func globalPoolBackward(_ kind: GlobalPool, _ x: [Double], _ dy: [Double], input: Shape, count: Int) -> [Double] {
        let area = input.height * input.width, channels = input.channels, hasLargest = kind == .largestAndAverage
        var dx = [Double](repeating: 0, count: x.count)
        for n in 0..<count {
            for c in 0..<channels {
                let plane = (n * channels + c) * area, slopes = n * channels * (hasLargest ? 2 : 1) + c
                let mean = dy[slopes + (hasLargest ? channels : 0)] / Double(area)
                var best = plane
                for i in plane..<plane + area {
                    dx[i] += mean
                    if x[i] > x[best] { best = i }
                }
                if hasLargest { dx[best] += dy[slopes] }
            }
        }
        return dx
    }

    /// Each output's gradient goes to the value that it was taken from.
    package static func maxPoolBackward(_ dy: [Double], sources: [Int], inputCount: Int) -> [Double] {
        var dx = [Double](repeating: 0, count: inputCount)
        for (source, slope) in zip(sources, dy) { dx[source] += slope }
        return dx
    }

    /// Training's dropout of values [count][features]: index n · features + feature of `random` decides. Its own backward pass.
    package static func dropout(_ x: [Double], rate: Double, random: Philox) -> [Double] {
        x.indices.map { random.survives($0, rate: rate) ? x[$0] / (1 - rate) : 0 }
    }

    /// The mean softmax cross-entropy of logits [count][classes] against targets, and its gradient (softmax − target) / count. The target is 1 − s
    /// for the label's class and s / classes for every class besides, with s the label smoothing.
    package static func softmaxCrossEntropy(_ logits: [Double], labels: [UInt8], classes: Int, labelSmoothing: Double = 0) -> (
        loss: Double, gradient: [Double]
    ) {
        var loss = 0.0
        var gradient = logits
        for (n, label) in labels.enumerated() {
            precondition(Int(label) < classes, "label \(label) of \(classes) classes")
            let row = n * classes..<(n + 1) * classes
            let largest = logits[row].max() ?? 0
            let sum = logits[row].reduce(0) { $0 + exp($1 - largest) }
            for i in row {
                let probability = exp(logits[i] - largest) / sum
                let target = labelSmoothing / Double(classes) + (i - row.lowerBound == Int(label) ? 1 - labelSmoothing : 0)
                if target > 0 { loss += target * (log(sum) + largest - logits[i]) }
                gradient[i] = (probability - target) / Double(labels.count)
            }
        }
        return (loss / Double(labels.count), gradient)
    }
}
