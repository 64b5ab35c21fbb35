// Tests of the published figures that ship: E1's seven rows and E2's two, as records.
// Leaves to others: costs (CostTests), how a board shows them (Leaderboard).

import Measurement
import Prices
import Records
import Testing

@Suite("Published results")
struct PublishedResultsTests {
    static let cloudCheck: [(file: String, seconds: Double, dollars: String?)] = [
        ("2018-paperspace-p4000", 354, "0.40"), ("2018-azure-nc6v2-p100", 176, "2.11"), ("2018-aws-p3-2xlarge-v100", 262, "3.06"),
        ("2018-gce-k80", 1461, "0.58"), ("2018-azure-nc6-k80", 1428, "0.92"), ("2018-aws-p2-xlarge-k80", 1431, "0.90"),
        ("2018-acer-predator-gtx1070", 331, nil),
    ]
    static let pets = ["2019-colab-pets-resnet34", "2019-laptop-cpu-pets-resnet34"]
    static let files = cloudCheck.map(\.file) + pets

    private func read(_ file: String) throws -> Record { try RecordFile.read(Repository.root + "/Results/published/\(file).json") }

    @Test("each is a record in our own spelling, published, cited, without samples or grade", arguments: files)
    func forms(file: String) throws {
        let record = try read(file)
        #expect(try Repository.bytes("Results/published/\(file).json") == RecordFile.encode(record))
        #expect(record.provenance.kind == .published)
        #expect(record.program == nil)
        let measurement = try #require(record.measurements.first)
        #expect(record.measurements.count == 1)
        #expect(measurement.samples.isEmpty && measurement.summary == nil && measurement.grade == nil)
        #expect(measurement.engine != "mettle")
        #expect(measurement.caveats.map(\.kind) == [.singleRun])
        let schema = JSONSchema(root: try JSONValue(parsing: Repository.bytes("Profiles/schema/record-1.schema.json")))
        #expect(schema.violations(of: try JSONCoder.encode(record)) == [])
    }

    @Test("E1's table: time, price, recipe, accuracy", arguments: cloudCheck.indices)
    func e1(index: Int) throws {
        let row = Self.cloudCheck[index]
        let record = try read(row.file)
        let measurement = record.measurements[0]
        let training = try #require(measurement.training)
        #expect(measurement.configuration.benchmark == "cloud-check/train")
        #expect(training.runSeconds == row.seconds)
        #expect(training.recipe == RecipeEntry(batch: 128, epochs: 5, rate: 0.05, momentum: 0.9, weightDecay: 5e-4))
        #expect(training.totalSteps == 5 * ((50_000 + 127) / 128))
        #expect(training.accuracy == nil && training.accuracyRange?.lower == 0.55 && training.accuracyRange?.upper == 0.65)
        #expect(record.provenance.citation?.contains("39157dc") == true)
        #expect(record.offers.first?.pricePerHour?.decimalText(decimals: 2) == row.dollars)
        #expect(record.offers.isEmpty == (row.dollars == nil))
    }

    @Test("the frozen offers are those of the sheet, each of its own machine, and no two runs have one id")
    func offers() throws {
        let sheet = try PriceSheet.read(Repository.root + "/Profiles/prices/2018-cloud-check.csv")
        let records = try Self.cloudCheck.map { try read($0.file) }
        #expect(Set(records.flatMap(\.offers)) == Set(sheet.offers))
        for record in records where !record.offers.isEmpty {
            let name = InstanceName(
                provider: try #require(record.machine.provider), instance: try #require(record.machine.instance),
                region: try #require(record.machine.region))
            #expect(OfferMatcher.offers(for: name, in: [sheet]) == record.offers)
        }
        #expect(Set(try Self.files.map { try read($0).runId }).count == Self.files.count)
    }

    @Test("E2: 2:24:00 on a laptop's CPU, 1:46 on a free GPU, error rate 0.071")
    func e2() throws {
        let (colab, laptop) = (try read(Self.pets[0]), try read(Self.pets[1]))
        #expect(colab.measurements[0].training?.runSeconds == 106)
        #expect(laptop.measurements[0].training?.runSeconds == 8640)
        #expect(colab.measurements[0].training?.accuracy == 1 - 0.071042)
        #expect(laptop.measurements[0].training?.accuracy == nil)
        #expect(colab.offers.map(\.allocation) == [.free])
        #expect(laptop.offers.isEmpty)
        #expect(ComparabilityKey(colab.measurements[0]) == ComparabilityKey(laptop.measurements[0]))
        #expect(colab.measurements[0].configuration.benchmark == "pets-resnet34/train")
    }
}
