// How a benchmark gets an executor for a configuration: the CPU engine on the context's team.
// Leaves to others: the engine (CPU.CPUExecutor).

import CPU
package import Measurement
package import Networks

extension Context {
    /// Makes executors of a network for at most so many images. `isProfiled` keeps times of layers, at two clock readings a layer.
    package func executorMaker(for configuration: Configuration, isProfiled: Bool = false) -> (Network, Int) throws -> any Executor {
        { [self] network, batch in
            let options = CPUExecutorOptions(
                instructionSet: try configuration.resolvedInstructionSet(), isReproducible: reproducible, isPrecise: precise,
                isProfiled: isProfiled)
            do throws(ExecutorError) {
                return try CPUExecutor(
                    network, batch: batch, team: team(configuration.threads), options: options,
                    availableBytes: surroundings.availableBytes > 0 ? surroundings.availableBytes : nil)
            } catch {
                throw WorkloadError(error)
            }
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
}

extension Training {
    /// Times of layers since `clearLayerFigures`, a step; empty where the executor keeps none.
    package var layerFigures: [LayerFigure] {
        guard let executor = executor as? CPUExecutor else { return [] }
        return executor.layerTimes.filter { $0.passes > 0 }.map {
            let phase =
                switch $0.phase {
                case .forward: "forward"
                case .backwardData: "backward_data"
                case .backwardWeights: "backward_weights"
                }
            return LayerFigure(
                layer: $0.layer, name: $0.name, phase: phase, seconds: $0.seconds / Double($0.passes),
                operations: $0.usefulOperations / Double($0.passes))
        }
    }

    package func clearLayerFigures() { (executor as? CPUExecutor)?.clearLayerTimes() }
}
