// A whole transformer in float64: what it says after each position, the loss, its gradients, and a step of AdamW.
// Leaves to others: the layers (Reference+Decoder).

extension Reference {
    /// What a layer keeps for its backward pass.
    private struct Trace {
        var x: [Double]
        var normed: [Double]
        var qkv: [Double]
        var attention: (y: [Double], weights: [[[Double]]])
        var middle: [Double]
        var middleNormed: [Double]
        var hidden: [Double]
    }

    private static func norm(_ parameters: [Double], _ offset: Int, _ network: DecoderNetwork) -> ArraySlice<Double> {
        parameters[offset..<offset + 2 * network.width]
    }

    private static func forward(
        _ network: DecoderNetwork, _ parameters: [Double], tokens: ArraySlice<UInt8>
    ) -> (traces: [Trace], last: [Double], logits: [Double]) {
        let layout = DecoderLayout(network), width = network.width
        var x: [Double] = []
        for (position, token) in tokens.enumerated() {
            for c in 0..<width {
                x.append(parameters[layout.tokens + Int(token) * width + c] + parameters[layout.positions + position * width + c])
            }
        }
        var traces: [Trace] = []
        for layer in layout.layers {
            let normed = layerNorm(x, norm(parameters, layer.firstNorm, network))
            let qkv = product(normed, parameters, layer.attention), attention = causalAttention(qkv, network: network)
            let middle = zip(x, product(attention.y, parameters, layer.projection)).map { $0 + $1 }
            let middleNormed = layerNorm(middle, norm(parameters, layer.secondNorm, network))
            let hidden = product(middleNormed, parameters, layer.up)
            traces.append(
                Trace(
                    x: x, normed: normed, qkv: qkv, attention: attention, middle: middle, middleNormed: middleNormed, hidden: hidden))
            x = zip(middle, product(hidden.map(gelu), parameters, layer.down)).map { $0 + $1 }
        }
        return (traces, x, product(layerNorm(x, norm(parameters, layout.lastNorm, network)), parameters, layout.head))
    }

    /// Of one sequence: logits [length][vocabulary] of the next token.
    package static func decoderLogits(_ network: DecoderNetwork, _ parameters: [Double], tokens: [UInt8]) -> [Double] {
        forward(network, parameters, tokens: tokens[...]).logits
    }

    /// The mean cross-entropy of `targets` over all positions of all sequences, which lie one after the other.
    package static func decoderLoss(
        _ network: DecoderNetwork, _ parameters: [Double], tokens: [UInt8], targets: [UInt8], length: Int
    ) -> Double {
        var loss = 0.0
        for start in stride(from: 0, to: tokens.count, by: length) {
            let logits = forward(network, parameters, tokens: tokens[start..<start + length]).logits
            loss += softmaxCrossEntropy(logits, labels: Array(targets[start..<start + length]), classes: network.vocabulary).loss
        }
        return loss * Double(length) / Double(tokens.count)
    }

    /// The loss and the gradients of all parameters, in the order of the layout.
    package static func decoderGradients(
        _ network: DecoderNetwork, _ parameters: [Double], tokens: [UInt8], targets: [UInt8], length: Int
    ) -> (loss: Double, gradients: [Double]) {
        let layout = DecoderLayout(network), width = network.width
        var gradients = [Double](repeating: 0, count: parameters.count), loss = 0.0
        let share = Double(length) / Double(tokens.count)
        func normBackward(_ x: [Double], _ dy: [Double], _ offset: Int) -> [Double] {
            let back = layerNormBackward(x, dy, norm(parameters, offset, network))
            for (index, value) in back.parameters.enumerated() { gradients[offset + index] += value }
            return back.dx
        }
        for start in stride(from: 0, to: tokens.count, by: length) {
            let (traces, last, logits) = forward(network, parameters, tokens: tokens[start..<start + length])
            let end = softmaxCrossEntropy(logits, labels: Array(targets[start..<start + length]), classes: network.vocabulary)
            loss += end.loss * share
            let normed = layerNorm(last, norm(parameters, layout.lastNorm, network))
            var dx = normBackward(
                last, productBackward(normed, end.gradient.map { $0 * share }, parameters, layout.head, gradients: &gradients),
                layout.lastNorm)
            for (layer, trace) in zip(layout.layers, traces).reversed() {
                let slopes = productBackward(trace.hidden.map(gelu), dx, parameters, layer.down, gradients: &gradients)
                let hidden = zip(trace.hidden, slopes).map { geluSlope($0) * $1 }
                let up = productBackward(trace.middleNormed, hidden, parameters, layer.up, gradients: &gradients)
                dx = zip(dx, normBackward(trace.middle, up, layer.secondNorm)).map { $0 + $1 }
                let mixed = productBackward(trace.attention.y, dx, parameters, layer.projection, gradients: &gradients)
                let qkv = causalAttentionBackward(trace.qkv, weights: trace.attention.weights, mixed, network: network)
                let below = productBackward(trace.normed, qkv, parameters, layer.attention, gradients: &gradients)
                dx = zip(dx, normBackward(trace.x, below, layer.firstNorm)).map { $0 + $1 }
            }
            for position in 0..<length {
                let token = layout.tokens + Int(tokens[start + position]) * width, place = layout.positions + position * width
                for c in 0..<width {
                    gradients[token + c] += dx[position * width + c]
                    gradients[place + c] += dx[position * width + c]
                }
            }
        }
        return (loss, gradients)
    }

    /// Step t ≥ 1 of AdamW: parameters shrink by rate · decay where they decay, then move against m / √v.
    package static func descend(
        _ network: DecoderNetwork, _ parameters: inout [Double], gradients: [Double], first: inout [Double], second: inout [Double],
        step: Int, _ adam: AdamW
    ) {
        for range in DecoderLayout(network).decayed { for i in range { parameters[i] *= 1 - adam.rate * adam.weightDecay } }
        let corrections = adam.corrections(step: step)
        for i in parameters.indices {
            first[i] = adam.firstDecay * first[i] + (1 - adam.firstDecay) * gradients[i]
            second[i] = adam.secondDecay * second[i] + (1 - adam.secondDecay) * gradients[i] * gradients[i]
            parameters[i] -=
                adam.rate * first[i] / corrections.first / ((second[i] / corrections.second).squareRoot() + adam.epsilon)
        }
    }
}
