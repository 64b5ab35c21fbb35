// Inference of a network of the catalogue: latency at batch 1, throughput at batch 128.
// Leaves to others: training it; the random weights here cost the same time as trained ones.

import CPU
package import Measurement
package import Networks

package struct InferenceBenchmark: Benchmark {
    package let network: Network

    package init(_ network: Network) { self.network = network }

    package var id: String { network.name + "/infer" }
    package var summary: String { "infer \(network.name) on 32×32 images: latency at batch 1, throughput at 128" }
    package var parameters: [ParameterDeclaration] {
        [ParameterDeclaration("batch", help: "images at once", defaults: ["1", "128"])]
    }
    package var precisions: [String] { ["fp32"] }
    package var hasInstructionSets: Bool { true }
    package var roof: String? { "peak/fma" }

    /// One image is a matter of latency, a batch one of throughput.
    package func metric(of configuration: Configuration) -> Metric {
        configuration[name: "batch"] == "1" ? .secondsPerItem : .itemsPerSecond
    }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        guard let batch = Int(value), (1...4096).contains(batch) else {
            throw .badConfiguration("is not a batch from 1 to 4096.")
        }
        return [String(batch)]
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let batch = configuration[name: "batch"].flatMap({ Int($0) }) else {
            throw .badConfiguration("\(id) needs a batch.")
        }
        do {
            return .kernel(
                try Inference(network: network, batch: batch, seed: context.seed, makeExecutor: context.executorMaker(for: configuration)))
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
    private let makeExecutor: (Network, Int) throws -> any Executor
    private let executor: any Executor
    private let images: AlignedBuffer<Float>
    private let logits: AlignedBuffer<Float>

    init(network: Network, batch: Int, seed: UInt64, makeExecutor: @escaping (Network, Int) throws -> any Executor) throws {
        self.network = network
        self.batch = batch
        self.makeExecutor = makeExecutor
        executor = try makeExecutor(network, batch)
        executor.load(state: network.initialState(seed: seed))
        images = try AlignedBuffer(count: batch * network.input.count)
        logits = try AlignedBuffer(count: batch * network.classes)
        let random = Philox(seed: seed, stream: RandomStream.fill)
        for i in 0..<images.count { images.pointer[i] = random.uniform(i) * 2 - 1 }
        let engine = executor as? CPUExecutor, bytes = network.inferenceTraffic(count: batch, engine?.valueBytes ?? .fp32)
        work = Work(
            bytesRead: Double(bytes.read), bytesWritten: Double(bytes.written),
            operations: Double(network.inferenceOperations(count: batch)),
            executedOperations: engine?.executedOperations(count: batch, isTraining: false).map(Double.init),
            items: Double(batch))
    }

    func verify() -> Verification {
        do {
            return try NetworkCheck.verify(network, makeExecutor: makeExecutor)
        } catch {
            return Verification(relativeError: .infinity, tolerance: 0)
        }
    }

    func run(iterations: Int) {
        for _ in 0..<iterations { executor.infer(images: images.pointer, count: batch, logits: logits.pointer) }
    }
}
