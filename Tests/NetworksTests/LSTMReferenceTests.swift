// The float64 LSTM: its gradients against finite differences, and a step against numbers worked out by hand.
// Leaves to others: kernels that are checked against it (LSTMTests).

import Networks
import Testing

@Suite struct LSTMReferenceTests {
    private static func values(_ count: Int, _ seed: Int) -> [Double] {
        (0..<count).map { index -> Double in
            let mixed: Int = (index &* 7919 &+ seed &* 104_729) % 2003
            return Double(mixed) / 1001.5 - 1
        }
    }

    @Test func gradientsAreDifferences() {
        let s = Reference.LSTMShape(inputs: 3, hidden: 4, batch: 2, steps: 5)
        let x = Self.values(s.steps * s.batch * s.inputs, 1), w = Self.values(16 * 3, 2), r = Self.values(16 * 4, 3), b = Self.values(16, 4)
        let gradient = Self.values(s.steps * s.batch * s.hidden, 5)
        func loss(_ x: [Double], _ w: [Double], _ r: [Double], _ b: [Double]) -> Double {
            zip(Reference.lstm(s, x, inputWeights: w, recurrentWeights: r, bias: b).output, gradient).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let forward = Reference.lstm(s, x, inputWeights: w, recurrentWeights: r, bias: b)
        let d = Reference.lstmBackward(s, x, inputWeights: w, recurrentWeights: r, forward: forward, outputGradient: gradient)
        let step = 1e-5
        func difference(_ f: (Double) -> Double) -> Double { (f(step) - f(-step)) / (2 * step) }
        func moved(_ a: [Double], _ index: Int, _ by: Double) -> [Double] {
            var a = a
            a[index] += by
            return a
        }
        for index in x.indices { #expect(abs(difference { loss(moved(x, index, $0), w, r, b) } - d.x[index]) < 1e-8) }
        for index in w.indices { #expect(abs(difference { loss(x, moved(w, index, $0), r, b) } - d.inputWeights[index]) < 1e-8) }
        for index in r.indices { #expect(abs(difference { loss(x, w, moved(r, index, $0), b) } - d.recurrentWeights[index]) < 1e-8) }
        for index in b.indices { #expect(abs(difference { loss(x, w, r, moved(b, index, $0)) } - d.bias[index]) < 1e-8) }
    }

    /// One unit, one input: z = (0.5, −0.5, 1, 0) gives σ(0.5) · tanh(1) in the cell, and half of its tanh.
    @Test func oneStepByHand() {
        let s = Reference.LSTMShape(inputs: 1, hidden: 1, batch: 1, steps: 1)
        let result = Reference.lstm(s, [1], inputWeights: [0.25, -0.5, 0.5, 0], recurrentWeights: [9, 9, 9, 9], bias: [0.25, 0, 0.5, 0])
        #expect(abs(result.cell[0] - 0.622_459_331 * 0.761_594_156) < 1e-8)
        #expect(abs(result.output[0] - 0.5 * 0.441_474_99) < 1e-6)
        #expect(result.gates.count == 4 && abs(result.gates[1] - 0.377_540_669) < 1e-8)
    }
}
