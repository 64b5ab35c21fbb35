// A started program: reading what it writes and waiting for its end.
// Leaves to others: starting it (Subprocess+Spawn).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

struct RunningProcess {
    var identifier: pid_t = 0
    /// Whether it leads a process group of its own, which ends with it.
    var leadsGroup = false
    /// Bytes kept of each stream; what comes beyond is read and dropped.
    var outputLimit = Int.max
    private var isCut = false
    /// Bytes of the output that have been handed on as lines.
    private var handedOn = 0
    /// Reading ends, −1 when not captured or at their end, and what came through them; [0] is the output, [1] the error output.
    private var pipes: [Int32] = [-1, -1]
    private var captured: [[UInt8]] = [[], []]

    mutating func capture(_ readingEnd: Int32, of target: Int32) { pipes[Int(target) - 1] = readingEnd }

    mutating func closePipes() {
        for index in pipes.indices where pipes[index] >= 0 {
            close(pipes[index])
            pipes[index] = -1
        }
    }

    /// Reads and waits until the program has ended, or the time is over. `line` gets each whole line of the output as it comes.
    consuming func finish(
        program: String, limit: Duration? = nil, line: (Substring) -> Void = { _ in }, shouldStop: () -> Bool
    ) throws(ClientError) -> Subprocess.Supervised {
        defer { closePipes() }
        let started = ContinuousClock.now
        var stopped: ContinuousClock.Instant?
        var timedOut = false
        while true {
            readWhatCame()
            handOn(line)
            if stopped == nil {
                timedOut = limit.map { .now - started > $0 } ?? false
                if timedOut || shouldStop() {
                    signal(SIGTERM)
                    stopped = .now
                }
            } else if let since = stopped, .now - since > .seconds(2) {
                signal(SIGKILL)
            }
            var status: Int32 = 0
            let ended = waitpid(identifier, &status, WNOHANG)
            if ended == identifier {
                // What it left running would disturb whatever comes next.
                if leadsGroup { kill(-identifier, SIGKILL) }
                // What it wrote last; a grandchild that keeps the pipe open is not waited for.
                for index in pipes.indices { drain(index) }
                handOn(line)
                let signal = status & 0x7f
                let result = Subprocess.Result(
                    ending: signal == 0 ? .exited(status >> 8 & 0xff) : .signalled(signal),
                    output: String(decoding: captured[0], as: UTF8.self), errorOutput: String(decoding: captured[1], as: UTF8.self))
                return Subprocess.Supervised(result: result, timedOut: timedOut, wasStopped: stopped != nil && !timedOut, isCut: isCut)
            }
            if ended < 0 && errno != EINTR { throw .spawnFailed(program: program, errno: errno) }
        }
    }

    private func signal(_ number: Int32) { kill(leadsGroup ? -identifier : identifier, number) }

    private mutating func handOn(_ line: (Substring) -> Void) {
        while let end = captured[0][handedOn...].firstIndex(of: UInt8(ascii: "\n")) {
            line(Substring(String(decoding: captured[0][handedOn..<end], as: UTF8.self)))
            handedOn = end + 1
        }
    }

    /// Waits for output at most 50 ms, 5 ms where there is none to come.
    private mutating func readWhatCame() {
        var waiting = pipes.filter { $0 >= 0 }.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        poll(&waiting, nfds_t(waiting.count), waiting.isEmpty ? 5 : 50)
        for index in pipes.indices { drain(index) }
    }

    /// Takes what is there now, and closes the pipe at its end.
    private mutating func drain(_ index: Int) {
        if pipes[index] < 0 { return }
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let got = read(pipes[index], &buffer, buffer.count)
            if got > 0 {
                let room = max(0, outputLimit - captured[index].count)
                if got > room { isCut = true }
                captured[index] += buffer[..<min(got, room)]
            } else if got < 0 && errno == EINTR {
                continue
            } else {
                if got == 0 {
                    close(pipes[index])
                    pipes[index] = -1
                }
                return
            }
        }
    }
}
