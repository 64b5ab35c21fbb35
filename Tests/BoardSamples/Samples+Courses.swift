// Courses in code: a laptop that gets warm, and four instances that share a memory.
// Leaves to others: what is asserted about them.

package import Measurement
package import Records

extension Samples {
    /// 300 images a second for 60 s at 4.2 GHz and 60 °C, then 240 at 3.2 GHz and 95 °C; ten minutes.
    package static func sustained(_ benchmark: String = "vgg16-bn/train", settles: Bool = true, hasSensors: Bool = true)
        -> MeasuredConfiguration
    {
        var measured = kernel(benchmark, precision: "fp32", threads: 4, metric: .itemsPerSecond, amount: 120, seconds: 0.5, grade: .b)
        measured.configuration.course = .sustained(seconds: 600)
        let windows = (0..<600).map { index in
            var window = SustainedWindow(
                startSeconds: Double(index), iterations: 2, nanoseconds: index < 60 ? 800_000_000 : 1_000_000_000)
            if hasSensors {
                window.meanMegahertz = index < 60 ? 4200 : 3200
                window.maximumCelsius = index < 60 ? 60 : 95
                window.throttleEvents = index == 60 ? 2 : 0
            }
            return window
        }
        measured.samples = windows.dropFirst(60).map(\.sample)
        measured.sustained = SustainedEntry(
            windows: windows, firstIterationSeconds: 0.4, settledAfterSeconds: settles ? 60 : nil, tolerance: 0.02)
        return measured
    }

    /// 30 Gunits a second alone; four at once 24, 18, 21 and 21 of them, 84 together.
    package static func contended(_ benchmark: String = "memory/bandwidth", metric: Metric = .bytesPerSecond) -> MeasuredConfiguration {
        let amount = metric.higherIsBetter ? 4 * 30e9 : 1
        var measured = kernel(benchmark, [Parameter("kernel", "triad")], threads: 1, metric: metric, amount: amount, seconds: 30.0 / 21)
        measured.configuration.course = .contended(instances: 4)
        func instance(_ processor: Int, _ speed: Double) -> InstanceEntry {
            InstanceEntry(processor: processor, samples: [Sample(iterations: 1, nanoseconds: UInt64(30e9 / speed))])
        }
        measured.contention = ContentionEntry(
            alone: instance(0, 30), instances: [(0, 24.0), (2, 18), (4, 21), (6, 21)].map { instance($0.0, $0.1) })
        return measured
    }
}
