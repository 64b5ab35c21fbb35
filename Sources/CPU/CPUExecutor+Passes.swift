// A training step, gradients, inference: the stages in order and in reverse, and the loss between.
// Leaves to others: what a stage computes, the times of layers (CPUExecutor+Profile).

package import Networks
import Tiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension CPUExecutor {
    package func trainStep(
        images: UnsafePointer<Float>, labels: UnsafePointer<UInt8>, count: Int, recipe: Recipe, seed: UInt64, step: Int
    ) -> Double {
        precondition(recipe.optimizer == options.optimizer, "made for \(options.optimizer.rawValue)")
        updates += 1
        let update: StagePass.Update =
            switch recipe.optimizer {
            case .sgd:
                .descend(Descent(rate: Float(recipe.rate), momentum: Float(recipe.momentum), decay: Float(recipe.weightDecay)))
            case .adamW: .adam(AdamDescent(AdamW(recipe), step: updates, options.instructionSet.decoderKernels))
            }
        return train(images, labels, smoothing: recipe.labelSmoothing, pass(count, .training, seed: seed, step: step, update))
    }

    /// The running statistics stay as they were.
    package func gradients(images: UnsafePointer<Float>, labels: UnsafePointer<UInt8>, count: Int, seed: UInt64, step: Int) -> (
        loss: Double, gradients: [Float]
    ) {
        let running = stages.flatMap(\.parameters).filter { !$0.tensor.isTrained }
        let before = running.map { parameter in (0..<parameter.vectors).map { parameter.values[$0] } }
        var result = [Float](repeating: 0, count: network.parameterCount)
        let loss = result.withUnsafeMutableBufferPointer { result in
            train(images, labels, pass(count, .training, seed: seed, step: step, .collect(result.baseAddress!)))
        }
        for (parameter, values) in zip(running, before) {
            for (index, value) in values.enumerated() { parameter.values[index] = value }
        }
        return (loss, result)
    }

    package func infer(images: UnsafePointer<Float>, count: Int, logits: UnsafeMutablePointer<Float>) {
        let pass = pass(count, .inference)
        forward(images, pass)
        let last = outputs[outputs.count - 1]
        ConvolutionPacking.unpack(last.values, channels: last.shape.channels, pixels: last.pixels, images: 0..<count, to: logits)
    }

    private func pass(
        _ count: Int, _ mode: StagePass.Mode, seed: UInt64 = 0, step: Int = 0,
        _ update: StagePass.Update = .descend(Descent(rate: 0, momentum: 0, decay: 0))
    ) -> StagePass {
        precondition((1...batch).contains(count), "\(count) images for a batch of \(batch)")
        return StagePass(
            workers: workers, kernels: kernels, count: count, mode: mode, seed: seed, step: step, update: update, collected: collected,
            scratch: scratch, clock: BackwardClock(nanoseconds: options.isProfiled ? clockMemory.pointer : nil))
    }

    private func forward(_ images: UnsafePointer<Float>, _ pass: StagePass) {
        let shape = network.input, input = input
        workers.each(pass.count) { _, range in
            ConvolutionPacking.pack(images, channels: shape.channels, pixels: shape.height * shape.width, images: range, to: input)
        }
        for stage in stages { timedForward(stage, pass) }
    }

    private func train(
        _ images: UnsafePointer<Float>, _ labels: UnsafePointer<UInt8>, smoothing: Double = 0, _ pass: StagePass
    ) -> Double {
        forward(images, pass)
        let loss = loss(labels, pass.count, smoothing: smoothing)
        guard let last = stages.last, let first = gradientPlan.steps.first else { return loss }
        pass.satisfy(
            ConvolutionInputGradient(gradient: gradients[first.gradient], request: last.request), outputs[stages.count].shape)
        for step in gradientPlan.steps { backward(step, pass) }
        return loss
    }

    private func backward(_ step: GradientPlan.Step, _ pass: StagePass) {
        let stage = stages[step.stage], gradient = gradients[step.gradient]
        if stage is AddStage { return timed(stage, .backwardData, pass) { deliver(gradient, step.contributions, pass) } }
        guard let only = step.contributions.first else { return timedBackward(stage, pass, gradient: gradient, below: nil) }
        let plain = ConvolutionInputGradient(gradient: gradients[only.buffer], request: .nothing)
        let requested = ConvolutionInputGradient(gradient: plain.gradient, request: only.isLast ? request(of: only.output) : .nothing)
        guard let added = only.added else { return timedBackward(stage, pass, gradient: gradient, below: requested) }
        timedBackward(stage, pass, gradient: gradient, below: plain)
        timed(stage, .backwardData, pass, isMore: true) { pass.join(requested, adding: gradients[added], outputs[only.output].shape) }
    }

    /// The gradient of a sum goes to both operands.
    private func deliver(_ gradient: StoredPointer, _ contributions: [GradientPlan.Contribution], _ pass: StagePass) {
        for one in contributions {
            let below = ConvolutionInputGradient(
                gradient: gradients[one.buffer], request: one.isLast ? request(of: one.output) : .nothing)
            let shape = outputs[one.output].shape
            if one.isAlias {
                pass.satisfy(below, shape)
            } else {
                pass.join(below, copying: gradient, adding: one.added.map { gradients[$0] }, shape)
            }
        }
    }

    private func request(of output: Int) -> GradientRequest { output == 0 ? .nothing : stages[output - 1].request }

    /// The mean softmax cross-entropy, and its gradient where the last stage expects it. Few numbers: float64, on one thread.
    private func loss(_ labels: UnsafePointer<UInt8>, _ count: Int, smoothing: Double) -> Double {
        let last = outputs[outputs.count - 1], classes = network.classes, pixels = last.pixels, blocks = last.blocks
        let gradient = gradientPlan.steps.first.map { gradients[$0.gradient] }
        var total = 0.0
        for n in 0..<count {
            let label = Int(labels[n]), image = 16 * n * blocks * pixels, row = logits
            precondition(label < classes, "label \(label) of \(classes) classes")
            func place(_ i: Int) -> Int { image + 16 * (i / pixels / 16 * pixels + i % pixels) + i / pixels % 16 }
            var largest = -Double.infinity
            for i in 0..<classes {
                row[i] = Double(last.values[number: place(i)])
                largest = max(largest, row[i])
            }
            var sum = 0.0
            for i in 0..<classes { sum += exp(row[i] - largest) }
            let even = smoothing / Double(classes)
            for i in 0..<classes where i == label || even > 0 {
                total += (even + (i == label ? 1 - smoothing : 0)) * (log(sum) + largest - row[i])
            }
            guard let gradient else { continue }
            (gradient + n * blocks * pixels).clear(blocks * pixels)
            for i in 0..<classes {
                let target = even + (i == label ? 1 - smoothing : 0)
                gradient[number: place(i)] = Float((exp(row[i] - largest) / sum - target) / Double(count))
            }
        }
        return total / Double(count)
    }
}
