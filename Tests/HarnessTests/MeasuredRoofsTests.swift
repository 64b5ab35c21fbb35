// Which of a run's roofs a configuration is held against, and how much of it it reaches.
// Leaves to others: measuring them (Workloads), showing the share.

import Harness
import Measurement
import Records
import Testing

@Suite struct MeasuredRoofsTests {
    /// A measurement of one second's iteration.
    private func measured(
        _ benchmark: String, _ parameters: [Parameter] = [], precision: String? = nil, threads: Int = 2, set: String = "avx2",
        metric: Metric, _ rate: Double
    ) -> MeasuredConfiguration {
        let work = metric == .bytesPerSecond ? Work(bytesRead: rate) : Work(operations: rate)
        let configuration = Configuration(
            benchmark: benchmark, parameters: parameters, threads: threads, instructionSet: set, precision: precision)
        return MeasuredConfiguration(
            configuration: configuration, engineRevision: 1, outcome: .completed, metric: metric, work: work,
            summary: Summary(
                medianSeconds: 1, deviationSeconds: 0, intervalSeconds: Interval(lower: 1, upper: 1), sampleCount: 1, outliers: [],
                method: "toy", seed: 1))
    }

    private func bandwidth(_ kernel: String, _ size: String, threads: Int = 2, _ rate: Double) -> MeasuredConfiguration {
        measured(
            "memory/bandwidth", [Parameter("kernel", kernel), Parameter("store", "ordinary"), Parameter("size", size)], threads: threads,
            metric: .bytesPerSecond, rate)
    }

    private func configuration(precision: String? = "fp32", threads: Int = 2, set: String = "avx2") -> Configuration {
        Configuration(benchmark: "toy", threads: threads, instructionSet: set, precision: precision)
    }

    @Test func arithmeticIsHeldAgainstTheSamePrecisionThreadsAndSet() {
        var roofs = MeasuredRoofs()
        roofs.note(measured("peak/fma", precision: "fp64", metric: .operationsPerSecond, 50))
        roofs.note(measured("peak/fma", precision: "fp32", metric: .operationsPerSecond, 100))
        let work = Work(operations: 40)
        let entry = roofs.entry(["peak/fma"], for: configuration(), work: work, seconds: 0.5)
        #expect(entry == RoofEntry(against: "peak/fma:fp32,avx2,threads=2,cpu", fraction: 0.8))
        #expect(roofs.entry(["peak/fma"], for: configuration(threads: 1), work: work, seconds: 1) == nil)
        #expect(roofs.entry(["peak/fma"], for: configuration(set: "avx512"), work: work, seconds: 1) == nil)
        #expect(roofs.entry(["peak/fma"], for: configuration(precision: "bf16"), work: work, seconds: 1) == nil)
        #expect(roofs.entry([], for: configuration(), work: work, seconds: 1) == nil)
    }

    @Test func bytesAreHeldAgainstTheBestLikeKernelOfTheirWorkingSet() {
        var roofs = MeasuredRoofs()
        for (size, rates) in [("1 MiB", (200.0, 150.0, 160.0)), ("16 MiB", (60, 40, 41)), ("256 MiB", (30, 21, 22))] {
            roofs.note(bandwidth("read", size, rates.0))
            roofs.note(bandwidth("copy", size, rates.1))
            roofs.note(bandwidth("triad", size, rates.2))
        }
        func against(_ work: Work, _ bytes: Int?) -> String? {
            roofs.entry(["memory/bandwidth"], for: configuration(), work: work, workingSetBytes: bytes, seconds: 1)?.against
        }
        let copies = Work(bytesRead: 5, bytesWritten: 5), reads = Work(bytesRead: 10)
        #expect(against(copies, 1 << 20) == "memory/bandwidth:kernel=triad,store=ordinary,size=1 MiB,avx2,threads=2,cpu")
        #expect(against(reads, 1 << 20)?.contains("kernel=read,store=ordinary,size=1 MiB") == true)
        // 2 MiB is the cache of which 1 MiB is half; beyond it the next level counts.
        #expect(against(reads, 2 << 20)?.contains("size=1 MiB") == true)
        #expect(against(reads, 3 << 20)?.contains("size=16 MiB") == true)
        #expect(against(reads, 33 << 20)?.contains("size=256 MiB") == true)
        #expect(against(reads, 1 << 40)?.contains("size=256 MiB") == true)
        #expect(against(reads, 4096)?.contains("size=1 MiB") == true)
        // Without a working set, the bytes that are moved.
        #expect(against(Work(bytesRead: 20e6), nil)?.contains("size=16 MiB") == true)
        let entry = roofs.entry(["memory/bandwidth"], for: configuration(), work: copies, workingSetBytes: 1 << 20, seconds: 0.125)
        #expect(entry?.fraction == 0.5)
    }

    @Test func ofTwoRoofsTheNearerOneCounts() {
        var roofs = MeasuredRoofs()
        roofs.note(measured("peak/fma", precision: "fp32", metric: .operationsPerSecond, 100))
        roofs.note(bandwidth("copy", "256 MiB", 10))
        func entry(_ work: Work) -> RoofEntry? {
            roofs.entry(["peak/fma", "memory/bandwidth"], for: configuration(), work: work, seconds: 1)
        }
        #expect(entry(Work(bytesRead: 1, bytesWritten: 1, operations: 50))?.against.hasPrefix("peak/fma") == true)
        #expect(entry(Work(bytesRead: 4, bytesWritten: 4, operations: 50))?.against.hasPrefix("memory/bandwidth") == true)
        #expect(entry(Work(bytesRead: 4, bytesWritten: 4))?.fraction == 0.8)
    }

    @Test func whatIsNoRoofIsNotOne() {
        var roofs = MeasuredRoofs()
        var failed = bandwidth("copy", "1 MiB", 10)
        failed.outcome = .skipped(reason: "a toy")
        roofs.note(failed)
        var held = measured("peak/fma", precision: "fp32", metric: .operationsPerSecond, 7)
        held.roof = RoofEntry(against: "another", fraction: 1)
        roofs.note(held)
        // A sum of instances is higher than any roof of one team.
        var course = measured("peak/fma", precision: "fp32", metric: .operationsPerSecond, 400)
        course.configuration.course = .contended(instances: 4)
        roofs.note(course)
        #expect(roofs.entry(["memory/bandwidth"], for: configuration(), work: Work(bytesRead: 1), seconds: 1) == nil)
        #expect(roofs.entry(["peak/fma"], for: configuration(), work: Work(operations: 1), seconds: 1) == nil)
    }
}
