// Tests of instance names and of which offers are a machine; and of the sheets that ship.
// Leaves to others: single mistakes in sheets (PriceSheetTests).

import Prices
import Testing

@Suite("OfferMatcher")
struct OfferMatcherTests {
    /// The directory of the sheets that ship.
    static let prices = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Profiles/prices"

    @Test(
        "what names no instance",
        arguments: ["", "p3.2xlarge", "aws:p3.2xlarge", "aws:@us-east-1", ":x@y", "aws:x@", "p3.2xlarge@us:east", "aws:p3 2xlarge@r"])
    func refusedNames(text: String) {
        #expect(throws: PriceError.instance(text)) { try InstanceName(parsing: text) }
        let expected = "“\(text)” names no instance. Write provider:instance@region, for example aws:p3.2xlarge@us-east-1."
        #expect(PriceError.instance(text).sentence == expected)
    }

    @Test("provider, instance and region")
    func names() throws {
        let name = try InstanceName(parsing: "aws:p3.2xlarge@us-east-1")
        #expect(name == InstanceName(provider: "aws", instance: "p3.2xlarge", region: "us-east-1"))
        #expect(name.description == "aws:p3.2xlarge@us-east-1")
    }

    @Test("only the same instance in the same region is this machine")
    func exactOnly() throws {
        let sheets = try PriceSheet.readAll(Self.prices)
        func count(_ name: String) throws -> Int { OfferMatcher.offers(for: try InstanceName(parsing: name), in: sheets).count }
        #expect(try count("aws:p3.2xlarge@us-east-1") == 1)
        #expect(try count("Amazon:P3.2XLARGE@US-EAST-1") == 1)
        #expect(try count("aws:p3.2xlarge@us-east-2") == 0)
        #expect(try count("aws:p3.2xlarg@us-east-1") == 0)
        #expect(try count("aws:p3.8xlarge@us-east-1") == 0)
        #expect(try count("azure:p3.2xlarge@us-east-1") == 0)
    }

    @Test("a directory is read in the order of names; what is not there says so")
    func directories() throws {
        let files = try PriceSheet.readAll(Self.prices).map(\.file)
        #expect(files == files.sorted())
        #expect(files.contains { $0.hasSuffix("/2018-cloud-check.csv") })
        #expect(try PriceSheet.readAll(Self.prices + "/2018-cloud-check.csv").count == 1)
        do {
            _ = try PriceSheet.readAll(Self.prices + "/none")
            Issue.record("a directory that is not there was read")
        } catch {
            #expect(error.sentence == Self.prices + "/none cannot be read: No such file or directory.")
        }
    }

    @Test("E1's six offers, with source and date")
    func cloudCheck() throws {
        let offers = try PriceSheet.read(Self.prices + "/2018-cloud-check.csv").offers
        #expect(offers.compactMap { $0.pricePerHour?.decimalText(decimals: 2) } == ["0.40", "2.11", "3.06", "0.58", "0.92", "0.90"])
        #expect(offers.allSatisfy { $0.source.contains("srm-soumya/cloud-check") && $0.date.hasPrefix("2018") && $0.gpuCount == 1 })
    }
}
