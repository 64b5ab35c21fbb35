// What a configuration says of itself.
// Leaves to others: identifiers and titles in records (RecordsTests).

import Measurement
import Testing

@Suite struct ConfigurationTests {
    /// Strict bf16 is widened before it is multiplied; pairs of bf16 are multiplied where an instruction set has that.
    @Test(arguments: [
        ("gemm", "fp32", "avx512", "fp32"), ("gemm", "bf16", "avx512", "bf16"), ("gemm", "bf16", "avx2", "fp32"),
        ("peak/fma", "bf16", "avx512", "bf16"), ("conv2d", "bf16", "avx512", "fp32"), ("vgg16/infer", "bf16", "avx512", "fp32"),
        ("vgg16/train", "bf16-fast", "avx512", "bf16"),
    ]) func theArithmeticOfAPrecision(benchmark: String, precision: String, set: String, expected: String) {
        var configuration = Configuration(benchmark: benchmark, instructionSet: set, precision: precision)
        #expect(configuration.arithmeticPrecision == expected)
        configuration.engine = "pytorch"
        #expect(configuration.arithmeticPrecision == precision)
        configuration.engine = nil
        configuration.device = "cuda:0"
        #expect(configuration.arithmeticPrecision == precision)
    }
}
