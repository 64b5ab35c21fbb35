// `batch-norm`: batch normalisation by itself, over a tensor [batch][channels][height · width], forward and backward in training, and in inference.
// Leaves to others: the loops over a piece (Tiles), the definition (Networks.Reference), batch normalisation within a network (NormStage).

package import Measurement
import Networks
import Tiles

/// A layer with its tensors. A thread takes whole channels, whose numbers stay in its cache between the statistics and what is made of them; where
/// there are too few channels for that, a channel's images are shared out and the two halves of a pass become two phases.
package final class BatchNorm2D {
    package enum Pass: String, CaseIterable, Sendable { case forward, backward, inference }

    package let pass: Pass
    package let shape: BatchNormShape
    /// Whether results go around the caches.
    package let isStreamed: Bool
    package let work: Work
    package var workingSetBytes: Int { (pass == .backward ? 3 : 2) * shape.count * MemoryLayout<Float>.stride }

    private let team: WorkerTeam
    private let job: BatchNormJob
    private let contents: [Contents]
    private var phases: [WorkerTeam.Phase] = []

    package init(
        _ pass: Pass, _ shape: BatchNormShape, isStreamed: Bool, team: WorkerTeam, instructionSet: InstructionSet = .best, seed: UInt64 = 1,
        isGuarded: Bool = false
    ) throws(CPUError) {
        (self.pass, self.shape, self.team) = (pass, shape, team)
        self.isStreamed = isStreamed && shape.pixels % 16 == 0
        job = try BatchNormJob(
            shape, kernels: instructionSet.batchNormKernels, threads: team.count, hasGradient: pass == .backward,
            isStreamed: self.isStreamed, isGuarded: isGuarded)
        let bytes = Double(shape.count * MemoryLayout<Float>.stride), numbers = Double(shape.count)
        switch pass {
        // Sum; deviation, square, sum; deviation, scale, shift.
        case .forward: work = Work(bytesRead: bytes, bytesWritten: bytes, operations: 7 * numbers)
        // Sum; deviation, product, sum; deviation, two products, two sums.
        case .backward: work = Work(bytesRead: 2 * bytes, bytesWritten: bytes, operations: 9 * numbers)
        case .inference: work = Work(bytesRead: bytes, bytesWritten: bytes, operations: 3 * numbers)
        }
        contents = (0..<4).map { Contents(seed: seed, array: $0) }
        fill()
        phases = phases(of: pass)
        if pass == .backward { for phase in phases(of: .forward) { go(phase) } }
    }

    package func run(iterations: Int) {
        for _ in 0..<iterations { for phase in phases { go(phase) } }
    }

    package var canariesAreIntact: Bool { job.canariesAreIntact }

    private func go(_ phase: WorkerTeam.Phase) {
        job.units.turn()
        team.run(phase)
    }

    private func phases(of pass: Pass) -> [WorkerTeam.Phase] {
        let job = job, isBackward = pass == .backward
        if pass == .inference { return [.init { thread, _ in job.infer(thread) }] }
        if job.parts > 1 {
            return [
                .init { thread, _ in job.gatherParts(thread, backward: isBackward) },
                .init { thread, _ in job.writeParts(thread, backward: isBackward) },
            ]
        }
        return [isBackward ? .init { thread, _ in job.backward(thread) } : .init { thread, _ in job.forward(thread) }]
    }

    // MARK: - Contents and check

    /// A channel's mean lies far from 0, as behind a bias: what a careless variance would lose digits by.
    private func input(_ index: Int) -> Float { contents[0][index] * 0.5 + Float(shape.channel(of: index) % 7) * 4 }
    private func gradient(_ index: Int) -> Float { contents[1][index] * 0.01 }
    private func gamma(_ channel: Int) -> Float { 1 + contents[2][channel] * 0.1 }
    private func beta(_ channel: Int) -> Float { contents[3][channel] * 0.25 }
    private func runningMean(_ channel: Int) -> Float { Float(channel % 7) * 4 + 0.125 }
    private func runningVariance(_ channel: Int) -> Float { 1.25 + contents[2][channel] * 0.2 }

    private func fill() {
        let job = job, count = shape.count, hasGradient = pass == .backward
        team.run { thread, threads in
            for index in WorkerTeam.split(count, among: threads, thread: thread, multiple: 1024) {
                job.x.pointer[index] = input(index)
                job.y.pointer[index] = .nan
                if hasGradient { job.dy.pointer[index] = gradient(index) }
            }
        }
        for channel in 0..<shape.channels {
            job.set(
                channel, gamma: gamma(channel), beta: beta(channel), runningMean: runningMean(channel),
                runningVariance: runningVariance(channel))
        }
    }

    /// Makes one pass over rubbish and compares some channels with the definition in float64, relative to the largest answer of the channel (or the terms that it
    /// is the difference of).
    ///
    /// A handful of roundings a number, and those of the channel's two coefficients: 16 units in the last place.
    package func verify() -> Deviation {
        fill()
        run(iterations: 1)
        var largest = 0.0
        for channel in checkedPlaces(shape.channels, most: max(3, 400_000 / (shape.batch * shape.pixels))) {
            largest = max(largest, coefficientError(channel))
            let (values, right) = (results(channel), answers(channel))
            let size = max(right.lazy.map { abs($0) }.max() ?? 0, gradientSize(channel))
            for (value, right) in zip(values, right) {
                let error = abs(Double(value) - right) / max(size, 1e-30)
                largest = error.isNaN ? .infinity : max(largest, error)
            }
        }
        return Deviation(largest: largest, allowed: 16 * Double(Float.ulpOfOne))
    }

    /// The gradient of x is a difference of terms of this size, and may vanish where they do not. 0 in the other passes.
    private func gradientSize(_ channel: Int) -> Double {
        guard pass == .backward else { return 0 }
        return abs(Double(gamma(channel)) * job.inverseDeviation(channel)) * (indices(channel).map { abs(Double(gradient($0))) }.max() ?? 0)
    }

    private func indices(_ channel: Int) -> [Int] {
        (0..<shape.batch).flatMap { image in
            let first = (image * shape.channels + channel) * shape.pixels
            return first..<first + shape.pixels
        }
    }

    private func results(_ channel: Int) -> [Float] { indices(channel).map { job.y.pointer[$0] } }

    private func answers(_ channel: Int) -> [Double] {
        let places = indices(channel), one = Shape(channels: 1, height: 1, width: shape.pixels), layer = BatchNormalisation(1)
        let x = places.map { Double(input($0)) }, g = [Double(gamma(channel))], b = [Double(beta(channel))]
        switch pass {
        case .forward:
            let s = Reference.statistics(x, shape: one, count: shape.batch)
            return Reference.batchNormalisation(layer, x, mean: s.mean, variance: s.variance, gamma: g, beta: b, shape: one)
        case .inference:
            return Reference.batchNormalisation(
                layer, x, mean: [Double(runningMean(channel))], variance: [Double(runningVariance(channel))], gamma: g, beta: b, shape: one)
        case .backward:
            return Reference.batchNormalisationBackward(
                layer, x, places.map { Double(gradient($0)) }, Reference.statistics(x, shape: one, count: shape.batch), gamma: g, shape: one
            ).dx
        }
    }

    /// Of a channel's running statistics after a forward pass, or the gradients of its gamma and beta after a backward one.
    private func coefficientError(_ channel: Int) -> Double {
        let places = indices(channel), one = Shape(channels: 1, height: 1, width: shape.pixels), layer = BatchNormalisation(1)
        let x = places.map { Double(input($0)) }
        switch pass {
        case .inference: return 0
        case .forward:
            let s = Reference.statistics(x, shape: one, count: shape.batch), unbiased = Double(s.count) / Double(max(1, s.count - 1))
            let mean = Reference.moved([Double(runningMean(channel))], towards: s.mean, momentum: layer.momentum)[0]
            let variance = Reference.moved(
                [Double(runningVariance(channel))], towards: s.variance.map { $0 * unbiased }, momentum: layer.momentum)[0]
            return error(
                abs(Double(job.runningMean.pointer[channel]) - mean) / max(1, abs(mean)),
                abs(Double(job.runningVariance.pointer[channel]) - variance) / variance)
        case .backward:
            let dy = places.map { Double(gradient($0)) }
            let right = Reference.batchNormalisationBackward(
                layer, x, dy, Reference.statistics(x, shape: one, count: shape.batch), gamma: [Double(gamma(channel))], shape: one)
            // Sums of both signs: their rounding is that of the sum of magnitudes.
            let size = dy.reduce(0) { $0 + abs($1) }
            return error(
                abs(Double(job.gammaGradient.pointer[channel]) - right.gamma[0]) / size,
                abs(Double(job.betaGradient.pointer[channel]) - right.beta[0]) / size)
        }
    }

    /// The larger one, and infinite where either is not a number.
    private func error(_ first: Double, _ second: Double) -> Double { first.isNaN || second.isNaN ? .infinity : max(first, second) }
}

/// [batch][channels][pixels] of Float.
package struct BatchNormShape: Sendable, Equatable {
    package var batch: Int
    package var channels: Int
    package var pixels: Int

    package init(batch: Int, channels: Int, pixels: Int) {
        precondition(batch > 0 && channels > 0 && pixels > 0 && batch * pixels > 1, "statistics need more than one value a channel")
        self.batch = batch
        self.channels = channels
        self.pixels = pixels
    }

    package var count: Int { batch * channels * pixels }
    func channel(of index: Int) -> Int { index / pixels % channels }
}
