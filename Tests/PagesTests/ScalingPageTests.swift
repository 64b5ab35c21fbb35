// The table of threads on the page and in JSON.
// Leaves to others: the ratios (LeaderboardTests), sound markup of the whole page (BoardPageTests).

import BoardSamples
import FoundationEssentials
import Leaderboard
import Measurement
import Pages
import Records
import Testing

@Suite("Threads on the page")
struct ScalingPageTests {
    private let board = Board.make(records: [
        (
            Samples.measured("a <b>", runId: "99999999-9999-4999-8999-999999999999") {
                $0.measurements = [(1, 100.0), (2, 190), (4, 340)].map { threads, giga in
                    Samples.kernel("gemm", precision: "fp32", threads: threads, metric: .operationsPerSecond, amount: giga, seconds: 1e-9)
                }
                $0.measurements += [1, 4].map { threads in
                    Samples.kernel("peak/fma", precision: "fp32", threads: threads, metric: .operationsPerSecond, amount: 9, seconds: 1e-9)
                }
            }, "r.json"
        )
    ])

    @Test func aColumnATeamAndADashWhereItDidNotRun() {
        let page = String(decoding: SamplePage.html(board), as: UTF8.self)
        #expect(HTMLCheck(page).complaints == [])
        #expect(page.contains("<a href=\"#threads\">Threads</a>"))
        for column in ["1 thread", "2 threads", "4 threads"] { #expect(page.contains("class=\"r\">\(column)</th>"), "\(column)") }
        #expect(page.contains("100<span class=\"q\">GFLOP/s</span></td><td class=\"r\">1.90×<span class=\"q\">95 %</span></td>"))
        #expect(page.contains("<td class=\"r\">3.40×<span class=\"q\">85 %</span></td>"))
        #expect(page.contains("<td class=\"r\">–</td>"))
    }

    @Test func jsonHasTheRatios() {
        let text = BoardJSON.text(board)
        #expect(text.contains("\"thread_scaling\": [") && text.contains("\"efficiency\": 0.85"))
    }
}
