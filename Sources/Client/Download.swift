// One file fetched by curl, resumable.
// Leaves to others: whether the bytes are the right ones (ArchiveFetch).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Bytes arrive in `FILE.part`, which a later attempt continues; a finished download is renamed to `FILE`.
package struct Download: Sendable {
    package var url: String
    package var file: String
    /// Curl draws its bar on our error output; otherwise it is silent and its complaint becomes the error.
    package var showsProgress: Bool
    /// Attempts in a row that bring nothing new before it gives up.
    package var attempts = 3
    /// Between two attempts.
    package var pause: Duration = .seconds(2)
    package var environment: [String: String]?

    package init(_ url: String, to file: String, showsProgress: Bool = false, environment: [String: String]? = nil) {
        self.url = url
        self.file = file
        self.showsProgress = showsProgress
        self.environment = environment
    }

    package var partFile: String { file + ".part" }
    /// Bytes of an earlier attempt.
    package var partByteCount: Int { byteCount(of: partFile) ?? 0 }

    /// What curl's ending means for us.
    private enum Verdict {
        case done
        /// The connection broke or stalled: the part so far is good.
        case again
        /// The server cannot go on where the part ends.
        case restart
        case failed
        case interrupted
    }

    package func run(shouldStop: () -> Bool = { false }) throws(ClientError) {
        var left = attempts, mayRestart = true
        while true {
            let before = partByteCount
            let result = try curl().run(shouldStop: shouldStop)
            switch verdict(result) {
            case .done: return try move(partFile, to: file)
            case .interrupted: throw .interrupted(program: "curl")
            case .restart where mayRestart && before > 0:
                mayRestart = false
                unlink(partFile)
            case .again where partByteCount > before: left = attempts
            case .again where left > 1: left -= 1
            case .again, .restart, .failed: throw .downloadFailed(url: url, reason: result.complaint)
            }
            if shouldStop() { throw .interrupted(program: "curl") }
            poll(nil, 0, Int32(pause / .milliseconds(1)))
        }
    }

    /// The answer's HTTP status comes on its output.
    private func curl() -> Subprocess {
        Subprocess(
            "curl",
            [
                "--fail", "--location", "--show-error", showsProgress ? "--progress-bar" : "--silent",
                "--connect-timeout", "30", "--speed-limit", "1", "--speed-time", "60",
                "--continue-at", "-", "--write-out", "%{http_code}", "--output", partFile, "--url", url,
            ],
            errorOutput: showsProgress ? .inherited : .captured, environment: environment)
    }

    /// Numbers are curl's exit codes (man curl, “EXIT CODES”).
    private func verdict(_ result: Subprocess.Result) -> Verdict {
        switch result.ending {
        case .exited(0): .done
        case .exited(22) where result.output.hasSuffix("416"): .restart
        case .exited(33), .exited(36): .restart
        case .exited(5), .exited(6), .exited(7), .exited(18), .exited(28), .exited(35), .exited(52), .exited(55), .exited(56), .exited(92):
            .again
        case .exited: .failed
        case .signalled: .interrupted
        }
    }
}

/// The size of a file, or nil where there is none.
func byteCount(of path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
}

func move(_ source: String, to target: String) throws(ClientError) {
    if rename(source, target) != 0 { throw .fileSystem(path: target, action: "written", errno: errno) }
}
