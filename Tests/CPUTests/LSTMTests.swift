// The LSTM layer against its definition in float64: odd sizes, every instruction set and team, forward and backward.
// Leaves to others: the definition's own gradients (LSTMReferenceTests), speed.

import CPU
import Measurement
import Networks
import Testing

@Suite struct LSTMTests {
    private static let shapes = [
        Reference.LSTMShape(inputs: 1, hidden: 1, batch: 1, steps: 1), Reference.LSTMShape(inputs: 5, hidden: 3, batch: 2, steps: 3),
        Reference.LSTMShape(inputs: 20, hidden: 33, batch: 13, steps: 4), Reference.LSTMShape(inputs: 7, hidden: 64, batch: 16, steps: 2),
        Reference.LSTMShape(inputs: 40, hidden: 70, batch: 30, steps: 3),
    ]

    @Test(arguments: InstructionSet.available, LSTM.Pass.allCases)
    func matchesTheDefinition(instructionSet: InstructionSet, pass: LSTM.Pass) throws {
        for threads in 1...3 {
            let team = WorkerTeam(threads: threads, placement: .unpinned)
            for shape in Self.shapes {
                let layer = try LSTM(pass, shape, team: team, instructionSet: instructionSet, seed: 5)
                layer.run(iterations: 2)
                let deviation = layer.compared()
                #expect(deviation.isAcceptable, "\(deviation) \(shape), \(threads) threads")
            }
        }
    }

    /// Deeper than a block of depth, so that tiles continue what others began.
    @Test(arguments: LSTM.Pass.allCases)
    func deepStates(pass: LSTM.Pass) throws {
        let shape = Reference.LSTMShape(inputs: 3, hidden: 530, batch: 3, steps: 2)
        let deviation = try LSTM(pass, shape, team: WorkerTeam(threads: 2, placement: .unpinned)).compared()
        #expect(deviation.isAcceptable, "\(deviation)")
    }

    @Test func workIsThatOfTheWholeLayerItsInputIncluded() throws {
        let shape = Reference.LSTMShape(inputs: 16, hidden: 32, batch: 4, steps: 5), team = WorkerTeam(threads: 1)
        let forward = try LSTM(.forward, shape, team: team).work, backward = try LSTM(.backward, shape, team: team).work
        #expect(forward.operations == Double(2 * 5 * 4 * 4 * 32 * (16 + 32)))
        #expect(backward.operations == 2 * forward.operations)
        #expect(forward.bytesWritten == Double(4 * 5 * 4 * 6 * 32))
    }
}
