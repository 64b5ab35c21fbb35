// Why a point cannot be prepared here.
// Leaves to others: the record's outcome (Harness).

package enum WorkloadError: Error, Equatable {
    /// It does not fit: the sentence names what is needed and what there is.
    case doesNotFit(needed: Int, available: Int)
    /// The configuration means nothing to this benchmark.
    case badConfiguration(String)
    /// The device or instruction set is not here.
    case unavailable(String)

    package var sentence: String {
        switch self {
        case .doesNotFit(let needed, let available):
            "It needs \(ByteCount.text(needed)) of memory and \(ByteCount.text(available)) are free here. Close other programs, or choose a smaller size."
        case .badConfiguration(let reason), .unavailable(let reason): reason
        }
    }
}

extension Surroundings {
    /// The sentence for a point that needs more memory than there is; nil where it fits or where nobody knows.
    func obstacle(toBytes needed: Double) -> String? {
        guard availableBytes > 0, needed > Double(availableBytes) else { return nil }
        return WorkloadError.doesNotFit(needed: Int(min(needed, 1e18)), available: availableBytes).sentence
    }
}
