// How a benchmark gets an executor for a configuration: the CPU engine on the context's team.
// Leaves to others: the engine (CPU.CPUExecutor).

import CPU
package import Measurement
package import Networks

extension Context {
    /// What an executor is made for: its algorithms are chosen accordingly, and for a check on small networks by rule.
    package enum Purpose { case training, inference, verification }

    /// Makes executors of a network for at most so many images. Those for training keep times of layers, at two clock readings a layer.
    /// `isReproducible` nil: as the context says.
    package func executorMaker(
        for configuration: Configuration, _ purpose: Purpose, isReproducible: Bool? = nil
    ) -> (Network, Int) throws -> any Executor {
        { [self] network, batch in
            let options = try executorOptions(of: network, for: configuration, purpose, isReproducible: isReproducible)
            do throws(ExecutorError) {
                return try CPUExecutor(
                    network, batch: batch, team: team(configuration.threads), options: options, chooser: chooser,
                    availableBytes: surroundings.availableBytes > 0 ? surroundings.availableBytes : nil)
            } catch {
                throw WorkloadError(error)
            }
        }
    }

    /// Bytes that an executor for training will hold, with algorithms chosen by rule: trials may choose others, whose need is much the same.
    func plannedBytes(of network: Network, batch: Int, for configuration: Configuration) throws(WorkloadError) -> Int {
        let options = try executorOptions(of: network, for: configuration, .training, isReproducible: nil)
        do throws(ExecutorError) {
            return try CPUExecutor.plan(network, batch: batch, threads: configuration.threads, options: options).byteCount
        } catch {
            throw WorkloadError(error)
        }
    }

    private func executorOptions(
        of network: Network, for configuration: Configuration, _ purpose: Purpose, isReproducible: Bool?
    ) throws(WorkloadError) -> CPUExecutorOptions {
        CPUExecutorOptions(
            instructionSet: try configuration.resolvedInstructionSet(), precision: configuration.enginePrecision,
            isReproducible: isReproducible ?? reproducible, isPrecise: precise, isProfiled: purpose == .training,
            algorithm: purpose == .verification && algorithm == .measured ? .rule : algorithm,
            isForInference: purpose == .inference,
            // The checks' own recipes are SGD's: a step of AdamW follows a gradient's sign, however small the gradient is.
            optimizer: purpose == .training ? Recipe.standard(for: network).optimizer : .sgd)
    }
}

extension Executor {
    /// What was tried for each convolution, the chosen algorithm first, with the seconds of its passes over a batch.
    var algorithmTimes: [AlgorithmTime] {
        guard let executor = self as? CPUExecutor else { return [] }
        return executor.layerAlgorithms.flatMap { layer in
            layer.trials.map { AlgorithmTime(name: $0.algorithm.rawValue, seconds: $0.seconds, layer: layer.layer) }
        }
    }
}

extension WorkloadError {
    init(_ error: ExecutorError) {
        switch error {
        case .doesNotFit(let needed, let available): self = .doesNotFit(needed: needed, available: available)
        case .outOfMemory(let byteCount): self.init(CPUError.outOfMemory(byteCount: byteCount))
        }
    }
}

/// Time of one layer in one phase, of one step, with its work: useful operations, those executed where they differ, least bytes.
package struct LayerFigure: Sendable, Equatable {
    package var layer: Int
    package var name: String
    package var phase: String
    package var seconds: Double
    package var work: Work
    /// Of a convolution.
    package var algorithm: String?
}

extension Training {
    /// Times of layers since `clearLayerFigures`, a step; empty where the executor keeps none.
    package var layerFigures: [LayerFigure] {
        guard let executor = executor as? CPUExecutor else { return [] }
        return executor.layerTimes.filter { $0.passes > 0 }.map {
            let passes = Double($0.passes)
            return LayerFigure(
                layer: $0.layer, name: $0.name, phase: $0.phase.rawValue, seconds: $0.seconds / passes,
                work: Work(
                    bytesRead: $0.bytesRead / passes, bytesWritten: $0.bytesWritten / passes, operations: $0.usefulOperations / passes,
                    executedOperations: $0.executedOperations.map { $0 / passes }),
                algorithm: $0.algorithm)
        }
    }

    /// What was tried before the first step.
    package var algorithms: [AlgorithmTime] { executor.algorithmTimes }

    /// The work of one step on a full batch.
    package var work: Work {
        let batch = recipe.batch, engine = executor as? CPUExecutor
        let bytes = network.trainingTraffic(count: batch, engine?.valueBytes ?? .fp32)
        return Work(
            bytesRead: Double(bytes.read), bytesWritten: Double(bytes.written),
            operations: Double(network.trainingOperations(count: batch)),
            executedOperations: engine?.executedOperations(count: batch, isTraining: true).map(Double.init),
            items: Double(batch))
    }

    package func clearLayerFigures() { (executor as? CPUExecutor)?.clearLayerTimes() }
}
