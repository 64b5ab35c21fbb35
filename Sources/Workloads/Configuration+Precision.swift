// What a configuration's precision means to the CPU engine, and how far from the reference its answers may lie.
// Leaves to others: what each precision computes (CPU.Precision).

import CPU
package import Measurement
import Networks

extension Configuration {
    /// The engine's precision; a configuration that names none means float32.
    var enginePrecision: Precision { precision.flatMap(Precision.init(rawValue:)) ?? .fp32 }

    /// Why this precision gains nothing here, as a sentence; nil where it does.
    var precisionObstacle: String? {
        let wanted = enginePrecision
        guard let set = try? resolvedInstructionSet(), !wanted.isNative(to: set) else { return nil }
        return "\(wanted.rawValue) multiplies pairs of bf16 in one instruction, which \(set.rawValue) has not here: choose bf16 or fp32."
    }

    /// The bounds of `NetworkCheck`. Values that bf16 rounds turn a ReLU here and there, or another pixel of a pool wins: the gradient then takes
    /// another way altogether. In a network of 13 layers at its first weights that is a fifth of the gradient (0.2 measured with batch
    /// normalisation, 0.03–0.1 without); with the operands of Winograd in bf16 0.3–0.8. The values themselves stay near.
    package var networkBounds: NetworkCheck.Bounds {
        switch enginePrecision {
        case .fp32: NetworkCheck.Bounds(storage: .exact, values: 1e-3, gradients: 1e-3)
        case .bf16: NetworkCheck.Bounds(storage: .bfloat16, values: 1.5e-2, gradients: 0.4)
        case .bf16Fast: NetworkCheck.Bounds(storage: .bfloat16, values: 4e-2, gradients: 0.9)
        }
    }
}
