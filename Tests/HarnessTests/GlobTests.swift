// Patterns of --only and --skip.
// Leaves to others: what they are matched against (PlanTests).

import Harness
import Testing

@Suite struct GlobTests {
    @Test(arguments: [
        ("gemm", "gemm", true), ("gemm", "gem", false), ("memory/*", "memory/latency", true), ("*", "", true), ("*", "any/thing", true),
        ("*threads=2*", "gemm:fp32,n=1024,threads=2,cpu", true), ("*threads=2*", "gemm:fp32,threads=1,cpu", false), ("g?mm", "gemm", true),
        ("g?mm", "gmm", false), ("a*b*c", "aXbXbXc", true), ("a*b*c", "aXbXb", false), ("", "", true), ("", "x", false), ("**", "x", true),
        ("*/train", "vgg16-bn/train", true),
    ])
    func matches(pattern: String, text: String, expected: Bool) {
        #expect(Glob(pattern).matches(text) == expected)
    }
}
