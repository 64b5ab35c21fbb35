// `transformer/train`: steps of training a small decoder on text that the program makes.
// Leaves to others: how it is computed (CPU.DecoderTrainer), the definition (Networks.Reference+DecoderNetwork), the text (Datasets.GrammarText).

import CPU
import Datasets
package import Measurement
import Networks

package struct TransformerTrainingBenchmark: Benchmark {
    package init() {}

    package var id: String { "transformer/train" }
    package var summary: String { "train a decoder of 6 layers, 384 wide, on bytes: sequences of 256, AdamW" }
    package var parameters: [ParameterDeclaration] {
        [ParameterDeclaration("batch", help: "sequences of 256 bytes a step: 1 to 1024", defaults: ["16"])]
    }
    package var precisions: [String] { ["fp32"] }
    package var hasInstructionSets: Bool { true }
    package var roof: String? { "peak/fma" }
    package func metric(of configuration: Configuration) -> Metric { .itemsPerSecond }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        guard let batch = Int(value), (1...1024).contains(batch) else { throw .badConfiguration("is not a batch from 1 to 1024.") }
        return [String(batch)]
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        guard let batch = configuration[name: "batch"].flatMap({ Int($0) }), surroundings.availableBytes > 0 else { return nil }
        let network = DecoderNetwork(), needed = DecoderTrainer.bytes(network, sequences: batch, length: network.context)
        return needed > surroundings.availableBytes
            ? WorkloadError.doesNotFit(needed: needed, available: surroundings.availableBytes).sentence : nil
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let batch = configuration[name: "batch"].flatMap({ Int($0) }) else {
            throw .badConfiguration("transformer/train needs a batch.")
        }
        let set = try configuration.resolvedInstructionSet(), team = context.team(configuration.threads)
        do throws(CPUError) {
            return .kernel(
                try DecoderTrainingWorkload(DecoderNetwork(), sequences: batch, seed: context.seed, team: team, instructionSet: set))
        } catch {
            throw WorkloadError(error)
        }
    }
}

/// One step after the other, each on sequences from anywhere in the text.
final class DecoderTrainingWorkload: Workload {
    let work: Work
    private(set) var losses: [(step: Int, loss: Double)] = []
    private let trainer: DecoderTrainer
    private let team: WorkerTeam
    private let instructionSet: InstructionSet
    private let seed: UInt64
    private let text: [UInt8]
    private let tokens: AlignedBuffer<UInt8>
    private let targets: AlignedBuffer<UInt8>

    init(
        _ network: DecoderNetwork, sequences: Int, seed: UInt64, team: WorkerTeam, instructionSet: InstructionSet
    ) throws(CPUError) {
        (self.team, self.instructionSet, self.seed) = (team, instructionSet, seed)
        trainer = try DecoderTrainer(network, sequences: sequences, length: network.context, team: team, instructionSet: instructionSet)
        trainer.load(network.initialParameters(seed: seed))
        text = GrammarText.bytes(count: Self.textBytes, seed: seed)
        tokens = try AlignedBuffer(count: sequences * network.context)
        targets = try AlignedBuffer(count: sequences * network.context)
        work = Work(operations: trainer.operations, items: Double(tokens.count))
        losses.reserveCapacity(2)
    }

    var observedThreads: Int? { team.distinctThreadCount }

    func run(iterations: Int) {
        for _ in 0..<iterations {
            fill()
            let step = trainer.step, loss = trainer.train(tokens.pointer, targets: targets.pointer, AdamW())
            if losses.count == 2 { losses.removeLast() }
            losses.append((step, loss))
        }
    }

    private func fill() {
        let random = Philox(seed: seed, stream: RandomStream.shuffle, step: trainer.step), length = trainer.length
        for sequence in 0..<trainer.sequences {
            let place = random.integer(sequence, below: text.count - length)
            for position in 0..<length {
                tokens.pointer[sequence * length + position] = text[place + position]
                targets.pointer[sequence * length + position] = text[place + position + 1]
            }
        }
    }

    /// A small decoder with heads and rows that fill no tile: loss, gradients, and parameters of two steps, against float64. The loss of the
    /// last step that was timed must be a number.
    func verify() -> Verification {
        let network = DecoderNetwork(vocabulary: 64, context: 40, layers: 2, width: 96, heads: 2), length = network.context
        let random = Philox(seed: 5, stream: RandomStream.fill), start = network.initialParameters(seed: 3), adam = AdamW()
        let tokens = (0..<3 * length).map { UInt8(random.integer($0, below: 64)) }
        let targets = (0..<3 * length).map { UInt8(random.integer(1000 + $0, below: 64)) }
        guard losses.allSatisfy(\.loss.isFinite),
            let small = try? DecoderTrainer(network, sequences: 3, length: length, team: team, instructionSet: instructionSet)
        else { return Verification(relativeError: .infinity, tolerance: Self.tolerance) }
        small.load(start)
        var first = [Double](repeating: 0, count: start.count), second = first, error = 0.0
        for step in 1...2 {
            var parameters = small.state.map(Double.init)
            let expected = Reference.decoderGradients(network, parameters, tokens: tokens, targets: targets, length: length)
            let loss = small.train(tokens, targets: targets, adam), gradients = small.lastGradients
            error = max(error, abs(loss - expected.loss) / expected.loss, Self.relativeError(gradients, expected.gradients))
            // From the engine's own gradients: AdamW moves a parameter by its gradient's sign, however small the gradient is.
            Reference.descend(
                network, &parameters, gradients: gradients.map(Double.init), first: &first, second: &second, step: step, adam)
            error = max(error, Self.relativeError(small.state, parameters))
        }
        return Verification(relativeError: error.isNaN ? .infinity : error, tolerance: Self.tolerance)
    }

    /// Root mean square of the difference over that of the reference.
    static func relativeError(_ ours: [Float], _ theirs: [Double]) -> Double {
        var difference = 0.0, size = 0.0
        for (a, b) in zip(ours, theirs) {
            difference += (Double(a) - b) * (Double(a) - b)
            size += b * b
        }
        let error = (difference / max(size, 1e-300)).squareRoot()
        return error.isNaN || ours.count != theirs.count ? .infinity : error
    }

    private static let textBytes = 1 << 20
    private static let tolerance = 1e-4
}
