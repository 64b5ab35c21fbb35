// What the threads of a batch normalisation share, and what each does with a group of channels.
// Leaves to others: the order of phases (BatchNorm2D), the loops over planes (Tiles).

import Tiles

/// Changed by the calling thread between phases only; within one, threads write disjoint planes and disjoint parts of a channel's sums.
///
/// The numbers of a channel lie in as many places as there are images, often at distances that share a few sets of a cache. Where the channels of a
/// group fit into a thread's scratch, they are copied there image by image, channel after channel, and both halves of a pass read them from there:
/// memory is read once, in runs of adjacent planes. Longer channels are read twice where they lie.
final class BatchNormJob: @unchecked Sendable {
    let shape: BatchNormShape
    /// Into how many parts the images of a channel are cut, for fewer channels than threads; then a pass is two phases.
    let parts: Int
    let units: SharedChunks
    let x: AlignedBuffer<Float>, dy: AlignedBuffer<Float>
    /// What a pass writes: y, or the gradient of x.
    let y: AlignedBuffer<Float>
    let runningMean: AlignedBuffer<Float>, runningVariance: AlignedBuffer<Float>
    let gammaGradient: AlignedBuffer<Float>, betaGradient: AlignedBuffer<Float>
    private let gamma: AlignedBuffer<Float>, beta: AlignedBuffer<Float>
    /// [channel][part][3]: count, mean and squared deviations; or Σ dy and Σ dy · (x − mean).
    private let sums: AlignedBuffer<Double>
    /// [channel][2]: the batch's mean and 1/σ.
    private let saved: AlignedBuffer<Double>
    private let coefficients: AlignedBuffer<BatchNormCoefficients>
    private let scratch: AlignedBuffer<Float>
    private let scratchStride: Int
    /// Whether groups of channels go through the scratch.
    private let isGathered: Bool
    private let kernels: BatchNormKernels
    private let isStreamed: Bool

    private static let epsilon = 1e-5
    private static let momentum = 0.1
    /// Numbers of a piece: it stays in the first cache between two passes over it.
    private static let piece = 4096
    /// Numbers of a thread's scratch, x and dy together: what second-level caches hold.
    private static let scratchNumbers = 1 << 18

    init(
        _ shape: BatchNormShape, kernels: BatchNormKernels, threads: Int, hasGradient: Bool, isStreamed: Bool, isGuarded: Bool
    ) throws(CPUError) {
        self.shape = shape
        self.kernels = kernels
        self.isStreamed = isStreamed
        parts = shape.channels >= 2 * threads ? 1 : min(shape.batch, (2 * threads + shape.channels - 1) / shape.channels)
        let channelNumbers = shape.batch * shape.pixels * (hasGradient ? 2 : 1)
        isGathered = parts == 1 && channelNumbers <= Self.scratchNumbers
        units = SharedChunks(
            total: shape.channels * parts, least: 1, threads: threads, most: isGathered ? max(1, Self.scratchNumbers / channelNumbers) : 1)
        x = try AlignedBuffer(count: shape.count, guarded: isGuarded)
        y = try AlignedBuffer(count: shape.count, guarded: isGuarded)
        dy = try AlignedBuffer(count: hasGradient ? shape.count : 0)
        gamma = try AlignedBuffer(count: shape.channels)
        beta = try AlignedBuffer(count: shape.channels)
        runningMean = try AlignedBuffer(count: shape.channels)
        runningVariance = try AlignedBuffer(count: shape.channels)
        gammaGradient = try AlignedBuffer(count: shape.channels)
        betaGradient = try AlignedBuffer(count: shape.channels)
        sums = try AlignedBuffer(count: 3 * shape.channels * parts)
        saved = try AlignedBuffer(count: 2 * shape.channels)
        coefficients = try AlignedBuffer(count: shape.channels)
        scratchStride = isGathered ? units.chunk * channelNumbers + 1024 : 0
        scratch = try AlignedBuffer(count: scratchStride * threads)
    }

    var canariesAreIntact: Bool { x.canariesAreIntact && y.canariesAreIntact }

    func set(_ channel: Int, gamma: Float, beta: Float, runningMean: Float, runningVariance: Float) {
        self.gamma.pointer[channel] = gamma
        self.beta.pointer[channel] = beta
        self.runningMean.pointer[channel] = runningMean
        self.runningVariance.pointer[channel] = runningVariance
    }

    /// 1/σ of the batch.
    func inverseDeviation(_ channel: Int) -> Double { saved.pointer[2 * channel + 1] }

    // MARK: - Passes over what a thread gets

    /// y of groups of channels.
    func forward(_ thread: Int) {
        units.each(thread: thread) { _, channels in
            let gathered = gather(channels, thread)
            for channel in channels {
                gatherMoments(channel, 0, 0..<shape.batch, gathered?.x(channel))
                settle(channel, writes: true)
            }
            write(channels, 0..<shape.batch, gathered)
        }
    }

    /// The gradient of x of groups of channels.
    func backward(_ thread: Int) {
        units.each(thread: thread) { _, channels in
            let gathered = gather(channels, thread, withGradient: true)
            for channel in channels {
                gatherSums(channel, 0, 0..<shape.batch, gathered)
                settleBackward(channel, writes: true)
            }
            writeBackward(channels, 0..<shape.batch, gathered)
        }
    }

    func infer(_ thread: Int) {
        units.each(thread: thread) { _, range in
            if parts == 1 {
                for channel in range { coefficients.pointer[channel] = running(channel) }
                write(range, 0..<shape.batch, nil)
            } else {
                for unit in range {
                    var k = running(unit / parts)
                    let images = WorkerTeam.split(shape.batch, among: parts, thread: unit % parts)
                    withUnsafePointer(to: &k) { write(unit / parts, images, $0) }
                }
            }
        }
    }

    /// A channel's coefficients from the running statistics.
    private func running(_ channel: Int) -> BatchNormCoefficients {
        let inverse = 1 / (Double(runningVariance.pointer[channel]) + Self.epsilon).squareRoot()
        return BatchNormCoefficients(
            mean: runningMean.pointer[channel], a: Float(Double(gamma.pointer[channel]) * inverse), b: 0, c: beta.pointer[channel])
    }

    /// The halves of a pass where images are shared out.
    func gatherParts(_ thread: Int, backward: Bool) {
        eachPart(thread) { channel, part, images in
            if backward { gatherSums(channel, part, images, nil) } else { gatherMoments(channel, part, images, nil) }
        }
    }

    func writeParts(_ thread: Int, backward: Bool) {
        eachPart(thread) { channel, _, images in
            // Everyone who writes a part of the channel works out its coefficients; the first image's writer keeps what is to be kept.
            let isFirst = images.lowerBound == 0
            var k = backward ? settleBackward(channel, writes: isFirst) : settle(channel, writes: isFirst)
            withUnsafePointer(to: &k) { k in
                if backward { writeBackward(channel, images, k) } else { write(channel, images, k) }
            }
        }
    }

    @inline(__always)
    private func eachPart(_ thread: Int, _ body: (_ channel: Int, _ part: Int, _ images: Range<Int>) -> Void) {
        units.each(thread: thread) { _, range in
            for unit in range {
                body(unit / parts, unit % parts, WorkerTeam.split(shape.batch, among: parts, thread: unit % parts))
            }
        }
    }

    // MARK: - Scratch

    /// A group's numbers in scratch: [channel][image][pixels].
    private struct Gathered {
        let first: Int
        /// Numbers of a channel.
        let stride: Int
        let values: UnsafeMutablePointer<Float>
        let gradients: UnsafeMutablePointer<Float>

        func x(_ channel: Int) -> UnsafeMutablePointer<Float> { values + (channel - first) * stride }
        func dy(_ channel: Int) -> UnsafeMutablePointer<Float> { gradients + (channel - first) * stride }
    }

    private func gather(_ channels: Range<Int>, _ thread: Int, withGradient: Bool = false) -> Gathered? {
        guard isGathered else { return nil }
        let stride = shape.batch * shape.pixels, start = scratch.pointer + thread * scratchStride
        let to = Gathered(first: channels.lowerBound, stride: stride, values: start, gradients: start + units.chunk * stride)
        for image in 0..<shape.batch {
            let place = (image * shape.channels + channels.lowerBound) * shape.pixels
            kernels.gather(x.pointer + place, channels.count, shape.pixels, to.values + image * shape.pixels, stride)
            if withGradient {
                kernels.gather(dy.pointer + place, channels.count, shape.pixels, to.gradients + image * shape.pixels, stride)
            }
        }
        return to
    }

    /// The pieces of a channel: places in the tensor, or in scratch, where its images are adjacent.
    @inline(__always)
    private func eachPiece(_ channel: Int, _ images: Range<Int>, isGathered: Bool, _ body: (_ first: Int, _ count: Int) -> Void) {
        if isGathered {
            let total = shape.batch * shape.pixels
            var start = 0
            while start < total {
                body(start, min(Self.piece, total - start))
                start += Self.piece
            }
            return
        }
        for image in images {
            let first = (image * shape.channels + channel) * shape.pixels
            var start = 0
            while start < shape.pixels {
                body(first + start, min(Self.piece, shape.pixels - start))
                start += Self.piece
            }
        }
    }

    // MARK: - Forward

    /// Count, mean and squared deviations of some images, piece by piece (Chan, Golub, LeVeque 1979).
    private func gatherMoments(_ channel: Int, _ part: Int, _ images: Range<Int>, _ gathered: UnsafePointer<Float>?) {
        var n = 0.0, mean = 0.0, squares = 0.0
        let from = gathered ?? UnsafePointer(x.pointer)
        eachPiece(channel, images, isGathered: gathered != nil) { first, count in
            let (pieceMean, pieceSquares) = kernels.moments(from + first, count)
            Self.join(&n, &mean, &squares, Double(count), Double(pieceMean), Double(pieceSquares))
        }
        let to = sums.pointer + 3 * (channel * parts + part)
        (to[0], to[1], to[2]) = (n, mean, squares)
    }

    @inline(__always)
    private static func join(
        _ n: inout Double, _ mean: inout Double, _ squares: inout Double, _ count: Double, _ otherMean: Double, _ otherSquares: Double
    ) {
        let total = n + count, delta = otherMean - mean
        mean += delta * count / total
        squares += otherSquares + delta * delta * n * count / total
        n = total
    }

    /// The channel's coefficients from the moments of all its parts; `writes`: they and the running statistics are stored.
    @discardableResult
    private func settle(_ channel: Int, writes: Bool) -> BatchNormCoefficients {
        var n = 0.0, mean = 0.0, squares = 0.0
        for part in 0..<parts {
            let from = sums.pointer + 3 * (channel * parts + part)
            if from[0] > 0 { Self.join(&n, &mean, &squares, from[0], from[1], from[2]) }
        }
        let inverse = 1 / (squares / n + Self.epsilon).squareRoot()
        let k = BatchNormCoefficients(
            mean: Float(mean), a: Float(Double(gamma.pointer[channel]) * inverse), b: 0, c: beta.pointer[channel])
        if writes {
            saved.pointer[2 * channel] = mean
            saved.pointer[2 * channel + 1] = inverse
            move(runningMean.pointer + channel, mean)
            move(runningVariance.pointer + channel, squares / max(n - 1, 1))
            coefficients.pointer[channel] = k
        }
        return k
    }

    private func move(_ running: UnsafeMutablePointer<Float>, _ new: Double) {
        running.pointee = Float((1 - Self.momentum) * Double(running.pointee) + Self.momentum * new)
    }

    private func write(_ channels: Range<Int>, _ images: Range<Int>, _ gathered: Gathered?) {
        let kernel = isStreamed ? kernels.forwardStreamed : kernels.forward
        let planes = BatchNormPlanes(
            planes: channels.count, pixels: shape.pixels, stride: gathered?.stride ?? shape.pixels,
            coefficients: coefficients.pointer + channels.lowerBound)
        for image in images {
            let place = (image * shape.channels + channels.lowerBound) * shape.pixels
            kernel(gathered.map { $0.values + image * shape.pixels } ?? x.pointer + place, y.pointer + place, planes)
        }
    }

    private func write(_ channel: Int, _ images: Range<Int>, _ k: UnsafePointer<BatchNormCoefficients>) {
        let kernel = isStreamed ? kernels.forwardStreamed : kernels.forward
        for image in images {
            let place = (image * shape.channels + channel) * shape.pixels
            kernel(x.pointer + place, y.pointer + place, BatchNormPlanes(planes: 1, pixels: shape.pixels, stride: 0, coefficients: k))
        }
    }

    // MARK: - Backward

    private func gatherSums(_ channel: Int, _ part: Int, _ images: Range<Int>, _ gathered: Gathered?) {
        let mean = Float(saved.pointer[2 * channel])
        let x = gathered?.x(channel) ?? x.pointer, dy = gathered?.dy(channel) ?? dy.pointer
        var gradient = 0.0, product = 0.0
        eachPiece(channel, images, isGathered: gathered != nil) { first, count in
            let piece = kernels.sums(x + first, dy + first, mean, count)
            gradient += Double(piece.gradient)
            product += Double(piece.product)
        }
        let to = sums.pointer + 3 * (channel * parts + part)
        (to[0], to[1]) = (gradient, product)
    }

    /// The gradient of x is gamma/σ · (dy − Σdy/n − (x − mean)/σ² · Σ dy·(x − mean)/n).
    @discardableResult
    private func settleBackward(_ channel: Int, writes: Bool) -> BatchNormCoefficients {
        var gradient = 0.0, product = 0.0
        for part in 0..<parts {
            let from = sums.pointer + 3 * (channel * parts + part)
            gradient += from[0]
            product += from[1]
        }
        let mean = saved.pointer[2 * channel], inverse = saved.pointer[2 * channel + 1], n = Double(shape.batch * shape.pixels)
        let scale = Double(gamma.pointer[channel]) * inverse
        let k = BatchNormCoefficients(
            mean: Float(mean), a: Float(-scale * inverse * inverse * product / n), b: Float(scale), c: Float(-scale * gradient / n))
        if writes {
            gammaGradient.pointer[channel] = Float(product * inverse)
            betaGradient.pointer[channel] = Float(gradient)
            coefficients.pointer[channel] = k
        }
        return k
    }

    private func writeBackward(_ channels: Range<Int>, _ images: Range<Int>, _ gathered: Gathered?) {
        let kernel = isStreamed ? kernels.backwardStreamed : kernels.backward
        let planes = BatchNormPlanes(
            planes: channels.count, pixels: shape.pixels, stride: gathered?.stride ?? shape.pixels,
            coefficients: coefficients.pointer + channels.lowerBound)
        for image in images {
            let place = (image * shape.channels + channels.lowerBound) * shape.pixels
            if let gathered {
                kernel(gathered.values + image * shape.pixels, gathered.gradients + image * shape.pixels, y.pointer + place, planes)
            } else {
                kernel(x.pointer + place, dy.pointer + place, y.pointer + place, planes)
            }
        }
    }

    private func writeBackward(_ channel: Int, _ images: Range<Int>, _ k: UnsafePointer<BatchNormCoefficients>) {
        let kernel = isStreamed ? kernels.backwardStreamed : kernels.backward
        for image in images {
            let place = (image * shape.channels + channel) * shape.pixels
            kernel(
                x.pointer + place, dy.pointer + place, y.pointer + place,
                BatchNormPlanes(planes: 1, pixels: shape.pixels, stride: 0, coefficients: k))
        }
    }
}
