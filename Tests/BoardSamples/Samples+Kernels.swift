// Kernel results in code: figures of a plausible 2-vCPU machine, with a curve over the memory hierarchy.
// Leaves to others: what is asserted about them.

package import Measurement
package import Records

extension Samples {
    /// A completed kernel whose iteration does `amount` of the metric's work in `seconds`.
    package static func kernel(
        _ benchmark: String, _ parameters: [Parameter] = [], precision: String? = nil, threads: Int = 2, instructionSet: String? = "avx512",
        metric: Metric, amount: Double, seconds: Double, spread: Double = 0.004, grade: Grade = .a, roof: Double? = nil
    ) -> MeasuredConfiguration {
        var work = Work()
        switch metric {
        case .operationsPerSecond, .integerOperationsPerSecond: work.operations = amount
        case .bytesPerSecond: work.bytesRead = amount
        case .busBytesPerSecond: work.busBytes = amount
        case .itemsPerSecond, .secondsPerItem, .seconds: work.items = amount
        }
        return MeasuredConfiguration(
            configuration: Configuration(
                benchmark: benchmark, parameters: parameters, threads: threads, instructionSet: instructionSet, precision: precision),
            engineRevision: 1, outcome: .completed, metric: metric, work: work,
            summary: Summary(
                medianSeconds: seconds, deviationSeconds: seconds * spread / 2,
                intervalSeconds: Interval(lower: seconds * (1 - spread), upper: seconds * (1 + spread)), sampleCount: 36, outliers: [],
                method: "order-statistic", seed: 1), roof: roof.map { RoofEntry(against: "peak/fma:fp32,threads=2,cpu", fraction: $0) },
            grade: grade)
    }

    /// What a standard suite leaves behind on a small guest, `speed` times as fast as the one it was written down for.
    package static func kernels(speed: Double = 1) -> [MeasuredConfiguration] {
        func rate(_ benchmark: String, _ parameters: [Parameter], _ precision: String, _ threads: Int, _ giga: Double, roof: Double? = nil)
            -> MeasuredConfiguration
        {
            kernel(
                benchmark, parameters, precision: precision, threads: threads, metric: .operationsPerSecond, amount: 1e9,
                seconds: 1 / (giga * speed), roof: roof)
        }
        var all = [
            rate("peak/fma", [], "fp32", 1, 252), rate("peak/fma", [], "fp32", 2, 498), rate("peak/fma", [], "fp64", 1, 126),
            rate("peak/fma", [], "fp64", 2, 249),
            rate("gemm", [Parameter("n", "1024"), Parameter("transpose", "nn")], "fp32", 1, 241, roof: 0.957),
            rate("gemm", [Parameter("n", "1024"), Parameter("transpose", "nn")], "fp32", 2, 468, roof: 0.94),
            rate("gemm", [Parameter("n", "1024"), Parameter("transpose", "nn")], "fp64", 2, 229, roof: 0.92),
        ]
        for (shape, giga) in [("64-64@32", 401.0), ("128-128@16", 420), ("512-512@4", 388)] {
            all.append(rate("conv2d", [Parameter("layer", shape), Parameter("pass", "forward")], "fp32", 2, giga, roof: giga / 498))
        }
        all.append(
            kernel("dispatch/fork-join", metric: .secondsPerItem, amount: 1, seconds: 2.9e-6 / speed, spread: 0.092, grade: .c))
        all.append(
            kernel(
                "cloud-check/infer", [Parameter("batch", "1")], precision: "fp32", metric: .secondsPerItem, amount: 1,
                seconds: 9.8e-3 / speed,
                spread: 0.006))
        all.append(
            kernel(
                "cloud-check/infer", [Parameter("batch", "128")], precision: "fp32", metric: .itemsPerSecond, amount: 128,
                seconds: 128 / (430 * speed), spread: 0.006))
        return all + hierarchy(speed: speed)
    }

    /// `64 KiB` for 16.
    private static func size(_ exponent: Int) -> String { exponent < 20 ? "\(1 << (exponent - 10)) KiB" : "\(1 << (exponent - 20)) MiB" }

    /// Bandwidth and latency from 8 KiB to 512 MiB over L1 48 KiB, L2 1 MiB, L3 32 MiB.
    package static func hierarchy(speed: Double) -> [MeasuredConfiguration] {
        let plateaus: [(kernel: String, store: String, gigabytes: [Double])] = [
            ("read", "ordinary", [322, 148, 82, 41]), ("triad", "ordinary", [238, 96, 58, 27]),
            ("triad", "non-temporal", [31, 30, 31, 37]),
            ("copy", "ordinary", [210, 90, 52, 25]), ("write", "ordinary", [160, 70, 45, 20]),
        ]
        var all: [MeasuredConfiguration] = []
        for exponent in 13...29 {
            let bytes = Double(1 << exponent)
            let level = bytes <= 49_152 ? 0 : bytes <= 1_048_576 ? 1 : bytes <= 33_554_432 ? 2 : 3
            for threads in [1, 2] {
                for plateau in plateaus {
                    all.append(
                        kernel(
                            "memory/bandwidth",
                            [
                                Parameter("kernel", plateau.kernel), Parameter("store", plateau.store),
                                Parameter("size", size(exponent)),
                            ], threads: threads, metric: .bytesPerSecond, amount: bytes,
                            seconds: bytes / (plateau.gigabytes[level] * 1e9 * (threads == 1 ? 1 : level == 3 ? 1.3 : 1.95) * speed)))
                }
            }
            all.append(
                kernel(
                    "memory/latency", [Parameter("size", size(exponent))], threads: 1, instructionSet: nil, metric: .secondsPerItem,
                    amount: 1, seconds: [1.1e-9, 3.6e-9, 14e-9, 118e-9][level] / speed))
        }
        return all
    }
}
