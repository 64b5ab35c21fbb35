// A touch drawn from a mixture of normal distributions, in single precision.
// Leaves to others: the mixture's numbers (MixturePredictor), the definition in float64 (Networks.Reference+Mixture).

import Measurement
import Networks

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

enum MixtureDraw {
    /// `outputs`: for each component its weight's logit; then all means; then logarithms of all deviations.
    static func touch(
        _ network: MixtureNetwork, _ outputs: UnsafePointer<Float>, random: Philox, caller: Int, to touch: UnsafeMutablePointer<Float>
    ) {
        let size = MixtureNetwork.touch, components = network.components
        var largest = outputs[0]
        for c in 1..<components { largest = max(largest, outputs[c]) }
        var sum: Float = 0
        for c in 0..<components { sum += exp(outputs[c] - largest) }
        // The first component whose cumulative weight lies above a uniform number of the whole.
        var left = random.uniform(8 * caller) * sum, component = 0
        while component < components - 1 {
            left -= exp(outputs[component] - largest)
            if left < 0 { break }
            component += 1
        }
        let means = outputs + components + component * size, deviations = means + components * size
        let normals = random.normals(UInt64(2 * caller + 1))
        for place in 0..<size {
            let value = means[place] + exp(deviations[place]) * Float(normals[place])
            touch[place] = place < 2 ? min(max(value, 0), 1) : max(value, Float(MixtureNetwork.leastInterval))
        }
    }
}
