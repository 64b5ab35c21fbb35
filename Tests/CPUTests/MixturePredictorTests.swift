// The recurrent mixture network on the engine: many callers, threads and instruction sets against the float64 reference and each other.
// Leaves to others: the reference's own values (NetworksTests).

import CPU
import Measurement
import Networks
import Testing

@Suite struct MixturePredictorTests {
    /// What the engine says of every caller over a few steps, each fed its own touches.
    @Test(arguments: InstructionSet.available, [(16, 1), (48, 3), (64, 17), (32, 101)])
    func followsTheReference(instructionSet: InstructionSet, size: (units: Int, callers: Int)) throws {
        let network = MixtureNetwork(units: size.units), parameters = MixtureParameters(network, seed: 9)
        for threads in [1, 2, 3] {
            let predictor = try MixturePredictor(
                network, callers: size.callers, seed: 9, team: WorkerTeam(threads: threads), instructionSet: instructionSet)
            var memories = (0..<size.callers).map { _ in Reference.MixtureMemory(network) }
            for step in 0..<4 {
                let touches = (0..<size.callers).map { c in (0..<3).map { Double(predictor.touch(of: c)[$0]) } }
                predictor.predict()
                let random = Philox(seed: 9, stream: RandomStream.sampling, step: step)
                for caller in 0..<size.callers {
                    let expected = Reference.mixtureStep(network, parameters, touch: touches[caller], memory: &memories[caller])
                    let ours = (0..<network.outputs).map { Double(predictor.mixture(of: caller)[$0]) }
                    #expect(zip(ours, expected).allSatisfy { abs($0 - $1) < 2e-6 * (1 + abs($1)) }, "step \(step), caller \(caller)")
                    let (touch, margin) = Reference.mixtureSample(network, expected, random: random, caller: caller)
                    let drawn = (0..<3).map { Double(predictor.touch(of: caller)[$0]) }
                    #expect(margin < 1e-5 || zip(drawn, touch).allSatisfy { abs($0 - $1) < 1e-5 }, "step \(step), caller \(caller)")
                }
            }
        }
    }

    /// Work that is large enough to be shared, and work that is not, draw the same touches.
    @Test func sharedAndAloneAgree() throws {
        let network = MixtureNetwork(units: 128)
        let alone = try MixturePredictor(network, callers: 8, seed: 2, team: WorkerTeam(threads: 1))
        let shared = try MixturePredictor(network, callers: 8, seed: 2, team: WorkerTeam(threads: 3))
        for _ in 0..<5 {
            alone.predict()
            shared.predict()
        }
        for caller in 0..<8 { for place in 0..<3 { #expect(alone.touch(of: caller)[place] == shared.touch(of: caller)[place]) } }
    }

    @Test func aPerformanceLastsItsSecondsAndRepeats() throws {
        let predictor = try MixturePredictor(MixtureNetwork(units: 16), callers: 1, seed: 5, team: WorkerTeam(threads: 1))
        let touches = predictor.perform(seconds: 5)
        // Times between touches are around 0.05 s, and never below 1 ms.
        #expect((60...200).contains(touches))
        let end = (0..<3).map { predictor.touch(of: 0)[$0] }
        #expect(predictor.perform(seconds: 5) == touches)
        #expect((0..<3).map { predictor.touch(of: 0)[$0] } == end)
        #expect(predictor.perform(seconds: 0.01) <= 10)
    }
}
