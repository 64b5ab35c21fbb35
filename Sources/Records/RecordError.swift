// Everything that can go wrong with a result file, and the one sentence for each.
// Leaves to others: exit codes (mettle), and doubts about figures, which are no errors (Leaderboard).

package enum RecordError: Error, Sendable, Equatable {
    case io(file: String, FileFailure)
    /// A new record would have overwritten this file.
    case exists(file: String)
    /// The file holds another run than the one that is to be saved there.
    case otherRun(file: String)
    case document(file: String, JSONError)
    case notARecord(file: String)
    case version(file: String, found: Int64)
    case invalid(file: String, [RecordProblem])
    /// Nothing before the damage could be used.
    case nothingToRecover(file: String, line: Int)
}

/// Something in a record that contradicts itself or cannot be.
package struct RecordProblem: Sendable, Equatable {
    package var path: JSONPath
    package var sentence: String
    package init(path: JSONPath, sentence: String) {
        self.path = path
        self.sentence = sentence
    }
}

extension RecordError {
    /// One sentence or two: what is wrong with which file, and what to do.
    package var sentence: String {
        switch self {
        case .io(let file, let failure): Self.sentence(file: file, failure)
        case .exists(let file): "\(file) exists already, and a result is never overwritten. Choose another name with --out."
        case .otherRun(let file): "\(file) holds another run, and a result is never overwritten. Choose another name with --out."
        case .document(let file, let error) where error.reason == .truncated:
            "\(file) is cut off in line \(error.position?.line ?? 1). mettle show --repair \(file) recovers what can be read."
        case .document(let file, let error) where error.reason == .empty:
            "\(file) is empty: the run ended before its first result. It can be deleted."
        case .document(let file, let error): file + (error.sentence.hasPrefix("line") ? ", " : ": ") + error.sentence
        case .notARecord(let file): "\(file) is not a Mettle record: it has no number under “mettle_record”."
        case .version(let file, let found) where found > Record.currentVersion:
            "\(file) is a record of version \(found), and this program reads version \(Record.currentVersion). Use a newer Mettle."
        case .version(let file, let found):
            "\(file) is a record of version \(found), and this program reads version \(Record.currentVersion) only. Measure again."
        case .invalid(let file, let problems):
            "\(file), \(problems[0].path): \(problems[0].sentence)"
                + (problems.count > 1 ? " It is the first of \(problems.count) such contradictions." : "")
        case .nothingToRecover(let file, let line):
            "\(file) is cut off or damaged in line \(line), before its first whole result: nothing can be recovered."
        }
    }

    private static func sentence(file: String, _ failure: FileFailure) -> String {
        switch failure.operation {
        case "open", "read": "\(file) cannot be read: \(failure.reason)."
        default: "\(file) cannot be written (\(failure.operation)): \(failure.reason). What stood there before is unchanged."
        }
    }
}
