// Chooses the algorithm of a convolution by trying those that can compute it, once, before the first step.
// Leaves to others: the rule where time or choice is lacking (PreparedConvolution.preferred), recording what was tried.

import Intrinsics
import Networks
import Tiles

/// How the algorithm of each convolution is chosen.
package enum AlgorithmChoice: Sendable, Hashable {
    /// By a fixed rule of channels and map: the same on every machine.
    case rule
    /// By trying.
    case measured
    /// This one wherever it can compute the layer, direct elsewhere.
    case forced(ConvolutionAlgorithm)
}

/// What a layer's trial found: seconds of its passes over the whole batch (the passes of a training step, or forward), least first.
package struct AlgorithmTrial: Sendable, Equatable {
    package var algorithm: ConvolutionAlgorithm
    package var seconds: Double
}

/// Remembers what it tried, so that equal layers and later networks cost nothing. Lives on the measuring thread.
package final class AlgorithmChooser {
    private struct Key: Hashable {
        var geometry: ConvolutionGeometry
        var precision: Precision
        var set: InstructionSet
        var threads: Int
        var passes: [Convolution2D.Pass]
        var keepsWeights: Bool
    }

    /// Trials of one network stop after that long; the rule decides the rest.
    package static let secondsANetwork = 3.0
    /// Useful operations of one pass of a trial: some 10 ms on two cores. Large maps are tried on fewer images.
    private static let operationsAPass = 2e9

    private var found: [Key: [AlgorithmTrial]] = [:]
    private var spent = 0.0

    package init() {}

    /// Questions that it has an answer to.
    package var count: Int { found.count }

    /// Gives the next network its time.
    package func beginNetwork() { spent = 0 }

    /// The trials of a convolution, the fastest first; empty where only one algorithm can compute it, or no time is left. `keepsWeights`: for forward
    /// passes that share what is made of the weights; else each pays for it, which may turn the choice.
    package func trials(
        _ geometry: ConvolutionGeometry, passes: [Convolution2D.Pass], precision: Precision = .fp32, set: InstructionSet,
        team: WorkerTeam, isReproducible: Bool = false, keepsWeights: Bool = false
    ) -> [AlgorithmTrial] {
        let able = ConvolutionAlgorithm.allCases.filter { $0.computes(geometry) }
        guard able.count > 1 else { return [] }
        let key = Key(
            geometry: geometry, precision: precision, set: set, threads: team.count, passes: passes, keepsWeights: keepsWeights)
        if let known = found[key] { return known }
        guard spent < Self.secondsANetwork else { return [] }
        let start = monotonicRawNanoseconds()
        let trials = able.compactMap { measure(key, $0, team, isReproducible) }
        spent += Double(monotonicRawNanoseconds() - start) * 1e-9
        // Memory was refused to one of them: nothing was compared.
        guard trials.count == able.count else { return [] }
        let sorted = trials.sorted { $0.seconds < $1.seconds }
        found[key] = sorted
        return sorted
    }

    private func measure(
        _ key: Key, _ algorithm: ConvolutionAlgorithm, _ team: WorkerTeam, _ isReproducible: Bool
    ) -> AlgorithmTrial? {
        let geometry = key.geometry, batch = Self.trialBatch(geometry)
        guard
            let convolution = try? Convolution2D(
                geometry.convolution, height: geometry.height, width: geometry.width, batch: batch, algorithm: algorithm,
                precision: key.precision, instructionSet: key.set, team: team, isReproducible: isReproducible,
                keepsWeights: key.keepsWeights)
        else { return nil }
        var least = Double.infinity
        // The first round touches the memory; of two more the faster one is the layer's, the other the neighbours'.
        for round in 0..<3 {
            let start = monotonicRawNanoseconds()
            for pass in key.passes { convolution.run(pass) }
            if round > 0 { least = min(least, Double(monotonicRawNanoseconds() - start) * 1e-9) }
        }
        return AlgorithmTrial(algorithm: algorithm, seconds: least * Double(geometry.batch) / Double(batch))
    }

    /// Small maps are computed for all images at once, so that their batch is part of the question.
    private static func trialBatch(_ g: ConvolutionGeometry) -> Int {
        guard g.outputPlane >= 64 else { return g.batch }
        let c = g.convolution
        let operations = 2 * Double(g.outputPlane * c.outputs * c.inputs * g.taps)
        return min(g.batch, max(8, Int(operationsAPass / operations)))
    }
}

extension ConvolutionAlgorithm {
    func computes(_ geometry: ConvolutionGeometry) -> Bool {
        switch self {
        case .direct: true
        case .winograd4: WinogradConvolution.computes(geometry)
        }
    }
}
