// The ranking of E1: costs to the cent, who is ranked, who is not and why.
// Leaves to others: choosing among runs and offers (ChoosingTests), the page (PagesTests).

import BoardSamples
import Leaderboard
import Measurement
import Prices
import Records
import Testing

@Suite("Workload board")
struct WorkloadBoardTests {
    private func board(_ records: [Record], options: Board.Options = Board.Options()) throws -> WorkloadBoard {
        let board = Board.make(records: records.map { ($0, "record.json") }, options: options)
        return try #require(board.workloads.first)
    }

    private func cents(_ row: BoardRow) -> Int? {
        guard case .priced(let priced) = row.price, let cost = priced.proRata else { return nil }
        return Int((Double(cost.micros) / 1e4).rounded())
    }

    @Test func e1IsReproducedToTheCent() throws {
        let board = try board(Samples.publishedRecords)
        #expect(board.rows.count == 7)
        for published in Samples.publishedRows {
            let row = try #require(board.rows.first { $0.seconds == published.seconds })
            #expect(cents(row) == published.publishedCents, "\(published.machine)")
            #expect(row.machine == published.machine)
        }
    }

    @Test func theLaptopIsUnpricedAndHasNoRankByCost() throws {
        let laptop = try #require(try board(Samples.publishedRecords).rows.first { $0.machine == "GeForce GTX 1070" })
        #expect(laptop.price == .unpriced)
        #expect(laptop.ranks.cost == nil)
        #expect(laptop.ranks.time?.text == "3")
    }

    @Test func publishedRowsRankByTimeAndCost() throws {
        let rows = try board(Samples.publishedRecords).rows
        #expect(rows.map { $0.ranks.time?.text } == ["1", "2", "3", "4", "5=", "5=", "7"])
        #expect(rows.map { $0.ranks.cost?.text } == ["2", "3", nil, "1", "5=", "5=", "4"])
        #expect(rows.allSatisfy { $0.grade == nil && $0.interval == nil && $0.energy == .notPublished })
        #expect(rows.allSatisfy { $0.accuracy == .range(Interval(lower: 0.55, upper: 0.65)) && $0.ranks.accuracy == nil })
        #expect(rows[0].imagesPerSecond == 250_000.0 / 176)
    }

    @Test func theFrontierIsFasterOrCheaperStepByStep() throws {
        let board = try board(Samples.publishedRecords)
        let machines = board.frontier.map { id in board.rows.first { $0.id == id }?.machine }
        #expect(machines == ["Tesla P100", "Quadro P4000"])
    }

    @Test func theFrontierIsOfOnDemandPrices() throws {
        let spot = Samples.measured("Spot box", runId: "99999999-9999-4999-8999-999999999999") {
            $0.measurements[0].samples = []
            $0.measurements[0].training = Samples.training(seconds: 100)
            $0.offers = [Samples.offer("X", "y", "z", .spot, micros: 10_000)]
        }
        let board = try board(Samples.publishedRecords + [spot])
        #expect(board.rows.first?.machine == "Spot box")
        #expect(board.rows.first?.ranks.cost?.text == "1")
        #expect(board.frontier.count == 2)
    }

    @Test func aProjectedRowRanksWithoutAnAccuracy() throws {
        let row = try #require(try board(Samples.publishedRecords + [Samples.projected]).rows.first(where: \.projected))
        #expect(row.standing == .ranked)
        #expect(row.ranks.time?.text == "5")
        #expect(row.accuracy == .notRun)
    }

    @Test func projectedFromSyntheticPixelsStandsBesideWithoutARank() throws {
        let board = try board(Samples.publishedRecords + [Samples.projectedSynthetic])
        let rows = board.rows.filter(\.synthetic)
        #expect(rows.count == 2)
        #expect(rows.allSatisfy { $0.standing == .beside && $0.ranks == Ranks() && $0.accuracy == .meaningless })
        #expect(rows.allSatisfy { $0.seconds == 2105 && cents($0) != nil })
        #expect(board.rankedCount == 7)
        #expect(!rows.contains { board.frontier.contains($0.id) })
        #expect(board.answers.first { $0.question == .fastestWithoutGPU }?.row == nil)
    }

    @Test func whatDoesNotRankSaysWhy() throws {
        let board = try board(Samples.publishedRecords + [Samples.synthetic, Samples.notRun, Samples.implausible])
        #expect(board.rankedCount == 7)
        let reasons = Dictionary(uniqueKeysWithValues: board.notRanked.map { ($0.machine, $0.standing) })
        #expect(reasons["Raspberry Pi 5"] == .notRanked(.synthetic))
        #expect(reasons["1 vCPU VM, 1 GB"] == .notRanked(.notRun("Training needs 1.9 GB, 0.9 GB is free here.")))
        guard case .notRanked(.flagged(let flags)) = reasons["RTX 3060 12 GB"] else {
            Issue.record("the implausible row is not flagged")
            return
        }
        #expect(flags.count == 2)
        #expect(board.notRanked.first { $0.machine == "RTX 3060 12 GB" }?.grade == nil)
    }

    @Test func aMachineThatTrainedOnOneDeviceIsNotMissingOnAnother() throws {
        let box = Samples.measured("Box", runId: "99999999-9999-4999-8999-999999999999") {
            var skipped = $0.measurements[0]
            skipped.configuration.device = "cuda:0"
            skipped.outcome = .skipped(reason: "no CUDA device")
            skipped.training = nil
            $0.measurements.append(skipped)
        }
        #expect(try board([box]).allRows.count == 1)
    }

    @Test func otherTrainingImagesDoNotRankAndAlteredTestImagesAreSaid() throws {
        let others = Samples.measured("Others", runId: "99999999-9999-4999-8999-999999999990") {
            $0.measurements[0].dataset?.trainIsOriginal = false
        }
        let altered = Samples.measured("Altered", runId: "99999999-9999-4999-8999-999999999991") {
            $0.measurements[0].dataset?.testIsOriginal = false
        }
        let board = try board([others, altered])
        #expect(board.notRanked.first?.standing == .notRanked(.alteredTraining))
        let row = try #require(board.rows.first)
        guard case .measured(let share, _, alteredTestImages: true, learned: true) = row.accuracy else {
            Issue.record("\(row.accuracy)")
            return
        }
        #expect(share == 0.617)
        #expect(row.ranks.time?.text == "1")
        #expect(row.ranks.accuracy == nil)
    }

    @Test(arguments: [Allocation.free, .onDemand])
    func aPriceOfZeroNeverRanksByCost(allocation: Allocation) throws {
        var record = Samples.freeTier
        record.offers[0].allocation = allocation
        let row = try #require(try board([record]).rows.first)
        guard case .free = row.price else {
            Issue.record("\(row.price)")
            return
        }
        #expect(row.ranks.cost == nil && row.ranks.time != nil)
    }

    @Test func anotherCurrencyIsShownAndDoesNotRank() throws {
        let norwegian = Samples.measured("Oslo", runId: "99999999-9999-4999-8999-999999999999") {
            $0.offers = [Samples.offer("UH-IaaS", "m", "osl", micros: 1_000_000)]
            $0.offers[0].pricePerHour = Money(micros: 1_000_000, currency: "NOK")
        }
        let board = try board(Samples.publishedRecords + [norwegian])
        #expect(board.currency == "USD")
        let row = try #require(board.rows.first { $0.machine == "Oslo" })
        #expect(row.ranks.cost == nil)
        guard case .priced(let priced) = row.price else {
            Issue.record("\(row.price)")
            return
        }
        #expect(priced.proRata == Money(micros: 502_778, currency: "NOK"))
    }

    @Test func billedOnlyWhereTheRuleIsKnown() throws {
        let rows = try board([Samples.projectedSynthetic] + Samples.publishedRecords).rows
        for row in rows {
            guard case .priced(let priced) = row.price else { continue }
            #expect((priced.billed != nil) == (row.provenance == .measured))
            #expect(priced.billedSeconds == (row.provenance == .measured ? 2105 : nil))
        }
    }

    @Test func accuraciesShareARankWhereTheSampleIsTooSmallToTell() throws {
        func run(_ name: String, _ accuracy: Double, _ digit: Int) -> Record {
            Samples.measured(name, runId: "99999999-9999-4999-8999-99999999999\(digit)", accuracy: accuracy)
        }
        let rows = try board([run("a", 0.617, 1), run("b", 0.612, 2), run("c", 0.55, 3)]).rows
        let ranks = Dictionary(uniqueKeysWithValues: rows.map { ($0.machine, $0.ranks.accuracy?.text) })
        #expect(ranks == ["a": "1=", "b": "1=", "c": "3"])
    }

    /// Ten views of a test image are another accuracy than one, varied images another training.
    @Test func otherViewsAndVariedImagesAreRankingsOfTheirOwn() {
        let one = Samples.measured("One", runId: "12111111-1111-4111-8111-111111111111") { _ in }
        let ten = Samples.measured("Ten", runId: "13111111-1111-4111-8111-111111111111") {
            $0.measurements[0].training?.recipe.testViews = 10
        }
        let varied = Samples.measured("Varied", runId: "14111111-1111-4111-8111-111111111111") {
            $0.measurements[0].training?.recipe.augmentation = "random crops and flips"
        }
        let boards = Board.make(records: [one, ten, varied].map { ($0, "record.json") }).workloads
        #expect(
            Set(boards.map(\.title)) == [
                "cloud-check, images as they are, tested in one view", "cloud-check, images as they are, tested in 10 views",
                "cloud-check, random crops and flips, tested in one view",
            ])
    }

    @Test func anOlderEngineIsMarked() throws {
        let old = Samples.measured("Old", runId: "12111111-1111-4111-8111-111111111111") { _ in }
        let new = Samples.measured("New", runId: "13111111-1111-4111-8111-111111111111") { $0.measurements[0].engineRevision = 2 }
        #expect(try board([old, new]).rows.map { "\($0.machine) \($0.hasOlderEngine)" }.sorted() == ["New false", "Old true"])
        #expect(try board(Samples.publishedRecords + [old]).rows.allSatisfy { !$0.hasOlderEngine })
    }

    @Test func answersNameTheBestRow() throws {
        let options = Board.Options(highlight: Samples.projected.runId)
        let board = try board(Samples.publishedRecords + [Samples.projected, Samples.freeTier], options: options)
        let answers = Dictionary(uniqueKeysWithValues: board.answers.map { ($0.question, $0.row?.machine) })
        #expect(answers[.fastest] == "T4 16 GB")
        #expect(answers[.cheapest] == "Quadro P4000")
        #expect(answers[.fastestWithoutGPU] == "M-class laptop")
        #expect(answers[.thisMachine] == "M-class laptop")
    }

    @Test func theLimitKeepsTheBestAndTheReadersOwn() throws {
        let many = (0..<40).map { index in
            Samples.measured("Box \(index)", runId: "99999999-9999-4999-8999-9999999999\(10 + index)", seconds: 1000 + Double(index) * 100)
        }
        let board = try board(many, options: Board.Options(highlight: many[39].runId, rowLimit: 10))
        #expect(board.rows.map(\.machine) == (0..<10).map { "Box \($0)" } + ["Box 39"])
        #expect(board.rows.last?.ranks.time?.text == "40")
        #expect(board.omittedCount == 29)
    }

    /// A machine's engines are rows of their own, an engine's variants one.
    @Test func anotherEngineIsAnotherRow() throws {
        let record = Samples.measured("Box", runId: "99999999-9999-4999-8999-999999999999") {
            var own = $0.measurements[0]
            own.samples = []
            own.training = Samples.training(seconds: 100)
            let others = [("pytorch", 300.0), ("pytorch:compiled", 250), ("openvino", 400)].map { name, seconds in
                var other = own
                other.configuration.engine = name
                other.engine = name.replacing(":", with: " 2.13.0, ")
                other.training = Samples.training(seconds: seconds)
                return other
            }
            $0.measurements = [own] + others
        }
        let rows = try board([record]).rows
        #expect(rows.map(\.engine) == ["mettle", "pytorch 2.13.0, compiled", "openvino"])
        #expect(rows.map(\.seconds) == [100, 250, 400])
    }
}
