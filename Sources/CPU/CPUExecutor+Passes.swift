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
        let descent = Descent(rate: Float(recipe.rate), momentum: Float(recipe.momentum), decay: Float(recipe.weightDecay))
        return train(images, labels, pass(count, .training, seed: seed, step: step, .descend(descent)))
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

    private func train(_ images: UnsafePointer<Float>, _ labels: UnsafePointer<UInt8>, _ pass: StagePass) -> Double {
        forward(images, pass)
        guard let last = stages.last else { return loss(labels, pass.count) }
        let loss = loss(labels, pass.count)
        pass.satisfy(
            ConvolutionInputGradient(gradient: gradients[(stages.count - 1) & 1], request: last.request), outputs[stages.count].shape)
        let first = stages.firstIndex { stage in stage.parameters.contains { $0.tensor.isTrained } } ?? stages.count
        for index in stages.indices.reversed() where index >= first {
            let below =
                index > first
                ? ConvolutionInputGradient(gradient: gradients[(index - 1) & 1], request: stages[index - 1].request) : nil
            timedBackward(stages[index], pass, gradient: gradients[index & 1], below: below)
        }
        return loss
    }

    /// The mean softmax cross-entropy, and its gradient where the last stage expects it. Few numbers: float64, on one thread.
    private func loss(_ labels: UnsafePointer<UInt8>, _ count: Int) -> Double {
        let last = outputs[outputs.count - 1], classes = network.classes, pixels = last.pixels, blocks = last.blocks
        let values = UnsafeMutableRawPointer(last.values).assumingMemoryBound(to: Float.self)
        let gradient = UnsafeMutableRawPointer(gradients[max(stages.count - 1, 0) & 1]).assumingMemoryBound(to: Float.self)
        var total = 0.0
        for n in 0..<count {
            let label = Int(labels[n]), image = 16 * n * blocks * pixels, row = logits
            precondition(label < classes, "label \(label) of \(classes) classes")
            func place(_ i: Int) -> Int { image + 16 * (i / pixels / 16 * pixels + i % pixels) + i / pixels % 16 }
            var largest = -Double.infinity
            for i in 0..<classes {
                row[i] = Double(values[place(i)])
                largest = max(largest, row[i])
            }
            var sum = 0.0
            for i in 0..<classes { sum += exp(row[i] - largest) }
            total += log(sum) + largest - row[label]
            for i in 0..<16 * blocks * pixels { gradient[image + i] = 0 }
            for i in 0..<classes {
                gradient[place(i)] = Float((exp(row[i] - largest) / sum - (i == label ? 1 : 0)) / Double(count))
            }
        }
        return total / Double(count)
    }
}
