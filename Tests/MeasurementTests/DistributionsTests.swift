// Quantiles against the printed tables.

import Measurement
import Testing

@Suite struct DistributionsTests {
    @Test func normal() {
        #expect(abs(NormalDistribution.quantile(confidence: 0.95) - 1.959963984540054) < 1e-12)
        #expect(abs(NormalDistribution.quantile(confidence: 0.99) - 2.5758293035489) < 1e-12)
        #expect(abs(NormalDistribution.cumulative(-1) - 0.158655253931457) < 1e-14)
        #expect(abs(NormalDistribution.twoSided(-1.959963984540054) - 0.05) < 1e-14)
    }

    /// Source: the tables of t, e.g. NIST/SEMATECH e-Handbook 1.3.6.7.2; 1.5 degrees from its integral.
    @Test(arguments: [
        (0.95, 1.0, 12.706204736432), (0.95, 2, 4.302652729911), (0.95, 5, 2.570581835636), (0.99, 10, 3.169272672616),
        (0.95, 30, 2.042272456301), (0.95, 1000, 1.962339080776), (0.5, 1, 1.0),
    ])
    func student(confidence: Double, degrees: Double, expected: Double) {
        #expect(abs(StudentDistribution.quantile(confidence: confidence, degrees: degrees) - expected) < 1e-9)
    }

    @Test func studentBetweenWholeDegreesLiesBetween() {
        let t = StudentDistribution.quantile(confidence: 0.95, degrees: 1.5)
        #expect(t < 12.7 && t > 4.31)
        #expect(abs(StudentDistribution.twoSided(t, degrees: 1.5) - 0.05) < 1e-12)
        #expect(StudentDistribution.twoSided(0, degrees: 3) == 1)
    }
}
