// In which precision a configuration multiplies, where that is not the one it is named by: whose peak bounds it.
// Leaves to others: the peaks (MeasuredRoofs in Harness, Roofs in Leaderboard).

extension Configuration {
    /// On a CPU, Mettle's networks and convolutions store bf16 and multiply in float32; `bf16-fast` multiplies pairs of bf16. Products of matrices
    /// in bf16 are of pairs where an instruction set has them, else of float32. Other engines do not say, and are taken by their word.
    package var arithmeticPrecision: String? {
        guard engine == nil, device == "cpu" else { return precision }
        switch precision {
        case "bf16-fast": return "bf16"
        case "bf16" where benchmark == "gemm": return instructionSet == "avx512" || instructionSet == nil ? "bf16" : "fp32"
        case "bf16" where !benchmark.hasPrefix("peak/"): return "fp32"
        default: return precision
        }
    }
}
