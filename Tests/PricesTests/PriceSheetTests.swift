// Tests of price sheets: every mistake's sentence first, then what a good sheet gives.
// Leaves to others: costs (CostTests), matching (OfferMatcherTests).

import Prices
import Testing

@Suite("PriceSheet")
struct PriceSheetTests {
    static let header = "provider,instance,region,allocation,currency,price_per_hour,billing_granularity,date,source"
    static let good = "AWS,p3.2xlarge,us-east-1,on-demand,USD,3.06,1,2018-04,a table"

    private func sentence(_ text: String) -> String {
        do {
            _ = try PriceSheet.parse(Array(text.utf8), file: "s.csv")
            return "read"
        } catch {
            return error.sentence
        }
    }

    /// The good line with one field replaced, as the third line of a sheet.
    private func sentence(_ index: Int, _ value: String) -> String {
        var fields = Self.good.split(separator: ",").map(String.init)
        fields[index] = value
        return sentence([Self.header, Self.good.replacing("AWS", with: "Other"), fields.joined(separator: ",")].joined(separator: "\n"))
    }

    @Test("a decimal comma is named as such, quoted or not")
    func decimalComma() {
        let expected = "s.csv, line 3, column price_per_hour: “2,11” is not a number. Write it with a point: 2.11."
        #expect(sentence(5, "\"2,11\"") == expected)
        #expect(sentence(5, "2,11") == expected)
    }

    @Test("prices that are none", arguments: [("$2.11", "2.11"), ("2.11 USD", "2.11")])
    func signs(value: String, remedy: String) {
        #expect(sentence(5, value) == "s.csv, line 3, column price_per_hour: “\(value)” is not a number. Write it with a point: \(remedy).")
    }

    @Test("one sentence for each mistake in a field")
    func fields() {
        #expect(sentence(5, "two") == "s.csv, line 3, column price_per_hour: “two” is not a number. Write digits and a point: 2.11.")
        #expect(sentence(5, "1e3").contains("is not a number"))
        #expect(sentence(5, "nan").contains("is not a number"))
        #expect(sentence(5, "-1").contains("“-1” is negative. Leave the field empty where no price is known."))
        #expect(sentence(5, "0").contains("“0” is a price for free offers only."))
        #expect(sentence(5, "2000000").contains("is more than a price of one hour can be"))
        #expect(sentence(5, "20000000000000").contains("is more than a price of one hour can be"))
        #expect(sentence(4, "usd") == "s.csv, line 3, column currency: “usd” is no currency. Write the three capitals of ISO 4217: USD.")
        #expect(sentence(4, "").contains("column currency: the field is empty"))
        #expect(sentence(3, "ondemand").contains("“ondemand” is no allocation. Known are on-demand, spot, reserved, free, owned."))
        #expect(sentence(6, "1.5").contains("“1.5” is no whole number of seconds"))
        #expect(sentence(6, "0").contains("is no whole number of seconds"))
        #expect(sentence(7, "2018-13").contains("“2018-13” is no date"))
        #expect(sentence(7, "2018-02-29").contains("is no date"))
        #expect(sentence(7, "March 2018").contains("is no date"))
        #expect(sentence(8, " ").contains("column source: the field is empty"))
        #expect(sentence(0, "").contains("column provider: the field is empty"))
    }

    @Test("one sentence for each mistake in the shape")
    func shape() {
        #expect(sentence("") == "s.csv is empty. Its first line names the columns: \(Self.header).")
        #expect(
            sentence(Self.header.replacing(",source", with: ""))
                == "s.csv, line 1: the column source is missing. Add it; its fields may be empty.")
        #expect(sentence(Self.header + ",colour").contains("line 1: the column “colour” is not known. Known are provider, instance"))
        #expect(sentence(Self.header + ",date") == "s.csv, line 1: the column date stands here twice. Remove one.")
        #expect(sentence(Self.header + "\nAWS,x").contains("line 2: 2 fields stand here, and the header has 9."))
        #expect(sentence(Self.header + "\n" + Self.good + ",a,b").contains("line 2: 11 fields stand here"))
        #expect(sentence(Self.header + "\n\"AWS").contains("line 2: a quoted field begins here and does not end."))
        #expect(sentence(Self.header + "\nA\"WS").contains("line 2: a quote stands inside a field."))
        #expect(sentence(Self.header + "\n\"A\"WS,").contains("line 2: a quote stands inside a field."))
        #expect(
            sentence([Self.header, Self.good, Self.good].joined(separator: "\n")).contains("line 3: this offer stands in line 2 already."))
    }

    @Test("bytes that are no UTF-8 are named by line")
    func notUTF8() {
        let bytes = Array((Self.header + "\n").utf8) + [0x41, 0xE9, 0x2C]
        #expect(throws: PriceError.notUTF8(file: "s.csv", line: 2)) { try PriceSheet.parse(bytes, file: "s.csv") }
    }

    @Test("lines are counted through quoted line breaks")
    func linesThroughQuotes() {
        let text =
            Self.header + "\n" + Self.good.replacing("a table", with: "\"two\nlines\"") + "\n\n" + Self.good.replacing("3.06", with: "x")
        #expect(sentence(text).hasPrefix("s.csv, line 5, column price_per_hour: “x” is not a number."))
    }

    @Test("byte order mark, CRLF, quotes, columns in any order, optional columns")
    func reading() throws {
        let text =
            "\u{FEFF}source,date,gpu,gpu_count,minimum_seconds,billing_granularity,price_per_hour,currency,allocation,region,instance,provider\r\n"
            + "\"a \"\"table\"\", page 1\",2018-04-15,V100,8,60,second,24.48,USD,spot,us-east-1, p3.16xlarge ,AWS\r\n"
            + "a shop,2018-04,,,,,,,owned,here,laptop,me\r\n"
        let sheet = try PriceSheet.parse(Array(text.utf8), file: "s.csv")
        #expect(
            sheet.offers == [
                Offer(
                    provider: "AWS", instance: "p3.16xlarge", region: "us-east-1", allocation: .spot,
                    pricePerHour: Money(micros: 24_480_000, currency: "USD"), billingGranularitySeconds: 1, minimumSeconds: 60,
                    date: "2018-04-15", source: "a \"table\", page 1", gpu: "V100", gpuCount: 8),
                Offer(
                    provider: "me", instance: "laptop", region: "here", allocation: .owned, pricePerHour: nil, date: "2018-04",
                    source: "a shop"),
            ])
    }

    @Test("a free offer costs 0")
    func free() throws {
        let line = "Google Colab,Colab,any,free,USD,0,,2018-10,a page"
        let sheet = try PriceSheet.parse(Array((Self.header + "\n" + line).utf8), file: "s.csv")
        #expect(sheet.offers[0].pricePerHour == Money(micros: 0, currency: "USD"))
    }
}
