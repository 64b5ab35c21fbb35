// The forward and the backward pass of a transformer over a batch, phase by phase.
// Leaves to others: buffers (DecoderActivations), the step that follows (DecoderTrainer).

import Networks
import Tiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension DecoderTrainer {
    private var rows: Int { sequences * length }
    private var vectors: Int { network.width / 16 }

    /// Each thread's rows, in whole chunks.
    private func eachRows(_ body: (_ rows: Range<Int>) -> Void) {
        team.run { [rows] thread, threads in
            let mine = WorkerTeam.split(rows, among: threads, thread: thread, multiple: DecoderActivations.chunk)
            if !mine.isEmpty { body(mine) }
        }
    }

    // MARK: - Forward

    func forward(_ tokens: UnsafePointer<UInt8>) {
        let a = activations, parameters = parameters.pointer
        eachRows { [self] rows in
            for row in rows {
                let token = layout.tokens + Int(tokens[row]) * network.width, position = layout.positions + row % length * network.width
                kernels.add(
                    Self.lanes(self.parameters, token), Self.lanes(self.parameters, position), a.layers[0].x.lanes(row), vectors)
            }
        }
        normalise(a.layers[0].x, adding: nil, layout.layers[0].firstNorm, to: a.layers[0].normed, a.layers[0].firstMoments)
        for (index, layer) in a.layers.enumerated() {
            let place = layout.layers[index]
            qkvProduct.forward(layer.normed.view, parameters + place.attention.offset, to: layer.qkv.pointer)
            eachHead { [self] thread, sequence, head in attention.forward(self.head(layer, sequence, head), thread: thread) }
            projection.forward(layer.mixed.view, parameters + place.projection.offset, to: a.added.pointer)
            normalise(layer.x, adding: layer.middle, place.secondNorm, to: layer.middleNormed, layer.secondMoments)
            up.forward(layer.middleNormed.view, parameters + place.up.offset, to: layer.hidden.pointer)
            eachRows { [self] rows in
                for row in rows { kernels.gelu(layer.hidden.lanes(row), a.activated.lanes(row), 4 * vectors) }
            }
            down.forward(a.activated.view, parameters + place.down.offset, to: a.added.pointer)
            if index + 1 < a.layers.count {
                let next = a.layers[index + 1]
                normalise(layer.middle, adding: next.x, layout.layers[index + 1].firstNorm, to: next.normed, next.firstMoments)
            } else {
                normalise(layer.middle, adding: a.last, layout.lastNorm, to: a.lastNormed, a.lastMoments)
            }
        }
        head.forward(a.lastNormed.view, parameters + layout.head.offset, to: a.logits.pointer)
    }

    /// to ← norm of x, to which `added` comes first where there is a `sum` to keep.
    private func normalise(
        _ x: DecoderRows, adding sum: DecoderRows?, _ norm: Int, to: DecoderRows, _ moments: AlignedBuffer<Float>
    ) {
        eachRows { [self] rows in
            let start = rows.lowerBound
            kernels.normalise(
                NormRows(
                    x: x.lanes(start), delta: sum == nil ? nil : activations.added.lanes(start), sum: (sum ?? x).lanes(start),
                    vectors: vectors, rows: rows.count, parameters: Self.lanes(parameters, norm), to: to.lanes(start),
                    toStride: to.stride / 16, moments: moments.pointer + 2 * start, epsilon: Float(DecoderNetwork.epsilon)))
        }
    }

    // MARK: - Attention

    private func eachHead(_ body: (_ thread: Int, _ sequence: Int, _ head: Int) -> Void) {
        team.run { [self] thread, _ in
            while let claimed = team.claim(sequences * network.heads) {
                for unit in claimed { body(thread, unit / network.heads, unit % network.heads) }
            }
        }
    }

    private func head(_ layer: DecoderActivations.Layer, _ sequence: Int, _ head: Int) -> CausalAttention.Head {
        let row = sequence * length, place = head * network.headWidth, qkv = layer.qkv.pointer + row * layer.qkv.stride + place
        return CausalAttention.Head(
            query: qkv, key: qkv + network.width, value: qkv + 2 * network.width, stride: layer.qkv.stride,
            result: layer.mixed.pointer + row * layer.mixed.stride + place, resultStride: layer.mixed.stride,
            logarithms: layer.logarithms.pointer + (sequence * network.heads + head) * length)
    }

    private func headGradient(_ sequence: Int, _ head: Int) -> CausalAttention.HeadGradient {
        let a = activations, row = sequence * length, place = head * network.headWidth
        let qkv = a.qkvGradient.pointer + row * a.qkvGradient.stride + place
        return CausalAttention.HeadGradient(
            query: qkv, key: qkv + network.width, value: qkv + 2 * network.width, stride: a.qkvGradient.stride,
            result: a.added.pointer + row * a.added.stride + place, resultStride: a.added.stride)
    }

    // MARK: - Backward

    /// Turns logits into their gradient; returns the mean loss.
    func startBackward(_ targets: UnsafePointer<UInt8>) -> Double {
        let a = activations, share = 1 / Float(rows)
        eachRows { [self] rows in
            for row in rows {
                let logits = a.logits.pointer + row * network.vocabulary, target = Int(targets[row])
                let right = logits[target], power = kernels.exponentials(a.logits.lanes(row), network.vocabulary / 16)
                kernels.scale(a.logits.lanes(row), network.vocabulary / 16, share / power[1])
                logits[target] -= share
                a.losses.pointer[row] = log(power[1]) + power[0] - right
            }
        }
        return (0..<rows).reduce(0.0) { $0 + Double(a.losses.pointer[$1]) } / Double(rows)
    }

    func backward(_ tokens: UnsafePointer<UInt8>) {
        let a = activations, parameters = parameters.pointer, gradients = gradients.pointer
        head.backwardWeights(a.lastNormed.view, a.logits.pointer, to: gradients + layout.head.offset)
        head.backwardData(a.logits.pointer, parameters + layout.head.offset, to: a.added.pointer)
        normaliseBackward(a.last, layout.lastNorm, a.lastMoments, adds: false)
        for (index, layer) in a.layers.enumerated().reversed() {
            let place = layout.layers[index]
            down.backwardData(a.stream.pointer, parameters + place.down.offset, to: a.hiddenGradient.pointer)
            eachRows { [self] rows in
                for row in rows {
                    kernels.geluBackward(layer.hidden.lanes(row), a.hiddenGradient.lanes(row), a.activated.lanes(row), 4 * vectors)
                }
            }
            down.backwardWeights(a.activated.view, a.stream.pointer, to: gradients + place.down.offset)
            up.backwardWeights(layer.middleNormed.view, a.hiddenGradient.pointer, to: gradients + place.up.offset)
            up.backwardData(a.hiddenGradient.pointer, parameters + place.up.offset, to: a.added.pointer)
            normaliseBackward(layer.middle, place.secondNorm, layer.secondMoments, adds: true)
            projection.backwardWeights(layer.mixed.view, a.stream.pointer, to: gradients + place.projection.offset)
            projection.backwardData(a.stream.pointer, parameters + place.projection.offset, to: a.added.pointer)
            eachHead { [self] thread, sequence, head in
                attention.backward(self.head(layer, sequence, head), headGradient(sequence, head), thread: thread)
            }
            qkvProduct.backwardWeights(layer.normed.view, a.qkvGradient.pointer, to: gradients + place.attention.offset)
            qkvProduct.backwardData(a.qkvGradient.pointer, parameters + place.attention.offset, to: a.added.pointer)
            normaliseBackward(layer.x, place.firstNorm, layer.firstMoments, adds: true)
        }
        embeddingsBackward(tokens)
    }

    /// The stream's gradient from `added`, the gradient of a norm's result, and the gradient of the norm's parameters: of chunks first, then of all.
    private func normaliseBackward(_ x: DecoderRows, _ norm: Int, _ moments: AlignedBuffer<Float>, adds: Bool) {
        let a = activations, chunk = DecoderActivations.chunk
        eachRows { [self] rows in
            for start in stride(from: rows.lowerBound, to: rows.upperBound, by: chunk) {
                let sums = Self.lanes(a.normGradients, start / chunk * 2 * network.width)
                sums.update(repeating: .zero, count: 2 * vectors)
                kernels.normaliseBackward(
                    NormGradientRows(
                        x: x.lanes(start), gradient: a.added.lanes(start), vectors: vectors, rows: min(chunk, rows.upperBound - start),
                        parameters: Self.lanes(parameters, norm), moments: moments.pointer + 2 * start, to: a.stream.lanes(start),
                        adds: adds, parameterGradient: sums))
            }
        }
        let chunks = (rows + chunk - 1) / chunk
        team.run { [self] thread, threads in
            let mine = WorkerTeam.split(2 * vectors, among: threads, thread: thread), to = Self.lanes(gradients, norm) + mine.lowerBound
            to.update(repeating: .zero, count: mine.count)
            for index in 0..<chunks {
                kernels.add(to, Self.lanes(a.normGradients, index * 2 * network.width) + mine.lowerBound, to, mine.count)
            }
        }
    }

    /// Each thread sums its columns of all rows, in their order.
    private func embeddingsBackward(_ tokens: UnsafePointer<UInt8>) {
        let a = activations
        team.run { [self] thread, threads in
            let mine = WorkerTeam.split(vectors, among: threads, thread: thread)
            guard !mine.isEmpty else { return }
            func target(_ place: Int) -> LanePointer { Self.lanes(gradients, place) + mine.lowerBound }
            for row in 0..<network.vocabulary + network.context {
                target(layout.tokens + row * network.width).update(repeating: .zero, count: mine.count)
            }
            for row in 0..<rows {
                let from = a.stream.lanes(row) + mine.lowerBound
                for place in [layout.tokens + Int(tokens[row]) * network.width, layout.positions + row % length * network.width] {
                    kernels.add(target(place), from, target(place), mine.count)
                }
            }
        }
    }
}
