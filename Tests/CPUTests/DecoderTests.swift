// The transformer on the engine: training and generation against the float64 reference, over sizes that fill no tile, threads, instruction sets.
// Leaves to others: the reference itself (NetworksTests).

import CPU
import Measurement
import Networks
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct DecoderEngineTests {
    struct Size: Sendable {
        var network: DecoderNetwork
        var sequences: Int
        var length: Int
    }

    static let sizes = [
        Size(network: DecoderNetwork(vocabulary: 16, context: 7, layers: 1, width: 16, heads: 1), sequences: 1, length: 1),
        Size(network: DecoderNetwork(vocabulary: 32, context: 20, layers: 2, width: 32, heads: 2), sequences: 3, length: 17),
        // Several blocks of queries, whose last is short; heads of 48, and of 80 numbers.
        Size(network: DecoderNetwork(vocabulary: 48, context: 110, layers: 2, width: 96, heads: 2), sequences: 1, length: 103),
        Size(network: DecoderNetwork(vocabulary: 16, context: 64, layers: 1, width: 160, heads: 2), sequences: 2, length: 50),
    ]

    static func tokens(_ count: Int, below bound: Int, from: Int = 0) -> [UInt8] {
        let random = Philox(seed: 8, stream: RandomStream.fill)
        return (0..<count).map { UInt8(random.integer(from + $0, below: bound)) }
    }

    /// Larger than at the start of a training, so that attention and GELU leave their straight parts; norms and biases random too.
    static func parameters(_ network: DecoderNetwork) -> [Float] {
        let random = Philox(seed: 4, stream: RandomStream.fill), start = network.initialParameters(seed: 1)
        return start.indices.map { start[$0] + Float(0.1 * random.normal($0)) }
    }

    static func relativeError(_ ours: [Float], _ theirs: [Double]) -> Double {
        let difference = zip(ours, theirs).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }
        return (difference / theirs.reduce(1e-300) { $0 + $1 * $1 }).squareRoot()
    }

    @Test(arguments: InstructionSet.available, sizes.indices)
    func trainingFollowsTheReference(instructionSet: InstructionSet, index: Int) throws {
        let size = Self.sizes[index], network = size.network, count = size.sequences * size.length
        let tokens = Self.tokens(count, below: network.vocabulary), targets = Self.tokens(count, below: network.vocabulary, from: 500)
        let adam = AdamW()
        let trainer = try DecoderTrainer(
            network, sequences: size.sequences, length: size.length, team: WorkerTeam(threads: 1 + index % 3),
            instructionSet: instructionSet)
        trainer.load(Self.parameters(network))
        var first = [Double](repeating: 0, count: trainer.state.count), second = first
        for step in 1...2 {
            var parameters = trainer.state.map(Double.init)
            let expected = Reference.decoderGradients(network, parameters, tokens: tokens, targets: targets, length: size.length)
            let loss = trainer.train(tokens, targets: targets, adam), gradients = trainer.lastGradients.map(Double.init)
            #expect(abs(loss - expected.loss) < 1e-5 * expected.loss)
            expectEqual(gradients, expected.gradients, DecoderLayout(network))
            // From the engine's own gradients: AdamW moves a parameter by its gradient's sign, however small the gradient is.
            Reference.descend(network, &parameters, gradients: gradients, first: &first, second: &second, step: step, adam)
            let error = zip(trainer.state, parameters).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
            #expect(error < 1e-6, "parameters after step \(step): \(error)")
        }
    }

    /// Each part by itself: a small one must not hide behind the large.
    private func expectEqual(_ ours: [Double], _ theirs: [Double], _ layout: DecoderLayout) {
        let parts =
            [layout.tokens..<layout.positions, layout.positions..<layout.layers[0].firstNorm, layout.lastNorm..<layout.head.offset]
            + layout.matrices.map { $0.offset..<$0.offset + $0.count }
            + layout.matrices.filter(\.hasBias).map { $0.offset + $0.inputs * $0.outputs..<$0.offset + $0.count }
            + layout.layers.flatMap { [$0.firstNorm..<$0.attention.offset, $0.secondNorm..<$0.up.offset] }
        for part in parts {
            let scale = theirs[part].reduce(0) { max($0, abs($1)) }
            let error = part.reduce(0.0) { max($0, abs(ours[$1] - theirs[$1])) }
            #expect(error <= 1e-4 * scale + 1e-7, "parameters \(part): \(error) of \(scale)")
        }
    }

    @Test func theSameBitsOnAnyNumberOfThreads() throws {
        let size = Self.sizes[1], tokens = Self.tokens(51, below: 32), targets = Self.tokens(51, below: 32, from: 90)
        var states: [[Float]] = []
        for threads in [1, 2, 3] {
            let trainer = try DecoderTrainer(size.network, sequences: 3, length: 17, team: WorkerTeam(threads: threads))
            trainer.load(Self.parameters(size.network))
            for _ in 0..<3 { _ = trainer.train(tokens, targets: targets, AdamW()) }
            states.append(trainer.state)
        }
        #expect(states[0] == states[1] && states[0] == states[2])
    }

    @Test func aTrainingLearnsWhatItSees() throws {
        let network = DecoderNetwork(vocabulary: 16, context: 16, layers: 2, width: 64, heads: 2)
        let trainer = try DecoderTrainer(network, sequences: 2, length: 16, team: WorkerTeam(threads: 2))
        trainer.load(network.initialParameters(seed: 1))
        let tokens = (0..<32).map { UInt8($0 * 5 % 16) }, targets = (1..<33).map { UInt8($0 * 5 % 16) }
        var adam = AdamW()
        adam.rate = 3e-3
        let losses = (0..<40).map { _ in trainer.train(tokens, targets: targets, adam) }
        #expect(losses[0] > 2.5 && losses[39] < 0.3, "\(losses[0]) to \(losses[39])")
    }

    @Test(arguments: InstructionSet.available, [1, 2, 3])
    func generationFollowsTheReference(instructionSet: InstructionSet, threads: Int) throws {
        for (network, length) in [
            (DecoderNetwork(vocabulary: 48, context: 150, layers: 2, width: 96, heads: 2), 140),
            (DecoderNetwork(vocabulary: 80, context: 16, layers: 1, width: 160, heads: 2), 16),
        ] {
            let parameters = Self.parameters(network), tokens = Self.tokens(length, below: network.vocabulary)
            let expected = Reference.decoderLogits(network, parameters.map(Double.init), tokens: tokens)
            let generator = try DecoderGenerator(
                network, parameters: parameters, mostRows: 7, team: WorkerTeam(threads: threads), instructionSet: instructionSet)
            // Twice: the second text must not see the first.
            for _ in 0..<2 {
                generator.restart()
                while generator.position < length {
                    let count = generator.position == 0 ? 7 : 1
                    tokens.withUnsafeBufferPointer { generator.read($0.baseAddress! + generator.position, count: count) }
                    let row = (generator.position - 1) * network.vocabulary
                    let error = Self.relativeError(
                        (0..<network.vocabulary).map { generator.logits[$0] }, Array(expected[row..<row + network.vocabulary]))
                    #expect(error < 1e-5, "position \(generator.position)")
                }
            }
        }
    }

    /// Draws follow the weights, and a text repeats with its numbers.
    @Test func drawsFollowTheLogits() throws {
        let network = DecoderNetwork(vocabulary: 16, context: 64, layers: 1, width: 16, heads: 1)
        let generator = try DecoderGenerator(network, parameters: Self.parameters(network), mostRows: 4, team: WorkerTeam(threads: 1))
        let prompt: [UInt8] = [1, 5, 9, 2], random = Philox(seed: 6, stream: RandomStream.sampling)
        var text = [UInt8](repeating: 0, count: 60), again = text
        generator.generate(prompt: prompt, length: 4, count: 60, random: random, to: &text)
        generator.generate(prompt: prompt, length: 4, count: 60, random: random, to: &again)
        #expect(text == again && Set(text).count > 4 && text.allSatisfy { $0 < 16 })
        var whole = prompt
        let parameters = Self.parameters(network).map(Double.init)
        for index in 0..<5 {
            let logits = Reference.decoderLogits(network, parameters, tokens: whole).suffix(16)
            let largest = logits.max() ?? 0, weights = logits.map { exp($0 - largest) }, u = Double(random.uniform(index))
            var left = u * weights.reduce(0, +), token = 0
            while token < 15 {
                left -= weights[token]
                if left < 0 { break }
                token += 1
            }
            #expect(Int(text[index]) == token)
            whole.append(text[index])
        }
    }
}
