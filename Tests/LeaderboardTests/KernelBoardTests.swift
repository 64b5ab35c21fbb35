// Kernels become bars a configuration and curves over the working set.
// Leaves to others: drawing them (PagesTests).

import BoardSamples
import Leaderboard
import Machine
import Measurement
import Records
import Testing

@Suite("Kernel boards")
struct KernelBoardTests {
    private func record(_ name: String, _ digit: Int, speed: Double) -> Record {
        Samples.measured(name, runId: "99999999-9999-4999-8999-99999999999\(digit)") {
            $0.label = name
            $0.measurements = Samples.kernels(speed: speed)
        }
    }

    private func make(_ records: [Record], highlight: String? = nil) -> Board {
        Board.make(records: records.map { ($0, "r.json") }, options: Board.Options(highlight: highlight))
    }

    @Test func everyBenchmarkHasItsBars() {
        let board = make([record("a", 1, speed: 1)])
        #expect(
            board.kernels.map(\.benchmark) == [
                "peak/fma", "gemm", "conv2d", "dispatch/fork-join", "cloud-check/infer", "cloud-check/infer", "memory/bandwidth",
                "memory/latency",
            ])
        let peak = board.kernels[0]
        #expect(peak.groups.map(\.title) == ["fp32, one thread", "fp32, all threads", "fp64, one thread", "fp64, all threads"])
        #expect(peak.groups[1].bars.map { ($0.value / 1e9).rounded() } == [498])
    }

    @Test func aTimeAndARateOfOneBenchmarkStandApart() {
        let infer = make([record("a", 1, speed: 1)]).kernels.filter { $0.benchmark == "cloud-check/infer" }
        #expect(infer.map(\.metric) == [.secondsPerItem, .itemsPerSecond])
        #expect(infer.map { $0.groups.count } == [1, 1])
    }

    @Test func theBetterMachineIsFirstWhicheverWayIsBetter() {
        let board = make([record("slow", 1, speed: 1), record("fast", 2, speed: 2)])
        for kernel in board.kernels { #expect(kernel.groups[0].bars.map(\.machine) == ["fast", "slow"], "\(kernel.benchmark)") }
        let join = board.kernels.first { $0.benchmark == "dispatch/fork-join" }
        #expect(join?.groups.first?.bars.map(\.value) == [1.45e-6, 2.9e-6])
    }

    @Test func intervalsAreInTheMetricWithTheLowerEndFirst() throws {
        let bar = try #require(make([record("a", 1, speed: 1)]).kernels.first?.groups.first?.bars.first)
        #expect(bar.interval.lower < bar.value && bar.value < bar.interval.upper)
    }

    @Test func ofTwoInstructionSetsTheBetterIsShown() throws {
        var both = record("a", 1, speed: 1)
        both.measurements = [("avx512", 400.0), ("avx2", 450)].map {
            Samples.kernel("gemm", precision: "fp32", instructionSet: $0.0, metric: .operationsPerSecond, amount: 1e9, seconds: 1 / $0.1)
        }
        let bars = try #require(make([both]).kernels.first?.groups.first?.bars)
        #expect(bars.map(\.instructionSet) == ["avx2"])
    }

    @Test func operationsOnIntegersStandOnABoardOfTheirOwn() {
        var peaks = record("a", 1, speed: 1)
        peaks.measurements = [("fp32", Metric.operationsPerSecond), ("bf16", .operationsPerSecond), ("int8", .integerOperationsPerSecond)]
            .map {
                Samples.kernel("peak/fma", precision: $0.0, metric: $0.1, amount: 1e9, seconds: 1e-3)
            }
        let boards = make([peaks]).kernels
        #expect(boards.map(\.benchmark) == ["peak/fma", "peak/fma"])
        #expect(boards.map(\.groups.count) == [2, 1])
        #expect(boards.last?.groups.first?.title.contains("int8") == true)
    }

    @Test func aSweepShowsItsLargestSizeAsABar() throws {
        let bandwidth = try #require(make([record("a", 1, speed: 1)]).kernels.first { $0.benchmark == "memory/bandwidth" })
        #expect(bandwidth.groups.count == 5)
        #expect(bandwidth.groups.allSatisfy { $0.bars.map(\.byteCount) == [536_870_912] && $0.bars.map(\.threads) == [2] })
    }

    @Test func onlyTheBestBarsAndTheReadersOwnAreKept() throws {
        let many = (0..<10).map { record("m\($0)", $0, speed: 10 - Double($0)) }
        let group = try #require(make(many, highlight: many[9].runId).kernels.first?.groups.first)
        #expect(group.bars.map(\.machine) == ["m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m9"])
        #expect(group.omittedBarCount == 1)
    }

    @Test func anOlderRevisionIsNotMixedIn() throws {
        var old = record("old", 1, speed: 9)
        for index in old.measurements.indices { old.measurements[index].configuration.revision = 0 }
        let board = make([old, record("new", 2, speed: 1)])
        #expect(board.kernels.allSatisfy { $0.groups.allSatisfy { $0.bars.map(\.machine) == ["new"] } })
    }

    /// A faster Mettle must not look like a faster machine.
    @Test func anOlderEngineIsNamedAndGivesWayToANewerOfTheSameMachine() throws {
        func record(_ name: String, _ digit: Int, revision: Int, speed: Double) -> Record {
            var record = self.record(name, digit, speed: speed)
            for index in record.measurements.indices { record.measurements[index].engineRevision = revision }
            return record
        }
        let records = [
            record("a", 1, revision: 2, speed: 3), record("a", 2, revision: 3, speed: 2), record("b", 3, revision: 2, speed: 1),
        ]
        let group = try #require(make(records).kernels.first { $0.benchmark == "gemm" }?.groups.first)
        #expect(group.bars.map(\.machine) == ["a", "b"] && group.bars.map(\.olderRevision) == [nil, 2])
        #expect(group.bars[0].runId == records[1].runId)
        #expect(make([records[2]]).kernels.allSatisfy { $0.groups.allSatisfy { $0.bars.allSatisfy { $0.olderRevision == nil } } })
    }

    @Test func whatWasExecutedIsHeldAgainstTheRoofToo() throws {
        var winograd = record("a", 1, speed: 1)
        winograd.measurements = [
            Samples.kernel("conv2d", precision: "fp32", metric: .operationsPerSecond, amount: 1e9, seconds: 1e-3, roof: 2.4)
        ]
        winograd.measurements[0].work?.executedOperations = 0.25e9
        let bar = try #require(make([winograd]).kernels.first?.groups.first?.bars.first)
        #expect(bar.roofFraction == 2.4)
        let executed = try #require(bar.executedRoofFraction)
        #expect(abs(executed - 0.6) < 1e-12)
        let useful = make([record("b", 2, speed: 1)]).kernels.flatMap { $0.groups.flatMap(\.bars) }
        #expect(useful.allSatisfy { $0.executedRoofFraction == nil })
    }

    @Test func anImplausibleKernelIsFlaggedAndItsGradeWithheld() throws {
        var cheat = record("a", 1, speed: 1)
        cheat.measurements.append(
            Samples.kernel(
                "gemm", [Parameter("n", "64")], precision: "fp32", metric: .operationsPerSecond, amount: 1e9, seconds: 1 / 4000.0))
        let gemm = try #require(make([cheat]).kernels.first { $0.benchmark == "gemm" })
        let bar = try #require(gemm.groups.last?.bars.first)
        #expect(bar.flags.count == 1 && bar.grade == nil)
    }

    @Test func curvesGoFromTheSmallestSizeToTheLargest() throws {
        let board = make([record("a", 1, speed: 1)])
        #expect(board.curves.map(\.benchmark) == ["memory/bandwidth", "memory/bandwidth", "memory/latency"])
        #expect(board.curves.map(\.threads) == [1, 2, 1])
        let curve = try #require(board.curves.first?.curves.first)
        #expect(curve.title == "read, ordinary")
        #expect(curve.points.map(\.byteCount) == (13...29).map { Double(1 << $0) })
        #expect(curve.points.first.map { ($0.value / 1e9).rounded() } == 322)
    }

    @Test func cachesOfTheTeamStandBehindItsCurve() {
        var described = record("a", 1, speed: 1)
        var processor = Processor(architecture: "x86_64", cores: 2)
        processor.caches = [
            Cache(level: 1, kind: .data, byteCount: 48 << 10, lineByteCount: 64, sharedBy: 1, count: 2),
            Cache(level: 1, kind: .instruction, byteCount: 64 << 10, lineByteCount: 64, sharedBy: 1, count: 2),
            Cache(level: 3, kind: .unified, byteCount: 32 << 20, lineByteCount: 64, sharedBy: 2, count: 1),
        ]
        described.machine.host = Host(
            processor: processor, memory: Memory(totalByteCount: nil, availableByteCount: nil), storage: nil, system: OperatingSystem(),
            virtualisation: Virtualisation(hypervisor: nil, isWSL: false), container: nil, cloud: nil, power: Power(), graphics: [])
        let bandwidth = make([described]).curves.filter { $0.benchmark == "memory/bandwidth" }
        #expect(bandwidth.map(\.threads) == [1, 2])
        #expect(bandwidth.map { $0.caches.map(\.name) } == [["L1", "L3"], ["L1", "L3"]])
        let (one, two): ([Double], [Double]) = ([49_152, 33_554_432], [98_304, 33_554_432])
        #expect(bandwidth.map { $0.caches.map(\.byteCount) } == [one, two])
    }

    @Test func twoSizesAreNoCurve() {
        var quick = record("a", 1, speed: 1)
        quick.measurements = Array(Samples.hierarchy(speed: 1).filter { $0.configuration.benchmark == "memory/latency" }.prefix(2))
        let board = make([quick])
        #expect(board.curves.isEmpty)
        #expect(board.kernels.map(\.benchmark) == ["memory/latency"])
    }

    @Test func theReadersOwnCurvesComeFirstAndTwoMachinesAreDrawn() {
        let records = (0..<4).map { record("m\($0)", $0, speed: 1) }
        let board = make(records, highlight: records[1].runId)
        let machines = board.curves.filter { $0.benchmark == "memory/latency" }.map(\.machine)
        #expect(machines.count == 2 && machines.first == "m1")
        #expect(board.curves.allSatisfy { $0.omittedMachineCount == 2 })
    }
}
