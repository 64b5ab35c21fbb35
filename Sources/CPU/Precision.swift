// In which numbers an engine stores and multiplies, and which instruction sets can.
// Leaves to others: the tables of kernels (ConvolutionTables), what a network loses by it (NetworkCheck and the tests' bounds).

/// A precision of networks and convolutions. Master weights, momentum and statistics are float32 in all of them.
package enum Precision: String, CaseIterable, Sendable {
    case fp32
    /// Activations and their gradients are stored in bf16; all arithmetic is float32.
    case bf16
    /// Products are of bf16 operands too, summed in float32: Winograd rounds in its own domain, which costs accuracy for twice the rate.
    case bf16Fast = "bf16-fast"

    /// Whether an instruction set multiplies in this precision; where it does not, operands are widened, and nothing is gained.
    package func isNative(to instructionSet: InstructionSet) -> Bool {
        self != .bf16Fast || instructionSet == .avx512 && DotProduct.bf16.isAvailable
    }
}
