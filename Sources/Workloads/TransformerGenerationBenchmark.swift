// `transformer/generate`: text from a small decoder, token by token, with the keys and values of earlier positions kept.
// Leaves to others: how it is computed (CPU.DecoderGenerator), the definition (Networks.Reference+DecoderNetwork).

import CPU
import Datasets
package import Measurement
import Networks

package struct TransformerGenerationBenchmark: Benchmark {
    package init() {}

    package var id: String { "transformer/generate" }
    package var summary: String { "continue a prompt of 16 bytes with a decoder of 6 layers, 384 wide: one text at a time" }
    package var parameters: [ParameterDeclaration] {
        [ParameterDeclaration("tokens", help: "bytes behind the prompt: 1 to 240", defaults: ["240"])]
    }
    package var precisions: [String] { ["fp32"] }
    package var hasInstructionSets: Bool { true }
    package var roof: String? { "peak/fma" }
    package func metric(of configuration: Configuration) -> Metric { .itemsPerSecond }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        let most = DecoderNetwork().context - DecoderGenerationWorkload.prompt
        guard let tokens = Int(value), (1...most).contains(tokens) else { throw .badConfiguration("is not a number from 1 to \(most).") }
        return [String(tokens)]
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let tokens = configuration[name: "tokens"].flatMap({ Int($0) }) else {
            throw .badConfiguration("transformer/generate needs tokens.")
        }
        let set = try configuration.resolvedInstructionSet(), team = context.team(configuration.threads)
        do throws(CPUError) {
            return .kernel(
                try DecoderGenerationWorkload(DecoderNetwork(), tokens: tokens, seed: context.seed, team: team, instructionSet: set))
        } catch {
            throw WorkloadError(error)
        }
    }
}

/// The same prompt again and again, continued differently each time. Random weights cost the same time as trained ones.
final class DecoderGenerationWorkload: Workload {
    /// Tokens of the prompt, which are read at once.
    static let prompt = 16
    let work: Work
    private let generator: DecoderGenerator
    private let network: DecoderNetwork
    private let seed: UInt64
    private let team: WorkerTeam
    private let start: [UInt8]
    private let text: AlignedBuffer<UInt8>
    private var step = 0

    init(_ network: DecoderNetwork, tokens: Int, seed: UInt64, team: WorkerTeam, instructionSet: InstructionSet) throws(CPUError) {
        (self.network, self.seed, self.team) = (network, seed, team)
        generator = try DecoderGenerator(
            network, parameters: network.initialParameters(seed: seed), mostRows: Self.prompt, team: team, instructionSet: instructionSet)
        start = GrammarText.bytes(count: Self.prompt, seed: seed)
        text = try AlignedBuffer(count: tokens)
        text.zero()
        // The last token is drawn and not read; of the prompt it is asked once what follows.
        work = Work(operations: network.forwardOperations(length: Self.prompt + tokens - 1, asked: tokens), items: Double(tokens))
    }

    var observedThreads: Int? { team.distinctThreadCount }

    func run(iterations: Int) {
        for _ in 0..<iterations {
            let random = Philox(seed: seed, stream: RandomStream.sampling, step: step)
            generator.generate(prompt: start, length: start.count, count: text.count, random: random, to: text.pointer)
            step += 1
        }
    }

    /// What it says after the prompt, and after each of a few bytes more, against float64 that reads the whole text every time.
    func verify() -> Verification {
        let read = start + Array(text.elements.prefix(3)), parameters = network.initialParameters(seed: seed).map(Double.init)
        let expected = Reference.decoderLogits(network, parameters, tokens: read)
        var error = 0.0
        func compare() {
            let logits = (0..<network.vocabulary).map { generator.logits[$0] }, row = (generator.position - 1) * network.vocabulary
            error = max(error, DecoderTrainingWorkload.relativeError(logits, Array(expected[row..<row + network.vocabulary])))
        }
        generator.restart()
        generator.read(start, count: start.count)
        compare()
        for token in read[start.count...] {
            withUnsafePointer(to: token) { generator.read($0, count: 1) }
            compare()
        }
        return Verification(relativeError: error, tolerance: 5e-5)
    }
}
