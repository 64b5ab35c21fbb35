// In which quantity a benchmark's figure is stated, and how it follows from seconds and work.
// Leaves to others: how many digits are shown (Figure), colours and columns.

/// The quantity in which a configuration's figure is shown. Derived from seconds and `Work`; SI base units.
package enum Metric: String, Sendable, Equatable, Codable, CaseIterable {
    case operationsPerSecond = "operations_per_second"
    /// Of integers, which no floating-point figure is held against.
    case integerOperationsPerSecond = "integer_operations_per_second"
    case bytesPerSecond = "bytes_per_second"
    /// What a collective operation must move over a link, as NCCL-tests count it.
    case busBytesPerSecond = "bus_bytes_per_second"
    case itemsPerSecond = "items_per_second"
    case secondsPerItem = "seconds_per_item"
    case seconds

    /// Whether a larger figure is the better one.
    package var higherIsBetter: Bool {
        switch self {
        case .operationsPerSecond, .integerOperationsPerSecond, .bytesPerSecond, .busBytesPerSecond, .itemsPerSecond: true
        case .secondsPerItem, .seconds: false
        }
    }

    /// The figure for one iteration of `work` in `seconds`, in SI base units.
    package func value(seconds: Double, work: Work) -> Double {
        switch self {
        case .operationsPerSecond, .integerOperationsPerSecond: work.operations / seconds
        case .bytesPerSecond: work.bytes / seconds
        case .busBytesPerSecond: (work.busBytes ?? 0) / seconds
        case .itemsPerSecond: work.items / seconds
        case .secondsPerItem: seconds / work.items
        case .seconds: seconds
        }
    }
}
