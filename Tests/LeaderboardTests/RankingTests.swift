// Ranks are given where the order is known, and shared where it is not.
// Leaves to others: which rows take part (WorkloadBoardTests).

import Leaderboard
import Measurement
import Testing

@Suite("Ranking")
struct RankingTests {
    private func texts(_ values: [RankedValue], lowerIsBetter: Bool = true) -> [String] {
        Ranking.ranks(values, lowerIsBetter: lowerIsBetter).map(\.text)
    }

    @Test func nothingHasNoRanks() {
        #expect(texts([]) == [])
    }

    @Test func singleNumbersShareARankInsideTwoPercent() {
        // E1's K80s: 0.2 % apart, then 2.3 %.
        #expect(texts([1461, 1428, 1431].map { RankedValue(value: $0) }) == ["3", "1=", "1="])
    }

    @Test func moreIsBetterWhereItIs() {
        #expect(texts([100, 300, 200].map { RankedValue(value: $0) }, lowerIsBetter: false) == ["3", "1", "2"])
    }

    @Test func overlappingIntervalsShareARank() {
        let wide = RankedValue(value: 171, interval: Interval(lower: 162, upper: 188))
        #expect(texts([wide, RankedValue(value: 176), RankedValue(value: 262)]) == ["1=", "1=", "3"])
        let narrow = RankedValue(value: 171, interval: Interval(lower: 170.5, upper: 171.5))
        #expect(texts([narrow, RankedValue(value: 176), RankedValue(value: 262)]) == ["1", "2", "3"])
    }

    @Test func aNoisierMachineSharesMore() {
        #expect(texts([RankedValue(value: 100, floor: 0.01), RankedValue(value: 104, floor: 0.01)]) == ["1", "2"])
        #expect(texts([RankedValue(value: 100, floor: 0.01), RankedValue(value: 104, floor: 0.05)]) == ["1=", "1="])
    }

    @Test func aGroupIsComparedWithItsFirst() {
        // Each is within 2 % of the one before it, the third not of the first.
        #expect(texts([100, 101.5, 103].map { RankedValue(value: $0) }) == ["1=", "1=", "3"])
    }
}
