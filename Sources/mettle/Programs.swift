// Other programs for the harness: its protocol, served by Client's processes.
// Leaves to others: which programs and why (Harness), starting them (Client).

import Client
import FoundationEssentials
import Harness

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

struct Programs: ProgramRunning {
    func run(_ call: ProgramCall, started: (Int32) -> Void, line: (Substring) -> Void, shouldStop: () -> Bool) -> ProgramResult {
        let environment = ProcessInfo.processInfo.environment.merging(call.environment) { $1 }
        let process = Subprocess(call.program, call.arguments, environment: environment)
        let begin = ContinuousClock.now
        do throws(ClientError) {
            let ended = try process.supervise(
                limit: .seconds(call.limitSeconds), outputLimit: ProgramResult.outputLimit, started: started, line: line,
                shouldStop: shouldStop)
            var complaint = ended.result.errorOutput.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
            // It stands in the record, where a path would name the user.
            if let home = environment["HOME"], home.count > 1 { complaint = complaint.replacing(home, with: "~") }
            return ProgramResult(
                ending: Self.ending(of: ended), output: ended.result.output, complaint: complaint,
                seconds: (ContinuousClock.now - begin) / .seconds(1), isCut: ended.isCut)
        } catch {
            switch error {
            case .programMissing: return ProgramResult(ending: .missing)
            case .spawnFailed(_, ENOENT): return ProgramResult(ending: .missing)
            default: return ProgramResult(ending: .notStarted(reason: error.description))
            }
        }
    }

    private static func ending(of ended: Subprocess.Supervised) -> ProgramResult.Ending {
        if ended.timedOut { return .timedOut }
        if ended.wasStopped { return .stopped }
        return switch ended.result.ending {
        case .exited(let status): .exited(status)
        case .signalled(let signal): .signalled(signal)
        }
    }
}
