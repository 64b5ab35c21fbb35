// Tests of contradictions: each is made in a good record and must be found, at its place, alone.
// Leaves to others: format (RecordFileTests).

import Measurement
import Prices
import Records
import Testing

@Suite("Validation")
struct RecordValidationTests {
    struct Spoiling: Sendable, CustomTestStringConvertible {
        var path: String
        var spoil: @Sendable (inout Record) -> Void
        var testDescription: String { path }

        init(_ path: String, _ spoil: @escaping @Sendable (inout Record) -> Void) {
            self.path = path
            self.spoil = spoil
        }
    }

    static let heads = [
        Spoiling("run_id") { $0.runId = "0e4c1a52-93a7-1c1e-8a7d-5f1f0a6b2c3d" },
        Spoiling("label") { $0.label = "" },
        Spoiling("label") { $0.label = "a\u{1B}[31m" },
        Spoiling("created_at") { $0.createdAt = "2026-02-30T00:00:00Z" },
        Spoiling("created_at") { $0.createdAt = "21 November 2026" },
        Spoiling("finished_at") { $0.finishedAt = "2026-11-21T13:08:00" },
        Spoiling("provenance") { $0.provenance = Provenance(kind: .published) },
        Spoiling("program") { $0.program = nil },
        Spoiling("program.binary_sha256") { $0.program?.binarySha256 = "abc" },
        Spoiling("machine.name") { $0.machine.name = "" },
        Spoiling("noise_floor.log_ratio") { $0.noiseFloor?.logRatio = -1 },
        Spoiling("noise_floor.pairs") { $0.noiseFloor?.pairs = 0 },
        Spoiling("offers[0].price_per_hour") { $0.offers[0].pricePerHour?.micros = -1 },
        Spoiling("offers[0].date") { $0.offers[0].date = "2018" },
        Spoiling("offers[0].source") { $0.offers[0].source = "" },
        Spoiling("measurements[2]") { $0.measurements.append($0.measurements[0]) },
    ]

    static let kernels = [
        Spoiling("measurements[0].configuration.benchmark") { $0.measurements[0].configuration.benchmark = "Gemm" },
        Spoiling("measurements[0].configuration.benchmark") { $0.measurements[0].configuration.benchmark = "a/b/c" },
        Spoiling("measurements[0].configuration.revision") { $0.measurements[0].configuration.revision = 0 },
        Spoiling("measurements[0].configuration.threads") { $0.measurements[0].configuration.threads = -1 },
        Spoiling("measurements[0].engine_revision") { $0.measurements[0].engineRevision = -1 },
        Spoiling("measurements[0].started_at") { $0.measurements[0].startedAt = "now" },
        Spoiling("measurements[0].roof.fraction") { $0.measurements[0].roof?.fraction = 0 },
        Spoiling("measurements[0].verification") { $0.measurements[0].verification?.relativeError = 1 },
        Spoiling("measurements[0].samples[0].nanoseconds[2]") { $0.measurements[0].samples[2].nanoseconds = 0 },
        Spoiling("measurements[0].samples[1].iterations") { $0.measurements[0].samples[1].iterations = 0 },
        Spoiling("measurements[0].summary.sample_count") { $0.measurements[0].summary?.sampleCount = 5 },
        Spoiling("measurements[0].summary.median_seconds") { $0.measurements[0].summary?.medianSeconds *= 1.000001 },
        Spoiling("measurements[0].summary.interval_seconds") { $0.measurements[0].summary?.intervalSeconds.lower = 1 },
        Spoiling("measurements[0].summary.deviation_seconds") { $0.measurements[0].summary?.deviationSeconds = -1 },
        Spoiling("measurements[0].summary.outliers") { $0.measurements[0].summary?.outliers = [4] },
        Spoiling("measurements[0].summary.outliers") { $0.measurements[0].summary?.outliers = [2, 1] },
        Spoiling("measurements[0].outcome") { $0.measurements[0].outcome = .skipped(reason: "no device") },
        Spoiling("measurements[0].outcome") { $0.measurements[0].outcome = .failed(kind: .wrongAnswer, reason: "off") },
        Spoiling("measurements[0].outcome.reason") { $0.measurements[0].outcome = .failed(kind: .device, reason: "") },
        Spoiling("measurements[0].outcome") { $0.measurements[0].summary = nil },
        Spoiling("measurements[0].watch.steal_fraction") { $0.measurements[0].watch?.stealFraction = 1.5 },
        Spoiling("measurements[0].watch") { $0.measurements[0].watch?.energySource = nil },
    ]

    static let trainings = [
        Spoiling("measurements[1].dataset.train_sha256") { $0.measurements[1].dataset?.trainSha256 = Example.digest.uppercased() },
        Spoiling("measurements[1].dataset.undecodable_count") {
            $0.measurements[1].dataset?.undecodableCount = 0
            $0.measurements[1].dataset?.undecodable = nil
        },
        Spoiling("measurements[1].dataset.damaged_count") { $0.measurements[1].dataset?.damagedCount = 0 },
        Spoiling("measurements[1].dataset.undecodable") { $0.measurements[1].dataset?.undecodableCount = nil },
        Spoiling("measurements[1].dataset.undecodable") {
            $0.measurements[1].dataset?.undecodable?.append(UndecodableEntry(photo: "cats/1.jpg", reason: "again"))
        },
        Spoiling("measurements[1].dataset.undecodable") { $0.measurements[1].dataset?.undecodable?[0].reason = "" },
        Spoiling("measurements[1].training.input_wait_seconds") { $0.measurements[1].training?.inputWaitSeconds = 1811 },
        Spoiling("measurements[1].training.input_wait_seconds") { $0.measurements[1].training?.inputWaitSeconds = -1 },
        Spoiling("measurements[1].training.run_seconds") {
            $0.measurements[1].training?.runSeconds = 0
            $0.measurements[1].training?.inputWaitSeconds = nil
        },
        Spoiling("measurements[1].training.run_seconds_interval") { $0.measurements[1].training?.runSecondsInterval?.upper = 1 },
        Spoiling("measurements[1].training.train_images") { $0.measurements[1].training?.trainImages = 0 },
        Spoiling("measurements[1].training.recipe") { $0.measurements[1].training?.recipe.batch = 0 },
        Spoiling("measurements[1].training.recipe") { $0.measurements[1].training?.recipe.testViews = 1 },
        Spoiling("measurements[1].training.recipe") { $0.measurements[1].training?.recipe.labelSmoothing = 1 },
        Spoiling("measurements[1].training.measured_steps") { $0.measurements[1].training?.measuredSteps = 1954 },
        Spoiling("measurements[1].training.accuracy") {
            $0.measurements[1].training?.projected = true
            $0.measurements[1].training?.measuredSteps = 10
        },
        Spoiling("measurements[1].training.accuracy") { $0.measurements[1].training?.accuracy = 61 },
        Spoiling("measurements[1].training.accuracy_range") {
            $0.measurements[1].training?.accuracyRange = Interval(lower: 0.6, upper: 0.5)
        },
        Spoiling("measurements[0].losses") { $0.measurements[0].losses?.reverse() },
        Spoiling("measurements[1].training.losses") { $0.measurements[1].training?.losses.reverse() },
        Spoiling("measurements[1].training.losses") { $0.measurements[1].training?.losses[1].step = 1956 },
        Spoiling("measurements[1].training.layers[0].seconds") { $0.measurements[1].training?.layers[0].seconds = -1 },
        Spoiling("measurements[1].training.layers[0].operations") { $0.measurements[1].training?.layers[0].operations = -1 },
        Spoiling("measurements[1].training.layers[0].executed_operations") {
            $0.measurements[1].training?.layers[0].executedOperations = -1
        },
        Spoiling("measurements[1].training.layers[0]") { $0.measurements[1].training?.layers[0].bytesRead = -1 },
        Spoiling("measurements[1].training.layers[0]") { $0.measurements[1].training?.layers[0].bytesWritten = nil },
    ]

    static let courses = [
        Spoiling("measurements[0].configuration.course") { $0.measurements[0].sustained = $0.measurements[2].sustained },
        Spoiling("measurements[2].configuration.course") { $0.measurements[2].configuration.course = .sustained(seconds: 0) },
        Spoiling("measurements[2].sustained") { $0.measurements[2].sustained = nil },
        Spoiling("measurements[2].sustained.first_iteration_seconds") { $0.measurements[2].sustained?.firstIterationSeconds = 0 },
        Spoiling("measurements[2].sustained.settled_after_seconds") { $0.measurements[2].sustained?.settledAfterSeconds = -1 },
        Spoiling("measurements[2].sustained.tolerance") { $0.measurements[2].sustained?.tolerance = 0 },
        Spoiling("measurements[2].sustained.windows[0]") { $0.measurements[2].sustained?.windows[0].iterations = 0 },
        Spoiling("measurements[2].sustained.windows") { $0.measurements[2].sustained?.windows[1].startSeconds = 0 },
        Spoiling("measurements[2].sustained.windows") { $0.measurements[2].sustained?.windows[4].nanoseconds = 7 },
        Spoiling("measurements[3].contention") { $0.measurements[3].contention = nil },
        Spoiling("measurements[3].contention.instances") { $0.measurements[3].contention?.instances.removeLast() },
        Spoiling("measurements[3].contention.instances[1]") { $0.measurements[3].contention?.instances[1].samples = [] },
        Spoiling("measurements[3].contention.alone") { $0.measurements[3].contention?.alone.samples[0].nanoseconds = 0 },
    ]

    @Test("a good record has no problems")
    func good() { #expect(Example.full().problems() == []) }

    @Test("what is spoilt is found at its place, and nothing else is", arguments: heads + kernels + trainings)
    func spoilt(_ spoiling: Spoiling) throws {
        var record = Example.full()
        spoiling.spoil(&record)
        #expect(record.problems().map(\.path.description) == [spoiling.path])
        let bytes = try RecordFile.encode(record)
        #expect(throws: RecordError.invalid(file: "r", record.problems())) { try RecordFile.decode(bytes, file: "r") }
    }

    @Test("courses agree with their windows and instances", arguments: courses)
    func spoiltCourse(_ spoiling: Spoiling) {
        var record = Example.courses()
        #expect(record.problems() == [])
        spoiling.spoil(&record)
        #expect(record.problems().map(\.path.description) == [spoiling.path])
    }

    @Test("the sentence names file, place and how many more there are")
    func sentence() {
        var record = Example.full()
        record.label = ""
        record.machine.name = ""
        let error = RecordError.invalid(file: "r.json", record.problems())
        #expect(error.sentence == "r.json, label: a label has from 1 to 200 characters. It is the first of 2 such contradictions.")
    }

    @Test("where summaries are recomputed, their intervals are compared too")
    func recomputing() {
        let same: Record.SummaryRecomputing = { _, stored in stored }
        #expect(Example.full().problems(recompute: same) == [])
        let other: Record.SummaryRecomputing = { _, stored in
            var summary = stored
            summary.intervalSeconds.upper *= 1.01
            return summary
        }
        #expect(Example.full().problems(recompute: other).map(\.path.description) == ["measurements[0].summary.interval_seconds"])
    }
}
