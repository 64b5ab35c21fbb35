// Figures as the terminal and the pages show them: units, shared decimals, ±.

import Measurement
import Testing

@Suite struct FigureTests {
    /// (median, lower, upper) in the unit shown → texts. The first rows are those of the design's terminal.
    @Test(arguments: [
        (252.0, 251.8, 252.1, "252.0", "251.8", "252.1"), (38.2, 38.0, 38.5, "38.2", "38.0", "38.5"),
        (118, 116.9, 119.1, "118.0", "116.9", "119.1"), (2.9, 2.7, 3.2, "2.9", "2.7", "3.2"),
        (1810, 1795, 1828, "1,810", "1,795", "1,828"), (9.81, 9.75, 9.87, "9.81", "9.75", "9.87"),
        // At most four significant digits, counted on the widest of the three.
        (252.123, 252.122, 252.124, "252.1", "252.1", "252.1"), (999.7, 999.2, 1000.2, "1,000", "999", "1,000"),
        (12345, 12344, 12346, "12,340", "12,340", "12,350"), (0.0012345, 0.0012344, 0.0012346, "0.001234", "0.001234", "0.001235"),
        // A wide interval takes digits away, but leaves two.
        (2.94, 1.1, 9.7, "2.9", "1.1", "9.7"), (118.4, 60, 240, "118", "60", "240"), (0.123, 0.05, 0.4, "0.12", "0.05", "0.40"),
    ])
    func decimals(median: Double, lower: Double, upper: Double, text: String, lowerText: String, upperText: String) {
        let figure = Figure(value: median, interval: Interval(lower: lower, upper: upper), unit: FigureUnit("x", factor: 1))
        #expect(figure.text == text)
        #expect(figure.lowerText == lowerText)
        #expect(figure.upperText == upperText)
        #expect(figure.intervalText == lowerText + "–" + upperText)
    }

    @Test(arguments: [(354.0, "354"), (1461, "1,461"), (9.8, "9.80"), (12345, "12,340"), (0.5, "0.500"), (1, "1.00")])
    func withoutAnIntervalThreeDigits(value: Double, text: String) {
        let figure = Figure(value: value, unit: FigureUnit("x", factor: 1))
        #expect(figure.text == text)
        #expect(figure.lowerText == nil && figure.intervalText == nil && figure.plusMinusText == nil)
    }

    /// An uncertainty is never rounded down: a grade's border must not look passed.
    @Test(arguments: [
        (0.0, "±0.0 %"), (0.00001, "±0.1 %"), (0.001, "±0.1 %"), (0.0061, "±0.7 %"), (0.01, "±1.0 %"), (0.010000000001, "±1.0 %"),
        (0.0101, "±1.1 %"), (0.092, "±9.2 %"), (0.0999, "±10 %"), (0.1, "±10 %"), (0.1001, "±11 %"), (0.2, "±20 %"), (9.99, "±999 %"),
        (12.34, ">±999 %"),
    ])
    func plusMinus(fraction: Double, text: String) { #expect(Figure.plusMinus(fraction) == text) }

    @Test func aRateTurnsItsIntervalRound() {
        let work = Work(operations: 2e9)
        let figure = Figure(
            seconds: 0.004, interval: Interval(lower: 0.00399, upper: 0.00402), metric: .operationsPerSecond, work: work)
        #expect(figure.unit == "GFLOP/s")
        #expect(figure.text == "500.0")
        #expect(figure.lowerText == "497.5")
        #expect(figure.upperText == "501.3")
        #expect(figure.plusMinusText == "±0.4 %")
    }

    @Test(arguments: [
        (Metric.seconds, 3.2e-8, "ns", "32.0"), (.seconds, 2.9e-6, "µs", "2.90"), (.seconds, 9.8e-3, "ms", "9.80"),
        (.seconds, 354, "s", "354"), (.secondsPerItem, 5e-7, "ns", "250"), (.operationsPerSecond, 1e-3, "GFLOP/s", "4,000"),
        (.operationsPerSecond, 1e-4, "TFLOP/s", "40.0"), (.integerOperationsPerSecond, 1e-3, "GOP/s", "4,000"),
        (.integerOperationsPerSecond, 1e-4, "TOP/s", "40.0"), (.bytesPerSecond, 1, "MB/s", "300"), (.bytesPerSecond, 0.1, "GB/s", "3.00"),
        (.bytesPerSecond, 2e-5, "TB/s", "15.0"),
        (.itemsPerSecond, 0.5, "images/s", "4.00"),
    ])
    func units(metric: Metric, seconds: Double, unit: String, text: String) {
        let work = Work(bytesRead: 2e8, bytesWritten: 1e8, operations: 4e9, items: 2)
        let figure = Figure(seconds: seconds, metric: metric, work: work, item: "images")
        #expect(figure.unit == unit)
        #expect(figure.text == text)
    }

    @Test(arguments: [
        (0.52, 0.518, 0.522, "0.520", "0.518", "0.522"), (3.65, 3.60, 3.69, "3.65", "3.60", "3.69"),
        (1.009, 0.995, 1.024, "1.009", "0.995", "1.024"), (0.88, 0.74, 1.05, "0.88", "0.74", "1.05"),
        (12.344, 12.1, 12.5, "12.34", "12.10", "12.50"), (123.44, 120, 130, "123.4", "120.0", "130.0"),
        (0.0123, 0.012, 0.0126, "0.012", "0.012", "0.013"),
    ])
    func ratios(ratio: Double, lower: Double, upper: Double, text: String, lowerText: String, upperText: String) {
        let shown = Figure.ratio(ratio, interval: Interval(lower: lower, upper: upper))
        #expect(shown.text == text)
        #expect(shown.lower == lowerText)
        #expect(shown.upper == upperText)
    }

    @Test func percents() {
        #expect(Figure.percent(0.008) == "0.8 %")
        #expect(Figure.percent(0.0996) == "10 %")
        #expect(Figure.percent(0.42) == "42 %")
    }
}

@Suite struct TimeTextTests {
    @Test(arguments: [(9.84, "9.8"), (0, "0.0"), (99.94, "99.9"), (99.96, "100"), (354, "354"), (1810.4, "1,810")])
    func seconds(value: Double, text: String) { #expect(TimeText.seconds(value) == text) }

    @Test(arguments: [
        (0.0, "0:00", "0 s"), (34, "0:34", "34 s"), (59.6, "1:00", "1 min"), (126, "2:06", "2 min 6 s"), (160, "2:40", "2 min 40 s"),
        (8640, "2:24:00", "2 h 24 min"), (3600, "1:00:00", "1 h"), (-5, "0:00", "0 s"), (.nan, "0:00", "0 s"),
    ])
    func clockAndWords(value: Double, clock: String, words: String) {
        #expect(TimeText.clock(value) == clock)
        #expect(TimeText.words(value) == words)
    }

    /// The published table of the founding experiment to the cent, and the design's small amounts.
    @Test func money() {
        #expect(MoneyText.cost(0.0036) == "0.0036")
        #expect(MoneyText.cost(0.0042) == "0.0042")
        #expect(MoneyText.cost(0.0416) == "0.042")
        #expect(MoneyText.cost(0) == "0.000")
        #expect(MoneyText.cost(881.28) == "881.280")
        #expect(MoneyText.cents(1461 * 0.58 / 3600) == "0.24")
        #expect(MoneyText.cents(262 * 3.06 / 3600) == "0.22")
        #expect(MoneyText.rate(0.4) == "0.40")
        #expect(MoneyText.rate(0.084) == "0.084")
        #expect(MoneyText.rate(0.0116) == "0.0116")
        #expect(MoneyText.rate(12.24) == "12.24")
    }
}
