// `conv2d`: one convolution of a network, forward and both ways backward, at batch 128.
// Leaves to others: the algorithms (CPU.Convolution2D).

import CPU
package import Measurement
import Networks

package struct ConvolutionBenchmark: Benchmark {
    package static let batch = 128

    package init() {}

    package var id: String { "conv2d" }
    package var summary: String { "3×3 convolutions of VGG16 and cloud-check, each pass, batch \(Self.batch)" }
    package func metric(of configuration: Configuration) -> Metric { .operationsPerSecond }
    package var precisions: [String] { ["fp32"] }
    package var hasInstructionSets: Bool { true }
    package var hasEngineModes: Bool { true }
    package var roof: String? { "peak/fma" }
    package var parameters: [ParameterDeclaration] {
        [
            ParameterDeclaration("layer", help: "channels in-out@map: 64-128@16; or all", defaults: ["64-64@32"]),
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
        case "layer" where Self.shape(value) == nil:
            throw .badConfiguration("is no layer: write channels in-out@map, like 64-128@16, or all.")
        case "pass" where Self.pass(value) == nil: throw .badConfiguration("is none of forward, backward-data, backward-weights.")
        case "algorithm" where value != "auto" && ConvolutionAlgorithm(rawValue: value) == nil:
            throw .badConfiguration("is none of auto, \(ConvolutionAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")).")
        default: return [value]
        }
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let shape = configuration[name: "layer"].flatMap(Self.shape), let pass = configuration[name: "pass"].flatMap(Self.pass),
            let name = configuration[name: "algorithm"]
        else { throw .badConfiguration("conv2d needs layer, pass and algorithm.") }
        let set = try configuration.resolvedInstructionSet()
        let chosen = context.precise && name == "auto" ? .direct : ConvolutionAlgorithm(rawValue: name) ?? context.forcedAlgorithm
        let isMeasured = chosen == nil && context.algorithm == .measured && !context.reproducible
        do throws(CPUError) {
            return .kernel(
                try ConvolutionWorkload(
                    shape, pass: pass, algorithm: chosen, team: context.team(configuration.threads), instructionSet: set,
                    seed: context.seed, isReproducible: context.reproducible, chooser: isMeasured ? context.chooser : nil))
        } catch {
            throw WorkloadError(error)
        }
    }

    struct Shape {
        var inputs: Int
        var outputs: Int
        var map: Int
    }

    static func shape(_ text: String) -> Shape? {
        let parts = text.split(whereSeparator: { $0 == "-" || $0 == "@" }).map { Int($0) ?? 0 }
        guard parts.count == 3, text.contains("-"), text.contains("@"), parts.allSatisfy({ (1...4096).contains($0) }) else { return nil }
        return Shape(inputs: parts[0], outputs: parts[1], map: parts[2])
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
    private let shape: ConvolutionBenchmark.Shape
    private let pass: Convolution2D.Pass
    private let team: WorkerTeam
    private let instructionSet: InstructionSet
    private let seed: UInt64
    private let convolution: Convolution2D

    init(
        _ shape: ConvolutionBenchmark.Shape, pass: Convolution2D.Pass, algorithm: ConvolutionAlgorithm?, team: WorkerTeam,
        instructionSet: InstructionSet, seed: UInt64, isReproducible: Bool, chooser: AlgorithmChooser?
    ) throws(CPUError) {
        (self.shape, self.pass, self.team, self.instructionSet, self.seed) = (shape, pass, team, instructionSet, seed)
        let layer = Convolution(shape.inputs, shape.outputs)
        chooser?.beginNetwork()
        let trials =
            chooser?.trials(
                ConvolutionGeometry(layer, height: shape.map, width: shape.map, batch: ConvolutionBenchmark.batch), passes: [pass],
                set: instructionSet, team: team) ?? []
        algorithms = trials.map { AlgorithmTime(name: $0.algorithm.rawValue, seconds: $0.seconds) }
        convolution = try Convolution2D(
            layer, height: shape.map, width: shape.map, batch: ConvolutionBenchmark.batch,
            algorithm: algorithm ?? trials.first?.algorithm, instructionSet: instructionSet, team: team, isReproducible: isReproducible)
        let bytes = convolution.leastBytes(pass)
        work = Work(
            bytesRead: Double(bytes.read), bytesWritten: Double(bytes.written), operations: Double(convolution.usefulOperations))
        let tensors = RandomTensors(shape, batch: ConvolutionBenchmark.batch, seed: seed)
        convolution.load(input: tensors.input, weights: tensors.weights, outputGradient: tensors.outputGradient)
    }

    func run(iterations: Int) { convolution.run(pass, iterations: iterations) }

    var observedThreads: Int? { team.distinctThreadCount }

    /// The same algorithm on few images and at most 48 channels, against float64 loops: its root-mean-square error, relative.
    func verify() -> Verification {
        var small = shape
        small.inputs = min(shape.inputs, 48)
        small.outputs = min(shape.outputs, 48)
        let layer = Convolution(small.inputs, small.outputs)
        let tensors = RandomTensors(small, batch: 2, seed: seed)
        do throws(CPUError) {
            let probe = try Convolution2D(
                layer, height: small.map, width: small.map, batch: 2, algorithm: convolution.algorithm, instructionSet: instructionSet,
                team: team)
            probe.load(input: tensors.input, weights: tensors.weights, outputGradient: tensors.outputGradient)
            probe.run(pass)
            let error = Self.relativeError(probe.result(of: pass), tensors.reference(pass, layer: layer, map: small.map, batch: 2))
            return Verification(relativeError: error, tolerance: 2e-5)
        } catch {
            return Verification(relativeError: .infinity, tolerance: 2e-5)
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
