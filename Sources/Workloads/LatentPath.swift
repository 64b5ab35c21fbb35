// Latent vectors on the way from one random vector to another: what interpolation between images feeds a generator.
// Leaves to others: the generator, and the arc's mathematics (Networks.GeneratorNetwork).

import Measurement
import Networks

/// The arc between two latent vectors, in memory of its own, so that frames cost no allocation.
struct LatentPath {
    private var start: [Float]
    private var end: [Float]
    private var angle = 0.0
    private var hasEnd = false

    init(size: Int) {
        start = [Float](repeating: 0, count: size)
        end = start
    }

    /// The way goes on from its end to a new random vector; the first time from one to another.
    mutating func move(to random: Philox) {
        let size = end.count
        swap(&start, &end)
        if !hasEnd { start.withUnsafeMutableBufferPointer { $0.baseAddress!.fillNormally(size, random, from: size) } }
        hasEnd = true
        end.withUnsafeMutableBufferPointer { $0.baseAddress!.fillNormally(size, random) }
        angle = GeneratorNetwork.angle(start, end)
    }

    func fill(_ latent: UnsafeMutablePointer<Float>, at t: Double) {
        let (left, right) = GeneratorNetwork.shares(angle: angle, at: t)
        for index in start.indices { latent[index] = Float(left) * start[index] + Float(right) * end[index] }
    }
}

extension UnsafeMutablePointer<Float> {
    /// Standard normal numbers `from` … of a stream.
    func fillNormally(_ count: Int, _ random: Philox, from: Int = 0) {
        var index = 0
        while index < count {
            let four = random.normals(UInt64(from + index) >> 2)
            for lane in 0..<min(4, count - index) { self[index + lane] = Float(four[lane]) }
            index += 4
        }
    }
}
