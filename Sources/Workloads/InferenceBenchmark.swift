// Inference of a network of the catalogue: latency at batch 1, throughput at batch 128.
// Leaves to others: training it; the random weights here cost the same time as trained ones.

import CPU
package import Measurement
package import Networks

package struct InferenceBenchmark: Benchmark {
    package let network: Network

    package init(_ network: Network) { self.network = network }

    package var id: String { network.name + "/infer" }
    package var summary: String {
        "infer \(network.name) on \(network.input.height)×\(network.input.width) images: latency at batch 1, throughput at \(largeBatch)"
    }
    package var parameters: [ParameterDeclaration] {
        let batch = ParameterDeclaration("batch", help: "images at once", defaults: ["1", String(largeBatch)])
        // CIFAR-10's networks have figures without it: theirs stay comparable.
        guard network.input.height > 64 else { return [batch] }
        return [batch, ParameterDeclaration("views", help: "passes an image: above 1 is test-time augmentation", defaults: ["1"])]
    }
    /// What fits the memory of a small machine.
    private var largeBatch: Int { network.input.height > 64 ? 16 : 128 }
    package var precisions: [String] { Precision.allCases.map(\.rawValue) }
    package var revision: Int { network.revision }
    package var hasInstructionSets: Bool { true }
    package var hasEngineModes: Bool { true }
    package var roof: String? { "peak/fma" }

    /// One image is a matter of latency, a batch one of throughput.
    package func metric(of configuration: Configuration) -> Metric {
        configuration[name: "batch"] == "1" ? .secondsPerItem : .itemsPerSecond
    }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        let most = parameter == "views" ? 64 : 4096
        guard let count = Int(value), (1...most).contains(count) else {
            throw .badConfiguration("is no number of \(parameter == "views" ? "views" : "images") from 1 to \(most).")
        }
        return [String(count)]
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? { configuration.precisionObstacle }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let batch = configuration[name: "batch"].flatMap({ Int($0) }) else {
            throw .badConfiguration("\(id) needs a batch.")
        }
        do {
            return .kernel(
                try Inference(
                    network: network, batch: batch, views: configuration[name: "views"].flatMap { Int($0) } ?? 1, seed: context.seed,
                    makeExecutor: context.executorMaker(for: configuration, .inference),
                    makeChecked: context.executorMaker(for: configuration, .verification), bounds: configuration.networkBounds))
        } catch let error as WorkloadError {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
    }
}

/// Forward passes over the same images, again and again.
final class Inference: Workload {
    let network: Network
    let work: Work
    private let batch: Int
    private let views: Int
    private let makeChecked: (Network, Int) throws -> any Executor
    private let bounds: NetworkCheck.Bounds
    private let executor: any Executor
    private let images: AlignedBuffer<Float>
    private let logits: AlignedBuffer<Float>

    /// `makeChecked` makes those that are compared with the reference.
    init(
        network: Network, batch: Int, views: Int = 1, seed: UInt64, makeExecutor: (Network, Int) throws -> any Executor,
        makeChecked: @escaping (Network, Int) throws -> any Executor, bounds: NetworkCheck.Bounds
    ) throws {
        self.network = network
        self.batch = batch
        self.views = views
        self.makeChecked = makeChecked
        self.bounds = bounds
        executor = try makeExecutor(network, batch)
        executor.load(state: network.initialState(seed: seed))
        images = try AlignedBuffer(count: batch * network.input.count)
        logits = try AlignedBuffer(count: batch * network.classes)
        let random = Philox(seed: seed, stream: RandomStream.fill)
        for i in 0..<images.count { images.pointer[i] = random.uniform(i) * 2 - 1 }
        let engine = executor as? CPUExecutor, bytes = network.inferenceTraffic(count: batch, engine?.valueBytes ?? .fp32)
        work = Work(
            bytesRead: Double(views * bytes.read), bytesWritten: Double(views * bytes.written),
            operations: Double(views * network.inferenceOperations(count: batch)),
            executedOperations: engine?.executedOperations(count: batch, isTraining: false).map { Double(views * $0) },
            items: Double(batch))
    }

    func verify() -> Verification {
        do {
            return try NetworkCheck.verify(network, bounds, makeExecutor: makeChecked)
        } catch {
            return Verification(relativeError: .infinity, tolerance: bounds.values)
        }
    }

    var algorithms: [AlgorithmTime] { executor.algorithmTimes }

    func run(iterations: Int) {
        for _ in 0..<iterations * views { executor.infer(images: images.pointer, count: batch, logits: logits.pointer) }
    }
}
