// The unit a kernel's figures are written in, chosen once for all bars of a benchmark.
// Leaves to others: digits (Digits).

import Leaderboard
import Measurement

struct KernelUnit {
    /// What an SI value is divided by.
    let factor: Double
    let text: String

    /// One unit for values up to `largest`, in the metric's SI unit. `item` is what the benchmark counts.
    init(_ metric: Metric, largest: Double, smallest: Double, item: String) {
        switch metric {
        case .operationsPerSecond: (factor, text) = largest >= 2e13 ? (1e12, "TFLOP/s") : (1e9, "GFLOP/s")
        case .bytesPerSecond: (factor, text) = (1e9, "GB/s")
        case .itemsPerSecond: (factor, text) = largest >= 1e7 ? (1e6, "million \(item)/s") : (1, "\(item)/s")
        case .secondsPerItem, .seconds: (factor, text) = Self.time(smallest)
        }
    }

    /// The unit of a benchmark's bars.
    init(_ board: KernelBoard, _ values: [Double]) {
        let counts = board.benchmark.hasSuffix("/infer") || board.benchmark.hasSuffix("/train")
        self.init(board.metric, largest: values.max() ?? 1, smallest: values.min() ?? 1, item: counts ? "images" : "items")
    }

    private static func time(_ seconds: Double) -> (Double, String) {
        switch seconds {
        case 1...: (1, "s")
        case 1e-3...: (1e-3, "ms")
        case 1e-6...: (1e-6, "µs")
        default: (1e-9, "ns")
        }
    }

    func text(_ value: Double) -> String { Digits.significant(value / factor) }

    /// The median and its interval with the same decimals: three significant digits, four where three cannot tell the ends apart.
    func texts(_ value: Double, _ lower: Double, _ upper: Double) -> (value: String, interval: String) {
        let three = Digits.decimals(of: value / factor, significant: 3)
        let isTold = Digits.fixed(lower / factor, three) != Digits.fixed(upper / factor, three)
        let decimals = isTold ? three : Digits.decimals(of: value / factor, significant: 4)
        return (Digits.fixed(value / factor, decimals), Digits.range(lower / factor, upper / factor, decimals))
    }
}
