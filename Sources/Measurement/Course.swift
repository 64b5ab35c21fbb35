// How a configuration was run where it was not sampled as usual: for a long time, or beside others like it.
// Leaves to others: running it (Harness), where a speed settles (SteadyState), the sum of many (Contention).

/// A course makes a configuration of its own: its figure is about something else, and compares with its like alone.
package enum Course: Sendable, Hashable {
    /// Repeated without a pause for so long, until the machine is warm.
    case sustained(seconds: Double)
    /// So many instances of one thread at once, one a core; the figure is their sum.
    case contended(instances: Int)

    /// `sustained 10 min`, `4 at once`.
    package var title: String {
        switch self {
        case .sustained(let seconds): "sustained \(TimeText.words(seconds))"
        case .contended(let instances): "\(instances) at once"
        }
    }

    /// `sustained=600s`, `contended=4`: for identifiers.
    package var identifier: String {
        switch self {
        case .sustained(let seconds): "sustained=\(Decimals.text(seconds, places: seconds == seconds.rounded() ? 0 : 3, grouped: false))s"
        case .contended(let instances): "contended=\(instances)"
        }
    }
}

extension Course: Codable {
    private enum Key: String, CodingKey { case sustainedSeconds, instances }

    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Key.self)
        if let seconds = try box.decodeIfPresent(Double.self, forKey: .sustainedSeconds) {
            self = .sustained(seconds: seconds)
        } else {
            self = .contended(instances: try box.decode(Int.self, forKey: .instances))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: Key.self)
        switch self {
        case .sustained(let seconds): try box.encode(seconds, forKey: .sustainedSeconds)
        case .contended(let instances): try box.encode(instances, forKey: .instances)
        }
    }
}
