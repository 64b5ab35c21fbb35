// One convolution against the float64 definition: every pass, algorithm, instruction set and thread count, on shapes with odd ends.
// Leaves to others: what is fused into a convolution (FusedStageTests), networks (CPUExecutorTests).

import CPU
import Measurement
import Networks
import Testing
import Tiles

/// A convolution with its map size and batch, as a test argument.
struct ConvolutionCase: Sendable, CustomTestStringConvertible {
    var convolution: Convolution
    var height: Int
    var width: Int
    var batch: Int

    init(_ c: Convolution, _ height: Int, _ width: Int, _ batch: Int) {
        (convolution, self.height, self.width, self.batch) = (c, height, width, batch)
    }

    var testDescription: String {
        let c = convolution
        return "\(c.inputs)→\(c.outputs) k\(c.kernel)×\(c.kernelWidth) s\(c.stride) p\(c.padding) at \(height)×\(width), batch \(batch)"
    }

    var isThreeByThree: Bool { convolution.kernel == 3 && convolution.stride == 1 && convolution.padding == 1 }

    /// Deterministic values in about ±1.
    static func values(_ count: Int, stream: UInt32) -> [Float] {
        let random = Philox(seed: 7, stream: stream)
        return (0..<count).map { 2 * random.uniform($0) - 1 }
    }
}

@Suite struct Convolution2DTests {
    static let threeByThree: [ConvolutionCase] = [
        ConvolutionCase(Convolution(16, 16), 4, 4, 1), ConvolutionCase(Convolution(16, 32), 8, 8, 3),
        ConvolutionCase(Convolution(48, 80), 5, 7, 3), ConvolutionCase(Convolution(3, 20), 9, 6, 2),
        ConvolutionCase(Convolution(33, 17), 1, 1, 3), ConvolutionCase(Convolution(20, 40), 2, 2, 5),
        ConvolutionCase(Convolution(32, 32), 2, 2, 21), ConvolutionCase(Convolution(32, 64), 12, 13, 5),
        ConvolutionCase(Convolution(64, 32), 3, 2, 40), ConvolutionCase(Convolution(16, 48), 11, 4, 17),
    ]
    static let others: [ConvolutionCase] = [
        ConvolutionCase(Convolution(3, 32, kernel: 7, stride: 2, padding: 3), 15, 18, 2),
        ConvolutionCase(Convolution(20, 48, kernel: 1, stride: 1, padding: 0), 6, 5, 3),
        ConvolutionCase(Convolution(32, 16, kernel: 1, stride: 2, padding: 0), 7, 7, 2),
        ConvolutionCase(Convolution(17, 33, kernel: 5, stride: 1, padding: 2), 9, 8, 2),
        ConvolutionCase(Convolution(16, 16, kernel: 3, stride: 2, padding: 1), 8, 9, 3),
        ConvolutionCase(Convolution(16, 32, kernel: 2, stride: 3, padding: 0), 10, 11, 2),
        ConvolutionCase(Convolution(16, 16, kernel: 4, stride: 3, padding: 2), 6, 10, 2),
        ConvolutionCase(Convolution(40, 16, kernel: 3, stride: 1, padding: 0), 6, 7, 9),
        ConvolutionCase(Convolution(4, 64, kernel: 3, stride: 1, padding: 1), 40, 40, 1),
        ConvolutionCase(Convolution(1, 20, kernel: 5, kernelWidth: 20, stride: 2, padding: 0), 13, 45, 2),
        ConvolutionCase(Convolution(17, 16, kernel: 4, kernelWidth: 1, stride: 1, padding: 1), 9, 6, 2),
        ConvolutionCase(Convolution(32, 16, kernel: 1, stride: 2, padding: 3), 7, 7, 2),
        ConvolutionCase(Convolution(16, 16, kernel: 1, kernelWidth: 3, stride: 2, padding: 2), 5, 8, 2),
    ]

    @Test(arguments: threeByThree, InstructionSet.available)
    func winogradMatchesDefinition(_ example: ConvolutionCase, _ set: InstructionSet) throws {
        for threads in 1...3 { try check(example, .winograd4, set, threads: threads, tolerance: 2e-5) }
    }

    @Test(arguments: threeByThree + others, InstructionSet.available)
    func directMatchesDefinition(_ example: ConvolutionCase, _ set: InstructionSet) throws {
        for threads in 1...3 { try check(example, .direct, set, threads: threads, tolerance: 1e-5) }
    }

    /// Largest error of each pass relative to the root mean square of the right answer.
    private func check(
        _ example: ConvolutionCase, _ algorithm: ConvolutionAlgorithm, _ set: InstructionSet, threads: Int, tolerance: Double
    ) throws {
        let team = WorkerTeam(threads: threads, placement: .unpinned)
        let engine = try Convolution2D(
            example.convolution, height: example.height, width: example.width, batch: example.batch, algorithm: algorithm,
            instructionSet: set, team: team, isGuarded: true)
        let expected = Expected(example)
        engine.load(input: expected.input, weights: expected.weights, outputGradient: expected.outputGradient)
        for pass in Convolution2D.Pass.allCases {
            engine.run(pass)
            let error = relativeError(engine.result(of: pass), expected[pass])
            #expect(error < tolerance, "\(algorithm) \(pass) \(set) \(threads) threads")
        }
        #expect(engine.canariesAreIntact)
    }

    /// Only what is stored is rounded: outputs and input gradients to 2⁻⁹ of each at most, 1.7e-3 in the mean; weight gradients not at all.
    @Test(arguments: threeByThree + others, InstructionSet.available)
    func halfStorageRoundsNothingElse(_ example: ConvolutionCase, _ set: InstructionSet) throws {
        for algorithm in ConvolutionAlgorithm.allCases where algorithm == .direct || example.isThreeByThree {
            for threads in [1, 3] {
                try check(example, algorithm, .bf16, set, threads: threads, data: 0x1p-9, weights: 1e-5)
            }
        }
    }

    /// Direct: operands are exact but for the weights, which are rounded like the result. Winograd: its matrices spread 2⁻⁹ of the operands in its
    /// domain over the result, by about six (Toeplitz: three); see `mettle help precision`.
    @Test(arguments: threeByThree + others, InstructionSet.available)
    func halfOperandsStayWithinTheirBounds(_ example: ConvolutionCase, _ set: InstructionSet) throws {
        for threads in [1, 3] {
            try check(example, .direct, .bf16Fast, set, threads: threads, data: 3.5e-3, weights: 1e-5)
            if example.isThreeByThree {
                try check(example, .winograd4, .bf16Fast, set, threads: threads, data: 2.5e-2, weights: 2.5e-2)
            }
        }
    }

    /// Root mean square error of each pass relative to that of the right answer, from inputs that bf16 holds exactly.
    private func check(
        _ example: ConvolutionCase, _ algorithm: ConvolutionAlgorithm, _ precision: Precision, _ set: InstructionSet, threads: Int,
        data: Double, weights: Double
    ) throws {
        let team = WorkerTeam(threads: threads, placement: .unpinned)
        let engine = try Convolution2D(
            example.convolution, height: example.height, width: example.width, batch: example.batch, algorithm: algorithm,
            precision: precision, instructionSet: set, team: team, isGuarded: true)
        let expected = Expected(example, rounded: true)
        engine.load(input: expected.input, weights: expected.weights, outputGradient: expected.outputGradient)
        for pass in Convolution2D.Pass.allCases {
            engine.run(pass)
            let error = meanError(engine.result(of: pass), expected[pass])
            #expect(error < (pass == .backwardWeights ? weights : data), "\(precision) \(algorithm) \(pass) \(set) \(threads) threads")
        }
        #expect(engine.canariesAreIntact)
    }

    @Test func rulePrefersWinogradWhereItPays() throws {
        let team = WorkerTeam(threads: 1, placement: .unpinned)
        func algorithm(_ c: Convolution, _ size: Int, _ batch: Int) throws -> ConvolutionAlgorithm {
            try Convolution2D(c, height: size, width: size, batch: batch, team: team).algorithm
        }
        #expect(try algorithm(Convolution(64, 64), 8, 16) == .winograd4)
        #expect(try algorithm(Convolution(64, 64), 2, 32) == .winograd4)
        #expect(try algorithm(Convolution(3, 64), 8, 16) == .direct)
        #expect(try algorithm(Convolution(64, 64, stride: 2), 8, 16) == .direct)
        #expect(try algorithm(Convolution(64, 64), 4, 1) == .direct)
    }

    @Test func runsAgainGiveTheSameWhenReproducible() throws {
        let team = WorkerTeam(threads: 3, placement: .unpinned)
        let example = ConvolutionCase(Convolution(32, 48), 9, 8, 40)
        let expected = Expected(example)
        for algorithm in ConvolutionAlgorithm.allCases {
            let engine = try Convolution2D(
                example.convolution, height: 9, width: 8, batch: 40, algorithm: algorithm, team: team, isReproducible: true)
            engine.load(input: expected.input, weights: expected.weights, outputGradient: expected.outputGradient)
            for pass in Convolution2D.Pass.allCases {
                engine.run(pass)
                let first = engine.result(of: pass)
                engine.run(pass, iterations: 3)
                #expect(engine.result(of: pass) == first)
            }
        }
    }
}

/// The definition's answers.
private struct Expected {
    let input: [Float], weights: [Float], outputGradient: [Float]
    private let forward: [Double], backwardData: [Double], backwardWeights: [Double]

    /// `rounded`: input and output gradient as bf16 holds them.
    init(_ example: ConvolutionCase, rounded: Bool = false) {
        func values(_ count: Int, stream: UInt32) -> [Float] {
            let exact = ConvolutionCase.values(count, stream: stream)
            return rounded ? exact.map { BFloat16($0).float } : exact
        }
        let c = example.convolution
        let inputShape = Shape(channels: c.inputs, height: example.height, width: example.width)
        let outputShape = Shape(
            channels: c.outputs, height: (example.height + 2 * c.padding - c.kernel) / c.stride + 1,
            width: (example.width + 2 * c.padding - c.kernelWidth) / c.stride + 1)
        input = values(example.batch * inputShape.count, stream: 1)
        weights = ConvolutionCase.values(c.outputs * c.inputs * c.kernel * c.kernelWidth, stream: 2)
        outputGradient = values(example.batch * outputShape.count, stream: 3)
        let x = input.map(Double.init), w = weights.map(Double.init), dy = outputGradient.map(Double.init)
        forward = Reference.convolution(
            c, x, weights: w, bias: [], input: inputShape, output: outputShape, count: example.batch)
        backwardData = Reference.convolutionBackwardData(
            c, dy, weights: w, input: inputShape, output: outputShape, count: example.batch)
        backwardWeights =
            Reference.convolutionBackwardWeights(c, x, dy, input: inputShape, output: outputShape, count: example.batch).weights
    }

    subscript(pass: Convolution2D.Pass) -> [Double] {
        switch pass {
        case .forward: forward
        case .backwardData: backwardData
        case .backwardWeights: backwardWeights
        }
    }
}

/// Root mean square of the difference over that of the expected values; infinite where anything is not a number.
func meanError(_ values: [Float], _ expected: [Double]) -> Double {
    guard values.count == expected.count else { return .infinity }
    var difference = 0.0, size = 0.0
    for (value, right) in zip(values, expected) {
        difference += (Double(value) - right) * (Double(value) - right)
        size += right * right
    }
    let error = (difference / max(size, 1e-300)).squareRoot()
    return error.isNaN ? .infinity : error
}

/// Largest difference over the expected values' root mean square.
func relativeError(_ values: [Float], _ expected: [Double]) -> Double {
    guard values.count == expected.count else { return .infinity }
    let square = expected.reduce(0) { $0 + $1 * $1 } / Double(max(expected.count, 1))
    var largest = 0.0
    for (value, right) in zip(values, expected) {
        let difference = abs(Double(value) - right)
        largest = difference.isNaN ? .infinity : max(largest, difference)
    }
    return largest / max(square.squareRoot(), 1e-30)
}
