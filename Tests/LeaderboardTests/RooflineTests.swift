// Roofs from a record's rows, and what stands under them, by hand.
// Leaves to others: drawing and words (PagesTests).

import BoardSamples
import Leaderboard
import Measurement
import Records
import Testing

@Suite("Rooflines")
struct RooflineTests {
    private func board(_ change: (inout Record) -> Void = { _ in }) throws -> RooflineBoard {
        var record = Samples.rooflined
        change(&record)
        return try #require(RooflineBoard.boards(of: record).first)
    }

    private func point(_ board: RooflineBoard, _ title: String, _ pass: String? = nil) throws -> RooflinePoint {
        try #require(board.points.first { $0.title == title && $0.pass == pass })
    }

    @Test func levelsAreTheCachesThatHoldTheWorkingSet() throws {
        let board = try board()
        #expect(board.arithmetic.map(\.operationsPerSecond) == [200e9])
        #expect(board.memory.map(\.name) == ["L1", "L2", "L3", "memory"])
        #expect(board.memory.map { ($0.bytesPerSecond / 1e9).rounded() } == [400, 200, 100, 40])
        #expect(board.memory.map(\.capacityBytes) == [65_536, 2_097_152, 33_554_432, nil])
        #expect(board.memory[3].title == "read, ordinary, 256 MiB")
    }

    @Test func theBestKernelMakesTheRoofButNotAStorePastTheCaches() throws {
        func row(_ kernel: String, _ store: String, _ size: String, _ rate: Double) -> MeasuredConfiguration {
            Samples.kernel(
                "memory/bandwidth", [Parameter("kernel", kernel), Parameter("store", store), Parameter("size", size)],
                metric: .bytesPerSecond, amount: rate, seconds: 1e-9)
        }
        let board = try board {
            $0.measurements += [
                row("triad", "ordinary", "16 MiB", 120), row("triad", "nontemporal", "16 MiB", 150),
                row("copy", "nontemporal", "256 MiB", 55),
                // Half in the level before: a choice that is clear goes before it.
                row("copy", "ordinary", "3 MiB", 190),
            ]
        }
        #expect(board.memory[2].bytesPerSecond.rounded() == 120e9 && board.memory[2].title == "triad, ordinary, 16 MiB")
        #expect(board.memory[3].bytesPerSecond.rounded() == 55e9)
    }

    @Test func withoutCachesTheLargestWorkingSetIsMemory() throws {
        let board = try board { $0.machine.host = nil }
        #expect(board.memory.map(\.name) == ["memory"])
        #expect(board.memory[0].bytesPerSecond.rounded() == 40e9)
    }

    @Test func aProductIsBoundByArithmetic() throws {
        let gemm = try point(try board(), "n 1024, nn")
        #expect(gemm.subject == .kernel && gemm.group == "gemm" && gemm.precision == "fp32")
        #expect(gemm.intensity == 2e9 / 12e6)
        #expect(gemm.bound == .arithmetic && gemm.level == "L3")
        #expect(abs(try #require(gemm.attainablePerSecond) - 200e9) < 1)
        #expect(abs(try #require(gemm.fraction) - 0.9) < 1e-9)
        #expect(gemm.remark == nil)
    }

    @Test func executedOperationsCountAgainstTheRoofAndUsefulOnesAreExplained() throws {
        let layer = try point(try board(), "conv 64→64@32+relu", "forward")
        #expect(abs(layer.usefulPerSecond - 480e9) < 1)
        #expect(abs(layer.executedPerSecond - 140e9) < 1)
        #expect(layer.intensity == 2.8e9 / 67e6)
        #expect(abs(try #require(layer.fraction) - 0.7) < 1e-9)
        guard case .savesOperations(let times) = layer.remark else {
            Issue.record("\(String(describing: layer.remark))")
            return
        }
        #expect(abs(times - 2.4) < 1e-9)
    }

    @Test func whatOnlyMovesIsBoundByItsLevel() throws {
        // 10 MB in half a millisecond: 20 of 100 GB/s.
        let pool = try point(try board(), "pool", "forward")
        #expect(pool.bound == .memory("L3") && pool.intensity == nil)
        #expect(abs(try #require(pool.bytesPerSecond) - 20e9) < 1)
        #expect(abs(try #require(pool.attainableBytesPerSecond) - 100e9) < 1)
        #expect(abs(try #require(pool.fraction) - 0.2) < 1e-9)
        // 1.3 MFLOP over 0.3 MB: the dense layer's bytes from L2 take 1.5 µs, its operations 6.5.
        #expect(try point(try board(), "dense 512→10", "forward").bound == .arithmetic)
        // 35 MB fit nowhere: 0.875 ms from memory, 2.25 of arithmetic.
        let first = try point(try board(), "conv 3→64@32+relu", "forward")
        #expect(first.level == "memory" && first.bound == .arithmetic)
        let starved = try board { $0.measurements[4].summary?.medianSeconds = 10e-9 }
        #expect(try point(starved, "conv 3→64@32+relu", "forward").bound == .memory("memory"))
    }

    @Test func aRoofThatWasMeasuredLowIsSaid() throws {
        let board = try board { $0.measurements[0].summary?.medianSeconds = 2e-9 }
        guard case .aboveRoof(let times) = try point(board, "n 1024, nn").remark else {
            Issue.record("nothing is said about gemm above its roof")
            return
        }
        #expect(abs(times - 1.8) < 1e-9)
    }

    @Test func anOldRecordHasNoBytesAndSaysNothingOfSavings() throws {
        let board = try board { record in
            for index in record.measurements.indices {
                for layer in record.measurements[index].training?.layers.indices ?? 0..<0 {
                    record.measurements[index].training?.layers[layer].bytesRead = nil
                    record.measurements[index].training?.layers[layer].bytesWritten = nil
                    record.measurements[index].training?.layers[layer].executedOperations = nil
                }
            }
        }
        let layer = try point(board, "conv 64→64@32+relu", "forward")
        #expect(layer.intensity == nil && layer.bound == .arithmetic)
        guard case .executedNotRecorded(let times) = layer.remark else {
            Issue.record("\(String(describing: layer.remark))")
            return
        }
        #expect(abs(times - 2.4) < 1e-9)
        // What moves alone had no bytes and so has no place.
        #expect(!board.points.contains { $0.title == "pool" })
        #expect(!board.marks.contains { $0.title == "64→64@32" })
    }

    @Test func withoutAPeakNothingIsSaidOfArithmetic() throws {
        let board = try board { $0.measurements.removeFirst() }
        let gemm = try point(board, "n 1024, nn")
        #expect(gemm.fraction == nil && gemm.bound == nil)
        #expect(try point(board, "pool", "forward").bound == .memory("L3"))
    }

    @Test func aVariantOfAPrecisionStandsUnderThePrecisionsPeak() throws {
        let board = try board {
            for index in $0.measurements.indices where $0.measurements[index].configuration.benchmark != "gemm" {
                if $0.measurements[index].configuration.precision != nil { $0.measurements[index].configuration.precision = "bf16" }
            }
            for index in $0.measurements.indices where $0.measurements[index].training != nil {
                $0.measurements[index].configuration.precision = "bf16-fast"
            }
        }
        #expect(try point(board, "n 1024, nn").fraction == nil)
        #expect(try point(board, "conv 64→64@32+relu", "forward").fraction.map { ($0 * 100).rounded() } == 70)
    }

    @Test func strictBF16StandsUnderThePeakThatItMultipliesWith() throws {
        let board = try board {
            for index in $0.measurements.indices where $0.measurements[index].training != nil {
                $0.measurements[index].configuration.precision = "bf16"
            }
        }
        #expect(board.arithmetic.map(\.precision) == ["fp32"])
        #expect(try point(board, "conv 64→64@32+relu", "forward").fraction.map { ($0 * 100).rounded() } == 70)
    }

    @Test func layersOfOneShapeAreOneMarkWithAllTheirPasses() throws {
        let marks = try board().marks.filter { $0.group == "vgg16-bn/train" }
        #expect(marks.map(\.title) == ["3→64@32", "64→64@32", "dense 512→10", "whole step"])
        let mark = marks[1]
        guard case .layer(let layer) = mark.subject else {
            Issue.record("a shape is a layer")
            return
        }
        #expect(layer.count == 2 && mark.pass == nil)
        #expect(abs(mark.seconds - 0.08) < 1e-12)
        #expect(abs(mark.operations - 4 * 9.6e9) < 1 && abs(mark.effective - 11.1e9) < 1)
        #expect(abs(try #require(mark.bytes) - 243e6) < 1)
        #expect(abs(try #require(mark.leastSeconds) - 11.1e9 / 200e9) < 1e-9)
    }

    @Test func ofAKernelTheBestPointIsTheMark() throws {
        let board = try board {
            var small = $0.measurements[5]
            small.configuration.parameters[0].value = "64"
            small.summary?.medianSeconds *= 2
            $0.measurements.insert(small, at: 5)
        }
        #expect(board.points.filter { $0.group == "gemm" }.count == 2)
        #expect(board.marks.filter { $0.group == "gemm" }.map(\.title) == ["n 1024, nn"])
    }

    @Test func teamsAndInstructionSetsHaveBoardsOfTheirOwn() {
        var record = Samples.rooflined
        var alone = record.measurements[0]
        alone.configuration.threads = 1
        alone.summary?.medianSeconds = 2e-9
        var product = record.measurements[5]
        product.configuration.threads = 1
        record.measurements += [alone, product]
        let boards = RooflineBoard.boards(of: record)
        #expect(boards.map(\.threads) == [2, 1])
        #expect(boards[1].memory.isEmpty && boards[1].points.count == 1)
        // The page draws the whole machine.
        let drawn = Board.make(records: [(record, "r.json")]).rooflines
        #expect(drawn.map(\.threads) == [2])
    }

    @Test func theReadersMachineComesFirstAndTwoAreDrawn() {
        let records = (0..<4).map { index -> Record in
            var record = Samples.rooflined
            record.runId = "ababab12-1111-4111-8111-11111111111\(index)"
            record.label = "m\(index)"
            return record
        }
        let board = Board.make(records: records.map { ($0, "r") }, options: Board.Options(highlight: records[2].runId))
        #expect(board.rooflines.map(\.label) == ["m2", "m3"])
        #expect(board.rooflines.map(\.omittedMachineCount) == [2, 2])
        #expect(board.rooflines.map(\.isHighlighted) == [true, false])
    }

    @Test func publishedAndUnmeasuredRecordsHaveNone() {
        #expect(Board.make(records: Samples.publishedRecords.map { ($0, "r") }).rooflines == [])
        #expect(RooflineBoard.boards(of: Samples.measured()) == [])
    }
}
