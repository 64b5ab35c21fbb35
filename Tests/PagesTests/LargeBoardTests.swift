// A thousand records in one file, and more than that.
// Leaves to others: the limit itself (LeaderboardTests).

import BoardSamples
import Leaderboard
import Measurement
import Pages
import Prices
import Records
import Testing

@Suite("Large board")
struct LargeBoardTests {
    /// Records of a standard suite on machines that all differ, one in four of them rented.
    static func records(_ count: Int) -> [(Record, String)] {
        (0..<count).map { index in
            let speed = 0.5 + Double(index * 7919 % 1009) / 100
            let digits = "\(100_000 + index)"
            var record = Samples.measured("Machine \(index)", runId: "00000000-0000-4000-8000-000000\(digits)", seconds: 1810 / speed)
            record.label = "box \(index)"
            record.measurements += Samples.kernels(speed: speed)
            if index % 4 == 0 {
                record.offers = [Samples.offer("Cloud \(index % 12)", "m\(index)", "r", micros: Int64(50_000 + index * 997 % 3_000_000))]
            }
            return (record, "record-\(index).json")
        }
    }

    @Test func aThousandAreOnePageAndMoreAreTheBestThousand() {
        let records = Self.records(1100)
        let board = Board.make(records: records)
        let page = SamplePage.html(board)
        #expect(board.workloads[0].allRows.count == 1000)
        #expect(board.workloads[0].omittedCount == 100)
        let text = String(decoding: page, as: UTF8.self)
        #expect(text.contains("This file holds the best 1,000 of 1,100 rows."))
        #expect(text.contains("id=\"w0r1000\""))
        #expect(HTMLCheck(text).complaints == [])
    }
}
