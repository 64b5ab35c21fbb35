// Courses by hand: cold and warm, alone and beside others; and that they stand in no ranking, bar, curve or roof.
// Leaves to others: where a speed settles (MeasurementTests), columns (PagesTests).

import BoardSamples
import Leaderboard
import Measurement
import Records
import Testing

@Suite("Courses")
struct CourseBoardTests {
    private func record(_ measurements: [MeasuredConfiguration], _ last: Int = 9) -> Record {
        Samples.described(
            Samples.measured("a", runId: "99999999-9999-4999-8999-99999999999\(last)") { $0.measurements = measurements })
    }

    @Test func momentsJoinNeighbouringWindows() throws {
        let moments = try #require(CourseBoard(record([Samples.sustained()]))?.sustained.first).moments
        #expect(moments.count == 120)
        // Windows 0–4 begin a second apart and the last of them lasts 0.8 s; 60 of them are at full speed.
        #expect(abs(moments[0].seconds - 2.4) < 1e-9 && abs(moments[0].value - 300) < 1e-6 && moments[0].megahertz == 4200)
        #expect(abs(moments[12].value - 240) < 1e-6 && moments[12].celsius == 95)
    }

    @Test func aSustainedLineHasBothSpeedsAndBothEnds() throws {
        let line = try #require(CourseBoard(record([Samples.sustained()]))?.sustained.first)
        #expect(line.benchmark == "vgg16-bn/train" && line.title == "fp32, 4 threads" && line.seconds == 600)
        #expect((line.first - 300).magnitude < 1e-6 && (line.steady - 240).magnitude < 1e-6)
        #expect((line.change + 0.2).magnitude < 1e-9)
        #expect(line.steadyInterval.lower < 240 && line.steadyInterval.upper > 240)
        #expect(line.settledAfterSeconds == 60 && line.tolerance == 0.02 && line.grade == .b)
        #expect(line.megahertz == .init(first: 4200, last: 3200) && line.celsius == .init(first: 60, last: 95))
        #expect(line.throttleEvents == 2)
    }

    @Test func whatTheMachineDoesNotTellIsAbsent() throws {
        let line = try #require(CourseBoard(record([Samples.sustained(settles: false, hasSensors: false)]))?.sustained.first)
        #expect(line.settledAfterSeconds == nil && line.megahertz == nil && line.celsius == nil && line.throttleEvents == nil)
    }

    @Test func aContendedLineHasInstancesTheirSumAndWhatIsLeft() throws {
        let line = try #require(CourseBoard(record([Samples.contended()]))?.contended.first)
        #expect(line.title == "triad")
        #expect((line.alone / 30e9 - 1).magnitude < 1e-6)
        #expect(line.instances.map(\.processor) == [0, 2, 4, 6])
        #expect(line.instances.map { ($0.value / 1e9).rounded() } == [24, 18, 21, 21])
        #expect((line.each / 21e9 - 1).magnitude < 1e-6 && (line.spread.lower / 18e9 - 1).magnitude < 1e-6)
        #expect(line.aggregate.map { ($0 / 84e9 - 1).magnitude < 1e-6 } == true)
        #expect((line.efficiency - 0.7).magnitude < 1e-6)
    }

    /// 1 s a thing alone; with the others 1.43 s.
    @Test func timesDoNotAddUp() throws {
        let line = try #require(CourseBoard(record([Samples.contended("cloud-check/infer", metric: .secondsPerItem)]))?.contended.first)
        #expect(line.aggregate == nil && line.aggregateInterval == nil)
        #expect((line.alone - 1).magnitude < 1e-6 && (line.each - 30.0 / 21).magnitude < 1e-6 && (line.efficiency - 0.7).magnitude < 1e-6)
    }

    @Test func anOrdinaryRecordHasNone() {
        #expect(CourseBoard(record(Samples.kernels())) == nil)
        var failed = Samples.contended()
        failed.outcome = .failed(kind: .device, reason: "gone")
        #expect(CourseBoard(record([failed])) == nil)
    }

    /// The same figures again as courses, twice as good: nothing of the board may see them.
    @Test func coursesStandInNoRankingBarCurveOrRoof() {
        var measurements = Samples.kernels() + Samples.measured().measurements
        let ordinary = Board.make(records: [(record(measurements), "r")])
        for course in [Course.sustained(seconds: 600), .contended(instances: 2)] {
            measurements += Samples.kernels(speed: 2).map { measured in
                var copy = measured
                copy.configuration.course = course
                return copy
            }
        }
        var fast = Samples.measured(seconds: 900, grade: .a).measurements[0]
        fast.configuration.course = .sustained(seconds: 600)
        measurements.append(fast)
        let both = Board.make(records: [(record(measurements), "r")])
        #expect(both.workloads == ordinary.workloads)
        #expect(both.kernels == ordinary.kernels)
        #expect(both.curves == ordinary.curves)
        #expect(both.rooflines == ordinary.rooflines && both.scalings == ordinary.scalings)
        #expect(!ordinary.kernels.isEmpty && !ordinary.workloads.isEmpty)
    }

    @Test func aMachinesTwoRunsAreOneEntryAndTheReadersComesFirst() {
        var older = record([Samples.contended()], 1), newer = record([Samples.sustained()], 2), others = record([Samples.sustained()], 3)
        older.createdAt = "2026-11-01T00:00:00Z"
        newer.createdAt = "2026-11-02T00:00:00Z"
        others.createdAt = "2026-11-03T00:00:00Z"
        others.label = "another"
        let boards = Board.make(
            records: [older, newer, others].map { ($0, "r") }, options: Board.Options(highlight: newer.runId)
        ).courses
        #expect(boards.map(\.runId) == [newer.runId, others.runId] && boards.map(\.isHighlighted) == [true, false])
        #expect(boards.map(\.sustained.count) == [1, 1] && boards.map(\.contended.count) == [1, 0])
    }
}
