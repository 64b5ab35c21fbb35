// `conv2d`: one convolution of a network, forward and both ways backward.
// Leaves to others: the algorithms (CPU.Convolution2D).

import CPU
package import Measurement
import Networks

package struct ConvolutionBenchmark: Benchmark {
    package static let batch = 128

    package init() {}

    package var id: String { "conv2d" }
    package var summary: String { "convolutions of any kernel, stride, padding, map and batch, each pass" }
    package func metric(of configuration: Configuration) -> Metric { .operationsPerSecond }
    package var precisions: [String] { Precision.allCases.map(\.rawValue) }
    package var hasInstructionSets: Bool { true }
    package var hasEngineModes: Bool { true }
    package var roof: String? { "peak/fma" }
    package var parameters: [ParameterDeclaration] {
        [
            ParameterDeclaration(
                "layer",
                help:
                    "channels in-out@map: 64-128@16, or more: 64-128@56x48k5x3s2p1b8; all: of our networks; deepbench: its training shapes",
                defaults: ["64-64@32"]),
            ParameterDeclaration("pass", help: "forward, backward-data, backward-weights", defaults: ["forward"]),
            ParameterDeclaration("algorithm", help: "auto, or one by name", defaults: ["auto"]),
        ]
    }

    /// The different 3×3 layers of the catalogue's networks, in the order in which they first stand.
    static var layers: [String] {
        var names: [String] = []
        for network in Network.all {
            for (index, layer) in network.layers.enumerated() {
                guard case .convolution(let c) = layer else { continue }
                let name = "\(c.inputs)-\(c.outputs)@\(network.shapes[index].height)"
                if !names.contains(name) { names.append(name) }
            }
        }
        return names
    }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        switch parameter {
        case "layer" where value == "all": return Self.layers
        case "layer" where value == "deepbench": return DeepBench.convolutions
        case "layer" where ConvolutionShape(value) == nil:
            throw .badConfiguration(
                "is no layer: write channels in-out@map, like 64-128@16, and where it differs kernel, stride, padding and batch, like "
                    + "64-128@56x48k5x3s2p1b8, the kernel no larger than the padded map; or all; or deepbench.")
        case "pass" where Self.pass(value) == nil: throw .badConfiguration("is none of forward, backward-data, backward-weights.")
        case "algorithm" where value != "auto" && ConvolutionAlgorithm(rawValue: value) == nil:
            throw .badConfiguration("is none of auto, \(ConvolutionAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")).")
        default: return [value]
        }
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        if let obstacle = configuration.precisionObstacle { return obstacle }
        guard let shape = configuration[name: "layer"].flatMap({ ConvolutionShape($0) }) else { return nil }
        if configuration[name: "algorithm"] == ConvolutionAlgorithm.winograd4.rawValue, !shape.isWinograd {
            return "Winograd computes 3×3 kernels of stride 1 and padding 1 only"
        }
        return surroundings.obstacle(toBytes: shape.bytes)
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let shape = configuration[name: "layer"].flatMap({ ConvolutionShape($0) }),
            let pass = configuration[name: "pass"].flatMap(Self.pass),
            let name = configuration[name: "algorithm"]
        else { throw .badConfiguration("conv2d needs layer, pass and algorithm.") }
        let set = try configuration.resolvedInstructionSet()
        let chosen = context.precise && name == "auto" ? .direct : ConvolutionAlgorithm(rawValue: name) ?? context.forcedAlgorithm
        let isMeasured = chosen == nil && context.algorithm == .measured && !context.reproducible
        do throws(CPUError) {
            return .kernel(
                try ConvolutionWorkload(
                    shape, pass: pass, algorithm: chosen, precision: configuration.enginePrecision,
                    team: context.team(configuration.threads), instructionSet: set,
                    seed: context.seed, isReproducible: context.reproducible, chooser: isMeasured ? context.chooser : nil))
        } catch {
            throw WorkloadError(error)
        }
    }

    static func pass(_ text: String) -> Convolution2D.Pass? {
        switch text {
        case "forward": .forward
        case "backward-data": .backwardData
        case "backward-weights": .backwardWeights
        default: nil
        }
    }
}

/// One pass of one layer over random tensors.
final class ConvolutionWorkload: Workload {
    let work: Work
    let algorithms: [AlgorithmTime]
    private let shape: ConvolutionShape
    private let pass: Convolution2D.Pass
    private let team: WorkerTeam
    private let precision: Precision
    private let instructionSet: InstructionSet
    private let seed: UInt64
    private let convolution: Convolution2D

    init(
        _ shape: ConvolutionShape, pass: Convolution2D.Pass, algorithm: ConvolutionAlgorithm?, precision: Precision,
        team: WorkerTeam, instructionSet: InstructionSet, seed: UInt64, isReproducible: Bool, chooser: AlgorithmChooser?
    ) throws(CPUError) {
        (self.shape, self.pass, self.team, self.instructionSet, self.seed) = (shape, pass, team, instructionSet, seed)
        self.precision = precision
        chooser?.beginNetwork()
        let trials =
            chooser?.trials(
                ConvolutionGeometry(shape.layer, height: shape.height, width: shape.width, batch: shape.batch), passes: [pass],
                precision: precision, set: instructionSet, team: team) ?? []
        algorithms = trials.map { AlgorithmTime(name: $0.algorithm.rawValue, seconds: $0.seconds) }
        convolution = try Convolution2D(
            shape.layer, height: shape.height, width: shape.width, batch: shape.batch,
            algorithm: algorithm ?? trials.first?.algorithm, precision: precision, instructionSet: instructionSet, team: team,
            isReproducible: isReproducible)
        let bytes = convolution.leastBytes(pass)
        work = Work(
            bytesRead: Double(bytes.read), bytesWritten: Double(bytes.written), operations: Double(convolution.usefulOperations),
            executedOperations: convolution.executedOperations(pass).map(Double.init))
        let tensors = RandomTensors(shape, seed: seed)
        convolution.load(input: tensors.input, weights: tensors.weights, outputGradient: tensors.outputGradient)
    }

    func run(iterations: Int) { convolution.run(pass, iterations: iterations) }

    var observedThreads: Int? { team.distinctThreadCount }

    /// The same algorithm on few images, a piece of the map and at most 48 channels, against float64 loops: its root-mean-square error, relative.
    func verify() -> Verification {
        let small = shape.forChecking, tensors = RandomTensors(small, seed: seed)
        do throws(CPUError) {
            let probe = try Convolution2D(
                small.layer, height: small.height, width: small.width, batch: small.batch, algorithm: convolution.algorithm,
                precision: precision, instructionSet: instructionSet, team: team)
            probe.load(input: tensors.input, weights: tensors.weights, outputGradient: tensors.outputGradient)
            probe.run(pass)
            let error = Self.relativeError(probe.result(of: pass), tensors.reference(pass, small))
            return Verification(relativeError: error, tolerance: tolerance)
        } catch {
            return Verification(relativeError: .infinity, tolerance: tolerance)
        }
    }

    /// Inputs and results are rounded to 2⁻⁹ each where they are stored in bf16; Winograd's own matrices spread what its operands lose.
    private var tolerance: Double {
        switch (precision, convolution.algorithm) {
        case (.fp32, _): 2e-5
        case (.bf16, _): 4e-3
        case (.bf16Fast, .direct): 5e-3
        case (.bf16Fast, .winograd4): 2.5e-2
        }
    }

    private static func relativeError(_ ours: [Float], _ theirs: [Double]) -> Double {
        var difference = 0.0, size = 0.0
        for (a, b) in zip(ours, theirs) {
            difference += (Double(a) - b) * (Double(a) - b)
            size += b * b
        }
        let error = (difference / max(size, 1e-300)).squareRoot()
        return error.isNaN || ours.count != theirs.count ? .infinity : error
    }
}
