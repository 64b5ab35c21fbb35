// The board and the page of the tests' records.
// Leaves to others: what is asserted about them.

import BoardSamples
import Digests
import Leaderboard
import Pages
import Prices
import Records

enum SamplePage {
    /// Published rows, one of every kind of measured machine, and kernels of two of them.
    static let records: [(Record, String)] = {
        var mine = Samples.measured()
        mine.measurements += Samples.kernels()
        mine.offers = [Samples.offer("Sample", "c2", "eu-west", micros: 84_000, granularity: 1, minimum: 60)]
        mine.machine.provider = "Sample"
        mine.machine.instance = "c2"
        mine.machine.region = "eu-west"
        var laptop = Samples.projected
        laptop.measurements += Samples.kernels(speed: 1.4)
        let others = [
            Samples.projectedSynthetic, Samples.synthetic, Samples.freeTier, Samples.implausible, Samples.notRun, Samples.hostile,
        ]
        return (Samples.publishedRecords + [mine, laptop] + others).enumerated().map { ($0.element, "record-\($0.offset).json") }
    }()

    static let mine = "11111111-1111-4111-8111-111111111111"
    static let board = Board.make(records: records, options: Board.Options(highlight: mine))

    static func html(_ board: Board = board) -> [UInt8] { BoardPage.html(board, sha256: SHA256.hexadecimal(of:)) }
}
