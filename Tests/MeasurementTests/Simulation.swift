// Simulated series for the tests: autocorrelated noise of several shapes, from Philox, so that every run sees the same.
// Leaves to others: what is asserted of them.

import Glibc
import Measurement

/// Random numbers one after another, keyed by a seed and a case's number.
struct SimulatedNoise {
    private let source: Philox
    private var block: UInt64 = 0
    private var ready: [Double] = []

    init(seed: UInt64, stream: Int = 0) { source = Philox(seed: seed, stream: 0x5100_0000 | UInt32(stream)) }

    mutating func normal() -> Double {
        if ready.isEmpty {
            let four = source.normals(block)
            block += 1
            ready = [four[3], four[2], four[1], four[0]]
        }
        return ready.removeLast()
    }

    /// In (0, 1).
    mutating func uniform() -> Double { NormalDistribution.cumulative(normal()) }
}

/// The shape of AR(1) noise: a stationary Gaussian AR(1) series with its values transformed, so that the median is known exactly.
enum NoiseShape: CaseIterable {
    case normal
    /// Positive and skewed: e^z, median 1.
    case lognormal
    /// Symmetric with heavy tails: sinh(1.3 z), median 0.
    case heavy
    /// Positive with a heavy tail, as interrupts make it: Pareto of exponent 2, (1 − Φ(z))^(−1/2) − 1, median √2 − 1.
    case pareto

    var median: Double {
        switch self {
        case .normal, .heavy: 0
        case .lognormal: 1
        case .pareto: 2.0.squareRoot() - 1
        }
    }

    func value(_ z: Double) -> Double {
        switch self {
        case .normal: z
        case .lognormal: exp(z)
        case .heavy: sinh(1.3 * z)
        case .pareto: 1 / NormalDistribution.cumulative(-z).squareRoot() - 1
        }
    }
}

struct AutocorrelatedSeries {
    var shape: NoiseShape
    var rho: Double
    /// What the noise is multiplied by before it is added to 1.
    var scale: Double

    /// The true median of a sample's seconds.
    var median: Double { 1 + scale * shape.median }

    func samples(count: Int, noise: inout SimulatedNoise) -> [Sample] {
        var z = noise.normal()
        let innovation = (1 - rho * rho).squareRoot()
        return (0..<count).map { _ in
            let seconds = max(0.1, 1 + scale * shape.value(z))
            z = rho * z + innovation * noise.normal()
            return Sample(iterations: 1, nanoseconds: UInt64(seconds * 1e9))
        }
    }
}

/// Samples of one iteration from seconds.
func samples(_ seconds: [Double]) -> [Sample] { seconds.map { Sample(iterations: 1, nanoseconds: UInt64(($0 * 1e9).rounded())) } }
