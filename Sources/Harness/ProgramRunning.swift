// How the harness has other programs run: a call, what came of it, and the protocol between them.
// Leaves to others: starting processes (mettle gives Client's), what the output means (EngineAnswer).

package struct ProgramCall: Sendable, Equatable {
    /// A name to be found on the PATH, or a path.
    package var program: String
    package var arguments: [String]
    /// Laid over this process' own.
    package var environment: [String: String]
    /// It is ended when it takes longer.
    package var limitSeconds: Double

    package init(program: String, arguments: [String], environment: [String: String] = [:], limitSeconds: Double) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.limitSeconds = limitSeconds
    }
}

package struct ProgramResult: Sendable, Equatable {
    package enum Ending: Sendable, Equatable {
        case exited(Int32)
        case signalled(Int32)
        case timedOut
        /// `shouldStop` asked for it.
        case stopped
        /// There is no such program.
        case missing
        case notStarted(reason: String)
    }

    package var ending: Ending
    package var output: String
    /// The last line of the error output.
    package var complaint: String
    package var seconds: Double
    /// Whether there was more output than is kept.
    package var isCut: Bool

    /// What is kept of a program's output.
    package static let outputLimit = 8 << 20

    package init(ending: Ending, output: String = "", complaint: String = "", seconds: Double = 0, isCut: Bool = false) {
        self.ending = ending
        self.output = output
        self.complaint = complaint
        self.seconds = seconds
        self.isCut = isCut
    }
}

package protocol ProgramRunning {
    /// Runs it to its end, with everything that it started. `started` gets its process number, `line` every whole line of its output as it
    /// comes; `shouldStop` is asked some twenty times a second.
    func run(_ call: ProgramCall, started: (Int32) -> Void, line: (Substring) -> Void, shouldStop: () -> Bool) -> ProgramResult
}
