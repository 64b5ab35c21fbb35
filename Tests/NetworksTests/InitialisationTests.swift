// First weights: their distributions, their independence, and a few values written down.
// Leaves to others: Philox and normals (PhiloxTests).

import Measurement
import Networks
import Testing

@Suite struct InitialisationTests {
    @Test func isAFunctionOfTheSeed() throws {
        let network = try Network(
            name: "small", input: Shape(channels: 3, height: 2, width: 2),
            layers: [.convolution(Convolution(3, 5)), .flatten, .dense(Dense(20, 7))])
        #expect(network.initialState(seed: 1) == network.initialState(seed: 1))
        #expect(network.initialState(seed: 1) != network.initialState(seed: 2))
    }

    @Test func followsTheDefinition() {
        let network = Network.vgg16BatchNorm
        let state = network.initialState(seed: 9)
        #expect(state.count == network.stateCount)
        for tensor in network.parameterTensors {
            let values = state[tensor.offset..<tensor.offset + tensor.count]
            switch (tensor.role, network.layers[tensor.layer]) {
            case (.weight, .convolution(let c)):
                let deviation = (2 / Double(9 * c.outputs)).squareRoot()
                let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
                let second = values.reduce(0) { $0 + Double($1) * Double($1) } / Double(values.count)
                #expect(abs(mean) < 4 * deviation / Double(values.count).squareRoot())
                #expect(abs(second.squareRoot() / deviation - 1) < 4 / (2 * Double(values.count)).squareRoot())
            case (.weight, .dense), (.bias, .dense):
                let bound = Float(1 / 512.0.squareRoot())
                #expect(values.allSatisfy { abs($0) <= bound })
                #expect(Set(values).count > values.count / 2)
            case (.gamma, _), (.runningVariance, _): #expect(values.allSatisfy { $0 == 1 })
            default: #expect(values.allSatisfy { $0 == 0 })
            }
        }
    }

    @Test func comesFromPhiloxByLayerAndIndex() throws {
        let network = try Network(
            name: "small", input: Shape(channels: 1, height: 1, width: 1),
            layers: [.relu, .convolution(Convolution(1, 3)), .flatten, .dense(Dense(3, 2))])
        let state = network.initialState(seed: 5)
        let convolution = Philox(seed: 5, stream: RandomStream.weights + 2)
        #expect(state[26] == Float(convolution.normal(26) * (2.0 / 27).squareRoot()))
        let weights = Philox(seed: 5, stream: RandomStream.weights + 6), biases = Philox(seed: 5, stream: RandomStream.weights + 7)
        let bound = 1 / 3.0.squareRoot()
        #expect(state[27 + 3 + 5] == Float((2 * Double(weights.uniform(5)) - 1) * bound))
        #expect(state[27 + 3 + 6 + 1] == Float((2 * Double(biases.uniform(1)) - 1) * bound))
    }
}
