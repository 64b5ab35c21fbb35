// Speed-up and efficiency by hand; which configurations make a line; which team of a training is the machine's.
// Leaves to others: the interval of a ratio (MeasurementTests), columns (PagesTests).

import BoardSamples
import Leaderboard
import Measurement
import Records
import Testing

@Suite("Threads")
struct ScalingTests {
    private func gemm(_ threads: Int, _ giga: Double, set: String = "avx512", spread: Double = 0.004) -> MeasuredConfiguration {
        Samples.kernel(
            "gemm", [Parameter("n", "1024")], precision: "fp32", threads: threads, instructionSet: set, metric: .operationsPerSecond,
            amount: giga * 1e6, seconds: 1e-3, spread: spread)
    }

    private func record(_ measurements: [MeasuredConfiguration]) -> Record {
        Samples.described(Samples.measured("a", runId: "99999999-9999-4999-8999-999999999999") { $0.measurements = measurements })
    }

    @Test func speedUpIsOfFiguresAndEfficiencyOfTeams() throws {
        let board = try #require(ScalingBoard(record([gemm(8, 600), gemm(1, 100), gemm(2, 190), gemm(4, 340)])))
        let line = try #require(board.lines.first)
        #expect(board.lines.count == 1 && line.benchmark == "gemm" && line.title == "fp32, n 1024")
        #expect(line.points.map(\.threads) == [1, 2, 4, 8])
        #expect(line.points.map { ($0.speedUp * 100).rounded() } == [100, 190, 340, 600])
        #expect(line.points.map { ($0.efficiency * 1000).rounded() } == [1000, 950, 850, 750])
        #expect(line.points[0].speedUpInterval == Interval(lower: 1, upper: 1))
        // Two intervals of ±0.4 %, in quadrature.
        #expect(abs(line.points[1].speedUpInterval.lower / 1.9 - 1 + 0.0056) < 2e-4)
        #expect(abs(line.points[1].speedUpInterval.upper / 1.9 - 1 - 0.0057) < 2e-4)
        #expect(board.teams == [1, 2, 4, 8])
    }

    @Test func aTimeIsSpeedToo() throws {
        let teams = [(1, 8e-3), (2, 5e-3)].map { threads, seconds in
            Samples.kernel(
                "cloud-check/infer", [Parameter("batch", "1")], precision: "fp32", threads: threads, metric: .secondsPerItem, amount: 1,
                seconds: seconds)
        }
        let line = try #require(ScalingBoard(record(teams))?.lines.first)
        #expect(line.points.map { ($0.speedUp * 1000).rounded() } == [1000, 1600])
        #expect(line.points.map { ($0.efficiency * 1000).rounded() } == [1000, 800])
    }

    @Test func withoutOneThreadTheSmallestTeamIsTheBase() throws {
        let line = try #require(ScalingBoard(record([gemm(2, 200), gemm(6, 480)]))?.lines.first)
        #expect(line.points.map { ($0.speedUp * 100).rounded() } == [100, 240])
        #expect(line.points.map { ($0.efficiency * 100).rounded() } == [100, 80])
    }

    @Test func whatDiffersInMoreThanThreadsIsNoLine() {
        #expect(ScalingBoard(record([gemm(1, 100), gemm(2, 190, set: "avx2")])) == nil)
        #expect(ScalingBoard(record([gemm(1, 100)])) == nil)
        var failed = gemm(2, 190)
        failed.outcome = .failed(kind: .device, reason: "gone")
        #expect(ScalingBoard(record([gemm(1, 100), failed])) == nil)
        let joins = [1, 2].map { Samples.kernel("dispatch/fork-join", threads: $0, metric: .secondsPerItem, amount: 1, seconds: 1e-6) }
        #expect(ScalingBoard(record(joins)) == nil)
    }

    @Test func twoInstructionSetsAreNamed() {
        let all = [("avx512", 100.0), ("avx2", 60)].flatMap { set, giga in [gemm(1, giga, set: set), gemm(2, 2 * giga, set: set)] }
        #expect(ScalingBoard(record(all))?.lines.map(\.title) == ["fp32, n 1024, avx512", "fp32, n 1024, avx2"])
    }

    /// L3 is 32 MiB; what is beyond differs in size from team to team.
    @Test func ofWorkingSetsOnlyMemoryScales() throws {
        func triad(_ threads: Int, _ size: String, _ giga: Double) -> MeasuredConfiguration {
            Samples.kernel(
                "memory/bandwidth", [Parameter("kernel", "triad"), Parameter("size", size)], threads: threads, metric: .bytesPerSecond,
                amount: giga, seconds: 1e-9)
        }
        let board = try #require(
            ScalingBoard(
                record([
                    triad(1, "16 KiB", 300), triad(2, "32 KiB", 600), triad(1, "256 MiB", 30), triad(2, "512 MiB", 45),
                    triad(2, "256 MiB", 40),
                ])))
        #expect(board.lines.map(\.title) == ["triad, memory"])
        #expect(board.lines[0].points.map { ($0.speedUp * 100).rounded() } == [100, 150])
    }

    /// A run that trained with one thread and with two is one run of the machine, and the better grade of the slow one does not count.
    @Test func theFastestTeamIsTheMachinesRow() throws {
        var both = Samples.measured("a", runId: "99999999-9999-4999-8999-999999999991", seconds: 1000, grade: .b)
        var slow = Samples.measured("a", runId: "99999999-9999-4999-8999-999999999991", seconds: 1900, grade: .a).measurements[0]
        slow.configuration.threads = 1
        both.measurements.append(slow)
        let rows = try #require(Board.make(records: [(both, "r")]).workloads.first?.rows)
        #expect(rows.map(\.seconds) == [1000] && rows.map(\.threads) == [2] && rows.map(\.runCount) == [1])
    }

    @Test func teamsBetweenAreNoBars() throws {
        let board = Board.make(records: [(record([gemm(1, 100), gemm(2, 190), gemm(4, 340)]), "r")])
        #expect(board.kernels.first?.groups.map(\.title) == ["fp32, n 1024, one thread", "fp32, n 1024, all threads"])
        #expect(board.scalings.map { $0.lines.count } == [1])
    }

    @Test func theReadersMachineComesFirst() {
        let records = (0..<3).map { index -> Record in
            var record = record([gemm(1, 100), gemm(2, 190)])
            record.runId = "99999999-9999-4999-8999-99999999999\(index)"
            record.label = "m\(index)"
            return record
        }
        let board = Board.make(records: records.map { ($0, "r") }, options: Board.Options(highlight: records[0].runId))
        #expect(board.scalings.map(\.label) == ["m0", "m2"] && board.scalings.map(\.omittedMachineCount) == [1, 1])
    }
}
