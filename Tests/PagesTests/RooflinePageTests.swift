// Rooflines on the page and in JSON: their marks, their numbers, the sentence for what stands above a roof.
// Leaves to others: placing points (LeaderboardTests), sound markup of the whole page (BoardPageTests).

import BoardSamples
import FoundationEssentials
import Leaderboard
import Measurement
import Pages
import Records
import Testing

@Suite("Rooflines on the page")
struct RooflinePageTests {
    private func board(_ change: (inout Record) -> Void = { _ in }) -> Board {
        var record = Samples.rooflined
        change(&record)
        return Board.make(records: [(record, "r.json")])
    }

    private func section(_ board: Board) throws -> String {
        let page = String(decoding: SamplePage.html(board), as: UTF8.self)
        #expect(HTMLCheck(page).complaints == [])
        let rest = try #require(page.components(separatedBy: "id=\"rooflines\"").dropFirst().first)
        return rest.components(separatedBy: "</section>\n")[0]
    }

    @Test func roofsStepsAndShapesAreNamed() throws {
        let text = try section(board())
        for label in [
            ">fp32 200<", ">L1 400 GB/s<", ">memory 40.0 GB/s<", ">vgg16-bn step<", ">cloud-check step<", ">64→64@32<", ">dense 512→10<",
            ">gemm fp32<",
        ] { #expect(text.contains(label), "\(label)") }
        #expect(text.contains("Discs are layers of vgg16-bn, squares are layers of cloud-check"))
        // A narrow and a wide drawing, each with a finding for who sees none.
        #expect(text.components(separatedBy: "<svg class=\"chart\"").count == 3)
        #expect(text.contains("A step of vgg16-bn reaches 60 % of what they allow"))
    }

    @Test func everyPointIsARowOfNumbers() throws {
        let board = board()
        let text = try section(board)
        #expect(text.components(separatedBy: "<th scope=\"row\">").count - 1 == board.rooflines[0].points.count)
        #expect(
            text.contains(
                "<td>forward</td><td class=\"r\">20.0</td><td class=\"r\">41.8</td><td class=\"r\">480</td><td class=\"r\">140</td>"))
        #expect(text.contains("Useful operations pass the arithmetic roof up to 2.67 times: no fault"))
        #expect(!text.contains("Flagged"))
    }

    @Test func aRoofThatWasMeasuredLowIsExplained() throws {
        let low = board { $0.measurements[0].summary?.medianSeconds = 2e-9 }
        #expect(try section(low).contains("it was measured in a slower moment"))
    }

    @Test func oddRoofsAreDrawnOrLeftOut() throws {
        // Memory alone, without caches; two points a million apart; a label of nobody's choosing.
        let odd = board {
            $0.machine.host = nil
            $0.measurements[6].training?.layers[0].seconds = 5e3
            $0.measurements[6].training?.layers[1].name = "conv <script>"
        }
        let text = try section(odd)
        for wrong in ["nan", "inf<", "\"inf", "<script"] { #expect(!text.contains(wrong), "\(wrong)") }
        let bare = board { $0.measurements.removeAll { $0.configuration.benchmark == "memory/bandwidth" } }
        #expect(bare.rooflines.isEmpty)
        #expect(!String(decoding: SamplePage.html(bare), as: UTF8.self).contains("#rooflines"))
    }

    @Test func jsonHasRoofsAndPoints() {
        let text = BoardJSON.text(board())
        #expect(text.contains("\"level\": \"memory\",\n          \"bytes_per_second\": 40000000000.0"))
        #expect(text.contains("\"executed_operations\": 2800000000.0"))
        #expect(text.contains("\"bound\": \"arithmetic\""))
    }
}
