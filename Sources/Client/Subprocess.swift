// Another program, run to its end: what it is given and what it gave back.
// Leaves to others: the system calls (Subprocess+Spawn), and what the program is for.

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One program with its arguments, started without a shell. Its standard input is a file or nothing.
package struct Subprocess: Sendable {
    package enum Output: Sendable {
        /// Goes where ours goes.
        case inherited
        case captured
        case discarded
    }

    package enum Ending: Sendable, Equatable {
        case exited(Int32)
        case signalled(Int32)
    }

    package struct Result: Sendable, Equatable {
        package var ending: Ending
        /// What was captured, as UTF-8; empty where it was not.
        package var output: String
        package var errorOutput: String

        package var succeeded: Bool { ending == .exited(0) }
        /// The last line of the error output, or how the program ended.
        package var complaint: String {
            if let line = errorOutput.split(separator: "\n").last { return String(line) }
            return switch ending {
            case .exited(let code): "exit code \(code)"
            case .signalled(let signal): "signal \(signal)"
            }
        }
    }

    /// A name to be found on the PATH, or a path.
    package var program: String
    package var arguments: [String]
    package var inputFile: String?
    package var output: Output
    package var errorOutput: Output
    /// The child's whole environment, whose PATH is searched.
    package var environment: [String: String]

    package init(
        _ program: String, _ arguments: [String] = [], inputFile: String? = nil, output: Output = .captured,
        errorOutput: Output = .captured, environment: [String: String]? = nil
    ) {
        self.program = program
        self.arguments = arguments
        self.inputFile = inputFile
        self.output = output
        self.errorOutput = errorOutput
        self.environment = environment ?? ProcessInfo.processInfo.environment
    }

    /// Runs it to its end. `shouldStop` is asked some twenty times a second; true sends SIGTERM, and SIGKILL after two seconds more.
    /// Ctrl-C on a terminal reaches the child by itself. Throws `programMissing`, `spawnFailed` or `fileSystem` (the input file).
    package func run(shouldStop: () -> Bool = { false }) throws(ClientError) -> Result {
        try spawn(executable: try executable()).finish(program: program, shouldStop: shouldStop).result
    }

    /// What came of a program that had a time limit.
    package struct Supervised: Sendable, Equatable {
        package var result: Result
        package var timedOut: Bool
        /// `shouldStop` ended it.
        package var wasStopped: Bool
        /// Whether it wrote more than was kept.
        package var isCut: Bool
    }

    /// Runs it in a process group of its own, which ends with it: on a terminal Ctrl-C reaches it through `shouldStop` alone. `started` gets its
    /// number, `line` each whole line of its captured output as it comes. After `limit` it is ended as by `shouldStop`.
    package func supervise(
        limit: Duration, outputLimit: Int, started: (Int32) -> Void = { _ in }, line: (Substring) -> Void = { _ in },
        shouldStop: () -> Bool = { false }
    ) throws(ClientError) -> Supervised {
        var process = try spawn(executable: try executable(), inOwnGroup: true)
        process.outputLimit = outputLimit
        started(process.identifier)
        return try process.finish(program: program, limit: limit, line: line, shouldStop: shouldStop)
    }

    /// The file that would run.
    package func executable() throws(ClientError) -> String {
        if program.contains("/") { return program }
        let path = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        for directory in path.split(separator: ":", omittingEmptySubsequences: false) {
            let candidate = (directory.isEmpty ? "." : directory) + "/" + program
            var status = stat()
            if stat(candidate, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(candidate, X_OK) == 0 { return candidate }
        }
        throw .programMissing(program)
    }
}
