// Why a command cannot go on, in the words a person reads, with the exit status that goes with it.
// Leaves to others: making the sentences of each module's errors.

import CommandLine

/// Ends a command: sentences for standard error, and the status.
struct Failure: Error {
    var sentences: [String]
    var status: ExitCode

    init(_ sentences: String..., status: ExitCode) {
        self.sentences = sentences
        self.status = status
    }
}
