// Batch normalisation that is fused into its neighbours: from statistics to the numbers that loads and stores multiply with, and back.
// Leaves to others: gathering sums and applying coefficients (Tiles), batch normalisation that stands alone (NormStage).

import Networks
import Tiles

/// y = gamma · (z − mean) / √(variance + epsilon) + beta, as scale and shift of z.
final class NormStatistics {
    let layer: BatchNormalisation
    let parameters: [StageParameter]
    private let gamma: StageParameter, beta: StageParameter, mean: StageParameter, variance: StageParameter
    private let slot: PlanSlot
    private let threads: Int
    private let blocks: Int
    private var base: LanePointer!
    /// Values a channel in the batch at hand.
    private var count: Float = 0

    init(_ layer: BatchNormalisation, _ tensors: [ParameterTensor.Role: ParameterTensor], _ options: StageOptions, _ plan: inout MemoryPlan)
    {
        self.layer = layer
        threads = options.threads
        blocks = (layer.channels + 15) / 16
        gamma = StageParameter(tensors[.gamma]!, .vector, options, &plan)
        beta = StageParameter(tensors[.beta]!, .vector, options, &plan)
        mean = StageParameter(tensors[.runningMean]!, .vector, options, &plan)
        variance = StageParameter(tensors[.runningVariance]!, .vector, options, &plan)
        parameters = [gamma, beta, mean, variance]
        slot = plan.reserve(blocks * (4 + 3 + 1 + 2 + 5 * threads), .scratch)
    }

    func attach(_ base: LanePointer) { self.base = slot(base) }

    /// [block][4]: scale, shift, 1/σ, −mean/σ.
    var normalisation: LanePointer { base }
    /// [block][3]: gradient of z = k₁·g + k₂·z + k₃.
    var coefficients: LanePointer { base + 4 * blocks }
    /// [block]: 1, 0 or −1 as gamma.
    var sign: LanePointer { base + 7 * blocks }
    /// [thread][block][3]: count, mean, squared deviations.
    var statistics: LanePointer { base + 10 * blocks }
    /// [thread][block][2]: Σg, Σg·x̂.
    var sums: LanePointer { statistics + 3 * threads * blocks }
    private var gradients: LanePointer { base + 8 * blocks }

    /// Before the convolution.
    func begin(_ pass: StagePass) {
        statistics.update(repeating: .zero, count: 5 * threads * blocks)
        for block in 0..<blocks {
            let g: Lanes = gamma.values[block]
            sign[block] = Lanes.zero.replacing(with: 1, where: g .> Lanes.zero).replacing(with: -1, where: g .< Lanes.zero)
        }
    }

    /// After it: the batch's statistics, and the running ones follow; or the running ones, in inference.
    func finish(_ pass: StagePass) {
        for block in 0..<blocks {
            guard pass.isTraining else {
                normalise(block, mean: mean.values[block], variance: variance.values[block])
                continue
            }
            let total = combined(block)
            count = total.count
            normalise(block, mean: total.mean, variance: total.squares / Lanes(repeating: count))
            follow(mean.values + block, total.mean)
            follow(variance.values + block, total.squares / Lanes(repeating: max(count - 1, 1)))
        }
    }

    private func follow(_ running: LanePointer, _ new: Lanes) {
        let momentum = Float(layer.momentum)
        running.pointee = running.pointee * Lanes(repeating: 1 - momentum) + new * Lanes(repeating: momentum)
    }

    /// The threads' parts, in the order of threads.
    private func combined(_ block: Int) -> (count: Float, mean: Lanes, squares: Lanes) {
        var count: Float = 0, mean = Lanes.zero, squares = Lanes.zero
        for thread in 0..<threads {
            let part = statistics + 3 * (thread * blocks + block), added = part[0][0]
            if added == 0 { continue }
            let total = count + added, delta = part[1] - mean
            mean += delta * Lanes(repeating: added / total)
            squares += part[2] + delta * delta * Lanes(repeating: count * added / total)
            count = total
        }
        return (count, mean, squares)
    }

    private func normalise(_ block: Int, mean: Lanes, variance: Lanes) {
        let inverse = Lanes(repeating: 1) / (variance + Lanes(repeating: Float(layer.epsilon))).squareRoot()
        let scale = gamma.values[block] * inverse, to = normalisation + 4 * block
        to[0] = scale
        to[1] = beta.values[block] - mean * scale
        to[2] = inverse
        to[3] = Lanes.zero - mean * inverse
    }

    /// From the sums that the stage above gathered: the coefficients of this stage's own gradient, and the step of gamma and beta.
    func beginBackward(_ pass: StagePass) {
        for block in 0..<blocks {
            var sum = Lanes.zero, product = Lanes.zero
            for thread in 0..<threads {
                let part = sums + 2 * (thread * blocks + block)
                sum += part[0]
                product += part[1]
            }
            let n = normalisation + 4 * block, k = coefficients + 3 * block, of = Lanes(repeating: 1 / count)
            k[0] = n[0]
            k[1] = Lanes.zero - n[0] * n[2] * product * of
            k[2] = Lanes.zero - n[0] * of * (sum + n[3] * product)
            gradients[block] = product
            gradients[blocks + block] = sum
        }
        gamma.take(gradients, pass)
        beta.take(gradients + blocks, pass)
    }
}
