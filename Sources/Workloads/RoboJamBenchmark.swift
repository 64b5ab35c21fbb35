// `robojam/predict`: a recurrent mixture network that continues a performance of touches, for one caller or for many at once.
// Leaves to others: how it is computed (CPU.MixturePredictor), the definition (Networks.Reference+Mixture).

import CPU
package import Measurement
import Networks

package struct RoboJamBenchmark: Benchmark {
    package init() {}

    package var id: String { "robojam/predict" }
    package var summary: String { "RoboJam's kind of network, LSTM and mixture of normals: one touch, 5 s of touches, many callers" }
    package var parameters: [ParameterDeclaration] {
        [
            ParameterDeclaration("units", help: "of each of the two LSTM layers: 16 to 2048, a multiple of 16", defaults: ["64", "512"]),
            ParameterDeclaration(
                "mode", help: "step: one touch of each caller; continuation: touches until they come to 5 s, 5,000 at most",
                defaults: ["step"]),
            ParameterDeclaration("callers", help: "who ask at the same time, each with a memory of its own", defaults: ["1"]),
        ]
    }
    package var precisions: [String] { ["fp32"] }
    package var hasInstructionSets: Bool { true }
    package var roof: String? { "peak/fma" }

    /// One caller waits for an answer; of many it counts how many are answered.
    package func metric(of configuration: Configuration) -> Metric {
        configuration[name: "mode"] == "continuation" ? .seconds : configuration[name: "callers"] == "1" ? .secondsPerItem : .itemsPerSecond
    }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        switch parameter {
        case "units":
            guard let units = Int(value), (16...2048).contains(units), units % 16 == 0 else {
                throw .badConfiguration("is no multiple of 16 from 16 to 2048.")
            }
            return [String(units)]
        case "callers":
            guard let callers = Int(value), (1...4096).contains(callers) else {
                throw .badConfiguration("is not a number of callers from 1 to 4096.")
            }
            return [String(callers)]
        default:
            guard ["step", "continuation"].contains(value) else { throw .badConfiguration("is neither step nor continuation.") }
            return [value]
        }
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        guard configuration[name: "mode"] == "continuation", configuration[name: "callers"] != "1" else { return nil }
        return "a continuation is timed for one caller: choose callers 1, or mode step"
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let units = configuration[name: "units"].flatMap({ Int($0) }),
            let callers = configuration[name: "callers"].flatMap({ Int($0) })
        else { throw .badConfiguration("robojam/predict needs units and callers.") }
        let set = try configuration.resolvedInstructionSet(), team = context.team(configuration.threads)
        do throws(CPUError) {
            let predictor = try MixturePredictor(
                MixtureNetwork(units: units), callers: callers, seed: context.seed, team: team, instructionSet: set)
            return .kernel(
                MixtureWorkload(predictor, continues: configuration[name: "mode"] == "continuation", seed: context.seed, team: team))
        } catch {
            throw WorkloadError(error)
        }
    }
}

/// Steps of all callers, or whole continuations, again and again.
final class MixtureWorkload: Workload {
    /// Seconds of performance in a continuation.
    static let performance = 5.0
    let work: Work
    private let predictor: MixturePredictor
    private let continues: Bool
    private let seed: UInt64
    private let team: WorkerTeam

    init(_ predictor: MixturePredictor, continues: Bool, seed: UInt64, team: WorkerTeam) {
        (self.predictor, self.continues, self.seed, self.team) = (predictor, continues, seed, team)
        // The same seed makes the same performance each time.
        let predictions = continues ? predictor.perform(seconds: Self.performance) : predictor.callers
        work = Work(operations: predictor.operations * Double(predictions), items: continues ? 1 : Double(predictions))
    }

    var observedThreads: Int? { team.distinctThreadCount }

    func run(iterations: Int) {
        for _ in 0..<iterations {
            if continues { _ = predictor.perform(seconds: Self.performance) } else { predictor.predict() }
        }
    }

    /// A few steps of a few of the callers against float64, which is shown the same touches; then the touches that it draws itself.
    func verify() -> Verification {
        let network = predictor.network, parameters = MixtureParameters(network, seed: seed)
        let callers = Set([0, predictor.callers / 2, predictor.callers - 1]).sorted()
        var memories = callers.map { _ in Reference.MixtureMemory(network) }
        var difference = 0.0, size = 0.0, touches = 0.0
        predictor.restart()
        for step in 0..<Self.verifiedSteps {
            let before = callers.map { caller in (0..<MixtureNetwork.touch).map { Double(predictor.touch(of: caller)[$0]) } }
            predictor.predict()
            let random = Philox(seed: seed, stream: RandomStream.sampling, step: step)
            for (index, caller) in callers.enumerated() {
                let expected = Reference.mixtureStep(network, parameters, touch: before[index], memory: &memories[index])
                let (touch, margin) = Reference.mixtureSample(network, expected, random: random, caller: caller)
                for (place, value) in expected.enumerated() {
                    difference +=
                        (Double(predictor.mixture(of: caller)[place]) - value) * (Double(predictor.mixture(of: caller)[place]) - value)
                    size += value * value
                }
                // Where rounding may choose another component, any touch of it is right.
                guard margin > 1e-5 else { continue }
                for (place, value) in touch.enumerated() {
                    let error = abs(Double(predictor.touch(of: caller)[place]) - value)
                    touches = error.isNaN ? .infinity : max(touches, error)
                }
            }
        }
        let error = max((difference / max(size, 1e-300)).squareRoot(), touches)
        return Verification(relativeError: error.isNaN ? .infinity : error, tolerance: 2e-5)
    }

    private static let verifiedSteps = 6
}
