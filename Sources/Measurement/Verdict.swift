// What a comparison concludes, and what it means for a script.
// Leaves to others: reaching it (Comparison).

package enum Verdict: String, Sendable, Equatable, Codable, CaseIterable {
    case same
    case faster
    case slower
    case inconclusive

    /// The exit status of `mettle compare` over many verdicts: 1 where anything is slower, else 2 where anything is inconclusive,
    /// else 0. There is at least one: nothing comparable is an error of its own.
    package static func exitStatus(of verdicts: [Verdict]) -> Int32 {
        precondition(!verdicts.isEmpty, "nothing compared has no verdict")
        if verdicts.contains(.slower) { return 1 }
        return verdicts.contains(.inconclusive) ? 2 : 0
    }
}
