// A started program: reading what it writes and waiting for its end.
// Leaves to others: starting it (Subprocess+Spawn).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

struct RunningProcess {
    var identifier: pid_t = 0
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

    /// Reads and waits until the program has ended.
    consuming func finish(program: String, shouldStop: () -> Bool) throws(ClientError) -> Subprocess.Result {
        defer { closePipes() }
        var stopped: ContinuousClock.Instant?
        while true {
            readWhatCame()
            if stopped == nil && shouldStop() {
                kill(identifier, SIGTERM)
                stopped = .now
            } else if let since = stopped, .now - since > .seconds(2) {
                kill(identifier, SIGKILL)
            }
            var status: Int32 = 0
            let ended = waitpid(identifier, &status, WNOHANG)
            if ended == identifier {
                // What it wrote last; a grandchild that keeps the pipe open is not waited for.
                for index in pipes.indices { drain(index) }
                let signal = status & 0x7f
                return Subprocess.Result(
                    ending: signal == 0 ? .exited(status >> 8 & 0xff) : .signalled(signal),
                    output: String(decoding: captured[0], as: UTF8.self), errorOutput: String(decoding: captured[1], as: UTF8.self))
            }
            if ended < 0 && errno != EINTR { throw .spawnFailed(program: program, errno: errno) }
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
                captured[index] += buffer[..<got]
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
