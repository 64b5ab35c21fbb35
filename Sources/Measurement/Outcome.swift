// How a configuration ended: completed, skipped with a reason, failed with a reason.
// Leaves to others: the figures of a completed one, and the exit code.

package enum Outcome: Sendable, Equatable {
    case completed
    /// It could not or should not run here; the sentence says why.
    case skipped(reason: String)
    /// It ran and went wrong; `kind` decides what it means for the run.
    case failed(kind: FailureKind, reason: String)

    package var isCompleted: Bool { self == .completed }
}

package enum FailureKind: String, Sendable, Equatable, Codable {
    /// The kernel's answer differs from the reference: our fault, and it is never timed.
    case wrongAnswer = "wrong_answer"
    case outOfMemory = "out_of_memory"
    case device
    case interrupted
    case data
    /// Another program that was to compute it ended badly or gave an answer that cannot be used.
    case engine
}

extension Outcome: Codable {
    private enum Key: String, CodingKey { case status, kind, reason }

    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Key.self)
        switch try box.decode(String.self, forKey: .status) {
        case "completed": self = .completed
        case "skipped": self = .skipped(reason: try box.decode(String.self, forKey: .reason))
        case "failed":
            self = .failed(kind: try box.decode(FailureKind.self, forKey: .kind), reason: try box.decode(String.self, forKey: .reason))
        case let other:
            throw DecodingError.dataCorruptedError(
                forKey: .status, in: box, debugDescription: "“\(other)” is none of completed, skipped, failed")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: Key.self)
        switch self {
        case .completed: try box.encode("completed", forKey: .status)
        case .skipped(let reason):
            try box.encode("skipped", forKey: .status)
            try box.encode(reason, forKey: .reason)
        case .failed(let kind, let reason):
            try box.encode("failed", forKey: .status)
            try box.encode(kind, forKey: .kind)
            try box.encode(reason, forKey: .reason)
        }
    }
}
