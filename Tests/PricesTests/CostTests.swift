// Tests of costs: E1's published column to the cent, rounding, billing rules, intervals.
// Leaves to others: sheets (PriceSheetTests).

import Measurement
import Prices
import Testing

@Suite("Cost")
struct CostTests {
    private func offer(_ price: String?, granularity: Int? = nil, minimum: Int? = nil) -> Offer {
        Offer(
            provider: "AWS", instance: "x", region: "r", allocation: .onDemand,
            pricePerHour: price.flatMap { Money(decimal: $0, currency: "USD") }, billingGranularitySeconds: granularity,
            minimumSeconds: minimum, date: "2018-04", source: "test")
    }

    /// The published cents follow from rounding to the nearest, and from nothing else: cutting off would give 0.03, 0.35 and 0.23.
    @Test(
        "E1's cost column to the cent",
        arguments: [
            (354.0, "0.40", "0.04", "0.039"), (176, "2.11", "0.10", "0.103"), (262, "3.06", "0.22", "0.223"),
            (1461, "0.58", "0.24", "0.235"),
            (1428, "0.92", "0.36", "0.365"), (1431, "0.90", "0.36", "0.358"),
        ])
    func publishedColumn(seconds: Double, price: String, cents: String, thousandths: String) throws {
        let cost = try #require(Cost(seconds: seconds, offer: offer(price)))
        #expect(cost.proRata.decimalText(decimals: 2) == cents)
        #expect(cost.proRata.decimalText(decimals: 3) == thousandths)
        #expect(cost.billed == nil)
        #expect(cost.proRataInterval == nil)
    }

    @Test("no price, no cost")
    func unpriced() { #expect(Cost(seconds: 331, offer: offer(nil)) == nil) }

    @Test("halves go to the even millionth")
    func halfEven() {
        // 1.8 s at 0.001/h are half a millionth, 5.4 s one and a half.
        let price = Money(micros: 1000, currency: "USD")
        #expect(Cost.proRata(seconds: 1.8, price: price).micros == 0)
        #expect(Cost.proRata(seconds: 5.4, price: price).micros == 2)
        #expect(Cost.proRata(seconds: 9.0, price: price).micros == 2)
        #expect(Cost.proRata(seconds: 0, price: price).micros == 0)
    }

    @Test("the interval of the time is the interval of the cost")
    func interval() throws {
        let cost = try #require(Cost(seconds: 1810, interval: Interval(lower: 1795, upper: 1828), offer: offer("0.084")))
        #expect(cost.proRata.micros == 42_233)
        #expect(cost.proRataInterval?.lower.micros == 41_883)
        #expect(cost.proRataInterval?.upper.micros == 42_653)
    }

    @Test(
        "bills are rounded up to their step and to the minimum",
        arguments: [
            (176.0, 60, nil, 180), (180.0, 60, nil, 180), (180.001, 60, nil, 240), (354.0, 3600, nil, 3600), (12.0, 1, 60, 60),
            (61.2, 1, 60, 62), (0.0, 1, 60, 60),
        ] as [(Double, Int, Int?, Int)])
    func billed(seconds: Double, granularity: Int, minimum: Int?, expected: Int) throws {
        let cost = try #require(Cost(seconds: seconds, offer: offer("3.60", granularity: granularity, minimum: minimum)))
        #expect(cost.billedSeconds == expected)
        #expect(cost.billed?.micros == Int64(expected) * 1000)
    }

    @Test("absurd times stay numbers")
    func absurd() throws {
        let cost = try #require(Cost(seconds: 1e300, offer: offer("1000000", granularity: 3600)))
        #expect(cost.proRata.micros == Int64.max)
    }
}

@Suite("Money")
struct MoneyTests {
    @Test(
        "no other form than digits and a point",
        arguments: ["", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", "$1", " 1", "1 ", "0x10", "1.2.3", "١", "1234567890123"])
    func refused(text: String) { #expect(Money(decimal: text, currency: "USD") == nil) }

    @Test(
        "decimals are exact, halves go to the even millionth",
        arguments: [
            ("2.11", 2_110_000), ("0", 0), ("0.0000005", 0), ("0.0000015", 2), ("0.0000025", 2), ("0.00000250000001", 3),
            ("999999999999", 999_999_999_999_000_000),
        ] as [(String, Int64)])
    func exact(text: String, micros: Int64) { #expect(Money(decimal: text, currency: "USD")?.micros == micros) }

    @Test("text has the decimals that are asked for")
    func text() {
        #expect(Money(micros: 5_000, currency: "USD").decimalText(decimals: 2) == "0.00")
        #expect(Money(micros: 15_000, currency: "USD").decimalText(decimals: 2) == "0.02")
        #expect(Money(micros: 3_060_000, currency: "USD").decimalText(decimals: 0) == "3")
        #expect(Money(micros: 42, currency: "USD").decimalText(decimals: 6) == "0.000042")
        #expect(Money(micros: -1_234_567, currency: "USD").decimalText(decimals: 2) == "-1.23")
    }
}
