// Running other programs.
// Leaves to others: downloads and archives.

import Client
import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct SubprocessTests {
    let directory = TemporaryDirectory()

    func shell(_ script: String) -> Subprocess { Subprocess("sh", ["-c", script]) }

    @Test func noSuchProgram() {
        let error = ClientError.programMissing("no-such-program")
        #expect(throws: error) { try Subprocess("no-such-program").run() }
        #expect(error.description.contains("no-such-program is not installed"))
        #expect(throws: ClientError.programMissing("sh")) { try Subprocess("sh", environment: ["PATH": directory.path]).run() }
    }

    @Test func aDirectoryOrAPlainFileIsNoProgram() {
        directory.makeDirectory("tool")
        #expect(throws: ClientError.programMissing("tool")) { try Subprocess("tool", environment: ["PATH": directory.path]).run() }
        directory.write([], to: "plain")
        #expect(throws: ClientError.programMissing("plain")) { try Subprocess("plain", environment: ["PATH": directory.path]).run() }
        #expect(throws: ClientError.spawnFailed(program: directory.path + "/plain", errno: EACCES)) {
            try Subprocess(directory.path + "/plain").run()
        }
    }

    @Test func noSuchInput() {
        let path = directory.path + "/absent"
        #expect(throws: ClientError.fileSystem(path: path, action: "read", errno: ENOENT)) {
            try Subprocess("cat", inputFile: path).run()
        }
    }

    @Test func exitCodesAndSignals() throws {
        #expect(try shell("exit 3").run().ending == .exited(3))
        #expect(try shell("kill -9 $$").run().ending == .signalled(9))
        let result = try shell("echo one; echo two >&2; exit 1").run()
        #expect(result.ending == .exited(1) && result.output == "one\n" && result.errorOutput == "two\n")
        #expect(result.complaint == "two" && !result.succeeded)
        #expect(try shell("exit 4").run().complaint == "exit code 4")
        #expect(try shell("kill -9 $$").run().complaint == "signal 9")
    }

    @Test func argumentsAreNotForAShell() throws {
        let odd = ["$HOME", "a b", "'", "\"", "*", ";exit 1", "", "ü"]
        let result = try Subprocess("printf", ["<%s>"] + odd).run()
        #expect(result.output == odd.map { "<\($0)>" }.joined())
    }

    @Test func inputEnvironmentAndDiscardedOutput() throws {
        directory.write(Array("from a file".utf8), to: "input")
        #expect(try Subprocess("cat", inputFile: directory.path + "/input").run().output == "from a file")
        #expect(try Subprocess("cat").run().output == "")
        #expect(try Subprocess("/bin/sh", ["-c", "echo $A$B"], environment: ["A": "x"]).run().output == "x\n")
        #expect(try Subprocess("sh", ["-c", "echo 1; echo 2 >&2"], output: .discarded).run().output == "")
    }

    /// More than a pipe holds, on both at once.
    @Test func muchOutput() throws {
        let result = try shell(
            "i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890123456789; "
                + "echo 0123456789012345678901234567890123456789 >&2; i=$((i+1)); done"
        ).run()
        #expect(result.output.utf8.count == 3000 * 41 && result.errorOutput == result.output)
    }

    @Test func stopsWhenAsked() throws {
        var asked = 0
        let result = try Subprocess("sleep", ["60"]).run {
            asked += 1
            return asked > 2
        }
        #expect(result.ending == .signalled(SIGTERM))
    }

    /// A grandchild that keeps the pipe open does not keep us.
    @Test func doesNotWaitForGrandchildren() throws {
        #expect(try shell("sleep 60 & echo $!").run().succeeded)
    }

    /// A process that waits for signals with sigwait or ignores them must not hand that down.
    @Test func signalsReachTheChildThoughWeBlockThem() throws {
        var blocked = sigset_t(), before = sigset_t()
        sigemptyset(&blocked)
        sigaddset(&blocked, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &blocked, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        #expect(try shell("kill -TERM $$; echo alive").run().ending == .signalled(SIGTERM))
    }

    @Test func aProgramThatTakesTooLongEnds() throws {
        var number: Int32 = 0
        let ended = try Subprocess("sleep", ["60"]).supervise(limit: .milliseconds(20), outputLimit: 100, started: { number = $0 })
        #expect(ended.timedOut && !ended.wasStopped && ended.result.ending == .signalled(SIGTERM))
        #expect(number > 1 && kill(number, 0) != 0)
    }

    @Test func aSupervisedProgramThatIsStopped() throws {
        let ended = try Subprocess("sleep", ["60"]).supervise(limit: .seconds(60), outputLimit: 100, shouldStop: { true })
        #expect(ended.wasStopped && !ended.timedOut)
    }

    /// What it started ends with it, whether it ends by itself or not.
    @Test func aSupervisedProgramTakesItsChildrenWithIt() throws {
        let script = shell("sleep 60 & echo $!")
        let child = try #require(Int32(try script.supervise(limit: .seconds(60), outputLimit: 100).result.output.dropLast()))
        // Killed, it is nobody's any more, or waits for its adopter to notice: at once, but not in the same moment.
        func isGone() -> Bool {
            let state = (try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8))?.split(separator: ")").last?.dropFirst().first
            return state == nil || state == "Z" || state == "X"
        }
        for _ in 0..<2000 where !isGone() { poll(nil, 0, 1) }
        #expect(isGone())
    }

    @Test func linesComeWholeAndTheOutputIsBounded() throws {
        var lines: [String] = []
        let script = shell("printf 'one\\ntw'; printf 'o\\nthree'")
        let ended = try script.supervise(limit: .seconds(60), outputLimit: 100, line: { lines.append(String($0)) })
        #expect(lines == ["one", "two"] && ended.result.output == "one\ntwo\nthree" && !ended.isCut)
        let much = try shell("i=0; while [ $i -lt 200 ]; do echo 012345678; i=$((i+1)); done").supervise(
            limit: .seconds(60), outputLimit: 100)
        #expect(much.isCut && much.result.output.utf8.count == 100 && much.result.succeeded)
    }
}
