// The plain values of a measurement: what they derive, and how they are coded.

import FoundationEssentials
import Measurement
import Testing

@Suite struct ValueTests {
    private func roundTrip<T: Codable & Equatable>(_ value: T) throws -> Bool {
        try JSONDecoder().decode(T.self, from: JSONEncoder().encode(value)) == value
    }

    @Test(arguments: [
        Outcome.completed, .skipped(reason: "no CUDA device"), .failed(kind: .wrongAnswer, reason: "differs by 0.3 at 17"),
    ])
    func outcomesAreCodedByStatus(outcome: Outcome) throws { #expect(try roundTrip(outcome)) }

    @Test func anUnknownStatusIsRefused() {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Outcome.self, from: Data(#"{"status": "done"}"#.utf8))
        }
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Outcome.self, from: Data(#"{"status": "failed", "reason": "x"}"#.utf8))
        }
    }

    @Test func ratesFollowFromWork() {
        let work = Work(bytesRead: 16, bytesWritten: 8, operations: 2, items: 4)
        #expect(work.bytes == 24)
        #expect(Metric.bytesPerSecond.value(seconds: 2, work: work) == 12)
        #expect(Metric.operationsPerSecond.value(seconds: 2, work: work) == 1)
        #expect(Metric.itemsPerSecond.value(seconds: 2, work: work) == 2)
        #expect(Metric.secondsPerItem.value(seconds: 2, work: work) == 0.5)
        #expect(Metric.seconds.value(seconds: 2, work: work) == 2)
        #expect(
            Metric.allCases.filter(\.higherIsBetter) == [
                .operationsPerSecond, .integerOperationsPerSecond, .bytesPerSecond, .busBytesPerSecond, .itemsPerSecond,
            ])
    }

    @Test func aConfigurationNamesItself() throws {
        let configuration = Configuration(
            benchmark: "gemm", parameters: [Parameter("n", "1024")], threads: 2, instructionSet: "avx512", precision: "fp32")
        #expect(configuration.title == "fp32, n 1024, 2 threads, avx512")
        #expect(configuration.identifier == "gemm:fp32,n=1024,avx512,threads=2,cpu")
        #expect(configuration[name: "n"] == "1024" && configuration[name: "k"] == nil)
        #expect(try roundTrip(configuration))
    }

    @Test func aSeriesIsCodedWhole() throws {
        let workload = ScriptedWorkload { 100_000_000 + UInt64($0 % 7) * 12_000_000 }
        let sampler = Sampler(clock: workload.clock, criterion: PrecisionCriterion(budgetSeconds: 3))
        let series = try #require(sampler.series(run: workload.run))
        #expect(!series.caveats.isEmpty)
        #expect(try roundTrip(series))
        #expect(try roundTrip(NoiseFloor.assumed))
        #expect(
            try roundTrip(
                Projection.projected(setupSeconds: 1, stepSeconds: [1, 1.1, 0.9], length: RunLength(fullSteps: 9), seed: 1)))
    }
}
