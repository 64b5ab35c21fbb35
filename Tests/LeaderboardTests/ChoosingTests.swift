// Which runs stand in one ranking, which run of a machine is shown, and which offer it is joined with.
// Leaves to others: ranks (RankingTests, WorkloadBoardTests).

import BoardSamples
import Leaderboard
import Measurement
import Prices
import Records
import Testing

@Suite("Choosing runs and offers")
struct ChoosingTests {
    private func make(_ records: [Record], sheets: [PriceSheet] = [], options: Board.Options = Board.Options()) -> Board {
        Board.make(records: records.enumerated().map { ($0.element, "record-\($0.offset).json") }, sheets: sheets, options: options)
    }

    private func run(_ digit: Int, _ name: String = "Box", _ change: (inout Record) -> Void = { _ in }) -> Record {
        Samples.measured(name, runId: "99999999-9999-4999-8999-99999999999\(digit)", change: change)
    }

    @Test func nothingGivesAnEmptyBoard() {
        let board = make([])
        #expect(board.workloads.isEmpty && board.kernels.isEmpty && board.curves.isEmpty)
        #expect(board.missingWorkloads == ["cloud-check/train", "vgg16-bn/train", "vgg16/train"])
        #expect(board.asOf == "")
    }

    @Test(arguments: [
        ("precision", "cloud-check, bf16"), ("revision", "cloud-check, revision 2"), ("epochs", "cloud-check, 1 epoch"),
        ("rate", "cloud-check, rate 0.1, momentum 0.9, decay 0.0005"), ("dataset", "cloud-check, cifar-100"),
        ("optimizer", "cloud-check, AdamW"),
        ("label smoothing", "cloud-check, label smoothing 0.1"),
    ])
    func whatDiffersStandsApart(part: String, title: String) {
        let other = run(1) {
            switch part {
            case "precision": $0.measurements[0].configuration.precision = "bf16"
            case "revision": $0.measurements[0].configuration.revision = 2
            case "epochs":
                $0.measurements[0].samples = []
                $0.measurements[0].training?.recipe.epochs = 1
            case "rate": $0.measurements[0].training?.recipe.rate = 0.1
            case "label smoothing": $0.measurements[0].training?.recipe.labelSmoothing = 0.1
            case "optimizer": $0.measurements[0].training?.recipe.optimizer = "AdamW"
            default: $0.measurements[0].dataset?.name = "cifar-100"
            }
        }
        let board = make(Samples.publishedRecords + [other])
        #expect(board.workloads.count == 2)
        #expect(board.workloads.map(\.title).contains(title))
    }

    @Test func seedAndEngineDoNotPartARanking() {
        let other = run(1) { $0.measurements[0].training?.recipe.seed = 77 }
        #expect(make(Samples.publishedRecords + [other]).workloads.map(\.rows.count) == [8])
    }

    @Test func aMachineShowsItsBestComparableRun() throws {
        let projected = run(1) {
            $0.measurements[0].samples = []
            $0.measurements[0].training = Samples.training(seconds: 900, projected: true)
        }
        let synthetic = run(2) { $0.measurements[0].dataset?.synthetic = true }
        let (slower, faster) = (run(3) { $0.measurements[0].training?.runSeconds = 1900 }, run(4) { _ in })
        let board = make([projected, synthetic, slower, faster])
        let row = try #require(board.workloads.first?.allRows.first)
        #expect(board.workloads.first?.allRows.count == 1)
        #expect(row.runId == faster.runId)
        #expect(row.runCount == 3)
    }

    @Test func anImplausibleRunDoesNotHideAnHonestOne() throws {
        var cheat = Samples.implausible
        cheat.machine = run(1).machine
        cheat.label = run(1).label
        let rows = try #require(make([cheat, run(1)]).workloads.first?.allRows)
        #expect(rows.map(\.runId) == [run(1).runId])
    }

    @Test func twoMachinesOfOneClassAreTwoRows() {
        let other = run(2) { $0.label = "another box" }
        #expect(make([run(1), other]).workloads.first?.rows.count == 2)
    }

    @Test func theRecordsOwnOfferWinsOverEverySheet() {
        let sheet = PriceSheet(file: "s.csv", offers: [Samples.offer("AWS", "c6i.large", "us-east-1", micros: 99_000, date: "2030-01")])
        let own = OfferChoice.offers(for: Samples.projectedSynthetic, sheets: [sheet])
        #expect(own.map(\.offer.allocation) == [.onDemand, .spot])
        #expect(own.allSatisfy { !$0.fromSheet && $0.offer.date == "2026-11" })
        var bare = Samples.projectedSynthetic
        bare.offers = []
        let joined = OfferChoice.offers(for: bare, sheets: [sheet])
        #expect(joined.map(\.offer.pricePerHour?.micros) == [99_000])
        #expect(joined.allSatisfy { $0.fromSheet })
    }

    @Test func aSheetOfAnotherRegionOrInstanceDoesNotMatch() {
        var bare = Samples.projectedSynthetic
        bare.offers = []
        for offer in [
            Samples.offer("AWS", "c6i.large", "eu-north-1", micros: 1), Samples.offer("AWS", "c6i.xlarge", "us-east-1", micros: 1),
            Samples.offer("Azure", "c6i.large", "us-east-1", micros: 1),
        ] {
            #expect(OfferChoice.offers(for: bare, sheets: [PriceSheet(file: "s.csv", offers: [offer])]).isEmpty)
        }
    }

    @Test func ofSeveralPricesTheNewestIsTaken() {
        var bare = Samples.projectedSynthetic
        bare.offers = []
        let offers = [("2026-01", 1), ("2026-09", 3), ("2026-09", 2)].map {
            Samples.offer("AWS", "c6i.large", "us-east-1", micros: Int64($0.1), date: $0.0)
        }
        let chosen = OfferChoice.offers(for: bare, sheets: [PriceSheet(file: "s.csv", offers: offers)])
        #expect(chosen.map(\.offer.pricePerHour?.micros) == [2])
    }

    @Test func theOrderOfTheFilesDoesNotMatter() {
        let records = Samples.publishedRecords + [Samples.projected, Samples.projectedSynthetic, run(1), Samples.hostile, Samples.freeTier]
        let named = records.enumerated().map { ($0.element, "\($0.offset).json") }
        let board = Board.make(records: named)
        for shift in [1, 4, 9] {
            #expect(Board.make(records: Array(named[shift...] + named[..<shift])) == board)
        }
        #expect(Board.make(records: named.reversed()) == board)
    }

    @Test func theDateIsTheNewestInTheInput() {
        #expect(make(Samples.publishedRecords).asOf == "2018-03-01")
        #expect(make([run(1)] + Samples.publishedRecords).asOf == "2026-11-18")
        let sheet = PriceSheet(file: "s.csv", offers: [Samples.offer("A", "b", "c", micros: 1, date: "2027-02-01")])
        #expect(make([run(1)], sheets: [sheet]).asOf == "2027-02-01")
        #expect(make([run(1)], options: Board.Options(asOf: "2019-01-01")).asOf == "2019-01-01")
    }

    @Test func neighboursAreThePublishedRowsAboveAndBelow() {
        let middle = run(1) {
            $0.measurements[0].samples = []
            $0.measurements[0].training?.runSeconds = 300
        }
        #expect(make(Samples.publishedRecords + [middle]).neighbours(of: middle.runId).map(\.seconds) == [262, 300, 331])
        #expect(make(Samples.publishedRecords + [run(2)]).neighbours(of: run(2).runId).map(\.seconds) == [1431, 1461, 1810])
        #expect(make(Samples.publishedRecords).neighbours(of: "nobody").isEmpty)
        #expect(make([run(2)]).neighbours(of: run(2).runId).map(\.seconds) == [1810])
    }
}
