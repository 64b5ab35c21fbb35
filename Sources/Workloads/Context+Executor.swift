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
            let options = CPUExecutorOptions(
                instructionSet: try configuration.resolvedInstructionSet(), isReproducible: isReproducible ?? reproducible,
                isPrecise: precise,
                isProfiled: purpose == .training,
                algorithm: purpose == .verification && algorithm == .measured ? .rule : algorithm,
                isForInference: purpose == .inference)
            do throws(ExecutorError) {
                return try CPUExecutor(
                    network, batch: batch, team: team(configuration.threads), options: options, chooser: chooser,
                    availableBytes: surroundings.availableBytes > 0 ? surroundings.availableBytes : nil)
            } catch {
                throw WorkloadError(error)
            }
        }
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

/// Time of one layer in one phase, of one step.
package struct LayerFigure: Sendable, Equatable {
    package var layer: Int
    package var name: String
    package var phase: String
    package var seconds: Double
    package var operations: Double
    /// Of a convolution.
    package var algorithm: String?
}

extension Training {
    /// Times of layers since `clearLayerFigures`, a step; empty where the executor keeps none.
    package var layerFigures: [LayerFigure] {
        guard let executor = executor as? CPUExecutor else { return [] }
        let algorithms = Dictionary(uniqueKeysWithValues: executor.layerAlgorithms.map { ($0.layer, $0.chosen.rawValue) })
        return executor.layerTimes.filter { $0.passes > 0 }.map {
            let phase =
                switch $0.phase {
                case .forward: "forward"
                case .backwardData: "backward_data"
                case .backwardWeights: "backward_weights"
                }
            return LayerFigure(
                layer: $0.layer, name: $0.name, phase: phase, seconds: $0.seconds / Double($0.passes),
                operations: $0.usefulOperations / Double($0.passes), algorithm: algorithms[$0.layer])
        }
    }

    /// What was tried before the first step.
    package var algorithms: [AlgorithmTime] { executor.algorithmTimes }

    package func clearLayerFigures() { (executor as? CPUExecutor)?.clearLayerTimes() }
}
