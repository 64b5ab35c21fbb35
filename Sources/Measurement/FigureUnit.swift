// The units in which figures are shown, and which of them suits a value.
// Leaves to others: digits (Figure), run times in a column of seconds (TimeText), and money (MoneyText).

/// A unit and the factor that takes an SI base value into it.
package struct FigureUnit: Sendable, Equatable {
    package var symbol: String
    package var factor: Double

    package init(_ symbol: String, factor: Double) {
        self.symbol = symbol
        self.factor = factor
    }

    package static let nanoseconds = FigureUnit("ns", factor: 1e9)
    package static let microseconds = FigureUnit("µs", factor: 1e6)
    package static let milliseconds = FigureUnit("ms", factor: 1e3)
    package static let seconds = FigureUnit("s", factor: 1)
    package static let gigaflops = FigureUnit("GFLOP/s", factor: 1e-9)
    package static let teraflops = FigureUnit("TFLOP/s", factor: 1e-12)
    package static let megabytes = FigureUnit("MB/s", factor: 1e-6)
    package static let gigaops = FigureUnit("GOP/s", factor: 1e-9)
    package static let teraops = FigureUnit("TOP/s", factor: 1e-12)
    package static let gigabytes = FigureUnit("GB/s", factor: 1e-9)
    package static let terabytes = FigureUnit("TB/s", factor: 1e-12)

    /// The unit for `value` (SI base units). Rates stay in giga up to 10,000, so that the machines of one table share a unit, but for bytes of disks and networks below one giga; times
    /// take the unit that leaves one to three digits before the point.
    package static func suited(to value: Double, metric: Metric, item: String = "items") -> FigureUnit {
        switch metric {
        case .operationsPerSecond: value < 1e13 ? gigaflops : teraflops
        case .integerOperationsPerSecond: value < 1e13 ? gigaops : teraops
        case .bytesPerSecond, .busBytesPerSecond: value < 1e9 ? megabytes : value < 1e13 ? gigabytes : terabytes
        // Reads of a disk have a word of their own for a rate.
        case .itemsPerSecond: FigureUnit(item == "IOPS" ? item : item + "/s", factor: 1)
        case .secondsPerItem, .seconds: suited(toSeconds: value)
        }
    }

    package static func suited(toSeconds seconds: Double) -> FigureUnit {
        switch seconds {
        case ..<1e-6: nanoseconds
        case ..<1e-3: microseconds
        case ..<1: milliseconds
        default: .seconds
        }
    }
}
