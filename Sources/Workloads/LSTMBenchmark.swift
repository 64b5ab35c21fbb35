// `lstm`: a layer of long short-term memory over a sequence, the whole layer, at DeepBench's sizes or any other.
// Leaves to others: how it is computed (CPU.LSTM).

import CPU
package import Measurement
package import Networks

package struct LSTMBenchmark: Benchmark {
    package init() {}

    package var id: String { "lstm" }
    package var summary: String {
        "a whole layer of LSTM cells over a sequence, input product included, forward, and backward with all gradients"
    }
    package func metric(of configuration: Configuration) -> Metric { .operationsPerSecond }
    package var precisions: [String] { ["fp32"] }
    package var hasInstructionSets: Bool { true }
    package var roof: String? { "peak/fma" }
    package var roofs: [String] { ["peak/fma", "memory/bandwidth"] }
    package var parameters: [ParameterDeclaration] {
        [
            ParameterDeclaration(
                "layer", help: "inputs-hidden b batch t steps: 1024-1024b64t25; or deepbench: its training sizes, of the whole layer",
                defaults: ["1024-1024b64t25"]),
            ParameterDeclaration("pass", help: "forward, backward", defaults: ["forward"]),
        ]
    }

    /// DeepBench's LSTM training sizes: as many inputs as hidden units, batch, steps. Its own times are of less: the input goes to the gates without a
    /// product (CUDNN_SKIP_INPUT), and its backward pass gives the data's gradients alone. Ours are not to be held against them.
    package static let deepBench =
        [512, 1024, 2048, 4096].flatMap { hidden in [16, 32, 64, 128].map { "\(hidden)-\(hidden)b\($0)t25" } }
        + [8, 16, 32].map { "1536-1536b\($0)t50" } + [16, 32, 64].map { "256-256b\($0)t150" }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        switch parameter {
        case "layer" where value == "deepbench": return Self.deepBench
        case "layer" where Self.shape(value) == nil:
            throw .badConfiguration(
                "is no layer: write inputs-hidden b batch t steps, like 1024-1024b64t25, each from 1 to 65536, or deepbench.")
        case "pass" where LSTM.Pass(rawValue: value) == nil: throw .badConfiguration("is neither forward nor backward.")
        default: return [value]
        }
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        guard let s = configuration[name: "layer"].flatMap(Self.shape) else { return nil }
        let (inputs, hidden, places) = (Double(s.inputs), Double(s.hidden), Double(s.batch) * Double(s.steps))
        // Weights with their packed copies, the sequence, and what is kept of each step; the backward pass has gradients of all.
        let forward = 4 * hidden * (inputs + 2 * hidden) + places * (inputs + 6 * hidden)
        return surroundings.obstacle(toBytes: 4 * forward * (configuration[name: "pass"] == "backward" ? 2 : 1))
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let shape = configuration[name: "layer"].flatMap(Self.shape),
            let pass = configuration[name: "pass"].flatMap(LSTM.Pass.init(rawValue:))
        else { throw .badConfiguration("lstm needs layer and pass.") }
        let set = try configuration.resolvedInstructionSet(), team = context.team(configuration.threads)
        do throws(CPUError) {
            let kernel = try LSTM(pass, shape, team: team, instructionSet: set, seed: context.seed)
            return .kernel(
                KernelWorkload(
                    work: kernel.work, workingSetBytes: kernel.workingSetBytes, team: team, verify: kernel.verify,
                    run: { kernel.run(iterations: $0) }))
        } catch {
            throw WorkloadError(error)
        }
    }

    /// `1024-1024b64t25`
    package static func shape(_ text: String) -> Reference.LSTMShape? {
        let isSign: (Character) -> Bool = { "-bt".contains($0) }
        let numbers = text.split(omittingEmptySubsequences: false, whereSeparator: isSign).map { Int($0) ?? 0 }
        guard text.filter(isSign) == "-bt", numbers.allSatisfy({ (1...65536).contains($0) }) else { return nil }
        return Reference.LSTMShape(inputs: numbers[0], hidden: numbers[1], batch: numbers[2], steps: numbers[3])
    }
}
